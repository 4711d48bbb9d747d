"""Commands on files that need a questionnaire; `rathaus.cli` puts them beside those of `rathaus fim`."""

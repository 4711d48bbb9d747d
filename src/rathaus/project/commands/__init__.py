"""The operator's commands: each module has ``configure(parser)`` and ``run(arguments)`` (see `rathaus.cli`)."""

"""The look: base templates, components, static files, and the pages every town must have."""

"""The interface for programs: read-only, over what is public of the town in scope. Described by OpenAPI."""

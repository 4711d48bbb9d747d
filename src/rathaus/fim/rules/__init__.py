"""The rules of a definition: read (grammar), resolve (ids to positions), logic (expressions), report (status)."""

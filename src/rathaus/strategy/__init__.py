"""Strategy: what the town wants, how it stands, and how that compares with others."""

"""Which services a town offers: definitions, immutable versions, texts, search."""

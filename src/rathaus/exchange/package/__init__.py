"""The package: what one town passes on to another, in one signed file (pure Python; docs/standards/packages.md)."""

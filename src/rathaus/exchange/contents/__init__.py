"""What a package may hold, and nothing else: a service, or a part of a strategy."""

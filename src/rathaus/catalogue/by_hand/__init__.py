"""Rules that people write where the house could not read them: by a service owner, signed off by a second person."""

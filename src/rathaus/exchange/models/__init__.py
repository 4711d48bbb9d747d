"""Data of the room, by subject."""

"""Reads of the room that are more than one line, by subject."""

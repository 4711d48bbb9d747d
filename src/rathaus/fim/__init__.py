"""What an official definition says: XDatenfelder 2.0 and 3.0.0, genericode, rules. Pure Python, no Django."""

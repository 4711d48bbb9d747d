"""What is asked, when, and whether the answers hold. Pure Python, no Django."""

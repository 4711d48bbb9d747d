"""The clerk's pages: thin – parse, call an action, render."""

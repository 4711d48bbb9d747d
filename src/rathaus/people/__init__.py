"""Who works here: departments, accounts, roles, sign-in with a second factor."""

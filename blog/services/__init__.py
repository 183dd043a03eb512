"""Changes that touch more than one row or carry a rule; each is one transaction."""

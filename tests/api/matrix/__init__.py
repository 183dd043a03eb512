"""The authorisation matrix: tables by hand from contract section 6, and what they are about."""

"""Puts the domain and its HTTP layer together: settings, URLs, middleware, health."""

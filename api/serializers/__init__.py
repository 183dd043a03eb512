"""Shapes of the objects, one resource a file; no serializer queries."""

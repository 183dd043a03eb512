"""The HTTP layer: JSON and pages from the same viewsets."""

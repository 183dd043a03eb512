"""Viewsets, one resource a file: wiring, and nothing else."""

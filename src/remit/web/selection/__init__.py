"""Choosing the cases of a meeting."""

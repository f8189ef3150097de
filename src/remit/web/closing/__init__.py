"""Closing a meeting."""

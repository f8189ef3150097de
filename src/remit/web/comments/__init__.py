"""Commenting on cases before a meeting takes them."""

"""Sending the letters of a forum's terms, and looking after what was sent."""

"""Decisions from plain values. Rules know nothing of Django, files or the clock."""

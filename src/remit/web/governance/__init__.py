"""Who looked at whom, and who did what."""

"""The sheet of a case before its meeting, and how ready a meeting is."""

"""One action, and what its lead reports of it."""

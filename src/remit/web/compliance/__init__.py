"""How a forum keeps its own terms."""

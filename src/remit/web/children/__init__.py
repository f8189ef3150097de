"""Finding a child, and one child's time line."""

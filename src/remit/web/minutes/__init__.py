"""Minutes, extracts and the register of a meeting."""

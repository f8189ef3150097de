"""People, units, seats and terms: the pages of administrators. No child is in them."""

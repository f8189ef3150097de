"""A forum's figures, and the reports that tell others of them."""

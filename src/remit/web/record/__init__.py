"""Pages on which the record is written by hand, and its contradictions settled."""

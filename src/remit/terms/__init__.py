"""What terms of reference can say, and the ones that ship. Pure Python: no Django, no clock."""

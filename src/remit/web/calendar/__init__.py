"""The calendar of all forums, month by month, and each person's own for their calendar programme."""

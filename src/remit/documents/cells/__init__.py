"""What stands in a cell, whichever file it is in: how it is read, and how it is written."""

"""The `remit` command line. A command asks reading or hands casework a verb, as a page does."""

"""Loading the action list from a file: upload, preview, correct, apply, undo."""

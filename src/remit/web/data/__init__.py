"""Loading what the council already produces: returns, and files of staff. Upload, preview, load, undo."""

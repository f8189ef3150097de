"""Files in and out: a file becomes dataclasses, dataclasses become a file. No database and no Django in here."""

"""The workbook of a meeting: out, and back in."""

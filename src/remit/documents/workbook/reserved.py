"""Which places of a workbook are the product's own, so that it finds its way back in?"""

from __future__ import annotations

LISTS = "Lists"
"""The hidden tab the drop-downs take their words from."""
MANIFEST = "remit"
"""The tab nobody sees: what each cell asks, and which version of the answer it was made from."""
KEY_COLUMN = 25
"""Column Z, hidden: the key of the question in each row, which moves with the row."""
DATE_ROW, HEADS_ROW = 4, 6
"""Of a summary, counted from 0: line 5 and line 7."""
FORM = "1"
"""Of the manifest; a later one may be another."""
HEADS = ("key", "sheet", "cell", "form", "version")

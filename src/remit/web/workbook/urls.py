"""The addresses of a meeting's workbook."""

from __future__ import annotations

from remit.web.routes import MAY_SIT, Route, access
from remit.web.workbook import bringing_in, views

THEIRS = access(own=MAY_SIT)
"""Who sits at the meeting; of one child's sheet, and of bringing it in, who works with the child too: any of them may be either."""
AT = "forums/<slug:forum>/<str:date>"

ROUTES = (
    Route(f"{AT}/workbook.xlsx", views.whole, "workbook_file", THEIRS),
    Route(f"{AT}/pack.pdf", views.pack_file, "pack_file", THEIRS),
    Route(f"{AT}/workbook/<slug:child>.xlsx", views.sheet, "workbook_sheet", THEIRS),
    Route(f"{AT}/workbook", bringing_in.upload, "workbook_return", THEIRS),
    Route(f"{AT}/workbook/returned/<slug:book>", bringing_in.returned, "workbook_returned", THEIRS),
    Route(f"{AT}/workbook/returned/<slug:book>/drop", bringing_in.drop, "workbook_drop", THEIRS),
    Route(f"{AT}/workbook/returned/<slug:book>/undo", bringing_in.undo, "workbook_undo", THEIRS),
)

"""The addresses of a meeting's workbook."""

from __future__ import annotations

from remit.web.routes import Role, Route, access
from remit.web.workbook import bringing_in, views

SITS = (Role.COORDINATOR, Role.CHAIR, Role.MEMBER)
WORKS_WITH_THE_CHILD = (
    Role.SOCIAL_WORKER,
    Role.TEAM_MANAGER,
    Role.SERVICE_MANAGER,
    Role.HEAD_OF_SERVICE,
    Role.DIRECTOR,
)
BRINGS_IN = access(own=(*SITS, *WORKS_WITH_THE_CHILD))
AT = "forums/<slug:forum>/<str:date>"

ROUTES = (
    Route(f"{AT}/workbook.xlsx", views.whole, "workbook_file", access(own=SITS)),
    Route(f"{AT}/pack.pdf", views.pack_file, "pack_file", access(own=SITS)),
    Route(
        f"{AT}/workbook/<slug:child>.xlsx",
        views.sheet,
        "workbook_sheet",
        access(own=(*SITS, *WORKS_WITH_THE_CHILD)),
    ),
    Route(f"{AT}/workbook", bringing_in.upload, "workbook_return", BRINGS_IN),
    Route(f"{AT}/workbook/returned/<slug:book>", bringing_in.returned, "workbook_returned", BRINGS_IN),
    Route(f"{AT}/workbook/returned/<slug:book>/drop", bringing_in.drop, "workbook_drop", BRINGS_IN),
    Route(f"{AT}/workbook/returned/<slug:book>/undo", bringing_in.undo, "workbook_undo", BRINGS_IN),
)

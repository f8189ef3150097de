"""The addresses of what a closed meeting leaves behind."""

from __future__ import annotations

from remit.web.minutes import correcting, last, proposing, sent, views
from remit.web.routes import ABOVE_WORKERS, RUNS, Role, Route, access

READS = (*RUNS, Role.MEMBER, Role.QUALITY_ASSURANCE)
KNOWS_THE_CHILD = (*READS, Role.SOCIAL_WORKER, *ABOVE_WORKERS)
AT = "forums/<slug:forum>/<str:date>"

ROUTES = (
    Route(f"{AT}/minutes", views.minutes, "minutes", access(own=READS)),
    Route(f"{AT}/minutes/sent", sent.sent, "minutes_sent", access(own=RUNS)),
    Route(f"{AT}/last-minutes", last.last_minutes, "last_minutes", access(own=READS)),
    Route(f"{AT}/minutes/correction", proposing.note, "minutes_note", access(own=RUNS)),
    Route(
        f"{AT}/minutes/<slug:item>/<slug:question>", correcting.correct, "minutes_correct", access(own=RUNS)
    ),
    Route(f"{AT}/minutes.docx", views.minutes_file, "minutes_file", access(own=READS)),
    Route(f"{AT}/minutes.pdf", views.minutes_pdf, "minutes_pdf", access(own=READS)),
    Route(f"{AT}/register", views.register, "register", access(own=READS)),
    Route(f"{AT}/register.<slug:ending>", views.register_file, "register_file", access(own=READS)),
    Route("extracts/<slug:item>", views.extract_file, "extract", access(own=KNOWS_THE_CHILD)),
)

"""The addresses of the agenda."""

from __future__ import annotations

from remit.web.agenda import arranging, items, views
from remit.web.routes import RUNS, SIGNED_IN, Route, access

AT = "forums/<slug:forum>/<str:date>/agenda"

ROUTES = (
    Route(AT, views.agenda, "agenda", access(own=SIGNED_IN)),
    Route(f"{AT}/draft", views.draft, "agenda_draft", access(own=RUNS)),
    Route(f"{AT}/confirm", views.confirm, "agenda_confirm", access(own=RUNS)),
    Route(f"{AT}/reopen", views.reopen, "agenda_reopen", access(own=RUNS)),
    Route(f"{AT}/add", views.add, "agenda_add", access(own=RUNS)),
    Route(f"{AT}/times/<slug:section>", arranging.arranging, "agenda_times", access(own=RUNS)),
    Route(f"{AT}/move", items.move, "agenda_move", access(own=RUNS)),
    Route(f"{AT}/items/<slug:item>", items.slot, "agenda_slot", access(own=RUNS)),
    Route(f"{AT}/items/<slug:item>/off", items.off, "agenda_off", access(own=RUNS)),
    Route(f"{AT}/items/<slug:item>/later", items.later, "agenda_later", access(own=RUNS)),
)

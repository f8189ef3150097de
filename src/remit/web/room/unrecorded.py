"""Which outcome is chosen and not recorded yet, while something beside it was? It stays chosen, and its reason in its box.

The outcome stands in the address of the page, so that opening the case anew lets go of it. The reason is about a child
and stands in no address: it is kept with the session of who wrote it, until the next button of that case is pressed.
"""

from __future__ import annotations

from remit.reading.case_shown import Case
from remit.rules.reasons import LONGEST_REASON
from remit.web.middleware import Request

KEY = "unrecorded"


def keep(request: Request, item: str, outcome: str, why: str) -> None:
    """Keep the reason for an outcome that stays chosen; without one, forget what was kept for that case."""
    kept = {other: reason for other, reason in request.session.get(KEY, {}).items() if other != item}
    if outcome:
        kept[item] = why[:LONGEST_REASON]
    if kept or KEY in request.session:
        request.session[KEY] = kept


def still_chosen(request: Request) -> str:
    """The outcome the address of a page says is chosen; empty where none is."""
    return request.GET.get("outcome", "")[:60]


def reason(request: Request, case: Case, outcome: str) -> str:
    """The reason written for it; where none was kept, the one on record."""
    on_record = case.left.why if case.left and case.left.outcome == outcome else ""
    return str(request.session.get(KEY, {}).get(case.line.ref, on_record))

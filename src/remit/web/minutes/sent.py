"""How does it read who was sent word of minutes? Handed to the mail server is all that is known of a mail that went."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from remit.reading.minutes_sent import SentLine, SentRound, sent_round
from remit.rules.text import listed
from remit.web import formats
from remit.web.middleware import Request

SHOWN = 8
DID_NOT_ARRIVE = frozenset({"failed", "returned"})


@dataclass(frozen=True, slots=True)
class SentView:
    """A message."""

    name: str
    what: str
    at: datetime
    state: str


@require_GET
def sent(request: Request, forum: str, date: str) -> HttpResponse:
    """Who was sent word of the minutes, and what became of each mail."""
    page = sent_round(request.viewer, forum=forum, nominal=date, now=request.now)
    lines = present_sent(page)
    view = {
        "page": page,
        "lines": lines[:SHOWN],
        "folded": lines[SHOWN:],
        "left_out": listed(page.left_out),
    }
    return render(request, "minutes/sent.html", view)


def present_sent(found: SentRound) -> tuple[SentView, ...]:
    """The messages in words: what did not arrive first, since somebody has to see to that."""
    lines = sorted(found.lines, key=lambda line: line.state not in DID_NOT_ARRIVE)
    return tuple(SentView(line.name, _what(line), line.at, _state(line)) for line in lines)


def _what(line: SentLine) -> str:
    if line.version == 0:
        return "Draft minutes"
    what = "Minutes" if line.whole else "Extract"
    return f"{what}, version {line.version}"


def _state(line: SentLine) -> str:
    if line.handed_at is not None:
        return f"Handed to the mail server on {formats.when(line.handed_at)}"
    if line.state == "waiting":
        return "Waiting to be sent"
    why = f": {line.why}" if line.why else ""
    return f"{line.state.capitalize()}{why}"

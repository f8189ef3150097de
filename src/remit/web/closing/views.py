"""One page lists what is unfinished; each is settled or waived with a reason; then the meeting closes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from remit.casework import closing as verbs
from remit.casework.agenda import withdraw_item
from remit.casework.decisions import defer_item
from remit.reading.closing import ClosingPage
from remit.reading.closing import closing as read
from remit.rules.outcomes import NotFound, Refused
from remit.rules.text import counted
from remit.web import formats
from remit.web.closing.presenters import Sent, comes_back, present
from remit.web.middleware import Request
from remit.web.once import once
from remit.web.sent_numbers import whole_number


@once
@require_http_methods(["GET", "POST"])
def closing(request: Request, forum: str, date: str) -> HttpResponse:
    """What is unfinished, and the button that closes."""
    page = read(request.viewer, forum=forum, nominal=date, now=request.now)
    if request.method == "GET":
        return render(request, "closing/closing.html", {"page": present(page)})
    try:
        if request.POST.get("do") == "close":
            _close(request, page)
            return redirect("minutes", forum=forum, date=date)
        if request.POST.get("do") == "waive":
            _waive(request, page)
            return redirect("closing", forum=forum, date=date)
        if request.POST.get("do") == "waive-several":
            _waive_several(request, page)
            return redirect("closing", forum=forum, date=date)
        if request.POST.get("do") in ("carry", "drop"):
            _settle_matter(request, page)
            return redirect("closing", forum=forum, date=date)
    except NotFound:
        raise
    except Refused as refusal:
        again = read(request.viewer, forum=forum, nominal=date, now=request.now)
        context = {"page": present(again, _sent(request, refusal)), "refusal": refusal}
        return render(request, "closing/closing.html", context, status=409)
    raise NotFound("button")


def _sent(request: Request, refusal: Refused) -> Sent:
    """What stands in the boxes of a form that was refused."""
    several = request.POST.get("do") == "waive-several"
    keys = request.POST.getlist("keys" if several else "key")
    return Sent(frozenset(keys), request.POST.get("reason", ""), several, refusal)


def _close(request: Request, page: ClosingPage) -> None:
    closed = verbs.close_meeting(
        meeting_id=page.head.id,
        seen=whole_number(request.POST.get("seen", ""), otherwise=-1),
        actor=request.viewer,
        now=request.now,
    )
    words = f"The meeting is closed. {counted(closed.register_lines, 'line')} went into the register."
    messages.success(request, " ".join([words, *map(comes_back, closed.back)]))


def _waive(request: Request, page: ClosingPage) -> None:
    verbs.waive(
        meeting_id=page.head.id,
        key=request.POST.get("key", ""),
        reason=request.POST.get("reason", ""),
        actor=request.viewer,
        now=request.now,
    )
    messages.success(request, "Waived, with your reason.")


def _settle_matter(request: Request, page: ClosingPage) -> None:
    """Carry an item of other business to the next meeting, or let it drop."""
    item = request.POST.get("item", "")
    title = dict(page.business).get(item)
    if title is None:
        raise Refused("This is settled by now.", remedy="Look at what is still left.")
    given: dict[str, Any] = {"item_ref": item, "seen": None, "actor": request.viewer, "now": request.now}
    day = formats.date(page.head.date)
    if request.POST.get("do") == "carry":
        defer_item(why=f"Not taken at the meeting of {day}", **given)
        messages.success(request, f"“{title}” is carried over.")
    else:
        withdraw_item(why=f"Dropped when the meeting of {day} closed", **given)
        messages.success(request, f"“{title}” is dropped.")


def _waive_several(request: Request, page: ClosingPage) -> None:
    count = verbs.waive_several(
        meeting_id=page.head.id,
        keys=request.POST.getlist("keys"),
        reason=request.POST.get("reason", ""),
        actor=request.viewer,
        now=request.now,
    )
    messages.success(request, f"{counted(count, 'thing')} waived, with your reason.")

"""The pages about seats and about switching forums on."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from remit.casework import seats as casework
from remit.casework import terms as adopting
from remit.reading import administration as reading
from remit.reading.leaving_seats import leaving_seat
from remit.rules.clock import london_day
from remit.rules.outcomes import NotFound, Refused, refuse_if
from remit.rules.staff import why_not_end
from remit.terms import load
from remit.terms.faults import TermsRefused
from remit.web import formats
from remit.web.administration.asking import ask
from remit.web.administration.forms import FillSeat, LeaveSeat, SwitchOn
from remit.web.administration.leaving import present_leaving
from remit.web.errors import ANOTHER_PAGE
from remit.web.middleware import Request
from remit.web.once import once

asks = require_http_methods(["GET", "POST"])
T = TypeVar("T")


@require_GET
def seats(request: Request) -> HttpResponse:
    """Every forum that is switched on, its seats, and who holds them."""
    forums = reading.forums_with_seats(request.viewer, now=request.now)
    return render(request, "administration/seats.html", {"forums": forums})


@asks
@once
def fill(request: Request, forum: str, seat: str) -> HttpResponse:
    """Put somebody in a seat."""
    known = next(
        (f for f in reading.forums_with_seats(request.viewer, now=request.now) if f.slug == forum), None
    )
    line = next((s for s in known.seats if s.id == seat), None) if known else None
    if known is None or line is None:
        raise NotFound("seat")
    initial = {"since": london_day(request.now), "capacity": "holder" if line.vacant else "deputy"}
    form = FillSeat(reading.people_to_choose(request.viewer), request.POST or None, initial=initial)
    return ask(
        request,
        form,
        lambda said: casework.fill_seat(
            forum=forum,
            seat=seat,
            staff_id=said["staff"],
            capacity=said["capacity"],
            since=said["since"],
            until=said["until"],
            actor=request.viewer,
            now=request.now,
        ),
        title=line.name,
        caption=known.name,
        button="Put in the seat",
        done="They hold the seat from that day.",
        back=reverse("seats"),
    )


@asks
@once
def leave(request: Request, holding: int) -> HttpResponse:
    """Let somebody leave a seat: the day first, then what follows from it, which one has to be sure of."""
    form = LeaveSeat(request.POST or None, initial={"until": london_day(request.now)})
    sent = request.method == "POST" and form.is_valid()
    day = form.cleaned_data["until"] if sent else london_day(request.now)
    found = leaving_seat(request.viewer, holding=holding, until=day, now=request.now)
    try:
        if sent:
            refuse_if(why_not_end(found.since, day))
        if sent and form.is_sure:
            casework.leave_seat(holding_id=holding, until=day, actor=request.viewer, now=request.now)
            done = f"{found.who} leaves the seat {found.seat} on {formats.date(day)}."
            messages.success(request, done)
            return redirect("seats")
    except ANOTHER_PAGE:
        raise
    except Refused as refusal:
        form.refuse(refusal)
    page = present_leaving(found, day)
    context = {"page": page, "form": form, "asks_day": not sent or bool(form.errors)}
    return render(request, "administration/leave_seat.html", context, status=422 if form.errors else 200)


@asks
@once
def switch_on(request: Request) -> HttpResponse:
    """Switch a forum on, with the terms that ship or those of the authority's own folder."""
    form = SwitchOn(
        _read(load.forum_names),
        request.POST or None,
        initial={"live_from": london_day(request.now)},
    )
    return ask(
        request,
        form,
        lambda said: adopting.switch_on(
            terms=_read(partial(load.merged, said["forum"])),
            live_from=said["live_from"],
            join_link=said["join_link"],
            actor=request.viewer,
            now=request.now,
        ),
        title="Switch a forum on",
        button="Switch on",
        done="The forum is switched on. Fill its seats next.",
        back=reverse("seats"),
    )


def _read(what: Callable[[Path | None], T]) -> T:
    """What the terms say, with those of the authority's own folder. Refuses: a file in it that cannot be read."""
    try:
        return what(settings.TERMS_DIR)
    except TermsRefused:
        raise Refused(
            "The terms in the authority's own folder cannot be read.",
            remedy="Run remit terms check, mend what it finds, and try again.",
        ) from None

"""When somebody came and left, put right: a page of its own, so that one press is enough for what happens now."""

from __future__ import annotations

from datetime import datetime, time

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from remit.casework.coming_and_going import correct_times
from remit.reading.room import room as read
from remit.reading.room_attendance import StayLine
from remit.rules.clock import instant, local
from remit.rules.outcomes import NotFound, Refused
from remit.web.middleware import Request
from remit.web.once import once
from remit.web.room.company import stays
from remit.web.room.forms import TimesForm
from remit.web.room.presenters import RoomView, present


@once
@require_http_methods(["GET", "POST"])
def times(request: Request, forum: str, date: str, stay: str) -> HttpResponse:
    """Correct when somebody came and when they left."""
    page = read(request.viewer, forum=forum, nominal=date, now=request.now)
    line = next((one for one in stays(page) if one.ref == stay and not one.apologies), None)
    if line is None or not page.head.runs:
        raise NotFound("record of attendance")
    view = present(page, visit=request.reference, attendance=True)
    form = TimesForm(request.POST or None, initial=_as_recorded(line))
    if request.method == "POST" and form.is_valid() and _corrected(request, view, line, form):
        messages.success(request, f"The times of {line.name} are corrected.")
        return redirect("room_attendance", forum=forum, date=date)
    context = {"page": view, "form": form, "stay": line}
    return render(request, "room/times.html", context, status=422 if form.errors else 200)


def _as_recorded(line: StayLine) -> dict[str, time | None]:
    return {
        "arrived": local(line.arrived_at).time() if line.arrived_at else None,
        "left": local(line.left_at).time() if line.left_at else None,
    }


def _corrected(request: Request, view: RoomView, line: StayLine, form: TimesForm) -> bool:
    given = form.cleaned_data

    def at(field: str, was: datetime | None) -> datetime | None:
        """The moment of the meeting's day; a time nobody changed keeps its seconds."""
        said = given[field]
        if said is None or (was and local(was).time().replace(second=0, microsecond=0) == said):
            return was if said is not None else None
        return instant(view.head.date, said)

    arrived = at("arrived", line.arrived_at)
    assert arrived is not None
    try:
        correct_times(
            attendance_ref=line.ref,
            arrived_at=arrived,
            left_at=at("left", line.left_at),
            actor=request.viewer,
            now=request.now,
        )
    except NotFound:
        raise
    except Refused as refusal:
        form.refuse(refusal)
        return False
    return True

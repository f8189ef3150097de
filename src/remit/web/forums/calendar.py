"""Calling a meeting out of turn, moving one, cancelling one: what only the chair does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from remit.casework import planning
from remit.reading import forum_page as reading
from remit.reading import meetings
from remit.rules.meeting_gates import why_not_reschedule
from remit.rules.outcomes import Refused, Stale, refuse_if
from remit.rules.permissions import why_not_chair
from remit.rules.text import counted
from remit.web import formats
from remit.web.errors import ANOTHER_PAGE
from remit.web.forms import Form
from remit.web.forums.forms import CallForm, CancelForm, MoveForm
from remit.web.middleware import Request
from remit.web.once import once

GET_AND_POST = require_http_methods(["GET", "POST"])


@once
@GET_AND_POST
def call(request: Request, forum: str) -> HttpResponse:
    """Call an extraordinary meeting."""
    page = reading.forum(request.viewer, slug=forum, now=request.now)
    refuse_if(why_not_chair(request.viewer, forum))
    start, end = page.usual_hours
    form = CallForm(request.POST or None, initial={"start": start, "end": end})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        hours = {"on": given["date"], "start": given["start"], "end": given["end"]}
        if _carried_out(form, planning.call_meeting, request, forum=forum, **hours):
            messages.success(request, f"A meeting is called for {formats.weekday(given['date'])}.")
            return redirect("meeting", forum=forum, date=given["date"].isoformat())
    context = {"forum": page, "form": form}
    return render(request, "forums/call.html", context, status=422 if form.errors else 200)


@once
@GET_AND_POST
def move(request: Request, forum: str, date: str) -> HttpResponse:
    """Hold a meeting on another day, or at another time."""
    hub = _to_reschedule(request, forum, date)
    head = hub.head
    form = MoveForm(
        request.POST or None,
        initial={"seen": head.revision, "date": head.date, "start": head.start, "end": head.end},
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        hours = {"to": given["date"], "start": given["start"], "end": given["end"]}
        what = {"meeting_id": head.id, "seen": given["seen"], "why": given["why"], **hours}
        moving = _moving(form, request, what)
        if moving and not given["confirmed"] and not form.errors:
            return render(request, "forums/move_confirm.html", {"hub": hub, "form": form, "moving": moving})
        if not form.errors and _carried_out(form, planning.move_meeting, request, **what):
            messages.success(request, f"The meeting is moved to {formats.weekday(given['date'])}.")
            for line in moving:
                messages.info(request, line)
            return redirect("meeting", forum=forum, date=date)
    context = {"hub": hub, "form": form}
    return render(request, "forums/move.html", context, status=422 if form.errors else 200)


def _moving(form: Form, request: Request, what: dict[str, Any]) -> tuple[str, ...]:
    """Which deadlines move with the meeting, from when to when, in words; what is refused stands on the form."""
    found: list[planning.MovedDeadline] = []

    def work_out(**given: Any) -> None:
        found.extend(planning.moved_deadlines(**given))

    _carried_out(form, work_out, request, **what)
    return tuple(
        f"{how_often(one)}: by {formats.due(one.to)} instead of {formats.due(one.was)} ({one.clause})."
        for one in found
    )


def how_often(one: planning.MovedDeadline) -> str:
    """What is owed, and for how many things: each of them once."""
    if one.times == 1:
        return one.what
    if one.per == "action":
        return f"{counted(one.times, 'report')} on actions"
    return f"{one.what}, for {counted(one.times, 'case' if one.per == 'item' else 'meeting')}"


@once
@GET_AND_POST
def cancel(request: Request, forum: str, date: str) -> HttpResponse:
    """Cancel a meeting."""
    hub = _to_reschedule(request, forum, date)
    form = CancelForm(request.POST or None, initial={"seen": hub.head.revision})
    if request.method == "POST" and form.is_valid():
        what = {"meeting_id": hub.head.id, **form.cleaned_data}
        if _carried_out(form, planning.cancel_meeting, request, **what):
            messages.success(request, f"The meeting of {formats.date(hub.head.date)} is cancelled.")
            return redirect("meeting", forum=forum, date=date)
    comments = meetings.comments_at_it(request.viewer, forum=forum, nominal=date)
    context = {"hub": hub, "form": form, "comments": comments}
    return render(request, "forums/cancel.html", context, status=422 if form.errors else 200)


def _to_reschedule(request: Request, forum: str, date: str) -> meetings.Hub:
    """The meeting, where this person may move or cancel it and it can be moved or cancelled."""
    hub = meetings.hub(request.viewer, forum=forum, nominal=date, now=request.now)
    refuse_if(why_not_chair(request.viewer, forum))
    refuse_if(why_not_reschedule(hub.head.state))
    return hub


def _carried_out(form: Form, verb: Callable[..., Any], request: Request, **given: Any) -> bool:
    """Whether a verb did what was asked; what it refuses stands on the form. What no form can mend goes on up."""
    try:
        verb(**given, actor=request.viewer, now=request.now)
    except (*ANOTHER_PAGE, Stale):
        raise
    except Refused as refusal:
        form.refuse(refusal)
        return False
    return True

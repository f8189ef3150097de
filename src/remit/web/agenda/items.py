"""One item of the agenda: its time, its place, put off, taken off."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from remit.casework import agenda as casework
from remit.casework.decisions import defer_item
from remit.reading.agenda import Agenda
from remit.reading.agenda_lines import Line
from remit.rules.outcomes import NotAllowed, NotFound
from remit.web.agenda.forms import LeaveForm, MoveForm, SlotForm
from remit.web.agenda.views import carried_out, read, shown, status_of
from remit.web.middleware import Request
from remit.web.once import once

STEPS = {"up": -1, "down": 1}


def _line(page: Agenda, item: str) -> Line:
    """The item, where this reader can change the agenda it stands on."""
    if not page.head.runs:
        raise NotAllowed(
            "You do not coordinate or chair this forum.",
            remedy="Ask its coordinator or its chair to do this.",
        )
    lines = (line for part in page.parts for line in part.lines)
    found = next((line for line in lines if line.ref == item and not line.closed), None)
    if found is None:
        raise NotFound("agenda item")
    return found


@once
@require_POST
def slot(request: Request, forum: str, date: str, item: str) -> HttpResponse:
    """Give an item its time and length."""
    page = read(request, forum, date)
    _line(page, item)
    form = SlotForm(request.POST, auto_id=f"%s-{item}")
    if form.is_valid():
        given = form.cleaned_data
        if carried_out(
            form,
            casework.set_slot,
            revision=page.head.revision,
            item_ref=item,
            at=given["at"],
            minutes=given["minutes"],
            shift_later=given["shift"],
            seen=given["seen"],
            actor=request.viewer,
            now=request.now,
        ):
            messages.success(request, "The times are set.")
            return redirect("agenda", forum=forum, date=date)
    return shown(request, page, form=form, slot=item, status=status_of(form))


@once
@require_POST
def move(request: Request, forum: str, date: str) -> HttpResponse:
    """Move an item one place up or down, or to the place it was dropped on."""
    page, form = read(request, forum, date), MoveForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        line = _line(page, given["item"])
        position = line.number + STEPS[given["move"]] if given["move"] else given["place"]
        verb = {"item_ref": given["item"], "position": position, "seen": given["seen"]}
        if carried_out(form, casework.move_item, **verb, actor=request.viewer, now=request.now):
            return redirect("agenda", forum=forum, date=date)
    return shown(request, page, form=form, status=422)


@once
@require_http_methods(["GET", "POST"])
def off(request: Request, forum: str, date: str, item: str) -> HttpResponse:
    """Take an item off the agenda, with a reason."""
    return _with_reason(request, forum, date, item, casework.withdraw_item, "off", "It is off the agenda.")


@once
@require_http_methods(["GET", "POST"])
def later(request: Request, forum: str, date: str, item: str) -> HttpResponse:
    """Put an item off to the next meeting, with a reason."""
    return _with_reason(request, forum, date, item, defer_item, "later", "It stands on the next agenda.")


def _with_reason(
    request: Request, forum: str, date: str, item: str, verb: Callable[..., Any], act: str, done: str
) -> HttpResponse:
    page = read(request, forum, date)
    line = _line(page, item)
    form = LeaveForm(request.POST or None, initial={"seen": page.head.revision})
    if request.method == "POST" and form.is_valid():
        given = {**form.cleaned_data, "actor": request.viewer, "now": request.now}
        if carried_out(form, verb, revision=page.head.revision, item_ref=item, **given):
            messages.success(request, done)
            return redirect("agenda", forum=forum, date=date)
    context = {"page": page, "line": line, "form": form, "act": act}
    return render(request, "agenda/leave.html", context, status=status_of(form))

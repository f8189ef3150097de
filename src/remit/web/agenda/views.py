"""The agenda: shown, drafted, confirmed, taken back; a matter of business added."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from remit.casework import agenda as casework
from remit.reading.agenda import Agenda
from remit.reading.agenda import agenda as read_agenda
from remit.rules.outcomes import Refused, Stale
from remit.web.agenda.forms import BusinessForm, ReasonForm
from remit.web.agenda.presenters import present
from remit.web.errors import ANOTHER_PAGE
from remit.web.forms import Form, SeenForm
from remit.web.middleware import Request
from remit.web.once import once


@require_GET
def agenda(request: Request, forum: str, date: str) -> HttpResponse:
    """The agenda of one meeting."""
    return shown(request, read(request, forum, date))


def read(request: Request, forum: str, date: str) -> Agenda:
    """The agenda as it is now, for this reader."""
    return read_agenda(request.viewer, forum=forum, nominal=date, now=request.now)


def shown(
    request: Request, page: Agenda, *, form: Form | None = None, slot: str = "", status: int = 200
) -> HttpResponse:
    """The page; `form` is one that came back with errors, `slot` the item whose times it is about."""
    business = form if isinstance(form, BusinessForm) else BusinessForm()
    context = {"view": present(page), "form": form, "business": business, "slot": slot}
    return render(request, "agenda/agenda.html", context, status=status)


def carried_out(form: Form, verb: Callable[..., Any], *, revision: int | None = None, **given: Any) -> bool:
    """Whether a verb did what was asked; what it refuses stands on the form. What no form can mend goes on up.

    `revision`: the one the meeting is at, where what was typed is to be kept though somebody changed the agenda meanwhile.
    """
    try:
        verb(**given)
    except ANOTHER_PAGE:
        raise
    except Stale as refusal:
        if revision is None or not isinstance(form, SeenForm):
            raise
        form.meet_stale(refusal, revision=revision)
        return False
    except Refused as refusal:
        form.refuse(refusal)
        return False
    return True


@once
@require_POST
def draft(request: Request, forum: str, date: str) -> HttpResponse:
    """Draft the agenda, or draft it again."""
    return _done(request, forum, date, casework.draft_agenda, "The agenda is drafted.")


@once
@require_POST
def confirm(request: Request, forum: str, date: str) -> HttpResponse:
    """Confirm the draft, which issues the agenda; one that runs past the end of the meeting is asked about once more."""
    page = read(request, forum, date)
    if page.confirms and not page.why_not_confirm and "confirmed" not in request.POST:
        view = present(page)
        if view.past_end:
            return render(request, "agenda/confirm.html", {"view": view})
    return _done(
        request, forum, date, casework.confirm_agenda, "The agenda is issued. Members can see it now."
    )


def status_of(form: Form) -> int:
    """How a page with that form is answered: as it is, sent again with what is wrong, or with the agenda changed."""
    return 409 if getattr(form, "stale", False) else 422 if form.errors else 200


def _done(request: Request, forum: str, date: str, verb: Callable[..., None], words: str) -> HttpResponse:
    page, form = read(request, forum, date), SeenForm(request.POST)
    given: dict[str, Any] = {"meeting_id": page.head.id, "actor": request.viewer, "now": request.now}
    if form.is_valid() and carried_out(form, verb, seen=form.cleaned_data["seen"], **given):
        messages.success(request, words)
        return redirect("agenda", forum=forum, date=date)
    return shown(request, page, form=form, status=422)


@once
@require_http_methods(["GET", "POST"])
def reopen(request: Request, forum: str, date: str) -> HttpResponse:
    """Take an issued agenda back to a draft, with a reason."""
    page = read(request, forum, date)
    form = ReasonForm(request.POST or None, initial={"seen": page.head.revision})
    if request.method == "POST" and form.is_valid():
        given = {**form.cleaned_data, "actor": request.viewer, "now": request.now}
        at = page.head
        if carried_out(form, casework.reopen_draft, revision=at.revision, meeting_id=at.id, **given):
            messages.success(
                request, "The agenda is a draft again. Members do not see it until it is confirmed."
            )
            return redirect("agenda", forum=forum, date=date)
    context = {"page": page, "form": form}
    return render(request, "agenda/reopen.html", context, status=status_of(form))


@once
@require_POST
def add(request: Request, forum: str, date: str) -> HttpResponse:
    """Add a matter of business."""
    page, form = read(request, forum, date), BusinessForm(request.POST)
    if form.is_valid():
        given = {**form.cleaned_data, "seen": None, "actor": request.viewer, "now": request.now}
        if carried_out(form, casework.add_business, meeting_id=page.head.id, **given):
            messages.success(request, "Added to the agenda.")
            return redirect("agenda", forum=forum, date=date)
    return shown(request, page, form=form, status=422)

"""Proposing a correction of approved minutes: of a text, of an outcome, or in words of its own."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from remit.casework import corrections as verbs
from remit.casework.answers import Conflict
from remit.reading.correction import Proposing, noting, proposing
from remit.rules.outcomes import NotFound, Refused, Stale
from remit.web.forms import Form
from remit.web.middleware import Request
from remit.web.minutes.forms import NoteForm, OutcomeForm, ProposalForm
from remit.web.once import once

DONE = "The correction waits for approval. Until then the approved minutes stand as they are."


def propose(request: Request, forum: str, date: str, item: str, key: str) -> HttpResponse:
    """One text or outcome of approved minutes, with how it should read and why."""
    where = {"forum": forum, "nominal": date, "item": item, "key": key}
    page = proposing(request.viewer, **where, now=request.now)
    form = _form(page, request)
    conflict: Conflict | None = None
    if form.is_bound and form.is_valid():
        try:
            _send(page, form, request)
        except NotFound:
            raise
        except Conflict as found:
            conflict, written = found, request.POST.copy()
            written["seen"] = str(found.version)
            form = ProposalForm(written)
        except Stale:
            raise
        except Refused as refusal:
            if refusal.field == "wording" and isinstance(form, ProposalForm):
                form.ask_for_wording(form.cleaned_data["text"])
            form.refuse(refusal)
        else:
            messages.success(request, DONE)
            return redirect("minutes", forum=forum, date=date)
    status = 409 if conflict else 422 if form.errors else 200
    view = {"page": page, "form": form, "conflict": conflict}
    return render(request, "minutes/propose.html", view, status=status)


def _form(page: Proposing, request: Request) -> ProposalForm | OutcomeForm:
    data = request.POST or None
    if page.outcomes:
        initial = {"outcome": page.text, "reason": page.reason, "seen": page.version}
        return OutcomeForm(data, initial=initial, outcomes=page.outcomes)
    return ProposalForm(data, initial={"text": page.text, "seen": page.version})


def _send(page: Proposing, form: Form, request: Request) -> None:
    given = form.cleaned_data
    said = {"reason": given["reason"]} if page.outcomes else {"wording": given["wording"]}
    verbs.propose_correction(
        item_ref=page.item,
        key=page.key,
        text=given["outcome"] if page.outcomes else given["text"],
        seen=given["seen"],
        why=given["why"],
        **said,
        actor=request.viewer,
        now=request.now,
    )


@once
@require_http_methods(["GET", "POST"])
def note(request: Request, forum: str, date: str) -> HttpResponse:
    """A correction of approved minutes that is about no one text."""
    head = noting(request.viewer, forum=forum, nominal=date, now=request.now)
    form = NoteForm(request.POST or None)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            verbs.note_correction(
                meeting_id=head.id,
                text=given["text"],
                why=given["why"],
                actor=request.viewer,
                now=request.now,
            )
        except NotFound:
            raise
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, DONE)
            return redirect("minutes", forum=forum, date=date)
    view = {"head": head, "form": form}
    return render(request, "minutes/note.html", view, status=422 if form.errors else 200)

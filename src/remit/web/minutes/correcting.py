"""Correcting a text of minutes: between closing and approval by changing it, after that by a proposal."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from remit.casework.answers import Conflict, correct_answer
from remit.reading.correction import approved
from remit.reading.correction import correction as read
from remit.rules.outcomes import NotFound, Refused
from remit.web.middleware import Request
from remit.web.minutes.forms import CorrectionForm
from remit.web.minutes.proposing import propose
from remit.web.once import once


@once
@require_http_methods(["GET", "POST"])
def correct(request: Request, forum: str, date: str, item: str, question: str) -> HttpResponse:
    """One text of the draft, to be corrected by who runs the forum; of approved minutes, a correction to be proposed."""
    if approved(request.viewer, forum=forum, nominal=date, now=request.now):
        return propose(request, forum, date, item, question)
    where = {"forum": forum, "nominal": date, "item": item, "question": question}
    page = read(request.viewer, **where, now=request.now)
    form = CorrectionForm(request.POST or None, initial={"text": page.text, "seen": page.version})
    conflict: Conflict | None = None
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            correct_answer(
                item_ref=item,
                question=question,
                text=given["text"],
                base_version=given["seen"],
                actor=request.viewer,
                now=request.now,
            )
        except NotFound:
            raise
        except Conflict as found:
            # What was written stays in the form, now over the words that are shown above it.
            conflict, written = found, request.POST.copy()
            written["seen"] = str(found.version)
            form = CorrectionForm(written)
        except Refused as refusal:
            refusal.field = "text"
            form.refuse(refusal)
        else:
            messages.success(request, "The text is corrected. What stood there before is kept.")
            return redirect("minutes", forum=forum, date=date)
    status = 409 if conflict else 422 if form.errors else 200
    view = {"page": page, "form": form, "conflict": conflict}
    return render(request, "minutes/correct.html", view, status=status)

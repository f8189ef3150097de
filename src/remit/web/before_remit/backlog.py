"""What was outstanding when a forum went live, and the dates its chair sets."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from remit.casework import backlog as casework
from remit.reading.backlog import Backlog
from remit.reading.backlog import backlog as reading
from remit.rules.outcomes import Refused, Stale
from remit.web import formats
from remit.web.addresses import address
from remit.web.before_remit.forms import DatesForm
from remit.web.errors import ANOTHER_PAGE
from remit.web.middleware import Request
from remit.web.once import once
from remit.web.sent_numbers import page_asked


@once
@require_http_methods(["GET", "POST"])
def outstanding(request: Request, forum: str) -> HttpResponse:
    """Look at it; the chair ticks actions, and gives them a date or says that nothing is left to do."""
    page = reading(request.viewer, forum=forum, now=request.now, page=page_asked(request))
    form = DatesForm(page, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, _said(request, page, form))
            return redirect(_at(page, page.page))
        except (*ANOTHER_PAGE, Stale):
            raise
        except Refused as refusal:
            form.refuse(refusal)
    ticked = request.POST.getlist("chosen")
    previous = _at(page, page.page - 1) if page.page > 1 else ""
    following = _at(page, page.page + 1) if page.page < page.pages else ""
    context = {"page": page, "form": form, "ticked": ticked, "previous": previous, "next": following}
    return render(request, "before_remit/backlog.html", context, status=422 if form.errors else 200)


def _said(request: Request, page: Backlog, form: DatesForm) -> str:
    """Do what was pressed; answers with what was done."""
    chosen, due_on = form.picked(), form.cleaned_data["due_on"]
    if "ended" in request.POST:
        count = casework.end_backlog(forum=page.forum, chosen=chosen, actor=request.viewer, now=request.now)
        return f"Nothing is left to do of {formats.count(count, 'action')}."
    count = casework.date_backlog(
        forum=page.forum, chosen=chosen, due_on=due_on, actor=request.viewer, now=request.now
    )
    return f"{formats.count(count, 'action')} to be done by {formats.date(due_on)}."


def _at(page: Backlog, number: int) -> str:
    return address("backlog", forum=page.forum) + (f"?page={number}" if number > 1 else "")

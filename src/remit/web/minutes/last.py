"""The minutes of the last meeting, with which an agenda opens."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from remit.casework.agreeing import agree_minutes
from remit.reading.last_minutes import last_minutes as read
from remit.rules.outcomes import NotFound, Refused
from remit.web.middleware import Request
from remit.web.once import once
from remit.web.sent_numbers import whole_number


@once
@require_http_methods(["GET", "POST"])
def last_minutes(request: Request, forum: str, date: str) -> HttpResponse:
    """How they stand; at the meeting who runs it notes that they are agreed."""
    page = read(request.viewer, forum=forum, nominal=date, now=request.now)
    refusal: Refused | None = None
    if request.method == "POST":
        try:
            agree_minutes(
                meeting_id=page.head.id,
                version=whole_number(request.POST.get("version", ""), otherwise=0),
                actor=request.viewer,
                now=request.now,
            )
        except NotFound:
            raise
        except Refused as found:
            refusal = found
        else:
            messages.success(request, "The minutes of the last meeting are agreed.")
            return redirect("last_minutes", forum=forum, date=date)
    view = {"page": page, "refusal": refusal}
    return render(request, "minutes/last.html", view, status=409 if refusal else 200)

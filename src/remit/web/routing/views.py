"""Where does this go? A question that changes nothing, so its answer has an address of its own."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from remit.reading import routing as reading
from remit.rules.handed_in import Unusable
from remit.web.middleware import Request
from remit.web.routing.forms import proposal_form
from remit.web.routing.presenters import RoutePage, present


@require_GET
def where(request: Request) -> HttpResponse:
    """The route of a proposal, and the questions whose answers would change it."""
    form = proposal_form(reading.asked_facts(), request.GET or None)
    page: RoutePage | None = None
    missing: tuple[str, ...] = ()
    if form.is_bound and form.is_valid():
        try:
            found = reading.where_it_goes(request.viewer, given=form.given(), now=request.now)
            page, missing = present(found), found.missing
        except Unusable as unusable:
            form.mark(unusable)
    form.ask_only(missing)
    status = 422 if form.errors else 200
    return render(request, "routing/where.html", {"form": form, "page": page}, status=status)

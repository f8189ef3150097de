"""The page of the children with whom nobody works yet, and the file that says who does."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from remit.documents.returns.templates import template
from remit.reading.unallocated import numbers_of_who_waits, who_waits
from remit.web import formats
from remit.web.cohorts.views import EXCEL
from remit.web.middleware import Request
from remit.web.minutes.views import handed_out
from remit.web.routes import TABLE, may_open
from remit.web.sent_numbers import whole_number


@require_GET
def unallocated(request: Request) -> HttpResponse:
    """Children looked after who have no worker and no team, a page at a time."""
    after = whole_number(request.GET.get("after", ""), otherwise=0)
    found = who_waits(request.viewer, after=after, now=request.now)
    here = reverse("unallocated")
    whole = not found.next and not after
    # Whoever loads data comes from there, everybody else from the cohorts.
    came_from = "cohorts" if may_open(request.viewer, TABLE["cohorts"].access) else "data"
    context = {
        "lines": found.lines,
        "count": formats.count(len(found.lines), "child", "children") if whole else "",
        "which": "first" if not after else "next" if found.next else "last",
        "first": here if after else "",
        "next": f"{here}?after={found.next}" if found.next else "",
        # Who meets children there opens their cases; the data officer does not.
        "links": came_from == "cohorts",
        "loads": may_open(request.viewer, TABLE["data"].access),
        "came_from": came_from,
    }
    return render(request, "record/unallocated.html", context)


@require_GET
def unallocated_file(request: Request) -> HttpResponse:
    """A file of allocations with the number of each of them, to be filled in and loaded."""
    numbers = numbers_of_who_waits(request.viewer, now=request.now)
    return handed_out(template("allocations", numbers), EXCEL, "allocations.xlsx")

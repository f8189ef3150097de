"""The pages of the cohorts: who is in one, who came and went, and the file of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import FileResponse, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from remit.documents.cohort_sheet import as_excel
from remit.reading import cohort_pages as reading
from remit.rules.clock import end_of_day, london_day
from remit.web import formats
from remit.web.cohorts.forms import AskCohort, AskMoves
from remit.web.middleware import Request
from remit.web.routes import TABLE, may_open

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
def cohorts(request: Request) -> HttpResponse:
    """Every cohort there is."""
    context = {
        "cohorts": reading.cohort_names(),
        "contradictions": may_open(request.viewer, TABLE["contradictions"].access),
    }
    return render(request, "cohorts/cohorts.html", context)


@require_GET
def page(request: Request, cohort: str) -> HttpResponse:
    """A page of one cohort."""
    form = _asked(request)
    found = reading.cohort_page(
        request.viewer,
        name=cohort,
        asked=form.narrowed(),
        as_of=form.said.get("as_of"),
        known_at=form.known(),
        after=_after(request),
        now=request.now,
    )
    query = request.GET.copy()
    context = {
        "page": found,
        "form": form,
        "links": may_open(request.viewer, TABLE["case"].access),
        "asked": bool(request.GET),
        "export": _with(reverse("cohort_file", kwargs={"cohort": cohort}), query, after=None),
        "next": _with(reverse("cohort", kwargs={"cohort": cohort}), query, after=found.next)
        if found.next
        else "",
    }
    return render(request, "cohorts/cohort.html", context, status=422 if form.errors else 200)


def _after(request: Request) -> int:
    """After which child the page begins."""
    said = request.GET.get("after", "")
    return int(said) if said.isdecimal() and len(said) < 16 else 0


def _asked(request: Request) -> AskCohort:
    form = AskCohort(reading.teams(), reading.team_named, request.GET or None)
    form.is_valid()
    return form


def _with(address: str, query: QueryDict, *, after: int | None) -> str:
    said = query.copy()
    said.pop("after", None)
    if after is not None:
        said["after"] = str(after)
    return f"{address}?{said.urlencode()}" if said else address


@require_GET
def cohort_file(request: Request, cohort: str) -> FileResponse:
    """The whole cohort, narrowed as asked, in Excel."""
    form = _asked(request)
    page = reading.cohort_export(
        request.viewer,
        name=cohort,
        asked=form.narrowed(),
        as_of=form.said.get("as_of"),
        known_at=form.known(),
        now=request.now,
    )
    title = f"{page.name} on {formats.date(page.as_of)}"
    if page.known_at:
        title += f", as known before {formats.when(page.known_at)}"
    rows = (
        (
            line.person_id,
            line.name,
            line.age if line.age is not None else "",
            line.team,
            line.category,
            formats.date(line.since),
            line.because,
            line.source,
        )
        for line in page.lines
    )
    return FileResponse(
        as_excel(title, rows),
        as_attachment=True,
        filename=f"{page.id}-{page.as_of.isoformat()}.xlsx",
        content_type=EXCEL,
        headers={"X-Content-Type-Options": "nosniff"},
    )


@require_GET
def cohort_moves(request: Request, cohort: str) -> HttpResponse:
    """Who entered and who left between two days; the last four weeks where none are given."""
    today = london_day(request.now)
    asked = request.GET if set(request.GET) - {"after"} else None
    form = AskMoves(asked, initial={"first": today - timedelta(weeks=4), "last": today})
    days: dict[str, Any] = dict(form.initial)
    if form.is_bound and form.is_valid():
        days = form.cleaned_data
    known = days.get("known_at")
    found = reading.cohort_moves(
        request.viewer,
        name=cohort,
        first=days["first"],
        last=days["last"],
        known_at=end_of_day(known) if known else None,
        after=_after(request),
        now=request.now,
    )
    links = may_open(request.viewer, TABLE["case"].access)
    here = reverse("cohort_moves", kwargs={"cohort": cohort})
    following = _with(here, request.GET, after=found.next) if found.next else ""
    context = {"page": found, "form": form, "links": links, "next": following}
    return render(request, "cohorts/moves.html", context, status=422 if form.errors else 200)

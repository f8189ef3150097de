"""The pages of the cohorts: who is in one, who came and went, and the file of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import FileResponse, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from remit.documents.cohort_sheet import as_excel
from remit.reading import cohort_pages as reading
from remit.rules.clock import london_day
from remit.web import formats
from remit.web.cohorts.forms import AskCohort, AskMoves
from remit.web.middleware import Request
from remit.web.routes import TABLE, may_open
from remit.web.sent_numbers import whole_number

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
def cohorts(request: Request) -> HttpResponse:
    """Every cohort there is."""
    context = {
        "cohorts": reading.cohort_names(),
        "contradictions": may_open(request.viewer, TABLE["contradictions"].access),
        "unallocated": may_open(request.viewer, TABLE["unallocated"].access),
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
    here = reverse("cohort", kwargs={"cohort": cohort})
    whole = bool(found.lines) and not found.next and not _after(request)
    context = {
        "page": found,
        "form": form,
        "links": may_open(request.viewer, TABLE["case"].access),
        "known": form.known_on,
        "count": formats.count(len(found.lines), "child", "children") if whole else "",
        "more": bool(found.next) and not _after(request),
        "narrowed": form.narrowed_words(),
        "ahead": found.as_of > london_day(request.now),
        "asked": bool(set(request.GET) - {"after"}),
        "export": _with(reverse("cohort_file", kwargs={"cohort": cohort}), query, after=None),
        "first": _with(here, query, after=None) if _after(request) else "",
        "next": _with(here, query, after=found.next) if found.next else "",
    }
    return render(request, "cohorts/cohort.html", context, status=422 if form.errors else 200)


def _after(request: Request) -> int:
    """After which child the page begins."""
    return whole_number(request.GET.get("after", ""), otherwise=0)


def _asked(request: Request) -> AskCohort:
    form = AskCohort(reading.teams(), reading.team_named, london_day(request.now), request.GET or None)
    form.is_valid()
    return form


def _with(address: str, query: QueryDict, *, after: int | None) -> str:
    said = query.copy()
    said.pop("after", None)
    if after is not None:
        said["after"] = str(after)
    return f"{address}?{said.urlencode()}" if said else address


@require_GET
def cohort_file(request: Request, cohort: str) -> FileResponse | HttpResponseRedirect:
    """The whole cohort, narrowed as asked, in Excel; where that was not understood, the page says why."""
    form = _asked(request)
    if form.errors:
        return redirect(_with(reverse("cohort", kwargs={"cohort": cohort}), request.GET, after=None))
    page = reading.cohort_export(
        request.viewer,
        name=cohort,
        asked=form.narrowed(),
        as_of=form.said.get("as_of"),
        known_at=form.known(),
        now=request.now,
    )
    title = f"{page.name} on {formats.date(page.as_of)}"
    if form.known_on:
        title += f", as known at the end of {formats.date(form.known_on)}"
    if narrowed := form.narrowed_words():
        title += f"; only: {', '.join(narrowed)}"
    rows = (
        (
            line.person_id,
            line.name,
            line.age if line.age is not None else "",
            line.team,
            line.category,
            line.since,
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
    form = AskMoves(today, asked, initial={"first": today - timedelta(weeks=4), "last": today})
    days: dict[str, Any] = dict(form.initial)
    if form.is_bound and form.is_valid():
        days = form.cleaned_data
    found = reading.cohort_moves(
        request.viewer,
        name=cohort,
        first=days["first"],
        last=days["last"],
        known_at=form.known(),
        after=_after(request),
        now=request.now,
    )
    links = may_open(request.viewer, TABLE["case"].access)
    here = reverse("cohort_moves", kwargs={"cohort": cohort})
    context = {
        "page": found,
        "form": form,
        "known": form.known_on,
        "ahead": found.last > today,
        "links": links,
        "first": _with(here, request.GET, after=None) if _after(request) else "",
        "next": _with(here, request.GET, after=found.next) if found.next else "",
    }
    return render(request, "cohorts/moves.html", context, status=422 if form.errors else 200)

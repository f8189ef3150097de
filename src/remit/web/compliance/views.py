"""How forums keep their own terms: one forum, all of a chair's, the same in Excel; and waiving what is owed."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from remit.casework.waiving import waive_duty
from remit.documents.compliance_sheet import Sheet, as_excel
from remit.reading import compliance as reading
from remit.web.cohorts.views import EXCEL
from remit.web.compliance.forms import WaiveForm
from remit.web.compliance.presenters import HEADS, CompliancePage, Figures, present
from remit.web.middleware import Request
from remit.web.minutes.views import handed_out
from remit.web.once import once


@require_GET
def all_forums(request: Request) -> HttpResponse:
    """Every forum this viewer answers for, on one page."""
    return _page(request, None)


@require_GET
def one_forum(request: Request, forum: str) -> HttpResponse:
    """One forum."""
    return _page(request, forum)


@require_GET
def all_forums_file(request: Request) -> HttpResponse:
    """All of them in Excel."""
    return _file(request, None)


@require_GET
def one_forum_file(request: Request, forum: str) -> HttpResponse:
    """One forum in Excel."""
    return _file(request, forum)


def _page(request: Request, forum: str | None) -> HttpResponse:
    return render(request, "compliance/compliance.html", {"page": _read(request, forum), "heads": HEADS})


def _read(request: Request, forum: str | None) -> CompliancePage:
    found = reading.compliance(request.viewer, forum=forum, until=_until(request), now=request.now)
    return present(found, request.viewer, several=forum is None)


def _until(request: Request) -> date | None:
    """The last month asked for; this month where that is no month."""
    try:
        return date.fromisoformat(f"{request.GET.get('until', '')}-01")
    except ValueError:
        return None


def _file(request: Request, forum: str | None) -> HttpResponse:
    page = _read(request, forum)
    figures = ("Forum", "Clause", "Duty", *HEADS, "Share in time", "Not due yet")
    by_clause = [
        (one.name, duty.clause, duty.figures.name, *_row(duty.figures))
        for one in page.forums
        for duty in one.duties
    ]
    by_month = [(one.name, month.name, *_row(month)) for one in page.forums for month in one.months]
    in_time = [
        (one.name, duty.clause, duty.figures.name, *duty.months) for one in page.forums for duty in one.duties
    ]
    overdue = [
        (line.about, line.clause, line.what, line.owner, line.due, line.with_whom) for line in page.overdue
    ]
    sheets = (
        Sheet("By clause", figures, by_clause),
        Sheet("By month", ("Forum", "Month", *HEADS, "Share in time", "Not due yet"), by_month),
        Sheet("In time by month", ("Forum", "Clause", "Duty", *page.months), in_time),
        Sheet("Overdue now", ("For", "Clause", "Duty", "Owed by", "Was due", "Now with"), overdue),
    )
    name = f"compliance-{forum or 'forums'}-{page.period.replace(' ', '-').lower()}.xlsx"
    return handed_out(as_excel(f"How the forums keep their terms, {page.period}", sheets), EXCEL, name)


def _row(figures: Figures) -> tuple[str | int, ...]:
    return (*figures.counts, figures.share, figures.not_yet_due)


@once
@require_http_methods(["GET", "POST"])
def waive(request: Request, duty: str) -> HttpResponse:
    """Waive a duty, with a reason."""
    page = reading.to_waive(request.viewer, ref=duty, now=request.now)
    form = WaiveForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and form.carries_out(lambda: _waive(request, duty, form)):
        messages.success(request, "The duty is waived. It counts as waived, not as done.")
        return redirect("forum_compliance", forum=page.forum)
    return render(
        request, "compliance/waive.html", {"page": page, "form": form}, status=422 if form.errors else 200
    )


def _waive(request: Request, duty: str, form: WaiveForm) -> None:
    waive_duty(duty_ref=duty, reason=form.cleaned_data["reason"], actor=request.viewer, now=request.now)

"""A forum's figures, and each of its reports: read, written, shared, taken out as a file."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from remit.casework import reports as verbs
from remit.documents import reports as documents
from remit.reading import figures as reading
from remit.reading.figures import PartLine, ReportPage
from remit.rules.outcomes import NotFound, Refused
from remit.web.figures.forms import PartForm
from remit.web.figures.presenters import present_figures, present_report
from remit.web.middleware import Request
from remit.web.minutes.views import EXCEL, PDF, WORD, handed_out
from remit.web.once import once
from remit.web.sent_numbers import whole_number

KINDS = {"docx": WORD, "xlsx": EXCEL, "pdf": PDF}


@require_GET
def figures(request: Request, forum: str) -> HttpResponse:
    """Everything the forum counts, up to today."""
    page = reading.figures(request.viewer, forum=forum, now=request.now)
    return render(request, "figures/figures.html", {"view": present_figures(page)})


@once
@require_http_methods(["GET", "POST"])
def report(request: Request, forum: str, report: str, occasion: str) -> HttpResponse:
    """One report; the buttons keep a part of its narrative, or say that it was shared."""
    current = "now" in request.GET
    page = _page(request, forum, report, occasion, current=current)
    if request.method == "GET":
        return render(request, "figures/report.html", {"view": present_report(page), "wrong": ()})
    if request.POST.get("do") == "share":
        verbs.share_report(
            forum=forum,
            report=report,
            occasion=occasion,
            seen={part.id: _shown(request, part) for part in page.parts},
            actor=request.viewer,
            now=request.now,
        )
        messages.success(request, f"{page.name} is noted as shared, with its figures as they are now.")
        return redirect("report", forum=forum, report=report, occasion=occasion)
    return _write(request, page)


def _shown(request: Request, part: PartLine) -> int:
    """The version of a part that stood on the page."""
    return whole_number(request.POST.get(f"{part.id}-shown", ""), otherwise=0)


def _write(request: Request, page: ReportPage) -> HttpResponse:
    part = next((one for one in page.parts if one.id == request.POST.get("do", "")), None)
    if part is None:
        raise NotFound("button")
    form = PartForm(part, request.POST)
    if form.is_valid():
        try:
            _keep(request, page, part, form)
        except NotFound:
            raise
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, f"{part.name}: kept.")
            return redirect("report", forum=page.forum, report=page.report, occasion=page.occasion)
    current = _page(request, page.forum, page.report, page.occasion, current=True)
    context = {"view": present_report(current, {part.id: form}), "wrong": (form,)}
    return render(request, "figures/report.html", context)


def _keep(request: Request, page: ReportPage, part: PartLine, form: PartForm) -> None:
    verbs.write_report_text(
        forum=page.forum,
        report=page.report,
        occasion=page.occasion,
        part=part.id,
        text=form.cleaned_data["text"],
        seen=form.cleaned_data["seen"],
        actor=request.viewer,
        now=request.now,
    )


def _page(request: Request, forum: str, report: str, occasion: str, *, current: bool) -> ReportPage:
    return reading.told_report(
        request.viewer, forum=forum, report=report, occasion=occasion, now=request.now, current=current
    )


@require_GET
def report_file(request: Request, forum: str, report: str, occasion: str, ending: str) -> HttpResponse:
    """The report as a file: docx, xlsx or pdf. Taking it is put on record."""
    if ending not in KINDS:
        raise NotFound("file")
    at = {"forum": forum, "report": report, "occasion": occasion}
    made = reading.report_document(request.viewer, **at, now=request.now)
    content = documents.WRITTEN[ending](made)
    verbs.take_report(**at, ending=ending, actor=request.viewer, now=request.now)
    return handed_out(content, KINDS[ending], documents.filename(made, ending))

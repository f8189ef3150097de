"""Minutes on screen, the chair's approval, and the files that are handed out afterwards."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from remit.casework import corrections
from remit.casework import minutes as verbs
from remit.documents import extract as extracts
from remit.documents import minutes as documents
from remit.documents import register as registers
from remit.reading import minutes as reading
from remit.reading.extract import extract
from remit.reading.minutes_page import MinutesPage
from remit.reading.register import register as read_register
from remit.reading.register import register_document
from remit.rules.outcomes import NotFound, Refused
from remit.web.middleware import Request
from remit.web.minutes.presenters import present, present_register
from remit.web.once import once
from remit.web.sent_numbers import whole_number

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@once
@require_http_methods(["GET", "POST"])
def minutes(request: Request, forum: str, date: str) -> HttpResponse:
    """The minutes: a draft with what may name another child, then approved, with the files to hand out."""
    page = _read(request, forum, date)
    if request.method == "GET":
        return render(request, "minutes/minutes.html", {"page": present(page)})
    try:
        match request.POST.get("do"):
            case "approve":
                _approve(request, page.head.id)
            case "release":
                _release(request, page)
            case "approve-corrections":
                _approve_corrections(request, page.head.id)
            case "turn-down":
                _turn_down(request)
            case _:
                raise NotFound("button")
    except NotFound:
        raise
    except Refused as refusal:
        again = reading.minutes(request.viewer, forum=forum, nominal=date, now=request.now)
        key = f"{request.POST.get('item', '')}/{request.POST.get('key', '')}"
        view = present(again, key=key, wording=request.POST.get("wording", ""), refusal=refusal)
        return render(request, "minutes/minutes.html", {"page": view, "refusal": refusal}, status=409)
    return redirect("minutes", forum=forum, date=date)


def _read(request: Request, forum: str, date: str) -> MinutesPage:
    version = _version(request)
    return reading.minutes(request.viewer, forum=forum, nominal=date, version=version, now=request.now)


def _version(request: Request) -> int | None:
    """The version that is asked for; None for the latest. Refuses what is no number."""
    written = request.GET.get("version", "")
    version = whole_number(written, otherwise=None, digits=4)
    if written and version is None:
        raise NotFound("minutes")
    return version


def _approve_corrections(request: Request, meeting_id: int) -> None:
    number = corrections.approve_corrections(
        meeting_id=meeting_id, seen=_number(request, "seen"), actor=request.viewer, now=request.now
    )
    messages.success(
        request, f"The minutes are corrected. This is version {number}; what stood before is kept."
    )


def _turn_down(request: Request) -> None:
    corrections.turn_down_correction(
        correction_ref=request.POST.get("correction", ""),
        why=request.POST.get("why", ""),
        actor=request.viewer,
        now=request.now,
    )
    messages.success(request, "The correction is turned down. The minutes stand as they are.")


def _approve(request: Request, meeting_id: int) -> None:
    verbs.approve_minutes(
        meeting_id=meeting_id,
        seen=_number(request, "seen"),
        leave_out=request.POST.get("leave-out") == "on",
        actor=request.viewer,
        now=request.now,
    )
    messages.success(request, "The minutes are approved. They and each child’s extract can be handed out.")


def _release(request: Request, page: MinutesPage) -> None:
    item = request.POST.get("item", "")
    if item not in {line.item.ref for part in page.parts for line in part.lines}:
        raise NotFound("agenda item")
    verbs.release_wording(
        item_ref=item,
        key=request.POST.get("key", ""),
        wording=request.POST.get("wording", ""),
        seen=_number(request, "seen"),
        actor=request.viewer,
        now=request.now,
    )
    messages.success(request, "The wording is released for the child’s extract.")


def _number(request: Request, name: str) -> int:
    return whole_number(request.POST.get(name, ""), otherwise=-1)


def _document(request: Request, forum: str, date: str) -> documents.Minutes:
    version = _version(request)
    return reading.minutes_document(
        request.viewer, forum=forum, nominal=date, version=version, now=request.now
    )


@require_GET
def minutes_pdf(request: Request, forum: str, date: str) -> HttpResponse:
    """The approved minutes as tagged PDF."""
    made = _document(request, forum, date)
    return handed_out(documents.write_minutes_pdf(made), PDF, documents.filename(made, "pdf"))


@require_GET
def minutes_file(request: Request, forum: str, date: str) -> HttpResponse:
    """The approved minutes as a Word file."""
    made = _document(request, forum, date)
    return handed_out(documents.write_minutes(made), WORD, documents.filename(made))


@require_GET
def extract_file(request: Request, item: str) -> HttpResponse:
    """One child's extract as a Word file."""
    made = extract(request.viewer, item_ref=item, now=request.now)
    return handed_out(extracts.write_extract(made), WORD, extracts.filename(made))


@require_GET
def register(request: Request, forum: str, date: str) -> HttpResponse:
    """What the meeting wrote into the register."""
    page = read_register(request.viewer, forum=forum, nominal=date, now=request.now)
    return render(request, "minutes/register.html", {"page": present_register(page)})


@require_GET
def register_file(request: Request, forum: str, date: str, ending: str) -> HttpResponse:
    """The same as a file: csv or xlsx."""
    if ending not in ("csv", "xlsx"):
        raise NotFound("file")
    made = register_document(request.viewer, forum=forum, nominal=date, now=request.now)
    name = registers.filename(made, ending)
    if ending == "csv":
        return handed_out(registers.as_csv(made), "text/csv; charset=utf-8", name)
    return handed_out(registers.as_excel(made), EXCEL, name)


def handed_out(content: bytes, kind: str, name: str) -> HttpResponse:
    """A file to keep, under its name."""
    return HttpResponse(
        content,
        content_type=kind,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
        },
    )

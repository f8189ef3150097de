"""Workbooks from before Remit: uploaded, looked at, loaded, let go or undone; and the register of such a meeting."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from remit.casework import history as casework
from remit.documents import register as registers
from remit.documents.workbook.returned import ReturnedFile
from remit.reading import past_books as reading
from remit.reading.history import PastPreview, preview_of_past
from remit.reading.past_register import past_register
from remit.reading.which_meeting import why_not_keep_past
from remit.reading.workbook_return import read_returned
from remit.rules.outcomes import Refused, Stale, refuse_if
from remit.web import formats
from remit.web.before_remit.forms import LoadForm
from remit.web.before_remit.presenters import merged_at, present_line, present_preview
from remit.web.errors import ANOTHER_PAGE
from remit.web.middleware import Request
from remit.web.minutes.views import EXCEL, handed_out
from remit.web.once import once
from remit.web.workbook.forms import UploadForm


@once
@require_http_methods(["GET", "POST"])
def books(request: Request, forum: str) -> HttpResponse:
    """Choose the workbook; it is read and held, and the preview comes next. And those that came before."""
    page = reading.past_books(request.viewer, forum=forum, now=request.now)
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    merges = ""
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data["file"]
        content = given.read()
        try:
            file = read_returned(content, str(given.name))
            merges = merged_at(file)
            return redirect("past_book", forum=forum, past=_taken_in(request, forum, file, content))
        except ANOTHER_PAGE:
            raise
        except Refused as refusal:
            form.refuse(refusal)
    context = {"form": form, "page": page, "lines": [*map(present_line, page.lines)], "merges": merges}
    return render(request, "before_remit/books.html", context, status=422 if form.errors else 200)


def _taken_in(request: Request, forum: str, file: ReturnedFile, content: bytes) -> str:
    """Hold the file. Refuses one that tells of no meeting before Remit."""
    found = preview_of_past(request.viewer, file=file, forum=forum, now=request.now)
    refuse_if(why_not_keep_past(request.viewer, forum=forum, on=found.on, now=request.now))
    return casework.hold_past_workbook(
        forum=forum,
        content=content,
        filename=file.filename,
        digest=file.digest,
        actor=request.viewer,
        now=request.now,
    )


@once
@require_http_methods(["GET", "POST"])
def book(request: Request, forum: str, past: str) -> HttpResponse:
    """What loading it would keep, while it is held; then what became of it."""
    page, line = reading.past_book(request.viewer, forum=forum, ref=past, now=request.now)
    context = {"line": present_line(line), "page": page}
    if line.state != "held":
        return render(request, "before_remit/loaded.html", context)
    found = _preview(request, forum, past)
    form = LoadForm(request.POST if request.method == "POST" else None, initial={"basis": found.basis})
    if request.method == "POST" and form.is_valid():
        try:
            return _loaded(request, forum, past, found, form)
        except ANOTHER_PAGE:
            raise
        except Refused as refusal:
            form.refuse(refusal)
    context |= {"form": form, "preview": present_preview(found), "basis": found.basis}
    return render(request, "before_remit/preview.html", context, status=422 if form.errors else 200)


def _preview(request: Request, forum: str, past: str) -> PastPreview:
    held = reading.held_past_book(request.viewer, forum=forum, ref=past)
    file = read_returned(held.content, held.filename)
    return preview_of_past(request.viewer, file=file, forum=forum, now=request.now)


def _loaded(request: Request, forum: str, past: str, found: PastPreview, form: LoadForm) -> HttpResponse:
    """Load it as it was looked at."""
    if form.cleaned_data["basis"] != found.basis:
        raise Stale("The record has changed since you looked at this preview. It is shown as it is now.")
    if found.faults and not form.cleaned_data["partial"]:
        raise Refused("The workbook has faults.", remedy="Put them right and upload it again.")
    done = casework.apply_past_workbook(
        import_ref=past, on=found.on, said=found.said, actor=request.viewer, now=request.now
    )
    children = formats.count(done.children, "child", "children")
    messages.success(request, f"The meeting of {formats.date(found.on)} is on record, with {children}.")
    return redirect("past_book", forum=forum, past=past)


@once
@require_POST
def drop(request: Request, forum: str, past: str) -> HttpResponse:
    """Let the file go."""
    reading.past_book(request.viewer, forum=forum, ref=past, now=request.now)
    casework.drop_past_workbook(import_ref=past, actor=request.viewer, now=request.now)
    messages.info(request, "The workbook was let go. Nothing was stored.")
    return redirect("past_books", forum=forum)


@once
@require_POST
def undo(request: Request, forum: str, past: str) -> HttpResponse:
    """Take it back; what an earlier file said of that meeting holds again."""
    reading.past_book(request.viewer, forum=forum, ref=past, now=request.now)
    back = casework.undo_past_meeting(import_ref=past, actor=request.viewer, now=request.now)
    children = formats.count(back.taken_off, "child", "children")
    again = " What the earlier file said of it holds again." if back.put_back else ""
    messages.success(request, f"What it said of {children} is taken back.{again}")
    return redirect("past_book", forum=forum, past=past)


@require_GET
def register(request: Request, forum: str, past: str) -> HttpResponse:
    """The register of that meeting, as Excel; where it is not in force, its page says what became of it."""
    _, line = reading.past_book(request.viewer, forum=forum, ref=past, now=request.now)
    if line.state != "applied" or line.on is None:
        return redirect("past_book", forum=forum, past=past)
    made = past_register(request.viewer, forum=forum, on=line.on, now=request.now)
    return handed_out(registers.as_excel(made), EXCEL, registers.filename(made, "xlsx"))

"""A workbook comes back: uploaded, looked at answer by answer, brought in or let go."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from remit.casework import workbook as casework
from remit.reading import workbook_return as reading
from remit.rules.outcomes import Refused, Stale
from remit.rules.past_meetings import why_not_load_past
from remit.web import formats
from remit.web.addresses import address
from remit.web.errors import ANOTHER_PAGE
from remit.web.middleware import Request
from remit.web.once import once
from remit.web.workbook.forms import BringInForm, UploadForm
from remit.web.workbook.presenters import present_return


@once
@require_http_methods(["GET", "POST"])
def upload(request: Request, forum: str, date: str) -> HttpResponse:
    """Choose the file; it is read and held, and the preview comes next."""
    page = reading.bringing_in(request.viewer, forum=forum, nominal=date, now=request.now)
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if request.method == "POST" and form.is_valid():
        try:
            book = _taken_in(request, form.cleaned_data["file"], forum, date)
            return redirect("workbook_returned", forum=forum, date=date, book=book)
        except ANOTHER_PAGE:
            raise
        except Refused as refusal:
            form.refuse(refusal)
    before = address("past_books", forum=forum) if why_not_load_past(request.viewer, forum) is None else ""
    context = {"form": form, "head": page.head, "mine": page.mine, "before_remit": before}
    return render(request, "workbook/upload.html", context, status=422 if form.errors else 200)


def _taken_in(request: Request, given: UploadedFile[Any], forum: str, date: str) -> str:
    """Hold the file. Refuses one that cannot be read, or that has no place at this meeting."""
    content = given.read()
    file = reading.read_returned(content, str(given.name))
    reading.preview_of_workbook(request.viewer, file=file, forum=forum, nominal=date, now=request.now)
    return casework.hold_workbook(
        forum=forum,
        nominal=date,
        content=content,
        filename=str(given.name),
        digest=file.digest,
        actor=request.viewer,
        now=request.now,
    )


@once
@require_http_methods(["GET", "POST"])
def returned(request: Request, forum: str, date: str, book: str) -> HttpResponse:
    """What the workbook would change; nothing is stored before it is brought in."""
    held = reading.held_workbook(request.viewer, ref=book, forum=forum, nominal=date)
    file = reading.read_returned(held.content, held.filename)
    found = reading.preview_of_workbook(request.viewer, file=file, forum=forum, nominal=date, now=request.now)
    form = BringInForm(found.conflicts, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.outdated:
        form.refuse(Stale("Somebody has changed one of these answers since you looked at them."))
    elif request.method == "POST" and form.is_valid():
        try:
            return _brought_in(request, forum, date, book, found, form)
        except ANOTHER_PAGE:
            raise
        except Refused as refusal:
            form.refuse(refusal)
    context = {"page": present_return(found, form), "form": form, "book": book}
    return render(request, "workbook/returned.html", context, status=422 if form.errors else 200)


def _brought_in(
    request: Request, forum: str, date: str, book: str, found: reading.ReturnPreview, form: BringInForm
) -> HttpResponse:
    seen = form.seen
    offered = [replace(one, seen=seen.get(one.key, one.seen)) for one in reading.offered_of(found)]
    if found.faults and not form.cleaned_data["partial"]:
        raise Refused("The workbook has faults.", remedy="Put them right and upload it again.")
    done = casework.bring_in_workbook(
        import_ref=book, offered=offered, choices=form.choices, actor=request.viewer, now=request.now
    )
    messages.success(request, f"{formats.count(done.taken, 'answer')} taken from the workbook.".capitalize())
    return redirect("workbook_return", forum=forum, date=date)


@once
@require_POST
def drop(request: Request, forum: str, date: str, book: str) -> HttpResponse:
    """Let the file go."""
    casework.drop_workbook(import_ref=book, actor=request.viewer, now=request.now)
    messages.info(request, "The workbook was let go. Nothing was stored.")
    return redirect("workbook_return", forum=forum, date=date)


@once
@require_POST
def undo(request: Request, forum: str, date: str, book: str) -> HttpResponse:
    """Put the answers back as they were before a workbook."""
    back = casework.undo_workbook(import_ref=book, actor=request.viewer, now=request.now)
    words = formats.count(back.put_back + back.taken_off, "answer")
    left = f" {formats.count(back.left, 'answer')} changed since and stay as they are." if back.left else ""
    messages.success(request, f"{words} put back as before the workbook.{left}".capitalize())
    return redirect("workbook_return", forum=forum, date=date)

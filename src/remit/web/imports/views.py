"""The pages of loading a list. What the columns mean has a file of its own."""

from __future__ import annotations

from typing import Any, cast, get_args

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from remit.casework import imports as casework
from remit.casework.choosing import end_all_missing
from remit.casework.loading import apply_import
from remit.casework.undoing import undo_import
from remit.documents.action_list.words import RISK_WORDS, URGENCY_WORDS
from remit.reading import imports as reading
from remit.reading import list_preview
from remit.reading.late_joining import said_after, said_undone
from remit.rules.outcomes import NotFound, Refused, Stale, refuse_if
from remit.rules.permissions import why_not_import
from remit.web import formats
from remit.web.action_list.words import RISKS, URGENCIES
from remit.web.errors import ANOTHER_PAGE
from remit.web.imports.forms import (
    AllGoneForm,
    ApplyForm,
    SeenForm,
    SeenOnForm,
    SheetForm,
    UploadForm,
    VanishedForm,
)
from remit.web.imports.loaded import present_import, present_imports
from remit.web.imports.presenters import present_preview
from remit.web.middleware import Request
from remit.web.once import once
from remit.web.sent_numbers import page_asked


@require_GET
def imports(request: Request) -> HttpResponse:
    """Every list offered for loading, and what became of it."""
    lines = reading.imports(request.viewer, now=request.now)
    return render(request, "imports/imports.html", {"imports": present_imports(lines)})


@once
@require_http_methods(["GET", "POST"])
def upload(request: Request) -> HttpResponse:
    """Choose a file; it is read and held, and its preview comes next."""
    refuse_if(why_not_import(request.viewer))
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            held = casework.hold_import(
                content=file.read(), filename=file.name, actor=request.viewer, now=request.now
            )
        except ANOTHER_PAGE:
            raise
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return redirect("import_preview", held=held)
    words = [
        ("Risk", [(text, ", ".join(_words(RISK_WORDS, code))) for code, text in RISKS]),
        ("Urgency", [(text, ", ".join(_words(URGENCY_WORDS, code))) for code, text in URGENCIES[:3]]),
    ]
    context = {"form": form, "words": words}
    return render(request, "imports/upload.html", context, status=422 if form.errors else 200)


def _words(known: Any, code: str) -> tuple[str, ...]:
    return tuple(word for word in known[code] if not word.isdecimal())[:5]


@require_GET
def preview(request: Request, held: str) -> HttpResponse:
    """What applying a held file would do; one that is no longer held leads to what became of it."""
    try:
        page = page_of(request, held)
    except NotFound:
        reading.result(request.viewer, ref=held, now=request.now)  # not found where there never was one
        return redirect("import_result", held=held)
    return show(request, page, ApplyForm.of(page))


def page_of(request: Request, held: str, part: list_preview.Part | None = None) -> list_preview.Preview:
    """The preview as it is now: this part of it, or the one the address asks for."""
    asked = request.GET.get("part", "summary")
    known = cast(list_preview.Part, asked) if asked in get_args(list_preview.Part) else "summary"
    return list_preview.preview(
        request.viewer, ref=held, part=part or known, page=page_asked(request), now=request.now
    )


def show(
    request: Request,
    page: list_preview.Preview,
    form: ApplyForm,
    *,
    gone: VanishedForm | None = None,
    all_gone: AllGoneForm | None = None,
    status: int = 200,
    moved: str = "",
) -> HttpResponse:
    """The page of a preview."""
    assert page.held is not None
    form.say(page)
    all_gone = all_gone or AllGoneForm.of(page)
    all_gone.say(page)
    context = {
        "page": present_preview(page),
        "form": form,
        "gone_form": gone or VanishedForm(page, initial={"seen": page.held.version}),
        "all_gone_form": all_gone,
        "choices_form": SeenOnForm(initial={"seen": page.held.version, "basis": page.basis}),
        "moved": moved,
    }
    return render(request, "imports/preview.html", context, status=status)


@once
@require_POST
def apply(request: Request, held: str) -> HttpResponse:
    """Load what was previewed. Where the record or the preview moved, the preview comes again as it is now."""
    form = ApplyForm(request.POST)
    if not form.is_valid():
        page = page_of(request, held, "summary")
        return show(request, page, form, status=422)
    given = form.cleaned_data
    try:
        apply_import(
            import_ref=held,
            seen=given["seen"],
            basis=given["basis"],
            partial=given["partial"],
            confirmed_vanished=form.confirmed(),
            leave_undecided=given["leave"],
            actor=request.viewer,
            now=request.now,
        )
    except ANOTHER_PAGE:
        raise
    except Stale as stale:
        page = page_of(request, held, "summary")
        return show(request, page, ApplyForm.of(page), status=409, moved=stale.problem)
    except Refused as refusal:
        if reading.result(request.viewer, ref=held, now=request.now).state != "held":
            raise
        form.refuse(refusal)
        return show(request, page_of(request, held, "summary"), form, status=422)
    joined = said_after(reading.result(request.viewer, ref=held, now=request.now).joined)
    messages.success(request, f"The list has been loaded. {joined}".strip())
    return redirect("import_result", held=held)


@once
@require_POST
def vanished(request: Request, held: str) -> HttpResponse:
    """Keep why children who are not in the file left the list."""
    page = page_of(request, held, "vanished")
    form = VanishedForm(page, request.POST)
    if form.is_valid():
        try:
            casework.give_endings(
                import_ref=held,
                seen=form.cleaned_data["seen"],
                endings=form.endings(),
                actor=request.viewer,
                now=request.now,
            )
        except (*ANOTHER_PAGE, Stale):
            raise
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "The reasons are kept, and take effect when you load the list.")
            return redirect(f"{reverse('import_preview', kwargs={'held': held})}?part=summary")
    return show(request, page, ApplyForm.of(page), gone=form, status=422)


@once
@require_POST
def all_gone(request: Request, held: str) -> HttpResponse:
    """Keep one reason for all children who are not in the file."""
    page = page_of(request, held, "vanished")
    form = AllGoneForm(request.POST)
    if not form.is_valid():
        return show(request, page, ApplyForm.of(page), all_gone=form, status=422)
    given = form.cleaned_data
    try:
        kept = end_all_missing(
            import_ref=held,
            seen=given["seen"],
            basis=given["basis"],
            count=given["count"],
            reason=given["all_reason"],
            on=given["all_on"],
            actor=request.viewer,
            now=request.now,
        )
    except ANOTHER_PAGE:
        raise
    except Stale as stale:
        return show(request, page, ApplyForm.of(page), status=409, moved=stale.problem)
    except Refused as refusal:
        refusal.field = "all_on"
        form.refuse(refusal)
        return show(request, page, ApplyForm.of(page), all_gone=form, status=422)
    said = formats.count(kept, "child", "children")
    messages.success(request, f"The reason is kept for {said}, and takes effect when you load the list.")
    return redirect(f"{reverse('import_preview', kwargs={'held': held})}?part=summary")


@once
@require_POST
def sheet(request: Request, held: str) -> HttpResponse:
    """Read another sheet of the workbook."""
    form = SheetForm(request.POST)
    if form.is_valid():
        casework.choose_sheet(import_ref=held, **form.cleaned_data, actor=request.viewer, now=request.now)
    return redirect("import_preview", held=held)


@once
@require_POST
def drop(request: Request, held: str) -> HttpResponse:
    """Let a held file go."""
    form = SeenForm(request.POST)
    if not form.is_valid():
        return redirect("import_preview", held=held)
    casework.drop_import(import_ref=held, **form.cleaned_data, actor=request.viewer, now=request.now)
    messages.success(request, "The file has been dropped. Nothing was loaded.")
    return redirect("action_list")


@require_GET
def result(request: Request, held: str) -> HttpResponse:
    """What became of an import, and undoing it."""
    line = reading.result(request.viewer, ref=held, now=request.now)
    return render(request, "imports/result.html", {"page": present_import(line)})


@once
@require_POST
def undo(request: Request, held: str) -> HttpResponse:
    """Put the list back as it was before an import."""
    undone = undo_import(import_ref=held, actor=request.viewer, now=request.now)
    left = f" Left as they are, because they changed since: {undone.left}." if undone.left else ""
    agendas = said_undone(reading.result(request.viewer, ref=held, now=request.now).joined)
    said = f"The list is as it was before this file was loaded.{left} {agendas}"
    messages.success(request, said.strip())
    return redirect("import_result", held=held)

"""The pages of loading data: the list of loads, an upload, its preview, the work on it, undoing it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from remit.casework import loads as casework
from remit.casework.long_work import begin, wake
from remit.documents.returns.packing import packed_files
from remit.documents.returns.templates import COLUMNS
from remit.reading import loads as reading
from remit.reading.past_books import forums_before_remit
from remit.reading.unallocated import how_many_wait
from remit.rules.outcomes import Refused, Stale, refuse_if
from remit.rules.permissions import NAMES_CHILDREN, why_not_load
from remit.web.data.forms import ApplyForm, UploadForm
from remit.web.data.presenters import PageShown, present_line, present_load, present_work, undone_words
from remit.web.data.words import KINDS, SAYS
from remit.web.errors import ANOTHER_PAGE
from remit.web.middleware import Request
from remit.web.once import once
from remit.web.refresh import parts, unchanged
from remit.web.routes import TABLE, may_open
from remit.web.sent_numbers import page_asked


@require_GET
def data(request: Request) -> HttpResponse:
    """What was loaded, and what can be."""
    page = reading.loads(request.viewer, page=page_asked(request), now=request.now)
    address = reverse("data")
    context = {
        "lines": tuple(map(present_line, page.lines)),
        "kinds": [(kind, KINDS[kind], SAYS[kind]) for kind in page.kinds],
        "previous": f"{address}?page={page.page - 1}" if page.page > 1 else "",
        "next": f"{address}?page={page.page + 1}" if page.more else "",
        "forums": forums_before_remit(request.viewer, now=request.now),
        "contradictions": may_open(request.viewer, TABLE["contradictions"].access),
        "waiting": how_many_wait(request.viewer, now=request.now),
        "lists_them": may_open(request.viewer, TABLE["unallocated"].access),
    }
    return render(request, "data/data.html", context)


@once
@require_http_methods(["GET", "POST"])
def upload(request: Request, kind: str) -> HttpResponse:
    """Choose the files; they are held, read and compared, and the preview comes next."""
    refuse_if(why_not_load(request.viewer, kind))
    form = UploadForm(kind, request.POST, request.FILES) if request.method == "POST" else UploadForm(kind)
    if request.method == "POST" and form.is_valid():
        try:
            return _taken_in(request, kind)
        except ANOTHER_PAGE:
            raise
        except Refused as refusal:
            form.refuse(refusal)
    context = {
        "form": form,
        "kind": kind,
        "what": KINDS[kind],
        "says": SAYS[kind],
        "columns": COLUMNS.get(kind, ()),
    }
    return render(request, "data/upload.html", context, status=422 if form.errors else 200)


def _taken_in(request: Request, kind: str) -> HttpResponse:
    """Hold the files and have their preview worked out. Refuses what the verbs do, and a small file that cannot be read."""
    content, filename = packed_files([(str(one.name), one.read()) for one in request.FILES.getlist("given")])
    ref = casework.hold_load(
        kind=kind, content=content, filename=filename, actor=request.viewer, now=request.now
    )
    begin(casework.ask_for_preview(import_ref=ref, actor=request.viewer, now=request.now), now=request.now)
    line = reading.load(request.viewer, ref=ref, now=request.now).line
    if line.state == "dropped" and line.work is not None:
        raise Refused(line.work.problem, remedy=line.work.remedy, field="given")
    return redirect("data_load", load=ref)


@require_GET
def load(request: Request, load: str) -> HttpResponse:
    """One file: its preview, what goes on with it, or what became of it."""
    page = _page(request, load)
    return render(request, "data/load.html", {"page": page, "form": _form(page)})


def _page(request: Request, ref: str) -> PageShown:
    part = request.GET.get("part", "summary") if request.method == "GET" else "summary"
    found = reading.load(request.viewer, ref=ref, part=part[:60], page=page_asked(request), now=request.now)
    others = ("contradictions", "case", "unallocated")
    opens = [name for name in others if may_open(request.viewer, TABLE[name].access)]
    tells = found.line.state == "applied" and found.line.kind in NAMES_CHILDREN
    waiting = how_many_wait(request.viewer, now=request.now) if tells else 0
    return present_load(found, opens=opens, waiting=waiting)


def _form(page: PageShown) -> ApplyForm | None:
    if page.preview is None:
        return None
    return ApplyForm(initial={"seen": page.version, "basis": page.preview.basis})


@require_GET
def progress(request: Request, load: str) -> HttpResponse:
    """The part of the page that tells how far the work is."""
    work = reading.load(request.viewer, ref=load, now=request.now).line.work
    shown = present_work(work) if work else None
    revision = shown.revision if shown else 0
    context = {"work": shown, "ref": load}
    return unchanged(request, revision) or parts(request, "data/_progress.html", context, revision)


View = Callable[[Request, str], HttpResponse]


def told_on_its_page(view: View) -> View:
    """What a verb refuses is told on the page of the file it is about: there stands what became of it, and what to do."""

    @wraps(view)
    def told(request: Request, load: str) -> HttpResponse:
        try:
            return view(request, load)
        except ANOTHER_PAGE:
            raise
        except Refused as refusal:
            page = _page(request, load)
            context = {"page": page, "form": _form(page), "refusal": refusal}
            return render(
                request, "data/load.html", context, status=409 if isinstance(refusal, Stale) else 422
            )

    return told


@once
@require_POST
@told_on_its_page
def apply(request: Request, load: str) -> HttpResponse:
    """Load what was previewed. Where the record moved since, the preview comes again as it is now."""
    form = ApplyForm(request.POST)
    if not form.is_valid():
        return redirect("data_load", load=load)
    given = form.cleaned_data
    reading.kind_of_load(request.viewer, ref=load, now=request.now)
    run = casework.ask_to_load(
        import_ref=load,
        seen=given["seen"],
        basis=given["basis"],
        partial=given["partial"],
        actor=request.viewer,
        now=request.now,
    )
    begin(run, now=request.now)
    page = _page(request, load)
    if page.applied:
        messages.success(request, "The file has been loaded.")
    if page.problem:
        return render(request, "data/load.html", {"page": page, "form": _form(page)}, status=409)
    return redirect("data_load", load=load)


@once
@require_POST
@told_on_its_page
def again(request: Request, load: str) -> HttpResponse:
    """Work the preview out again, as the record is now; or take up work that lost its process."""
    page = _page(request, load)
    if page.work and page.work.lost:
        casework.take_up(import_ref=load, actor=request.viewer, now=request.now)
        wake()
    else:
        begin(
            casework.ask_for_preview(import_ref=load, actor=request.viewer, now=request.now), now=request.now
        )
    return redirect("data_load", load=load)


@once
@require_POST
@told_on_its_page
def stop(request: Request, load: str) -> HttpResponse:
    """Stop what goes on."""
    reading.kind_of_load(request.viewer, ref=load, now=request.now)
    casework.stop_work(import_ref=load, actor=request.viewer, now=request.now)
    return redirect("data_load", load=load)


@once
@require_POST
@told_on_its_page
def drop(request: Request, load: str) -> HttpResponse:
    """Let a held file go."""
    reading.kind_of_load(request.viewer, ref=load, now=request.now)
    casework.drop_load(import_ref=load, actor=request.viewer, now=request.now)
    messages.success(request, "The file has been dropped. Nothing was loaded.")
    return redirect("data")


@once
@require_http_methods(["GET", "POST"])
@told_on_its_page
def undo(request: Request, load: str) -> HttpResponse:
    """Ask whether a file is to be undone, and undo it."""
    page = _page(request, load)
    if request.method == "GET":
        if not page.applied or page.work or page.later:
            return redirect("data_load", load=load)
        return render(request, "data/undo.html", {"page": page})
    return _undone(request, load)


def _undone(request: Request, ref: str) -> HttpResponseRedirect:
    begin(casework.ask_to_undo(import_ref=ref, actor=request.viewer, now=request.now), now=request.now)
    line = reading.load(request.viewer, ref=ref, now=request.now).line
    if line.state == "undone":
        messages.success(request, undone_words(line))
    return redirect("data_load", load=ref)

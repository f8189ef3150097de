"""The cases members comment on before a meeting takes them: the list, and one case."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from remit.casework.comments import write_comment
from remit.reading.comments import CommentPage
from remit.reading.comments import comment as read_one
from remit.reading.comments import comments as read
from remit.rules.outcomes import NotFound, Refused, Stale
from remit.web.addresses import address
from remit.web.comments.forms import CommentForm
from remit.web.comments.presenters import present
from remit.web.middleware import Request
from remit.web.once import once
from remit.web.sent_numbers import whole_number

OTHER_WINDOW = Refused(
    "You changed this comment in another window after you opened this page.",
    remedy="Both texts are here. Write what is to stand, and save it.",
)


@require_GET
def comments(request: Request, forum: str, date: str, section: str) -> HttpResponse:
    """The cases of one part of the agenda, with what was written of each."""
    number = whole_number(request.GET.get("page", "1"), otherwise=None, digits=4)
    if number is None:
        raise NotFound("page")
    page = read(request.viewer, forum=forum, nominal=date, section=section, page=number, now=request.now)
    return render(request, "comments/comments.html", {"view": present(page)})


@once
@require_http_methods(["GET", "POST"])
def comment(request: Request, forum: str, date: str, item: str) -> HttpResponse:
    """One case, and one's own comment on it. What is sent is never lost: what is not saved stands on the page that answers."""
    form = CommentForm(request.POST) if request.method == "POST" else None
    try:
        page = read_one(request.viewer, forum=forum, nominal=date, item=item, now=request.now)
        if form is None:
            return _shown(
                request, page, CommentForm(initial={"text": page.case.mine, "seen": page.case.seen})
            )
        if not form.is_valid():
            return _shown(request, page, form, status=422)
        refusal = _not_written(request, page, form)
        if refusal is None:
            return redirect(_onwards(request, page))
        page = read_one(request.viewer, forum=forum, nominal=date, item=item, now=request.now)
        _refuse(form, refusal, page)
        stale = isinstance(refusal, Stale)
        return _shown(request, page, form, stale=stale, status=409 if stale else 422)
    except NotFound:
        words = str(form["text"].value() or "") if form is not None else ""
        if not words.strip():
            raise
        context = {"words": words, "forum": forum, "date": date}
        return render(request, "comments/not_taken.html", context, status=404)


def _not_written(request: Request, page: CommentPage, form: CommentForm) -> Refused | None:
    """Write the comment; why it is not written, where it is refused."""
    try:
        write_comment(
            item_ref=page.case.item,
            text=form.cleaned_data["text"],
            seen=form.cleaned_data["seen"],
            actor=request.viewer,
            now=request.now,
        )
    except NotFound:  # the case left between reading and writing
        raise
    except Refused as refusal:
        return refusal
    kept = bool(form.cleaned_data["text"].strip())
    words = "is saved" if kept else "is taken back" if page.case.mine else "was left empty"
    messages.success(request, f"Your comment on {page.case.name} {words}.")
    return None


def _refuse(form: CommentForm, refusal: Refused, page: CommentPage) -> None:
    """Say it on the form; what another window saved is put beside the words, and saving again goes over it knowingly."""
    if isinstance(refusal, Stale):
        refusal = Refused(OTHER_WINDOW.problem, remedy=OTHER_WINDOW.remedy, field="text")
        form.go_on_from(page.case.seen)
    form.refuse(refusal)


def _onwards(request: Request, page: CommentPage) -> str:
    where = {"forum": page.head.forum, "date": page.head.nominal}
    if request.POST.get("then") == "next" and page.next:
        return address("comment", item=page.next, **where)
    return f"{address('comments', section=page.section, **where)}?page={page.page}"


def _shown(
    request: Request, page: CommentPage, form: CommentForm, *, stale: bool = False, status: int = 200
) -> HttpResponse:
    context = {"page": page, "form": form, "stale": stale}
    return render(request, "comments/comment.html", context, status=status)

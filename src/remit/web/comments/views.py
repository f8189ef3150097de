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


@require_GET
def comments(request: Request, forum: str, date: str, section: str) -> HttpResponse:
    """The cases of one part of the agenda, with what was written of each."""
    number = request.GET.get("page", "1")
    if not number.isdecimal() or len(number) > 4:
        raise NotFound("page")
    page = read(request.viewer, forum=forum, nominal=date, section=section, page=int(number), now=request.now)
    return render(request, "comments/comments.html", {"view": present(page)})


@once
@require_http_methods(["GET", "POST"])
def comment(request: Request, forum: str, date: str, item: str) -> HttpResponse:
    """One case, and one's own comment on it."""
    page = read_one(request.viewer, forum=forum, nominal=date, item=item, now=request.now)
    if request.method == "GET":
        return _shown(request, page, CommentForm(initial={"text": page.case.mine, "seen": page.case.seen}))
    form = CommentForm(request.POST)
    if form.is_valid() and _written(request, page, form):
        return redirect(_onwards(request, page))
    return _shown(request, page, form, status=422)


def _written(request: Request, page: CommentPage, form: CommentForm) -> bool:
    try:
        write_comment(
            item_ref=page.case.item,
            text=form.cleaned_data["text"],
            seen=form.cleaned_data["seen"],
            actor=request.viewer,
            now=request.now,
        )
    except Stale:
        raise
    except Refused as refusal:
        form.refuse(refusal)
        return False
    kept = bool(form.cleaned_data["text"].strip())
    words = "is saved" if kept else "is taken back" if page.case.mine else "was left empty"
    messages.success(request, f"Your comment on {page.case.name} {words}.")
    return True


def _onwards(request: Request, page: CommentPage) -> str:
    where = {"forum": page.head.forum, "date": page.head.nominal}
    if request.POST.get("then") == "next" and page.next:
        return address("comment", item=page.next, **where)
    return f"{address('comments', section=page.section, **where)}?page={page.page}"


def _shown(request: Request, page: CommentPage, form: CommentForm, status: int = 200) -> HttpResponse:
    return render(request, "comments/comment.html", {"page": page, "form": form}, status=status)

"""Answering an invitation. Opening the page changes nothing: mail programmes and their scanners follow links."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_http_methods

from remit.casework import inviting_answers as casework
from remit.reading.answering import InvitationPage, invitation_page, my_invitation
from remit.rules.outcomes import Refused
from remit.web.invitations.forms import AnswerForm
from remit.web.invitations.presenters import present
from remit.web.middleware import Request
from remit.web.once import once


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: Request, invitation: str) -> HttpResponse:
    """The invitation with what may be answered; one button takes the answer. Nobody signs in.

    Sent twice, a form says the same twice, which the verb takes once; so no claim on it is kept, with its address in it.
    """
    page = invitation_page(invitation, now=request.now)
    form = _form(request, page)
    if _taken(
        request,
        page,
        form,
        lambda: casework.answer_by_link(secret=invitation, **form.as_said, now=request.now),
    ):
        return _quiet(redirect("answer_invitation", invitation=invitation))
    return _quiet(_shown(request, page, form, signed_in=False))


@once
@require_http_methods(["GET", "HEAD", "POST"])
def answer_signed_in(request: Request, asked: str) -> HttpResponse:
    """The same page for whom the invitation is for, from their home page, and back to it."""
    page = my_invitation(request.viewer, ref=asked, now=request.now)
    form = _form(request, page)
    if _taken(
        request,
        page,
        form,
        lambda: casework.answer_signed_in(
            invitation_ref=asked, **form.as_said, actor=request.viewer, now=request.now
        ),
    ):
        return redirect("home")
    return _shown(request, page, form, signed_in=True)


def _form(request: Request, page: InvitationPage) -> AnswerForm:
    """The answer that the address asks for is chosen already."""
    asked = request.GET.get("answer", "").replace("-", "_")
    first = {"seen": page.sequence, "answer": asked if asked in page.answers else None}
    return AnswerForm(request.POST or None, initial=first, offered=page.answers)


def _taken(request: Request, page: InvitationPage, form: AnswerForm, take: Callable[[], bool]) -> bool:
    """Whether an answer was sent and taken; a refusal stands beside its field."""
    if request.method != "POST" or page.closed is not None or not form.is_valid():
        return False
    try:
        news = take()
    except Refused as refusal:
        form.refuse(refusal)
        return False
    words = "Thank you. Your answer is noted." if news else "You had answered so already."
    messages.success(request, f"{words} You can change it until the meeting begins.")
    return True


def _shown(request: Request, page: InvitationPage, form: AnswerForm, *, signed_in: bool) -> HttpResponse:
    context = {"page": present(page), "form": form, "signed_in": signed_in}
    return render(request, "invitations/answer.html", context, status=422 if form.errors else 200)


def _quiet(response: HttpResponse) -> HttpResponse:
    """Kept by nobody, found by no search, and its address told to no other site.

    The address is sent to our own pages: a browser that sends none cannot show where a form comes from.
    """
    add_never_cache_headers(response)
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response["Referrer-Policy"] = "same-origin"
    return response

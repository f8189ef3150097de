"""Answering an invitation. Opening the page changes nothing: mail programmes and their scanners follow links."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_http_methods

from remit.casework.inviting_answers import answer_by_link
from remit.reading.answering import InvitationPage, invitation_page
from remit.rules.outcomes import Refused
from remit.web.invitations.forms import AnswerForm
from remit.web.invitations.presenters import present
from remit.web.middleware import Request


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: Request, invitation: str) -> HttpResponse:
    """The invitation with what may be answered; one button takes the answer.

    Sent twice, a form says the same twice, which the verb takes once; so no claim on it is kept, with its address in it.
    """
    page = invitation_page(invitation, now=request.now)
    asked = request.GET.get("answer", "").replace("-", "_")
    first = {"seen": page.sequence, "answer": asked if asked in page.answers else None}
    form = AnswerForm(request.POST or None, initial=first, offered=page.answers)
    if request.method == "POST" and page.closed is None and form.is_valid():
        try:
            news = _take(invitation, form, request)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            words = "Thank you. Your answer is noted." if news else "You had answered so already."
            messages.success(request, f"{words} You can change it until the meeting begins.")
            return _quiet(redirect("answer_invitation", invitation=invitation))
    return _quiet(_shown(request, page, form))


def _take(secret: str, form: AnswerForm, request: Request) -> bool:
    data = form.cleaned_data
    return answer_by_link(
        secret=secret,
        answer=data["answer"],
        substitute=data.get("substitute", ""),
        said_is=form.said,
        seen=data["seen"],
        now=request.now,
    )


def _shown(request: Request, page: InvitationPage, form: AnswerForm) -> HttpResponse:
    context = {"page": present(page), "form": form}
    return render(request, "invitations/answer.html", context, status=422 if form.errors else 200)


def _quiet(response: HttpResponse) -> HttpResponse:
    """Kept by nobody, found by no search, and its address told to no other site.

    The address is sent to our own pages: a browser that sends none cannot show where a form comes from.
    """
    add_never_cache_headers(response)
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response["Referrer-Policy"] = "same-origin"
    return response

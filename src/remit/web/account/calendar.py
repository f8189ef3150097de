"""One's own account, and the secret address of one's calendar: made, made new, stopped."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from remit.casework import calendar_address as casework
from remit.reading.own_calendar import address_made_at
from remit.web.middleware import Request
from remit.web.once import once

JUST_MADE = "remit_calendar_address"
"""The cookie in which a new secret goes to the page that shows it. The database keeps its digest only, so the person's
own browser carries it, and lets go of it as it is shown."""
KEPT_FOR = 120
"""Seconds."""


@require_GET
def account(request: Request) -> HttpResponse:
    """One's own account; just after a calendar address was made, with the address."""
    secret = request.get_signed_cookie(JUST_MADE, default="", salt=_salt(request))
    address = (
        request.build_absolute_uri(reverse("calendar_feed", kwargs={"secret": secret})) if secret else ""
    )
    context = {"viewer": request.viewer, "made_at": address_made_at(request.viewer), "address": address}
    response = render(request, "account/account.html", context)
    if JUST_MADE in request.COOKIES:
        response.delete_cookie(JUST_MADE, path=reverse("account"), samesite="Lax")
    return response


@once
@require_POST
def make(request: Request) -> HttpResponse:
    """Make a new calendar address. It is shown once, on the page this leads to."""
    secret = casework.make_calendar_address(actor=request.viewer, now=request.now)
    response = redirect("account")
    response.set_signed_cookie(
        JUST_MADE,
        secret,
        salt=_salt(request),
        max_age=KEPT_FOR,
        path=reverse("account"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


@once
@require_POST
def stop(request: Request) -> HttpResponse:
    """Let the calendar address answer nobody any more."""
    casework.end_calendar_address(actor=request.viewer, now=request.now)
    messages.success(request, "Your calendar address has stopped. Nobody can fetch your meetings with it.")
    return redirect("account")


def _salt(request: Request) -> str:
    """So that nobody else's browser shows it, when two people use one after the other."""
    return f"{JUST_MADE}:{request.viewer.staff_id}"

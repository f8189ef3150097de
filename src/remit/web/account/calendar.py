"""One's own account, and the secret address of one's calendar: made, made new, stopped."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from remit.casework import calendar_address as casework
from remit.reading.own_calendar import address_made_at
from remit.web.middleware import Request
from remit.web.once import once


@require_GET
def account(request: Request) -> HttpResponse:
    """One's own account."""
    return _page(request)


@once
@require_POST
@never_cache
def make(request: Request) -> HttpResponse:
    """Make a new calendar address. It is shown this once, on the page that answers: only its digest is kept."""
    secret = casework.make_calendar_address(actor=request.viewer, now=request.now)
    return _page(request, request.build_absolute_uri(reverse("calendar_feed", kwargs={"secret": secret})))


@once
@require_POST
def stop(request: Request) -> HttpResponse:
    """Let the calendar address answer nobody any more."""
    casework.end_calendar_address(actor=request.viewer, now=request.now)
    messages.success(request, "Your calendar address has stopped. Nobody can fetch your meetings with it.")
    return redirect("account")


def _page(request: Request, address: str = "") -> HttpResponse:
    context = {"viewer": request.viewer, "made_at": address_made_at(request.viewer), "address": address}
    return render(request, "account/account.html", context)

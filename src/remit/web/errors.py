"""What does a person read when something did not go? Plain words, what to do, and nobody's name."""

from __future__ import annotations

import logging
import sys
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from remit.casework.outages import is_outage
from remit.rules.outcomes import NotAllowed, NotFound, Refused, Stale

log = logging.getLogger("remit.web")

ANOTHER_PAGE = (NotAllowed, NotFound)
"""What no form answers, though it was sent with one: these refusals are a page of their own."""


def _page(request: HttpRequest, template: str, status: int, **context: Any) -> HttpResponse:
    return render(request, f"errors/{template}.html", context, status=status)


def refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """A refusal no view handled: not found, not allowed, changed meanwhile, or a rule that says no."""
    match refusal:
        case NotFound():
            return _page(request, "not_found", 404)
        case NotAllowed():
            return _page(request, "not_allowed", 403, refusal=refusal)
        case Stale():
            return _page(request, "stale", 409, refusal=refusal, back=way_back(request))
    return _page(request, "refused", 422, refusal=refusal, back=way_back(request))


def way_back(request: HttpRequest) -> str:
    """The page the person came from, if it is one of ours; otherwise home."""
    came_from = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(came_from, {request.get_host()}, require_https=request.is_secure())
    return came_from if ours else "/"


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request makes no sense; 413 where it was only too much."""
    if isinstance(exception, RequestDataTooBig):
        return too_large(request)
    return _page(request, "bad_request", 400)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """400: the form did not carry the token its page was given. `reason` is for developers and not shown."""
    log.warning("A form came without its token")
    return _page(request, "forged", 400)


def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: this page is not for this person."""
    return _page(request, "not_allowed", 403, refusal=None)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: there is no such page, or not for this person: nobody can tell which."""
    return _page(request, "not_found", 404)


def wrong_method(request: HttpRequest, response: HttpResponseNotAllowed) -> HttpResponse:
    """405: the address is only for forms, or only for reading."""
    page = _page(request, "wrong_method", 405)
    page["Allow"] = response["Allow"]
    return page


def too_large(request: HttpRequest) -> HttpResponse:
    """413: more than Remit takes in at once."""
    request.bare = True  # type: ignore[attr-defined]
    return _page(request, "too_large", 413, megabytes=settings.UPLOAD_LIMIT // 2**20)


def locked_out(request: HttpRequest, credentials: object = None, *args: object) -> HttpResponse:
    """429: too many wrong passwords."""
    log.warning("Sign-in locked after too many wrong passwords")
    return _page(request, "locked_out", 429)


def broken(request: HttpRequest) -> HttpResponse:
    """500: a fault of ours; 503 where it is the database. The page asks nothing of the database."""
    request.bare = True  # type: ignore[attr-defined]
    if is_outage(sys.exc_info()[1]):
        page = _page(request, "outage", 503, reference=getattr(request, "reference", "-"))
        page["Retry-After"] = "60"
        return page
    return _page(request, "broken", 500, reference=getattr(request, "reference", "-"))


def log_error(sender: object, request: HttpRequest | None = None, **kwargs: object) -> None:
    """Write an unforeseen error with the reference its page shows; the address stays out, the route is enough."""
    match = getattr(request, "resolver_match", None)
    method = getattr(request, "method", "-")
    log.error("%s %s failed", method, match.url_name if match else "(no route)", exc_info=sys.exc_info())

"""What happens to every request before and after its view?"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.functional import SimpleLazyObject

from remit.reading.viewers import viewer_for
from remit.rules.outcomes import NotAllowed, Refused
from remit.rules.viewers import Viewer
from remit.settings.logs import REFERENCE
from remit.web import errors
from remit.web.addresses import one_prefix

Answer = Callable[[HttpRequest], HttpResponse]

SIGNED_IN_AT, LAST_SEEN = "signed_in_at", "last_seen"
LONGEST_VISIT = timedelta(hours=12)
NOTED_EVERY = timedelta(minutes=1)
"""How finely the last visit is noted: not with every click."""
REFRESH_HEADER = "X-Remit-Refresh"


class Request(HttpRequest):
    """A request as every view gets it."""

    now: datetime
    """When it arrived. Nothing asks the clock again."""
    reference: str
    """Shown on error pages and written in the log."""
    viewer: Viewer
    """Who is looking; only where somebody is signed in."""
    refreshing: bool
    """A part of a page asks by itself whether there is anything new."""
    bare: bool


class Arrival:
    """Takes the time once and gives the request its reference."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: Request) -> HttpResponse:
        request.now = settings.FIXED_NOW or timezone.now()
        request.reference = secrets.token_hex(4)
        request.refreshing = REFRESH_HEADER in request.headers
        request.bare = False
        token = REFERENCE.set(request.reference)
        try:
            with one_prefix():
                return self.answer(request)
        finally:
            REFERENCE.reset(token)


class UploadLimit:
    """Turns away what is too large before any of it is read."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: Request) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and int(length) > settings.UPLOAD_LIMIT:
            return errors.too_large(request)
        return self.answer(request)


class IdleTimeOut:
    """Signs out whoever has not asked for anything for a while. A page that refreshes itself does not count as asking."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: Request) -> HttpResponse:
        if not request.user.is_authenticated:
            return self.answer(request)
        if self.idle(request):
            logout(request)
            messages.info(
                request, "You were signed out because you did nothing for a while. Sign in to go on."
            )
            return redirect_to_login(request.get_full_path() if request.method == "GET" else "/")
        response = self.answer(request)
        add_never_cache_headers(response)
        return response

    def idle(self, request: Request) -> bool:
        """Whether the last visit is too long ago; notes this one if not."""
        began, last = self.noted(request, SIGNED_IN_AT), self.noted(request, LAST_SEEN)
        if request.now - last > settings.IDLE_TIME_OUT or request.now - began > LONGEST_VISIT:
            return True
        if not request.refreshing and request.now - last >= NOTED_EVERY:
            request.session[LAST_SEEN] = request.now.isoformat()
        return False

    def noted(self, request: Request, name: str) -> datetime:
        """The moment kept in the session under this name; the first time, now."""
        return datetime.fromisoformat(request.session.setdefault(name, request.now.isoformat()))


class Looking:
    """Puts the viewer on the request, worked out when first asked for; from then on it is the viewer and no stand-in."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: Request) -> HttpResponse:
        def found() -> Viewer:
            request.viewer = viewer_of(request)
            return request.viewer

        request.viewer = SimpleLazyObject(found)  # type: ignore[assignment]
        return self.answer(request)


def viewer_of(request: Request) -> Viewer:
    """Who is looking, with what they hold now."""
    viewer = viewer_for(int(request.user.pk or 0), now=request.now)
    if viewer is None:
        request.bare = True
        raise NotAllowed("This account cannot use these pages.", remedy="Ask your administrator.")
    return viewer


class Refusals:
    """Turns a refusal that no view handled into the page that says what, by which clause, and what to do."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: Request) -> HttpResponse:
        response = self.answer(request)
        if isinstance(response, HttpResponseNotAllowed) and not response.content:
            return errors.wrong_method(request, response)
        return response

    def process_exception(self, request: Request, error: Exception) -> HttpResponse | None:
        return errors.refused(request, error) if isinstance(error, Refused) else None

"""Was this very form sent before? The second sending does nothing and leads where the first one went.

A claim that names no place to go to is no proof that anything was stored: the process may have been killed between.
"""

from __future__ import annotations

import functools
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from importlib import import_module
from itertools import count
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.sessions.backends.base import CreateError, SessionBase
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.crypto import salted_hmac

from remit.rules.outcomes import Refused
from remit.web.errors import way_back
from remit.web.middleware import Request

CLAIMED_AT, WENT_TO = "claimed_at", "went_to"
ALREADY = "You had already sent this form. It was only counted once."
STILL_SAVING = Refused("We are still saving this.", remedy="Send it again in a moment: reload this page.")
LEASE = timedelta(seconds=60)
"""After so long a sending that has not finished counts as cut short, and the next one acts in its place. No shorter than
the server's own patience with a worker (`remit.commands.serving.timeout`)."""
PATIENCE, STEP = 2.0, 0.1
"""Seconds the second of two waits for the first to finish, and how often it looks."""

View = Callable[..., HttpResponse]


def once(view: View) -> View:
    """Let each copy of this view's form have its effect once, even when two copies arrive together.

    A form that is shown again with its errors has had no effect, and may be sent again. While the first is still at
    work the second is told so (409), and is never told that it counted.
    """

    @functools.wraps(view)
    def counted_once(request: Request, **parts: Any) -> HttpResponse:
        if request.method != "POST":
            return view(request, **parts)
        claim, ours = _claim(request)
        if not ours:
            return _already(request, claim)
        try:
            response = view(request, **parts)
        except BaseException:
            claim.delete()
            raise
        _keep(claim, response)
        return response

    return counted_once


def _already(request: Request, claim: SessionBase) -> HttpResponse:
    """Where the first sending went, or that it is still at work."""
    if WENT_TO in claim:
        messages.info(request, ALREADY)
        return redirect(claim[WENT_TO])
    context = {"refusal": STILL_SAVING, "back": way_back(request)}
    return render(request, "errors/refused.html", context, status=409)


def _claim(request: Request) -> tuple[SessionBase, bool]:
    """The claim on this copy of the form and whether it is ours; another's is waited for a little."""
    give_up = time.monotonic() + PATIENCE
    while True:
        claim, ours = _latest(request)
        if ours or WENT_TO in claim or time.monotonic() >= give_up:
            return claim, ours
        time.sleep(STEP)


def _latest(request: Request) -> tuple[SessionBase, bool]:
    """The first claim that was not cut short, made if there is none, and whether we made it.

    Each attempt has a row of its own, so that of several who come after one cut short only one acts.
    """
    for attempt in count():
        claim = _row(request, attempt)
        if _taken(claim, request.now):
            return claim, True
        theirs = _row(request, attempt)
        if WENT_TO in theirs or not _cut_short(theirs, request.now):
            return theirs, False
    raise AssertionError("count() does not end")


def _row(request: Request, attempt: int) -> SessionBase:
    """A row named after this person, this copy of the form and the attempt. It goes when sessions go."""
    token = request.POST.get("form_token", "")
    if not token:
        raise BadRequest("The form has no token of its own.")
    # Two buttons of one form are two acts: whoever goes back and presses the other one has not sent that before.
    parts = f"{request.user.pk}|{request.path}|{token}|{request.POST.get('do', '')}|{attempt}"
    store: type[SessionBase] = import_module(settings.SESSION_ENGINE).SessionStore
    return store(salted_hmac("remit.once", parts).hexdigest()[:40])


def _taken(claim: SessionBase, now: datetime) -> bool:
    """Whether we are the first; the database lets only one of two make the row."""
    claim.clear()
    claim[CLAIMED_AT] = now.isoformat()
    with suppress(CreateError):
        claim.save(must_create=True)
        return True
    return False


def _cut_short(claim: SessionBase, now: datetime) -> bool:
    """Whether a claim without an end is too old to be still at work. One that is gone by now is looked at again."""
    began = claim.get(CLAIMED_AT)
    return began is not None and now - datetime.fromisoformat(began) >= LEASE


def _keep(claim: SessionBase, response: HttpResponse) -> None:
    """Remember where a form that had its effect led to; let go of one that had none."""
    if 300 <= response.status_code < 400:
        claim[WENT_TO] = response["Location"]
        claim.save()
    else:
        claim.delete()

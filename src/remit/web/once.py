"""Was this very form sent before? The second sending does nothing and leads where the first one went."""

from __future__ import annotations

import functools
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.sessions.backends.base import CreateError, SessionBase
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.crypto import salted_hmac

from remit.web.middleware import Request

WENT_TO = "went_to"
ALREADY = "You had already sent this form. It was only counted once."

View = Callable[..., HttpResponse]


def once(view: View) -> View:
    """Let each copy of this view's form have its effect once, even when two copies arrive together.

    A form that is shown again with its errors has had no effect, and may be sent again.
    """

    @functools.wraps(view)
    def counted_once(request: Request, **parts: Any) -> HttpResponse:
        if request.method != "POST":
            return view(request, **parts)
        claim = _claim(request)
        if not _taken(claim):
            messages.info(request, ALREADY)
            return redirect(_where_it_went(claim) or request.path)
        try:
            response = view(request, **parts)
        except BaseException:
            claim.delete()
            raise
        _keep(claim, response)
        return response

    return counted_once


def _claim(request: Request) -> SessionBase:
    """A row named after this person and this copy of the form. It goes when sessions go."""
    token = request.POST.get("form_token", "")
    if not token:
        raise BadRequest("The form has no token of its own.")
    key = salted_hmac("remit.once", f"{request.user.pk}|{request.path}|{token}").hexdigest()[:40]
    store: type[SessionBase] = import_module(settings.SESSION_ENGINE).SessionStore
    return store(key)


def _taken(claim: SessionBase) -> bool:
    """Whether we are the first; the database lets only one of two make the row."""
    with suppress(CreateError):
        type(claim)(claim.session_key).save(must_create=True)
        return True
    return False


def _where_it_went(claim: SessionBase) -> str | None:
    return claim.get(WENT_TO)


def _keep(claim: SessionBase, response: HttpResponse) -> None:
    """Remember where a form that had its effect led to; let go of one that had none."""
    if 300 <= response.status_code < 400:
        claim[WENT_TO] = response["Location"]
        claim.save()
    else:
        claim.delete()

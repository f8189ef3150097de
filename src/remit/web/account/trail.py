"""Signing in and out leaves a trail, by whichever page, and when somebody is signed out for doing nothing."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.http import HttpRequest

from remit.casework.signing import SignVerb, note_signing


def listen() -> None:
    """Note everybody who signs in or out from now on."""
    user_logged_in.connect(_came, dispatch_uid="remit.signed_in")
    user_logged_out.connect(_went, dispatch_uid="remit.signed_out")


def _came(sender: object, request: HttpRequest | None = None, user: Any = None, **kwargs: object) -> None:
    _note("account.signed-in", request, user)


def _went(sender: object, request: HttpRequest | None = None, user: Any = None, **kwargs: object) -> None:
    _note("account.signed-out", request, user)


def _note(verb: SignVerb, request: HttpRequest | None, user: Any) -> None:
    """Only what came through the door: a request made up by a program has no time of arrival."""
    now: datetime | None = getattr(request, "now", None)
    if now is not None and user is not None and user.pk:
        note_signing(verb, staff_id=user.pk, now=now)

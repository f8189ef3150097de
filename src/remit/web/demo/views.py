"""The sign-in page of a demonstration: each made-up person, what they do, and one button."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import Protocol

from django.contrib.auth import login
from django.contrib.auth.backends import ModelBackend
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from remit.rules.outcomes import NotFound
from remit.web.middleware import Request

BACKEND = f"{ModelBackend.__module__}.{ModelBackend.__qualname__}"


class DemoPerson(Protocol):
    """Somebody to sign in as."""

    staff_id: int
    username: str
    name: str
    role: str
    does: str
    """One line: what this person does with Remit."""


def people() -> Sequence[DemoPerson]:
    """The made-up people worth being, in the order of a week's work."""
    if find_spec("remit.reading.demo") is None:
        return ()
    supplied: Sequence[DemoPerson] = import_module("remit.reading.demo").demo_people()
    return supplied


@require_http_methods(["GET", "POST"])
def sign_in(request: Request) -> HttpResponse:
    """Show the people; sign in as the one whose button was pressed."""
    if request.method == "GET":
        return render(request, "demo/sign_in.html", {"people": people()})
    chosen = next((person for person in people() if person.username == request.POST.get("username")), None)
    user = ModelBackend().get_user(chosen.staff_id) if chosen else None
    if user is None:
        raise NotFound("person")
    login(request, user, backend=BACKEND)
    return redirect("/")

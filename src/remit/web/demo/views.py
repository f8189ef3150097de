"""The sign-in page of a demonstration: each made-up person, what they do, and one button."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import load_backend, login
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from remit.reading.demo import demo_people
from remit.rules.outcomes import NotFound
from remit.web.middleware import Request
from remit.web.navigation import role_line

BACKEND = settings.AUTHENTICATION_BACKENDS[-1]
"""How accounts are found, whoever signs in how."""


@require_http_methods(["GET", "POST"])
def sign_in(request: Request) -> HttpResponse:
    """Show the people; sign in as the one whose button was pressed."""
    people = demo_people(request.now)
    if request.method == "GET":
        shown = [(person, role_line(person.viewer).capitalize()) for person in people]
        return render(request, "demo/sign_in.html", {"people": shown})
    chosen = next((person for person in people if person.username == request.POST.get("username")), None)
    user = load_backend(BACKEND).get_user(chosen.staff_id) if chosen else None
    if user is None:
        raise NotFound("person")
    login(request, user, backend=BACKEND)
    return redirect("/")

"""What does the frame around every page show: who is signed in, where they may go, what just happened?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.template.backends.utils import csrf_input
from django.utils.functional import cached_property

from remit.rules.viewers import Viewer
from remit.web.navigation import NavItem, nav_items, role_line


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence about what just happened; good news or not."""

    text: str
    good: bool


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around the content of a page."""

    name: str = ""
    role: str = ""
    nav: tuple[NavItem, ...] = ()
    notices: tuple[Notice, ...] = ()
    signed_in: bool = False
    demo: bool = False


def frame(request: HttpRequest) -> Frame:
    """The frame for this request; a bare one where nobody is signed in or the product is broken."""
    if getattr(request, "bare", False) or not hasattr(request, "user"):
        return Frame(demo=settings.DEMO)
    if not request.user.is_authenticated:
        return Frame(notices=notices(request), demo=settings.DEMO)
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    match = request.resolver_match
    return Frame(
        name=viewer.name,
        role=role_line(viewer),
        nav=nav_items(viewer, route_name=match.url_name if match else None),
        notices=notices(request),
        signed_in=True,
        demo=settings.DEMO,
    )


def notices(request: HttpRequest) -> tuple[Notice, ...]:
    """The notices waiting for this person; reading them uses them up, so a part that refreshes leaves them."""
    if getattr(request, "refreshing", False):
        return ()
    return tuple(
        Notice(str(note), good=note.level == messages.SUCCESS) for note in messages.get_messages(request)
    )


def surroundings(request: HttpRequest) -> dict[str, Any]:
    """What every template finds besides what its view hands it.

    The token of the forms is made when first asked for and then kept: a page may hold a form for each of many cases.
    """
    return {"frame": frame(request), "csrf_input": _Token(request)}


class _Token:
    """The hidden field of the token."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    def __html__(self) -> str:
        return self._field

    __str__ = __html__

    @cached_property
    def _field(self) -> str:
        return str(csrf_input(self._request))

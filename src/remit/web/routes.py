"""Which addresses are there, and who may open each? Every route carries its own row of the table."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from remit.reading.looks import looking
from remit.rules.outcomes import NotAllowed
from remit.rules.viewers import Post, Viewer

View = Callable[..., HttpResponseBase]


class Role(StrEnum):
    """Who a person can be to Remit. One person may be several."""

    ANONYMOUS = "anonymous"
    COORDINATOR = "coordinator"
    CHAIR = "chair"
    MEMBER = "member"
    BROKERAGE = "brokerage"
    SOCIAL_WORKER = "social_worker"
    TEAM_MANAGER = "team_manager"
    SERVICE_MANAGER = "service_manager"
    HEAD_OF_SERVICE = "head_of_service"
    DIRECTOR = "director"
    QUALITY_ASSURANCE = "quality_assurance"
    INFORMATION_GOVERNANCE = "information_governance"
    ADMINISTRATOR = "administrator"
    DATA_OFFICER = "data_officer"
    ACTION_HOLDER = "action_holder"


class May(StrEnum):
    """What a row says of a role."""

    ALLOWED = "allowed"
    DENIED = "denied"
    OWN = "own"
    """The page itself looks whether this one is theirs, and says "not found" where it is not."""


Access = Mapping[Role, May]
SIGNED_IN = tuple(role for role in Role if role is not Role.ANONYMOUS)
RUNS = (Role.COORDINATOR, Role.CHAIR)
"""Who runs a forum."""
ABOVE_WORKERS = (Role.TEAM_MANAGER, Role.SERVICE_MANAGER, Role.HEAD_OF_SERVICE, Role.DIRECTOR)
"""Who answers for those who work with children."""
AT_WORK = (*RUNS, Role.MEMBER, Role.BROKERAGE, Role.SOCIAL_WORKER, *ABOVE_WORKERS)
"""Who works with children, answers for them, or sits at a meeting."""
MEETS_CHILDREN = (*AT_WORK, Role.QUALITY_ASSURANCE)
"""And who looks afterwards at how it was done."""
MAY_SIT = SIGNED_IN
"""Who may sit at a meeting: anybody with an account may be a substitute once. The page looks whether they are."""


def access(*, allowed: Iterable[Role] = (), own: Iterable[Role] = ()) -> Access:
    """A row of the table. Whoever is not named is denied."""
    row = dict.fromkeys(Role, May.DENIED)
    row.update(dict.fromkeys(own, May.OWN))
    row.update(dict.fromkeys(allowed, May.ALLOWED))
    return row


@dataclass(frozen=True, slots=True)
class Route:
    """An address, the view that answers it, and who may open it."""

    path: str
    view: View
    name: str
    access: Access
    area: str = ""


def roles(viewer: Viewer) -> frozenset[Role]:
    """What this person is, as far as it does not hang on one child or one meeting.

    Anybody may have been given an action, so everybody may be an action holder; the page looks.
    """
    held = {Role.ACTION_HOLDER, *(Role(post.value) for post in viewer.posts if post in _POSTS_AS_ROLES)}
    seen_from = {
        Role.COORDINATOR: bool(viewer.coordinates),
        Role.CHAIR: bool(viewer.chairs),
        Role.MEMBER: bool(viewer.sits_on),
        Role.SOCIAL_WORKER: viewer.works_with_children,
    }
    return frozenset(held | {role for role, holds in seen_from.items() if holds})


_POSTS_AS_ROLES = frozenset(post for post in Post if post.value in set(Role))


def may_open(viewer: Viewer, row: Access) -> bool:
    """Whether any of the things this person is may open pages with this row."""
    return open_to(roles(viewer), row)


def open_to(held: Iterable[Role], row: Access) -> bool:
    """Whether somebody who is all of these may open pages with this row."""
    return any(row.get(role, May.DENIED) is not May.DENIED for role in held)


def guarded(route: Route) -> View:
    """The view, behind its row: strangers are asked to sign in, others are told that the page is not for them.

    Whom the view showed is logged before its answer leaves; where that cannot be written, there is no answer.
    """

    @functools.wraps(route.view)
    def behind_its_row(request: HttpRequest, **parts: Any) -> HttpResponseBase:
        if route.access[Role.ANONYMOUS] is May.ALLOWED:
            return route.view(request, **parts)
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path() if request.method == "GET" else "/")
        if getattr(request.user, "must_change_password", False) and route.name != "change_password":
            return redirect("change_password")
        if not may_open(request.viewer, route.access):  # type: ignore[attr-defined]
            raise NotAllowed(
                "You cannot see this page.", remedy="If you need it for your work, ask your administrator."
            )
        if any("\x00" in said for said in request.GET.values()):
            raise BadRequest("A database takes no such character.")
        with looking(request.viewer, route=route.name, now=request.now):  # type: ignore[attr-defined]
            return route.view(request, **parts)

    return behind_its_row


TABLE: dict[str, Route] = {}
"""Every route by its name; `remit.web.urls` fills it."""

"""What does a member of staff hold on a day? A fixed number of queries, whatever they hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from django.db.models import BigIntegerField, Value

from remit.records.children import Allocation
from remit.records.forums import SeatHolding, TermsVersion
from remit.records.people import PostHolding, Staff, Unit
from remit.records.terms_store import terms_by_id
from remit.rules.viewers import Post, Viewer
from remit.terms.model import ForumTerms


def load_viewer(staff_id: int, *, on: date) -> Viewer | None:
    """The viewer an active account is on that day; None where there is no such account. Two queries, three for a manager."""
    held = _held(staff_id, on)
    if not held["account"]:
        return None
    ((username, name, _),) = held["account"]
    posts = {(post, unit) for post, _, unit in held["post"]}
    seats = frozenset((forum, seat) for forum, seat, _ in held["seat"])
    terms = terms_in_force(on)
    roles = {(forum, seat): _role(terms.get(forum), seat) for forum, seat in seats}
    coordinates = frozenset(forum for (forum, _), role in roles.items() if role == "coordinator")
    chairs = frozenset(forum for (forum, _), role in roles.items() if role in ("chair", "deputy"))
    from_list = {forum for forum, said in terms.items() if _works_from_list(said)}
    runs_from_list = bool(from_list & (coordinates | chairs))
    holds = frozenset(Post(post) for post, _ in posts)
    return Viewer(
        staff_id=staff_id,
        username=username,
        name=name,
        posts=holds,
        coordinates=coordinates,
        chairs=chairs,
        sits_on=frozenset(forum for forum, _ in seats),
        seats=seats,
        teams=_teams({unit for post, unit in posts if unit is not None and post in MANAGERS}),
        sees_action_list=Post.BROKERAGE in holds or runs_from_list,
        runs_from_list=runs_from_list,
        works_with_children=bool(held["works"]),
    )


Held = tuple[str, str, int | None]


def _held(staff_id: int, on: date) -> Mapping[str, set[Held]]:
    """By kind: the account (user name, name), posts with their units, seats (forum, seat), whether allocated to; one query.

    Every page asks this first, so its parts travel together.
    """
    nothing, no_unit = Value(""), Value(None, output_field=BigIntegerField())
    account = Staff.objects.filter(pk=staff_id, is_active=True).order_by()
    posts = PostHolding.objects.on(on).filter(staff=staff_id)
    seats = SeatHolding.objects.on(on).filter(staff=staff_id)
    works = Allocation.objects.on(on).filter(worker=staff_id)
    rows = account.values_list(Value("account"), "username", "name", no_unit).union(
        posts.values_list(Value("post"), "post", nothing, "unit_id"),
        seats.values_list(Value("seat"), "forum__slug", "seat", no_unit),
        works.values_list(Value("works"), nothing, nothing, no_unit),
    )
    found: dict[str, set[Held]] = defaultdict(set)
    for kind, first, second, unit in rows:
        found[kind].add((first, second, unit))
    return found


def _works_from_list(terms: ForumTerms) -> bool:
    return any(cohort.source == "action_list" for cohort in terms.cohorts)


MANAGERS = frozenset({Post.TEAM_MANAGER.value, Post.SERVICE_MANAGER.value, Post.HEAD_OF_SERVICE.value})


def _role(terms: ForumTerms | None, seat: str) -> str | None:
    return next((s.role for s in terms.seats if s.id == seat), None) if terms else None


def terms_in_force(on: date) -> dict[str, ForumTerms]:
    """Terms of every forum switched on, by slug: the latest version in effect, else the first to come.

    A forum is prepared before the day it is live from, by the people who will run it.
    """
    rows = TermsVersion.objects.order_by("effective_from", "id").values_list(
        "forum__slug", "pk", "digest", "effective_from"
    )
    chosen: dict[str, tuple[int, str]] = {}
    for slug, pk, digest, since in rows:
        if since <= on or slug not in chosen:
            chosen[slug] = (pk, digest)
    return {slug: terms_by_id(pk, digest) for slug, (pk, digest) in chosen.items()}


def _teams(units: set[int]) -> frozenset[int]:
    """The teams in these units, at any depth (an area holds services, a service holds teams)."""
    if not units:
        return frozenset()
    rows = list(Unit.objects.values_list("pk", "parent_id", "kind"))
    parent = {pk: above for pk, above, _ in rows}

    def under(pk: int) -> bool:
        at: int | None = pk
        while at is not None:
            if at in units:
                return True
            at = parent.get(at)
        return False

    return frozenset(pk for pk, _, kind in rows if kind == Unit.Kind.TEAM and under(pk))


def staff_id_of(username: str) -> int | None:
    """The account of that name, service accounts too."""
    return Staff.objects.filter(username=username, is_active=True).values_list("pk", flat=True).first()

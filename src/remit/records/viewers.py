"""What does a member of staff hold on a day? One query, whatever they hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from django.db.models import BigIntegerField, DateField, Exists, Q, QuerySet, Value
from django.db.models.functions import Cast

from remit.records.children import Allocation
from remit.records.forums import SeatHolding, TermsVersion
from remit.records.people import PostHolding, Staff, Unit
from remit.records.prepared import Given, prepared
from remit.records.terms_store import terms_by_id
from remit.rules.forum_cohorts import followed_by
from remit.rules.viewers import Post, Viewer
from remit.terms.model import ForumTerms


def load_viewer(staff_id: int, *, on: date) -> Viewer | None:
    """The viewer an active account is on that day; None where there is no such account. One query."""
    held = _held(staff_id, on)
    if not held["account"]:
        return None
    ((_, username, name, *_),) = held["account"]
    posts = {(row.first, row.number) for row in held["post"]}
    seats = frozenset((row.first, row.second) for row in held["seat"])
    terms = in_force(((row.first, row.number, row.second, row.day) for row in held["terms"]), on)
    roles = {(forum, seat): _role(terms.get(forum), seat) for forum, seat in seats}
    coordinates = frozenset(forum for (forum, _), role in roles.items() if role == "coordinator")
    chairs = frozenset(forum for (forum, _), role in roles.items() if role in ("chair", "deputy"))
    from_list = {forum for forum, said in terms.items() if _works_from_list(said)}
    runs_from_list = bool(from_list & (coordinates | chairs))
    follows = (followed_by(said) for forum, said in terms.items() if forum in coordinates | chairs)
    holds = frozenset(Post(post) for post, _ in posts)
    managed = {unit for post, unit in posts if unit is not None and post in MANAGERS}
    headed = {unit for post, unit in posts if unit is not None and post == Post.HEAD_OF_SERVICE}
    return Viewer(
        staff_id=staff_id,
        username=username,
        name=name,
        posts=holds,
        coordinates=coordinates,
        chairs=chairs,
        sits_on=frozenset(forum for forum, _ in seats),
        seats=seats,
        teams=_teams(managed, held["unit"]),
        heads_teams=_teams(headed, held["unit"]),
        sees_action_list=Post.BROKERAGE in holds or runs_from_list,
        runs_from_list=runs_from_list,
        follows=frozenset[tuple[str, str]]().union(*follows),
        works_with_children=bool(held["works"]),
    )


class _Held(NamedTuple):
    """A row of what somebody holds; what its columns mean depends on its kind."""

    kind: str
    first: str
    second: str
    number: Any
    above: Any
    day: Any


def _held(staff_id: int, on: date) -> Mapping[str, set[_Held]]:
    """What the account holds, by kind."""
    found: dict[str, set[_Held]] = defaultdict(set)
    for row in map(_Held._make, _rows(staff=staff_id, day=on)):
        found[row.kind].add(row)
    return found


@prepared
def _rows() -> QuerySet[Any, Any]:
    """The account, its posts with their units, its seats, whether it is allocated to, the terms of every forum; for
    managers all units. Every page asks this first, so its parts travel together.
    """
    staff, day = Given("staff"), Given("day")
    nothing, no_number = Value(""), Cast(Value(None), BigIntegerField())
    no_day = Cast(Value(None), DateField())
    posts = PostHolding.objects.on(day).filter(staff=staff)
    not_left = Q(leaves_on__isnull=True) | Q(leaves_on__gt=day)
    account = Staff.objects.filter(not_left, pk=staff, is_active=True).order_by()
    units = Unit.objects.filter(Exists(posts.filter(post__in=MANAGERS))).order_by()
    works = Allocation.objects.on(day).filter(worker=staff)
    seats = SeatHolding.objects.on(day).filter(staff=staff)
    terms = TermsVersion.objects.order_by()
    return account.values_list(Value("account"), "username", "name", no_number, no_number, no_day).union(
        posts.values_list(Value("post"), "post", nothing, "unit_id", no_number, no_day),
        seats.values_list(Value("seat"), "forum__slug", "seat", no_number, no_number, no_day),
        works.values_list(Value("works"), nothing, nothing, no_number, no_number, no_day),
        terms.values_list(Value("terms"), "forum__slug", "digest", "pk", no_number, "effective_from"),
        units.values_list(Value("unit"), "kind", nothing, "pk", "parent_id", no_day),
    )


def _works_from_list(terms: ForumTerms) -> bool:
    return any(cohort.source == "action_list" for cohort in terms.cohorts)


MANAGERS = frozenset({Post.TEAM_MANAGER.value, Post.SERVICE_MANAGER.value, Post.HEAD_OF_SERVICE.value})


def _role(terms: ForumTerms | None, seat: str) -> str | None:
    return next((s.role for s in terms.seats if s.id == seat), None) if terms else None


def terms_in_force(on: date) -> dict[str, ForumTerms]:
    """Terms of every forum switched on, by slug: the latest version in effect, else the first to come.

    A forum is prepared before the day it is live from, by the people who will run it.
    """
    rows = TermsVersion.objects.values_list("forum__slug", "pk", "digest", "effective_from")
    return in_force(rows, on)


def in_force(rows: Iterable[tuple[str, int, str, date]], on: date) -> dict[str, ForumTerms]:
    """As `terms_in_force`, from rows (forum, key, digest, effective from) that were asked for with others."""
    chosen: dict[str, tuple[int, str]] = {}
    for slug, pk, digest, since in sorted(rows, key=lambda row: (row[3], row[1])):
        if since <= on or slug not in chosen:
            chosen[slug] = (pk, digest)
    return {slug: terms_by_id(pk, digest) for slug, (pk, digest) in chosen.items()}


def _teams(managed: set[Any], units: Iterable[_Held]) -> frozenset[int]:
    """The teams in the units somebody manages, at any depth (an area holds services, a service holds teams)."""
    above = {unit.number: unit.above for unit in units}

    def under(pk: int) -> bool:
        at: int | None = pk
        while at is not None:
            if at in managed:
                return True
            at = above.get(at)
        return False

    return frozenset(unit.number for unit in units if unit.first == Unit.Kind.TEAM and under(unit.number))


def staff_id_of(username: str) -> int | None:
    """The account of that name, service accounts too."""
    return Staff.objects.filter(username=username, is_active=True).values_list("pk", flat=True).first()

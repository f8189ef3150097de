"""What does a member of staff hold on a day? A fixed number of queries, whatever they hold."""

from __future__ import annotations

from datetime import date

from django.db.models import BigIntegerField, Exists, OuterRef, Value

from remit.records.children import Allocation
from remit.records.forums import SeatHolding, TermsVersion
from remit.records.people import PostHolding, Staff, Unit
from remit.records.terms_store import terms_by_id
from remit.rules.viewers import Post, Viewer
from remit.terms.model import ForumTerms


def load_viewer(staff_id: int, *, on: date) -> Viewer | None:
    """The viewer an active account is on that day; None where there is no such account."""
    works = Exists(Allocation.objects.on(on).filter(worker=OuterRef("pk")))
    staff = Staff.objects.filter(pk=staff_id, is_active=True).annotate(works_with_children=works).first()
    if staff is None:
        return None
    posts, seats = _held(staff_id, on)
    terms = terms_in_force(on)
    roles = {(forum, seat): _role(terms.get(forum), seat) for forum, seat in seats}
    coordinates = frozenset(forum for (forum, _), role in roles.items() if role == "coordinator")
    chairs = frozenset(forum for (forum, _), role in roles.items() if role == "chair")
    from_list = {forum for forum, said in terms.items() if _works_from_list(said)}
    runs_from_list = bool(from_list & (coordinates | chairs))
    held = frozenset(Post(post) for post, _ in posts)
    return Viewer(
        staff_id=staff.pk,
        username=staff.username,
        name=staff.name,
        posts=held,
        coordinates=coordinates,
        chairs=chairs,
        sits_on=frozenset(forum for forum, _ in seats),
        seats=seats,
        teams=_teams({unit for post, unit in posts if unit is not None and post in MANAGERS}),
        sees_action_list=Post.BROKERAGE in held or runs_from_list,
        runs_from_list=runs_from_list,
        works_with_children=staff.works_with_children,
    )


def _held(staff_id: int, on: date) -> tuple[set[tuple[str, int | None]], frozenset[tuple[str, str]]]:
    """Posts with their units, and (forum, seat) pairs; one query."""
    no_unit = Value(None, output_field=BigIntegerField())
    posts = PostHolding.objects.on(on).filter(staff=staff_id).values_list(Value(""), "post", "unit_id")
    seats = SeatHolding.objects.on(on).filter(staff=staff_id).values_list("forum__slug", "seat", no_unit)
    rows = list(posts.union(seats, all=True))
    return (
        {(what, unit) for forum, what, unit in rows if not forum},
        frozenset((forum, what) for forum, what, _ in rows if forum),
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

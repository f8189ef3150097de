"""Who has an account, what do they hold, and who sits where? For administrators; no child is in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from django.db.models import Q, QuerySet

from remit.records.forums import Forum, SeatHolding, TermsVersion
from remit.records.people import PostHolding, Staff, TeamMembership, Unit
from remit.records.terms_store import terms_of
from remit.records.viewers import terms_in_force
from remit.rules.clock import london_day
from remit.rules.names import folded
from remit.rules.outcomes import NotFound, refuse_if
from remit.rules.permissions import why_not_administer
from remit.rules.staff import details_version
from remit.rules.viewers import Viewer
from remit.terms.model import ForumTerms

A_PAGE = 50
Row = TypeVar("Row", PostHolding, TeamMembership, SeatHolding)


@dataclass(frozen=True, slots=True)
class StaffLine:
    """An account in the list: who, what they hold in words, whether it is in use."""

    ref: str
    username: str
    name: str
    job_title: str
    holds: tuple[str, ...]
    active: bool


@dataclass(frozen=True, slots=True)
class StaffList:
    """A page of accounts by name; `after` continues it."""

    asked: str
    lines: tuple[StaffLine, ...]
    after: str | None


@dataclass(frozen=True, slots=True)
class Held:
    """A post, membership or seat of one person."""

    key: int
    words: str
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class StaffPage:
    """One account with everything held today or from a day to come."""

    key: int
    ref: str
    username: str
    name: str
    email: str
    job_title: str
    active: bool
    service_account: bool
    version: str
    """Of name, email address and job title."""
    must_change_password: bool
    last_sign_in: datetime | None
    leaves_on: date | None
    """From which day nobody can sign in with it, where that is known ahead."""
    posts: tuple[Held, ...]
    teams: tuple[Held, ...]
    seats: tuple[Held, ...]


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit, with how deep it lies: an area 0, a service 1, a team 2."""

    key: int
    kind: str
    name: str
    depth: int


@dataclass(frozen=True, slots=True)
class SeatLine:
    """A seat of a forum and who holds it."""

    id: str
    name: str
    role: str
    holders: int
    held: tuple[Held, ...]

    @property
    def vacant(self) -> int:
        """How many more people the seat is for."""
        return max(0, self.holders - sum(1 for held in self.held if "deputy" not in held.words))


@dataclass(frozen=True, slots=True)
class ForumSeats:
    """A forum's seats and the versions of its terms."""

    slug: str
    name: str
    live_from: date
    seats: tuple[SeatLine, ...]
    versions: tuple[tuple[date, str], ...]
    """(effective from, first characters of the digest), newest first."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody to choose from a list."""

    key: int
    name: str
    job_title: str


POSTS = {
    "team_manager": "Team manager",
    "service_manager": "Service manager",
    "head_of_service": "Head of service",
    "director": "Director",
    "brokerage": "Brokerage",
    "quality_assurance": "Quality assurance",
    "information_governance": "Information governance",
    "administrator": "Administrator",
    "data_officer": "Data officer",
}


def staff_list(viewer: Viewer, *, asked: str = "", after: str = "", now: datetime) -> StaffList:
    """Accounts whose name has these words in it, by name. Refuses: not an administrator."""
    refuse_if(why_not_administer(viewer))
    rows = Staff.objects.order_by("name_folded", "ref").filter(name_folded__contains=folded(asked))
    start = Staff.objects.filter(ref=after).values_list("name_folded", flat=True).first() if after else None
    if start is not None:
        rows = rows.filter(name_folded__gte=start).exclude(name_folded=start, ref__lte=after)
    page = list(rows[: A_PAGE + 1])
    shown = page[:A_PAGE]
    holds = _holds([row.pk for row in shown], london_day(now))
    lines = tuple(
        StaffLine(row.ref, row.username, row.name, row.job_title, tuple(holds[row.pk]), row.is_active)
        for row in shown
    )
    return StaffList(asked, lines, after=shown[-1].ref if len(page) > A_PAGE else None)


def _holds(keys: Collection[int], day: date) -> dict[int, list[str]]:
    """What each holds that day, in words; three queries."""
    terms = terms_in_force(day)
    held: dict[int, list[str]] = defaultdict(list)
    posts = PostHolding.objects.on(day).filter(staff__in=keys).order_by("post")
    for staff, post, unit in posts.values_list("staff_id", "post", "unit__name"):
        held[staff].append(f"{POSTS[post]}, {unit}" if unit else POSTS[post])
    seats = SeatHolding.objects.on(day).filter(staff__in=keys).order_by("forum__slug", "seat")
    for staff, forum, seat in seats.values_list("staff_id", "forum__slug", "seat"):
        held[staff].append(_seat_words(terms.get(forum), forum, seat))
    return held


def _seat_words(terms: ForumTerms | None, forum: str, seat: str) -> str:
    """A seat as the forum's terms name it; its id where they name it no more."""
    if terms is None:
        return f"{forum}: {seat}"
    return f"{terms.short}: {next((said.name for said in terms.seats if said.id == seat), seat)}"


def staff_page(viewer: Viewer, *, ref: str, now: datetime) -> StaffPage:
    """One account. Refuses: not an administrator; no such account."""
    refuse_if(why_not_administer(viewer))
    row = Staff.objects.filter(ref=ref).first()
    if row is None:
        raise NotFound("account")
    day = london_day(now)
    posts = _to_come(PostHolding.objects.known(), row, day).select_related("unit")
    teams = _to_come(TeamMembership.objects.known(), row, day).select_related("team")
    seats = _to_come(SeatHolding.objects.known(), row, day).select_related("forum")
    terms = terms_in_force(day)
    return StaffPage(
        key=row.pk,
        ref=row.ref,
        username=row.username,
        name=row.name,
        email=row.email,
        job_title=row.job_title,
        active=row.is_active,
        service_account=row.is_service_account,
        version=details_version(name=row.name, email=row.email, job_title=row.job_title),
        must_change_password=row.must_change_password,
        last_sign_in=row.last_login,
        leaves_on=row.leaves_on,
        posts=tuple(Held(held.pk, _post_words(held), held.since, held.until) for held in posts),
        teams=tuple(Held(held.pk, held.team.name, held.since, held.until) for held in teams),
        seats=tuple(_held_seat(held, terms) for held in seats),
    )


def _held_seat(held: SeatHolding, terms: Mapping[str, ForumTerms]) -> Held:
    slug = held.forum.slug
    return Held(held.pk, _seat_words(terms.get(slug), slug, held.seat) + _as(held), held.since, held.until)


def _post_words(held: PostHolding) -> str:
    return f"{POSTS[held.post]}, {held.unit.name}" if held.unit else POSTS[held.post]


def _to_come(known: QuerySet[Row], staff: Staff, day: date) -> QuerySet[Row]:
    """What somebody holds that day or from a day to come."""
    return known.filter(Q(until__isnull=True) | Q(until__gt=day), staff=staff).order_by("since", "id")


def _as(held: SeatHolding) -> str:
    return ", deputy" if held.capacity == SeatHolding.Capacity.DEPUTY else ""


def units(viewer: Viewer) -> tuple[UnitLine, ...]:
    """Areas, each followed by its services, each followed by its teams. Refuses: not an administrator."""
    refuse_if(why_not_administer(viewer))
    under: dict[int | None, list[Unit]] = defaultdict(list)
    for unit in Unit.objects.order_by("name_folded", "pk"):
        under[unit.parent_id].append(unit)

    def below(parent: int | None, depth: int) -> list[UnitLine]:
        lines: list[UnitLine] = []
        for unit in under[parent]:
            lines += [UnitLine(unit.pk, unit.kind, unit.name, depth), *below(unit.pk, depth + 1)]
        return lines

    return tuple(below(None, 0))


def forums_with_seats(viewer: Viewer, *, now: datetime) -> tuple[ForumSeats, ...]:
    """Every forum that is switched on: its seats, who holds them, its terms. Refuses: not an administrator."""
    refuse_if(why_not_administer(viewer))
    day = london_day(now)
    held: dict[tuple[int, str], list[Held]] = defaultdict(list)
    rows = SeatHolding.objects.known().exclude(until__lte=day).select_related("staff").order_by("since", "id")
    for row in rows:
        words = row.staff.name + (", deputy" if row.capacity == SeatHolding.Capacity.DEPUTY else "")
        held[row.forum_id, row.seat].append(Held(row.pk, words, row.since, row.until))
    versions: dict[int, list[TermsVersion]] = defaultdict(list)
    for version in TermsVersion.objects.defer("document").order_by("-effective_from", "-id"):
        versions[version.forum_id].append(version)
    return tuple(
        _forum(forum, versions[forum.pk], held, day)
        for forum in Forum.objects.order_by("slug")
        if versions[forum.pk]
    )


def _forum(
    forum: Forum, versions: list[TermsVersion], held: dict[tuple[int, str], list[Held]], day: date
) -> ForumSeats:
    in_force = next((version for version in versions if version.effective_from <= day), versions[-1])
    terms = terms_of(in_force)
    return ForumSeats(
        slug=forum.slug,
        name=terms.name,
        live_from=forum.live_from,
        seats=tuple(
            SeatLine(seat.id, seat.name, seat.role, seat.holders, tuple(held[forum.pk, seat.id]))
            for seat in terms.seats
        ),
        versions=tuple((version.effective_from, version.digest[:8]) for version in versions),
    )


def people_to_choose(viewer: Viewer) -> tuple[Person, ...]:
    """Every account in use that a person signs in with, by name. Refuses: not an administrator."""
    refuse_if(why_not_administer(viewer))
    rows = Staff.objects.filter(is_active=True, is_service_account=False).order_by("name_folded", "pk")
    return tuple(Person(row.pk, row.name, row.job_title) for row in rows)

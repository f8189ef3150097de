"""How do files of people, seats and allocations stand against the record?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import cast

from remit.records.forums import Forum
from remit.records.holdings import allocations_held, posts_held, seats_held, teams_held
from remit.records.people import Staff, Unit
from remit.records.persons import known_children
from remit.records.viewers import terms_in_force
from remit.rules.allocations_file import (
    AllocationSaid,
    AllocationsFile,
    AllocationWritten,
    compare_allocations,
)
from remit.rules.holdings import FileComparison, by_name
from remit.rules.names import folded
from remit.rules.people_file import (
    AccountHeld,
    PeopleFile,
    PersonSaid,
    UnitName,
    UnitWanted,
    compare_people,
)
from remit.rules.permissions import may_be_told_of_children
from remit.rules.seats_file import SeatSaid, SeatsFile, SeatWritten, compare_seats
from remit.rules.viewers import Viewer
from remit.terms.model import ForumTerms


def people_beside_the_record(
    rows: Sequence[PersonSaid], *, on: date
) -> tuple[FileComparison, tuple[UnitWanted, ...]]:
    """Hold a file of people against the accounts, teams and posts; with the units that are to be made."""
    teams, posts = teams_held(on), posts_held(on)
    accounts = {
        row.username: AccountHeld(
            name=row.name,
            email=row.email,
            job_title=row.job_title,
            active=row.is_active,
            leaves_on=row.leaves_on,
            service_account=row.is_service_account,
            teams=tuple(teams.get(row.username, ())),
            posts=tuple(posts.get(row.username, ())),
        )
        for row in Staff.objects.all()
    }
    return compare_people(PeopleFile(rows, accounts, _units(), on))


def _units() -> dict[UnitName, UnitName | None]:
    rows = Unit.objects.values_list("kind", "name", "parent__kind", "parent__name")
    return {
        (kind, name): (above, above_name) if above and above_name else None
        for kind, name, above, above_name in rows
    }


def seats_beside_the_record(rows: Sequence[SeatWritten], *, on: date) -> FileComparison:
    """Hold a file of seats against who holds them."""
    terms = terms_in_force(on)
    forums = _forums(terms)
    accounts = _accounts()
    said = [_seat(row, terms, forums, accounts) for row in rows]
    return compare_seats(
        SeatsFile(
            rows=said,
            holders={(slug, seat.id): seat.holders for slug, one in terms.items() for seat in one.seats},
            leavers=_leavers(),
            held=seats_held(on),
            today=on,
            offered={slug: tuple(seat.id for seat in one.seats) for slug, one in terms.items()},
            called={
                (slug, seat.id): f"{slug.upper()}, {seat.name}"
                for slug, one in terms.items()
                for seat in one.seats
            },
            people=_called(),
        )
    )


def _forums(terms: Mapping[str, ForumTerms]) -> dict[str, str]:
    """Forums by their short name and by their name."""
    there = set(Forum.objects.values_list("slug", flat=True)) & set(terms)
    return {folded(name): slug for slug in there for name in (slug, terms[slug].name)}


def _seat(
    row: SeatWritten,
    terms: Mapping[str, ForumTerms],
    forums: Mapping[str, str],
    accounts: Mapping[str, str | None],
) -> SeatSaid:
    forum = forums.get(folded(row.forum))
    seats = terms[forum].seats if forum else ()
    asked = folded(row.seat)
    seat = next((one.id for one in seats if asked in (folded(one.id), folded(one.name))), None)
    return SeatSaid(
        row.row,
        forum,
        seat,
        accounts.get(folded(row.username)),
        row.deputy,
        row.since,
        row.until,
        (row.forum, row.seat, row.username),
    )


def _accounts() -> dict[str, str | None]:
    """User names by user name, email address and name; None where an address or a name is of several."""
    rows = list(
        Staff.objects.filter(is_service_account=False).values_list("username", "email", "name_folded", "pk")
    )
    names = {pk: username for username, _, _, pk in rows}
    by = {
        **by_name((name, pk) for _, _, name, pk in rows),
        **by_name((folded(email), pk) for _, email, _, pk in rows if email),
        **by_name((folded(username), pk) for username, _, _, pk in rows),
    }
    return {name: names[pk] if pk is not None else None for name, pk in by.items()}


def _called() -> dict[str, str]:
    """Names by user name, with the user name where several are called so."""
    rows = list(Staff.objects.values_list("username", "name", "name_folded"))
    times = Counter(folded_name for _, _, folded_name in rows)
    return {user: f"{name} ({user})" if times[same] > 1 else name for user, name, same in rows}


def _leavers() -> dict[str, date]:
    """The first day away of everybody who has left or will; of whom it is not known, the first there is."""
    gone = Staff.objects.filter(is_active=False) | Staff.objects.filter(leaves_on__isnull=False)
    return {name: on or date.min for name, on in gone.values_list("username", "leaves_on")}


def allocations_beside_the_record(
    rows: Sequence[AllocationWritten], *, viewer: Viewer, on: date
) -> FileComparison:
    """Hold a file of allocations against those on record."""
    known = known_children(viewer, on=on)
    accounts = _accounts()
    teams = {folded(name): name for name in _team_names()}
    of_worker = {name: held[-1].holding.what[2] for name, held in teams_held(on).items() if held}
    said = []
    for row in rows:
        worker = accounts.get(folded(row.worker)) if row.worker else ""
        team = teams.get(folded(row.team)) if row.team else of_worker.get(worker or "")
        said.append(
            AllocationSaid(
                row.row,
                row.child,
                known.ids.fitting(row.child, row.child_is_number),
                worker,
                team,
                row.since,
                row.until,
                (row.worker, row.team),
            )
        )
    ids = {person: value for value, person in known.ids.pairs() if person not in known.withheld}
    found = compare_allocations(AllocationsFile(said, _leavers(), allocations_held(), ids, on))
    closed = frozenset(row.row for row in said if known.withheld.intersection(row.child))
    children = {row.person_id: row.child[0] for row in said if len(row.child) == 1}
    gone = {line.name for line in found.lines if line.row is None}
    children |= {value: person for person, value in ids.items() if value in gone}
    tells = may_be_told_of_children(viewer)
    return replace(found, withheld=closed, children=children, tells_of_record=tells)


def _team_names() -> list[str]:
    return cast(list[str], list(Unit.objects.filter(kind=Unit.Kind.TEAM).values_list("name", flat=True)))

"""Who belongs to a cohort on a day, as known at a time? A fixed number of queries, whatever the number of children."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet

from remit.records.children import Person
from remit.records.cohort_stays import stood
from remit.records.facts import TABLES
from remit.records.held_facts import held_facts
from remit.records.placements_list import EntryDetail
from remit.rules.cohort_stays import KEPT
from remit.rules.cohorts import LISTED, OF_ADULTS, Cohort, History, Membership, history, membership
from remit.rules.facts import Fact, Held
from remit.rules.leavers import OLDEST, YOUNGEST, birthday
from remit.terms.cohort_codes import CohortCodes
from remit.terms.cohort_codes_file import cohort_codes


class Member(NamedTuple):
    """A child, by key, and why it is in the cohort."""

    person: int
    found: Membership


def candidates(cohort: Cohort, *, on: date, known_at: datetime | None) -> Q:
    """A filter on `Person` that leaves everybody who can be in the cohort on that day."""
    codes = cohort_codes()
    if cohort.narrowed_by is None:
        youngest, oldest = birthday(on, -YOUNGEST), birthday(on, -OLDEST)
        return Q(date_of_birth__gt=oldest, date_of_birth__lte=youngest)
    if cohort.narrowed_by == LISTED:
        listed = EntryDetail.objects.on(on, known_at=known_at).filter(entry__person=OuterRef("pk"))
        return Q(Exists(listed))
    facts = TABLES[cohort.narrowed_by].objects.on(on, known_at=known_at)
    return Q(pk__in=_fitting(cohort, facts, codes, codes.high_cost(on=on)).values("person"))


def candidates_between(cohort: Cohort, *, first: date, last: date, known_at: datetime | None) -> Q:
    """A filter on `Person` that leaves everybody who can be in the cohort on any day from the first to the last."""
    if cohort.narrowed_by is None:
        youngest, oldest = birthday(last, -YOUNGEST), birthday(first, -OLDEST)
        return Q(date_of_birth__gt=oldest, date_of_birth__lte=youngest)
    if cohort.narrowed_by == LISTED:
        rows = EntryDetail.objects.between(first, last, known_at=known_at)
        return Q(Exists(rows.filter(entry__person=OuterRef("pk"))))
    facts = TABLES[cohort.narrowed_by].objects.between(first, last, known_at=known_at)
    codes = cohort_codes()
    least = min(codes.high_cost(on=first), codes.high_cost(on=last))
    return Q(pk__in=_fitting(cohort, facts, codes, least).values("person"))


def _fitting(cohort: Cohort, facts: QuerySet[Any], codes: CohortCodes, pence: int) -> QuerySet[Any]:
    if cohort.placement is not None:
        return facts.filter(place__in=sorted(codes.placement_codes(cohort.placement)))
    if cohort.narrowed_by == "cost":
        return facts.filter(weekly_pence__gte=pence)
    return facts


def kept(cohort: Cohort, *, known_at: datetime | None) -> bool:
    """Whether the answer is kept: what was known before is worked out from the facts of then."""
    return known_at is None and cohort in KEPT


def members(cohort: Cohort, visible: Q, *, on: date, known_at: datetime | None = None) -> list[Member]:
    """Everybody in the cohort whom the viewer may see, by key."""
    if kept(cohort, known_at=known_at):
        return list(map(member, stood(cohort.id, visible, on=on)))
    return worked_out(cohort, visible, on=on, known_at=known_at)


def member(row: tuple[Any, ...]) -> Member:
    """A row of `cohort_stays.FOUND` as a member."""
    person, *found = row
    return Member(person, Membership(*found))


def worked_out(cohort: Cohort, visible: Q, *, on: date, known_at: datetime | None = None) -> list[Member]:
    """The same from the facts themselves."""
    people = Person.objects.filter(visible, candidates(cohort, on=on, known_at=known_at)).order_by("pk")
    return list(_in_cohort(cohort, people, on, known_at))


def _in_cohort(
    cohort: Cohort, people: QuerySet[Person], on: date, known_at: datetime | None
) -> Iterator[Member]:
    codes = cohort_codes()
    for person, child in histories(people, cohort, until=on, known_at=known_at).items():
        found = membership(cohort, child, on=on, codes=codes)
        if found is not None:
            yield Member(person, found)


def histories(
    people: QuerySet[Person], cohort: Cohort, *, until: date, known_at: datetime | None = None
) -> dict[int, History]:
    """What is known of these children, of the kinds a cohort asks for until a day: one query for the children and one a kind.

    Of whoever is grown up by then also what decides whether adults are looked after.
    """
    kinds = cohort.kinds
    born = dict(people.values_list("pk", "date_of_birth"))
    asked = people.order_by().values("pk")
    facts = held_facts(among=asked, kinds=[kind for kind in kinds if kind != LISTED], known_at=known_at)
    if LISTED in kinds:
        for person, listed in _listed(born, known_at).items():
            facts.setdefault(person, []).extend(listed)
    also = [kind for kind in OF_ADULTS if kind not in kinds] if cohort.in_care else []
    grown = _looked_after_grown_up(born, facts, until) if also else []
    if grown:
        for person, theirs in held_facts(grown, kinds=also, known_at=known_at).items():
            facts[person].extend(theirs)
    return {person: history(day, facts.get(person, ())) for person, day in born.items()}


def _looked_after_grown_up(
    born: Mapping[int, date | None], facts: Mapping[int, Sequence[Held]], until: date
) -> list[int]:
    """Those of whom an episode goes on beyond the birthday on which care ends."""
    age, found = cohort_codes().looked_after.until_age, []
    for person, day in born.items():
        grown = birthday(day, age) if day is not None else date.max
        if grown <= until and any(
            one.fact.kind == "care" and (one.fact.until is None or one.fact.until > grown)
            for one in facts.get(person, ())
        ):
            found.append(person)
    return found


def _listed(persons: Collection[int], known_at: datetime | None) -> dict[int, list[Held]]:
    """Stays on the action list as facts: from the first day of an entry to the last, by the source that put it there."""
    stays: dict[tuple[int, int], Held] = {}
    rows = EntryDetail.objects.known(known_at).order_by("since", "pk")
    for pk, entry, person, since, until, source, risk in rows.values_list(
        "pk", "entry_id", "entry__person_id", "since", "until", "source", "risk"
    ):
        if person not in persons:
            continue
        first = stays.get((person, entry))
        begun = first.fact.since if first else since
        stays[person, entry] = Held(
            pk, Fact(LISTED, begun, until, (risk,)), first.source if first else source
        )
    found: dict[int, list[Held]] = defaultdict(list)
    for (person, _), one in stays.items():
        found[person].append(one)
    return found

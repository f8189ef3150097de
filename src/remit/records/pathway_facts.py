"""What of one child says where it stands on the way through its forums?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import CharField, DateField, DateTimeField, Min, Q, QuerySet, Value
from django.db.models.functions import Cast, Coalesce

from remit.records.answers import Decision
from remit.records.cohort_stays import CohortStay
from remit.records.fact_lines import FactRow
from remit.records.forums import TermsVersion
from remit.records.meetings import AgendaItem
from remit.records.placements_list import ListEntry
from remit.records.trajectories import Trajectory
from remit.records.viewers import in_force
from remit.rules.forum_cohorts import SOURCES
from remit.rules.pathway import PathFacts, Stay
from remit.terms.model import ForumTerms

LISTED, ITEM, LEFT, COHORT, TERMS = "way-listed", "way-item", "way-left", "way-cohort", "way-terms"
TRAJECTORY = "trajectory"
ON_A_WAY = frozenset({LISTED, ITEM, LEFT, COHORT, TERMS})


@dataclass(frozen=True, slots=True)
class Known:
    """The terms in force of every forum, and the facts for the way through each."""

    terms: Mapping[str, ForumTerms]
    facts: Mapping[str, PathFacts]


def pathway_facts(rows: Iterable[FactRow], *, on: date) -> Known:
    """What these rows say of one child's ways that day."""
    by_kind: dict[str, list[FactRow]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: row.since):
        by_kind[row.kind].append(row)
    terms = in_force(((row.first, int(row.third), row.second, row.since) for row in by_kind[TERMS]), on)
    agendas: dict[str, tuple[date, ...]] = defaultdict(tuple)
    for row in by_kind[ITEM]:
        agendas[row.first] += (row.since,)
    left = {row.first: (row.second, row.since) for row in by_kind[LEFT]}
    listed = [Stay(row.since, row.until) for row in by_kind[LISTED]]
    cohorts = dict(_cohorts(by_kind[COHORT], on))
    follows = {slug: frozenset(one.source for one in said.cohorts) for slug, said in terms.items()}
    latest = listed[-1] if listed else None
    return Known(
        terms, {slug: PathFacts(latest, agendas, left.get(slug), cohorts, follows) for slug in terms}
    )


def _cohorts(rows: Iterable[FactRow], on: date) -> Iterator[tuple[str, date]]:
    """Since when the child is in what each source computes, of what the child is in that day.

    A stay has its end from the start, since nobody is looked after beyond the eighteenth birthday: what has an end is not over.
    """
    stays = [row for row in rows if row.third <= on.isoformat() and (row.until is None or row.until > on)]
    for source, followed in SOURCES.items():
        days = [row.since for row in stays for one in followed if _is(one, row.first, row.second)]
        if days:
            yield source, min(days)


def _is(followed: tuple[str, str], name: str, part: str) -> bool:
    return followed[0] == name and followed[1] in ("", part)


def way_parts(person: int) -> list[QuerySet[Any, Any]]:
    """Times on the list, meetings that took it, how closed ones left it, the cohorts it is in, and every version of the
    forums' terms: in the columns of `fact_lines`, so that they travel with what else a page asks of the child."""
    known = Q(details__superseded_at__isnull=True)
    listed = ListEntry.objects.filter(known, person=person).annotate(
        begins=Min(Coalesce("details__listed_on", "details__since")),
        ends=Min("endings__on", filter=Q(endings__superseded_at__isnull=True)),
    )
    items = AgendaItem.objects.filter(subject=person, meeting__opened_at__isnull=False)
    items = items.exclude(state=AgendaItem.State.WITHDRAWN)
    left = Decision.objects.filter(
        item__subject=person, superseded_at__isnull=True, item__meeting__closed_at__isnull=False
    )
    stays = CohortStay.objects.filter(person=person)
    meeting = "item__meeting"
    return [
        _told(listed, LISTED, since="begins", until="ends"),
        _told(items, ITEM, since="meeting__date", first="meeting__forum__slug"),
        _told(left, LEFT, since=f"{meeting}__date", first=f"{meeting}__forum__slug", second="outcome"),
        _told(stays, COHORT, since="since", until="until", first="cohort", second="part", third="first"),
        _told(
            Trajectory.objects.filter(person=person),
            TRAJECTORY,
            since="on",
            until="target_on",
            first="version",
            second="by__name",
            third="forum__slug",
        ),
        _told(
            TermsVersion.objects.all(),
            TERMS,
            since="effective_from",
            first="forum__slug",
            second="digest",
            third="pk",
        ),
    ]


def _told(
    rows: QuerySet[Any, Any], kind: str, *, since: str, until: str = "", **said: str
) -> QuerySet[Any, Any]:
    no_day = Cast(Value(None), DateField())
    return rows.order_by().values_list(
        Value(kind, CharField(max_length=20)),
        since,
        until or no_day,
        _text(""),
        Value(False),
        _text(""),
        *(_text(said.get(name, "")) for name in ("first", "second", "third")),
        Cast(Value(None), DateTimeField()),
    )


def _text(name: str) -> Value | Cast:
    return Cast(name, CharField(max_length=100)) if name else Value("", CharField(max_length=100))

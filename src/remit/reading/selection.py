"""Which cases can be chosen for a meeting, which are, what is suggested, and who can say that they took part?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from remit.reading import looks
from remit.reading.choosers import Chooser, choosers_of, seats_wanted, taking_part
from remit.reading.duties import DutyLine, duties_of
from remit.reading.listed_cases import ListedCase, listed_cases
from remit.reading.sittings import Head, find
from remit.records.children import Person
from remit.records.meetings import AgendaItem, Meeting, PassedOver
from remit.records.prepared import Given, prepared
from remit.records.visibility import EVERYBODY, asking, visible
from remit.rules.clock import london_day
from remit.rules.meeting_gates import why_not_choose
from remit.rules.outcomes import Finding, NotFound
from remit.rules.permissions import why_not_run
from remit.rules.selection import (
    Candidate,
    Suggestion,
    capacity,
    in_order,
    minutes_between,
    over_capacity,
    slot_minutes,
    suggestions,
    why_not_select,
)
from remit.rules.viewers import Viewer
from remit.terms.model import Clause, ForumTerms, MeetingAct, Selection


@dataclass(frozen=True, slots=True)
class Row:
    """A case on the list: whether it is suggested and why, and how it stands at this meeting."""

    case: ListedCase
    suggestion: Suggestion
    asks_why: bool
    can_be_chosen: bool
    """Whether nothing but a reason stands in the way of choosing it: it is rated, and one the forum discusses."""
    item: str
    """Reference of its item; empty where it is not chosen."""
    late: bool
    may_be_left_out: bool
    """A late one of a rating that can be discussed with the rest of the list instead."""
    why: str
    """The reason given when it was chosen."""
    came: str
    """Why it stands there: the reason of the suggestion, or that it came back."""
    came_back: bool
    """It stands there because an earlier meeting left it open or put it off: it leaves with a reason only."""
    passed_over: str
    """Why it is discussed among the others although it came late."""

    @property
    def chosen(self) -> bool:
        return bool(self.item)


@dataclass(frozen=True, slots=True)
class Gone:
    """A chosen case that is not on the list any more, or that this viewer may not see."""

    item: str
    closed: bool
    """The record is restricted to others."""


@dataclass(frozen=True, slots=True)
class SelectionPage:
    """Choosing the cases of one meeting."""

    head: Head
    section: str
    clause: str
    says: Clause
    late_clause: str
    late_between: tuple[MeetingAct, MeetingAct] | None
    """The acts between which a case joins by itself."""
    groups: tuple[tuple[str, tuple[Row, ...]], ...]
    """(rating, rows), the highest risk first."""
    suggested: tuple[Row, ...]
    """Those suggested and not chosen yet, first come first."""
    chosen: tuple[Row, ...]
    """By the ranking of the terms."""
    gone: tuple[Gone, ...]
    """Chosen, and not on the list any more, or not for this viewer to see."""
    cases: int
    """How many are chosen, those that are gone among them."""
    holds: int
    """How many cases the meeting holds, by its terms or by its length."""
    minutes: int
    """How long the meeting is."""
    slot: int
    """Minutes a case usually has."""
    fits: Finding
    """Whether there is time for those that are chosen."""
    open: bool
    """Whether cases can be chosen now."""
    finished_at: datetime | None
    choosers: tuple[Chooser, ...]
    wanted: tuple[str, ...]
    """Names of the seats of which somebody is to take part."""
    taking_part: Finding | None
    """Once finished: whether they did."""
    duty: DutyLine | None


def selection(viewer: Viewer, *, forum: str, nominal: str, now: datetime) -> SelectionPage:
    """The page on which the cases of a meeting are chosen.

    Refuses: no such meeting for this viewer, who has to run the forum and see the action list; its terms choose nothing.
    """
    found = find(viewer, forum=forum, nominal=nominal, now=now)
    meeting, terms = found.meeting, found.terms
    if why_not_run(viewer, forum) is not None or not viewer.sees_action_list or not terms.selection:
        raise NotFound("selection")
    said = terms.selection[0]
    cohort = terms.cohort(said.cohort)
    cases = listed_cases(
        viewer,
        forum=forum,
        cohort=cohort,
        ratings=(*cohort.discussed, *cohort.shown),
        now=now,
        today=london_day(now),
    )
    looks.shown(looks.LISTED, [case.subject for case in cases])
    items, over = _chosen(viewer, meeting, said, now)
    rows, missing = _rows(meeting, terms, said, cases, items, over)
    gone = tuple(Gone(item.ref, item.hidden) for item in missing)
    chosen = _ranked(said, [row for row in rows if row.chosen])
    minutes = minutes_between(meeting.start, meeting.end)
    holds = capacity(terms, said, minutes=minutes)
    choosers = choosers_of(meeting, terms, said, now)
    return SelectionPage(
        head=found.head,
        section=terms.section(said.section).name,
        clause=said.clause,
        says=terms.clauses[said.clause],
        late_clause=said.late.clause if said.late else "",
        late_between=(said.late.since, said.late.until) if said.late else None,
        groups=_grouped((*cohort.discussed, *cohort.shown), rows),
        suggested=_suggested(rows),
        chosen=chosen,
        gone=gone,
        cases=len(chosen) + len(gone),
        holds=holds,
        minutes=minutes,
        slot=slot_minutes(terms, said),
        fits=over_capacity(said, [_candidate(row.case) for row in chosen], holds=holds, unranked=len(gone)),
        open=why_not_choose(meeting.state) is None,
        finished_at=meeting.selected_at,
        choosers=choosers,
        wanted=seats_wanted(terms, said),
        taking_part=taking_part(terms, said, meeting, choosers),
        duty=_duty(meeting, terms, now),
    )


def _candidate(case: ListedCase) -> Candidate:
    return Candidate(case.entry, case.risk, case.urgency, case.days_to_place)


def _rows(
    meeting: Meeting,
    terms: ForumTerms,
    said: Selection,
    cases: Sequence[ListedCase],
    items: Mapping[str, Any],
    over: Mapping[str, str],
) -> tuple[list[Row], list[Any]]:
    """A row for each case of the list, and the chosen items of which no case is among them."""
    free = capacity(terms, said, minutes=minutes_between(meeting.start, meeting.end)) - len(items)
    said_of = _said_of(said, cases, items, max(free, 0))
    rows = [_row(case, said_of[case.entry], items.get(case.entry), over, terms, said) for case in cases]
    listed = {case.entry for case in cases}
    return rows, [item for entry, item in items.items() if entry not in listed]


def _chosen(
    viewer: Viewer, meeting: Meeting, said: Selection, now: datetime
) -> tuple[dict[str, Any], dict[str, str]]:
    """The items of the chosen cases, and why late ones are discussed among the others, both by entry; one query.

    A late case that was made an other one was an item here first.
    """
    rows = _items(meeting=meeting.pk, section=said.section, **asking(viewer, now=now))
    items: dict[str, Any] = {}
    whys: dict[str, str] = {}
    for item in rows:
        assert item.entry is not None
        if item.state != AgendaItem.State.WITHDRAWN:
            items[item.entry.ref] = item
        if item.passed_over is not None:
            whys[item.entry.ref] = item.passed_over
    return items, whys


@prepared
def _items() -> QuerySet[Any, Any]:
    over = PassedOver.objects.filter(meeting=OuterRef("meeting"), entry=OuterRef("entry"))
    earlier = AgendaItem.objects.filter(deferred_to=OuterRef("meeting"), subject=OuterRef("subject"))
    seen = Person.objects.filter(visible(EVERYBODY), pk=OuterRef("subject"))
    rows = AgendaItem.objects.filter(
        meeting=Given("meeting"), section=Given("section"), entry__isnull=False
    ).annotate(passed_over=Subquery(over.values("why")[:1]), came_back=Exists(earlier), hidden=~Exists(seen))
    return rows.select_related("entry").order_by("pk")


def _said_of(
    said: Selection, cases: Sequence[ListedCase], items: Mapping[str, AgendaItem], free: int
) -> dict[str, Suggestion]:
    """What is said of each case: of those not chosen, so many are suggested as places are free."""
    left = [_candidate(case) for case in cases if case.entry not in items]
    chosen = [_candidate(case) for case in cases if case.entry in items]
    found = (*suggestions(said, left, holds=free), *suggestions(said, chosen, holds=len(chosen)))
    return {one.key: one for one in found}


def _row(
    case: ListedCase,
    suggestion: Suggestion,
    item: AgendaItem | None,
    over: Mapping[str, str],
    terms: ForumTerms,
    said: Selection,
) -> Row:
    late = item is not None and item.late
    return Row(
        case=case,
        suggestion=suggestion,
        asks_why=case.risk in said.asks_why,
        can_be_chosen=why_not_select(terms, said, risk=case.risk, why="given") is None,
        item=item.ref if item else "",
        late=late,
        may_be_left_out=late and said.late is not None and case.risk in said.late.may_be_left_out,
        why=item.why if item else "",
        came=item.suggestion if item else "",
        came_back=item is not None and getattr(item, "came_back", False),
        passed_over=over.get(case.entry, "") if item is None else "",
    )


def _ranked(said: Selection, rows: Sequence[Row]) -> tuple[Row, ...]:
    place = {key: number for number, key in enumerate(in_order(said, [_candidate(row.case) for row in rows]))}
    return tuple(sorted(rows, key=lambda row: place[row.case.entry]))


def _suggested(rows: Sequence[Row]) -> tuple[Row, ...]:
    found = [row for row in rows if row.suggestion.suggested and not row.chosen and not row.passed_over]
    return tuple(sorted(found, key=lambda row: row.suggestion.rank))


def _grouped(ratings: Sequence[str], rows: Sequence[Row]) -> tuple[tuple[str, tuple[Row, ...]], ...]:
    return tuple((rating, tuple(row for row in rows if row.case.risk == rating)) for rating in ratings)


def _duty(meeting: Meeting, terms: ForumTerms, now: datetime) -> DutyLine | None:
    """The duty that finishing the selection meets, if the terms have one."""
    met_by = {duty.id for duty in terms.duties if duty.met_by == "selection-finished"}
    owed = duties_of([meeting.pk], now=now).get(meeting.pk, ())
    return next((duty for duty in owed if duty.term in met_by), None)

"""On which agendas does a file put children by itself, and which of them were taken off when it was undone?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

from django.db.models import QuerySet

from remit.records.duty_facts import acts_of
from remit.records.list_comparison import BesideTheList
from remit.records.meetings import AgendaItem, Meeting
from remit.records.placements_list import Import
from remit.records.terms_store import terms_by_id
from remit.rules.action_list import newly_rated
from remit.rules.list_comparison import Compared
from remit.rules.selection import joins_late
from remit.rules.text import counted, listed, shown_date
from remit.terms.model import ForumTerms

OVER = (Meeting.State.CLOSED, Meeting.State.CANCELLED)


@dataclass(frozen=True, slots=True)
class Joining:
    """How many children a file puts, or put, on the agenda of a meeting; and what undoing it left there."""

    forum: str
    nominal: str
    """The date the meeting stands under in addresses."""
    name: str
    """Of the forum."""
    on: date
    clause: str
    children: int
    taken_off: int = 0
    left: int = 0

    @property
    def meeting(self) -> str:
        """The meeting in words."""
        return f"the {self.name} meeting of {shown_date(self.on)}"


def would_join(beside: BesideTheList) -> tuple[Joining, ...]:
    """How many children loading the file would put on which agenda; two queries, the second where a meeting waits."""
    rated = [row for row in beside.comparison.rows if _newly_rated(row)]
    waiting = _meetings().exclude(state__in=OVER).filter(selected_at__isnull=False)
    meetings = list(waiting.order_by("starts_at", "pk")) if rated else []
    there = _there(meetings)
    found = (_would_join(meeting, rated, beside, there) for meeting in meetings)
    return tuple(one for one in found if one.children)


def _newly_rated(row: Compared) -> bool:
    """Whether loading gives the child a first rating: not a row that is set aside."""
    kinds = ("new", "changed")
    return row.kind in kinds and newly_rated(row.before.risk if row.before else None, row.values.risk)


def _there(meetings: Sequence[Meeting]) -> set[tuple[int, int | None]]:
    """Meeting and entry of every case that stands on one of these agendas."""
    if not meetings:
        return set()
    items = AgendaItem.objects.filter(meeting__in=meetings, entry__isnull=False)
    return set(items.exclude(state=AgendaItem.State.WITHDRAWN).values_list("meeting_id", "entry_id"))


def _would_join(
    meeting: Meeting,
    rated: Sequence[Compared],
    beside: BesideTheList,
    there: Collection[tuple[int, int | None]],
) -> Joining:
    terms = terms_by_id(meeting.terms_id, meeting.terms.digest)
    return _joining(meeting, terms, sum(_joins(meeting, terms, row, beside, there) for row in rated))


def _joins(
    meeting: Meeting,
    terms: ForumTerms,
    row: Compared,
    beside: BesideTheList,
    there: Collection[tuple[int, int | None]],
) -> bool:
    if not terms.selection:
        return False
    said = terms.selection[0]
    entry = beside.current[row.person].entry_id if row.before and row.person is not None else None
    return (entry is None or (meeting.pk, entry) not in there) and joins_late(
        said,
        risk=row.values.risk,
        discussed=terms.cohort(said.cohort).discussed,
        happened=acts_of(meeting),
    )


def joined(row: Import) -> tuple[Joining, ...]:
    """How many children a loaded file put on which agenda, and what became of them when it was undone; one query."""
    did = cast(dict[str, list[list[object]]], row.did)
    came = Counter({cast(int, pk): len(cast(list[str], items)) for pk, items in did.get("joined", [])})
    undone = {cast(int, pk): (cast(int, off), cast(int, left)) for pk, off, left in did.get("undone", [])}
    if not came:
        return ()
    return tuple(
        _joining(
            meeting,
            terms_by_id(meeting.terms_id, meeting.terms.digest),
            came[meeting.pk],
            undone.get(meeting.pk, (0, 0)),
        )
        for meeting in _meetings().filter(pk__in=came).order_by("starts_at", "pk")
    )


def _meetings() -> QuerySet[Meeting]:
    return Meeting.objects.select_related("forum", "terms").defer("terms__document")


def _joining(meeting: Meeting, terms: ForumTerms, children: int, undone: tuple[int, int] = (0, 0)) -> Joining:
    late = terms.selection[0].late if terms.selection else None
    return Joining(
        forum=meeting.forum.slug,
        nominal=meeting.nominal_date.isoformat(),
        name=terms.name,
        on=meeting.date,
        clause=late.clause if late else "",
        children=children,
        taken_off=undone[0],
        left=undone[1],
    )


def said_before(one: Joining) -> str:
    """What loading would do, before anybody says so."""
    clause = f" ({one.clause})" if one.clause else ""
    return f"This puts {counted(one.children, 'child', 'children')} on the agenda of {one.meeting}{clause}."


def said_after(joinings: Sequence[Joining]) -> str:
    """What loading did; nothing where nobody joined."""
    parts = [f"{counted(one.children, 'case')} joined {one.meeting}" for one in joinings]
    return f"{listed(parts)}." if parts else ""


def said_undone(joinings: Sequence[Joining]) -> str:
    """What undoing did to agendas, and where cases remain."""
    off = [f"{counted(one.taken_off, 'case')} taken off {one.meeting}" for one in joinings if one.taken_off]
    left = [f"{counted(one.left, 'case')} on the agenda of {one.meeting}" for one in joinings if one.left]
    said = [f"{listed(off)}."] if off else []
    if left:
        said.append(
            f"Still there: {listed(left)}, because the meeting opened, somebody worked on the case, or the child is still"
            " on the list."
        )
    return " ".join(said)

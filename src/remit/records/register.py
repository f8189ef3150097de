"""The register of a forum: one line a case, written when its meeting closes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from remit.records.children import Allocation
from remit.records.closing_facts import outcomes_of
from remit.records.in_the_room import stays_in
from remit.records.meetings import AgendaItem, Attendance, Meeting, RegisterEntry
from remit.records.terms_store import terms_of
from remit.rules.endings import putting_off
from remit.rules.in_the_room import seats_filled
from remit.terms.model import ForumTerms

CAME, STAYED_AWAY = "present", "absent"


def write_register(meeting: Meeting) -> int:
    """Write the lines of a meeting from what was recorded at it; answers with how many."""
    terms = terms_of(meeting.terms)
    items = (
        AgendaItem.objects.filter(meeting=meeting, title="")
        .exclude(state=AgendaItem.State.WITHDRAWN)
        .select_related("snapshot")
    )
    rows = list(Attendance.objects.filter(meeting=meeting, superseded_at__isnull=True))
    seats = {seat.id for seat in terms.seats if seat.votes}
    there = stays_in(row for row in rows if row.item_id is None)
    presence = _presence(rows)
    outcomes = outcomes_of(meeting)
    teams = _teams(meeting, [item.subject_id for item in items])
    lines = [
        RegisterEntry(
            meeting=meeting,
            item=item,
            subject_id=item.subject_id,
            section=item.section,
            risk=item.snapshot.risk if item.snapshot else "",
            outcome=outcomes.get(item.pk) or _put_off(terms, item),
            worker_present=presence.get(item.pk, ""),
            seats_present=seats_filled(seats, there, item.settled_at),
            seats_in_all=len(seats),
            team=teams.get(item.subject_id) or (item.snapshot.team if item.snapshot else ""),
        )
        for item in items
    ]
    RegisterEntry.objects.bulk_create(lines)
    return len(lines)


def _put_off(terms: ForumTerms, item: AgendaItem) -> str:
    """A case deferred before it was called has the outcome that says so."""
    if item.state != AgendaItem.State.DEFERRED:
        return ""
    outcome = putting_off(terms)
    return outcome.id if outcome else ""


def _presence(rows: Iterable[Attendance]) -> dict[int, str]:
    """Whether somebody who works with the child came, for each item of which it is known."""
    answers: dict[int, set[str]] = defaultdict(set)
    for row in rows:
        if row.item_id is not None:
            answers[row.item_id].add(row.answer)
    return {
        item: CAME if Attendance.Answer.PRESENT in said else STAYED_AWAY for item, said in answers.items()
    }


def _teams(meeting: Meeting, subjects: Iterable[int]) -> dict[int, str]:
    allocated = Allocation.objects.on(meeting.date).filter(person__in=list(subjects))
    return dict(allocated.values_list("person_id", "team__name"))

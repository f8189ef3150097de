"""A forum's register: one line a case, written when its meeting closed (ROR-20)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from remit.documents.register import Register, RegisterLine
from remit.reading import looks
from remit.reading.actions import visible_people
from remit.reading.children import name_of
from remit.reading.room_present import InTheRoom, PresentFor
from remit.reading.sittings import Found, Head, find_closed, why_not_yet_at
from remit.records.actions import Action
from remit.records.children import Identifier
from remit.records.closing_facts import waived_at
from remit.records.duty_facts import acts_of
from remit.records.in_the_room import recorded_at
from remit.records.meetings import RegisterEntry
from remit.rules.endings import ending, presence_words
from remit.rules.minutes import extracts_are_out
from remit.rules.outcomes import NotFound, refuse_if
from remit.rules.permissions import why_not_read_minutes
from remit.rules.viewers import Viewer


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """What a meeting wrote into the register."""

    head: Head
    columns: tuple[str, ...]
    """What the terms want in it."""
    extracts: bool
    """Whether each child's extract can be handed out."""
    lines: tuple[RegisterLine, ...]


def register(
    viewer: Viewer, *, forum: str, nominal: str, now: datetime, exported: bool = False
) -> RegisterPage:
    """The lines of one meeting, for who runs the forum, sits on it, and quality assurance.

    Refuses: no such meeting for this viewer; not closed yet.
    """
    found = find_closed(viewer, forum=forum, nominal=nominal, now=now)
    if why_not_read_minutes(viewer, forum) is not None:
        raise NotFound("register")
    refuse_if(why_not_yet_at(found))
    assert found.head.closed_at is not None
    entries = list(
        RegisterEntry.objects.filter(meeting=found.meeting)
        .select_related("item")
        .order_by("item__position", "pk")
    )
    people = visible_people(viewer, (entry.subject_id for entry in entries), now=now)
    looks.shown(looks.EXPORTED if exported else looks.LISTED, people)
    order = {section.id: place for place, section in enumerate(found.terms.agenda.sections)}
    entries.sort(key=lambda entry: order.get(entry.section, len(order)))
    ids = _ids(people, found.meeting.date)
    actions = _actions(found)
    waived = waived_at(found.meeting)
    there = InTheRoom(found.terms, recorded_at(found.meeting), now=found.head.closed_at)
    lines = tuple(
        _line(
            found,
            entry,
            waived,
            there.present_for(entry.item.taken_at, entry.item.settled_at),
            ids.get(entry.subject_id, ""),
            name_of(people[entry.subject_id]),
            actions.get(entry.item_id, 0),
        )
        for entry in entries
        if entry.subject_id in people
    )
    said = found.terms.register_
    out = extracts_are_out(found.terms, acts_of(found.meeting))
    return RegisterPage(found.head, said.columns if said else (), out, lines)


def register_document(viewer: Viewer, *, forum: str, nominal: str, now: datetime) -> Register:
    """The same, to be written into a file; whoever is in it is noted as exported."""
    page = register(viewer, forum=forum, nominal=nominal, now=now, exported=True)
    return Register(page.head.forum_name, page.head.short, page.head.date, page.columns, page.lines)


def _line(
    found: Found,
    entry: RegisterEntry,
    waived: Mapping[str, str],
    present: PresentFor | None,
    number: str,
    name: str,
    actions: int,
) -> RegisterLine:
    terms, ref = found.terms, entry.item.ref
    left = ending(terms, ref=ref, state=entry.item.state, outcome=entry.outcome, waived=waived)
    sections = {section.id: section.name for section in terms.agenda.sections}
    return RegisterLine(
        meeting=found.meeting.date,
        person_id=number,
        name=name,
        section=sections.get(entry.section, entry.section),
        risk=entry.risk,
        outcome=left.words,
        worker_present=presence_words(
            terms, ref=ref, section=entry.section, recorded=entry.worker_present, waived=waived
        ),
        seats_present=entry.seats_present,
        seats_in_all=entry.seats_in_all,
        team=entry.team,
        actions=actions,
        present=present.words if present else "",
        quorum=(present.want or "Quorate") if present else "",
        item=ref if left.extract else "",
    )


def _ids(people: object, on: date) -> dict[int, str]:
    known = Identifier.objects.on(on).filter(person__in=people, scheme=Identifier.PERSON_ID)
    return dict(known.values_list("person_id", "value"))


def _actions(found: Found) -> dict[int, int]:
    """How many actions each case got."""
    counts: dict[int, int] = {}
    for item in Action.objects.filter(meeting=found.meeting, item__isnull=False).values_list(
        "item_id", flat=True
    ):
        counts[item] = counts.get(item, 0) + 1
    return counts

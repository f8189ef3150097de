"""The minutes of a meeting: a draft with what needs a second look, then final."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet, Value

from remit.documents.minutes import (
    Minutes,
    MinutesAction,
    MinutesItem,
    MinutesSeat,
    MinutesSection,
    MinutesVersion,
)
from remit.documents.minutes import (
    MinutesCorrection as Corrected,
)
from remit.reading import looks
from remit.reading.minutes_closed import ClosedCases, closed_cases
from remit.reading.minutes_texts import TextLine, actions_of, index_of_children, text_line
from remit.reading.minutes_versions import CorrectionLine, Versions, versions_of
from remit.reading.room_attendance import SeatLine, StayLine, attendance_of, company_of
from remit.reading.room_present import InTheRoom, PresentFor
from remit.reading.room_rail import ItemLine, Rail, rail
from remit.reading.sittings import Found, Head, find_closed
from remit.records.children import Identifier
from remit.records.corrections import MinutesCorrection
from remit.records.duty_facts import acts_of
from remit.records.item_texts import ItemText, texts_of
from remit.records.meetings import Attendance, Meeting, Waiver
from remit.records.prepared import Given, GivenEach, prepared
from remit.records.standing import Standing
from remit.rules.closing import item_of
from remit.rules.endings import Ending, ending
from remit.rules.minutes import (
    extracts_are_out,
    why_not_hand_out,
)
from remit.rules.outcomes import NotFound, refuse_if
from remit.rules.permissions import why_not_act_as, why_not_read_minutes
from remit.rules.viewers import Viewer
from remit.terms.model import ForumTerms


@dataclass(frozen=True, slots=True)
class MinutesLine:
    """An item in the minutes."""

    item: ItemLine
    person_id: str
    texts: tuple[TextLine, ...]
    actions: tuple[MinutesAction, ...]
    came: str
    present: PresentFor | None
    """Who was in the room for it."""
    left: Ending
    """How the item was left."""


@dataclass(frozen=True, slots=True)
class MinutesPart:
    """A part of the agenda in the minutes."""

    id: str
    name: str
    lines: tuple[MinutesLine, ...]


@dataclass(frozen=True, slots=True)
class MinutesPage:
    """The minutes on screen."""

    head: Head
    seats: tuple[SeatLine, ...]
    """Those that are asked for; one without a vote where somebody is recorded for it."""
    others_present: tuple[StayLine, ...]
    quoracy: str
    parts: tuple[MinutesPart, ...]
    general_actions: tuple[MinutesAction, ...]
    waived: tuple[tuple[str, str], ...]
    to_release: int
    """Texts that may name another child and wait for a wording."""
    closed: ClosedCases
    """Cases shown to named people only, of whom this reader is not one."""
    approved_by: str
    """The role that approves."""
    extracts: bool
    """Whether each child's extract can be handed out."""
    may_approve: bool
    may_release: bool
    versions: Versions
    may_approve_corrections: bool


def minutes(
    viewer: Viewer, *, forum: str, nominal: str, version: int | None = None, now: datetime
) -> MinutesPage:
    """The minutes: a draft for who runs the forum, final for everybody who sits on it and quality assurance.

    `version`: an earlier one; without it the latest.
    Refuses: no such meeting for this viewer; not closed yet; a draft, for others than who runs the forum; no such version.
    """
    found = _closed(viewer, forum, nominal, now)
    return _page(viewer, found, version, now)


def minutes_document(
    viewer: Viewer, *, forum: str, nominal: str, version: int | None = None, now: datetime
) -> Minutes:
    """The minutes as a document, once approved; whoever is in them is noted as exported.

    Refuses: as `minutes`; not approved yet.
    """
    found = _closed(viewer, forum, nominal, now)
    refuse_if(why_not_hand_out(approved=found.head.approved_at is not None))
    page = _page(viewer, found, version, now)
    looks.shown(looks.EXPORTED, ())  # whoever the page noted as seen leaves the product now
    return _document(page)


def _closed(viewer: Viewer, forum: str, nominal: str, now: datetime) -> Found:
    found = find_closed(viewer, forum=forum, nominal=nominal, now=now)
    if found.head.closed_at is None or why_not_read_minutes(viewer, forum) is not None:
        raise NotFound("minutes")
    if found.head.approved_at is None and not found.head.runs:
        raise NotFound("minutes")
    return found


def _page(viewer: Viewer, found: Found, version: int | None, now: datetime) -> MinutesPage:
    agenda = rail(viewer, found.meeting, found.terms, now=now)
    company = company_of(found, every_item=True)
    seats, others, quorate = attendance_of(found, company, now=now)
    actions = actions_of(found.meeting)
    ids, waived, corrected = _beside(found.meeting, agenda)
    versions = versions_of(
        found,
        corrected,
        _names(agenda),
        version=version,
        actions=lambda item: len(actions.get(item, ())),
        viewer=viewer.staff_id,
    )
    texts = versions.texts(texts_of(found.meeting), found.terms)
    index = index_of_children(item.subject_id for item in agenda.items.values() if item.entry_id)
    came = _came(company.at_item)
    there = InTheRoom(found.terms, company.recorded, now=found.head.closed_at or now)
    parts = []
    for part in agenda.sections:
        if part.takes == "open_actions":  # they are no item of the agenda, and stand in the tracker
            continue
        lines = [
            _line(
                line,
                agenda.items[line.ref],
                texts,
                index,
                actions,
                ids,
                came,
                there,
                _left(found.terms, agenda.items[line.ref], waived, versions),
            )
            for line in part.items
            if not line.hidden
        ]
        parts.append(MinutesPart(part.id, part.name, tuple(lines)))
    to_release = sum(text.needs_release for part in parts for line in part.lines for text in line.texts)
    return MinutesPage(
        head=found.head,
        seats=tuple(seat for seat in seats if seat.votes or seat.stays),
        others_present=others,
        quoracy=quorate.finding.because,
        parts=tuple(parts),
        general_actions=tuple(actions.get(0, ())),
        waived=_waived(waived, agenda),
        to_release=to_release,
        closed=closed_cases(found, agenda, texts, index, now=now),
        approved_by=found.terms.minutes.approved_by,
        extracts=extracts_are_out(found.terms, acts_of(found.meeting)),
        may_approve=found.head.approved_at is None
        and why_not_act_as(viewer, found.head.forum, found.terms.minutes.approved_by) is None,
        may_release=found.head.runs and found.head.approved_at is None,
        versions=versions,
        may_approve_corrections=bool(versions.waiting)
        and why_not_act_as(viewer, found.head.forum, found.terms.minutes.approved_by) is None,
    )


def _names(agenda: Rail) -> dict[int, str]:
    """The items this reader is shown, by what each is called."""
    return {
        agenda.items[line.ref].pk: line.name
        for part in agenda.sections
        for line in part.items
        if not line.hidden
    }


def _line(
    line: ItemLine,
    item: Standing,
    texts: Mapping[int, tuple[ItemText, ...]],
    index: Mapping[tuple[str, ...], list[tuple[int, bool]]],
    actions: Mapping[int, list[MinutesAction]],
    ids: Mapping[int, str],
    came: Mapping[int, str],
    there: InTheRoom,
    left: Ending,
) -> MinutesLine:
    return MinutesLine(
        item=line,
        person_id=ids.get(item.subject_id, ""),
        texts=tuple(text_line(text, item, index) for text in texts[item.pk]),
        actions=tuple(actions.get(item.pk, ())),
        came=came.get(item.pk, ""),
        present=there.present_for(item.taken_at, item.settled_at),
        left=left,
    )


def _left(terms: ForumTerms, item: Standing, waived: Mapping[str, str], versions: Versions) -> Ending:
    return ending(
        terms,
        ref=item.ref,
        state=item.state,
        outcome=versions.outcome_of(item.pk, item.left) or "",
        waived=waived,
        is_case=item.entry_id is not None,
    )


def _beside(meeting: Meeting, agenda: Rail) -> tuple[dict[int, str], dict[str, str], bool]:
    """The numbers the children were known by on the day, why the meeting closed without something, and whether anything
    was corrected; one query."""
    rows = sorted(_numbers_and_waivers(meeting=meeting.pk, day=meeting.date, people=agenda.people))
    ids = {key: said for kind, key, _, said in rows if kind == "id"}
    waived = {what: said for kind, _, what, said in rows if kind == "waiver"}
    return ids, waived, any(kind == "correction" for kind, *_ in rows)


@prepared
def _numbers_and_waivers() -> QuerySet[Any, Any]:
    known = Identifier.objects.on(Given("day")).filter(
        person__in=GivenEach("people"), scheme=Identifier.PERSON_ID
    )
    waived = Waiver.objects.filter(meeting=Given("meeting")).order_by()
    corrected = MinutesCorrection.objects.filter(meeting=Given("meeting")).order_by()
    return (
        known.order_by()
        .values_list(Value("id"), "person_id", Value(""), "value")
        .union(
            waived.values_list(Value("waiver"), "pk", "what", "reason"),
            corrected.values_list(Value("correction"), "pk", Value(""), Value("")),
            all=True,
        )
    )


def _came(rows: Iterable[Attendance]) -> dict[int, str]:
    """Who came for each case, in words."""
    found: dict[int, list[str]] = {}
    for row in sorted(rows, key=lambda row: row.pk):
        if row.answer != Attendance.Answer.PRESENT:
            continue
        name = row.staff.name if row.staff else row.name
        found.setdefault(row.item_id or 0, []).append(f"{name}, {row.service}" if row.service else name)
    return {item: "; ".join(names) for item, names in found.items()}


def _waived(waived: Mapping[str, str], agenda: Rail) -> tuple[tuple[str, str], ...]:
    """Why the meeting closed without something (what it is may name a child), but for items this reader is not shown."""
    shown = {line.ref for part in agenda.sections for line in part.items if not line.hidden}
    return tuple(
        (what.split(":")[0], reason) for what, reason in waived.items() if item_of(what) in {None, *shown}
    )


def _document(page: MinutesPage) -> Minutes:
    head = page.head
    return Minutes(
        forum=head.forum_name,
        short=head.short,
        date=head.date,
        start=head.start,
        end=head.end,
        approved_by=head.approved_by,
        approved_at=head.approved_at,
        versions=tuple(
            MinutesVersion(line.number, line.at, line.by, tuple(map(_corrected, line.corrections)))
            for line in page.versions.lines
            if line.number <= page.versions.shown
        ),
        quoracy=page.quoracy,
        seats=tuple(_seat(seat) for seat in page.seats),
        others=tuple(_stay(stay) for stay in page.others_present),
        sections=tuple(
            MinutesSection(part.name, tuple(_item(line) for line in part.lines)) for part in page.parts
        ),
        general_actions=page.general_actions,
        waived=page.waived,
    )


def _corrected(line: CorrectionLine) -> Corrected:
    return Corrected(
        ", ".join(part for part in (line.about, line.what) if part), line.was, line.now, line.why
    )


def _seat(seat: SeatLine) -> MinutesSeat:
    return MinutesSeat(seat.name, tuple(_stay(stay) for stay in seat.stays))


def _stay(stay: StayLine) -> str:
    if stay.apologies:
        return f"{stay.name} (apologies)"
    service = f", {stay.service}" if stay.service else ""
    return f"{stay.name} (substitute{service})" if stay.capacity == "substitute" else f"{stay.name}"


def _item(line: MinutesLine) -> MinutesItem:
    return MinutesItem(
        name=line.item.name,
        person_id=line.person_id,
        risk=line.item.risk,
        left=line.left.words,
        came=line.came,
        present=line.present.words if line.present else "",
        quorum=line.present.want if line.present else "",
        texts=tuple((text.name, text.text) for text in line.texts if not text.is_action),
        actions=line.actions,
    )

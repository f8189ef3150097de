"""The minutes of a meeting: a draft with what needs a second look, then final."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from remit.documents.minutes import Minutes, MinutesAction
from remit.reading import looks
from remit.reading.minutes_beside import Beside, beside
from remit.reading.minutes_closed import closed_cases
from remit.reading.minutes_document import document_of
from remit.reading.minutes_page import MinutesLine, MinutesPage, MinutesPart
from remit.reading.minutes_texts import actions_of, index_of_children, text_line
from remit.reading.minutes_versions import Versions, versions_of
from remit.reading.room_attendance import Company, attendance_of, company_of
from remit.reading.room_present import InTheRoom
from remit.reading.room_rail import ItemLine, Rail, rail
from remit.reading.sittings import Found, find_closed, why_not_yet_at
from remit.records.duty_facts import acts_of
from remit.records.item_texts import ItemText, texts_of
from remit.records.meetings import Attendance
from remit.records.standing import Standing
from remit.rules.closing import item_of
from remit.rules.endings import Ending, ending
from remit.rules.minutes import extracts_are_out, why_not_hand_out
from remit.rules.outcomes import NotFound, refuse_if
from remit.rules.permissions import why_not_act_as, why_not_read_minutes
from remit.rules.viewers import Viewer


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
    return document_of(page)


def _closed(viewer: Viewer, forum: str, nominal: str, now: datetime) -> Found:
    found = find_closed(viewer, forum=forum, nominal=nominal, now=now)
    if why_not_read_minutes(viewer, forum) is not None:
        raise NotFound("minutes")
    refuse_if(why_not_yet_at(found))
    if found.head.approved_at is None and not found.head.runs:
        raise NotFound("minutes")
    return found


def _page(viewer: Viewer, found: Found, version: int | None, now: datetime) -> MinutesPage:
    agenda = rail(viewer, found.meeting, found.terms, now=now)
    company = company_of(found, every_item=True)
    seats, others, quorate = attendance_of(found, company, now=now)
    told = _told(viewer, found, agenda, company, version, now)
    parts, head, versions = told.parts(), found.head, told.versions
    approves = why_not_act_as(viewer, head.forum, found.terms.minutes.approved_by) is None
    return MinutesPage(
        head=head,
        seats=tuple(seat for seat in seats if seat.votes or seat.stays),
        others_present=others,
        quoracy=quorate.finding.because,
        parts=parts,
        general_actions=tuple(told.actions.get(0, ())),
        waived=_waived(told.beside.waived, agenda),
        to_release=sum(text.needs_release for part in parts for line in part.lines for text in line.texts),
        closed=closed_cases(found, agenda, told.texts, told.index, now=now),
        approved_by=found.terms.minutes.approved_by,
        extracts=extracts_are_out(found.terms, acts_of(found.meeting)),
        may_approve=head.approved_at is None and approves,
        may_release=head.runs and head.approved_at is None,
        versions=versions,
        may_approve_corrections=bool(versions.waiting) and approves,
        agreed=told.beside.agreed,
        agreed_at=told.beside.agreed_at,
    )


@dataclass(frozen=True, slots=True)
class _Told:
    """What the items of the minutes are made of, asked for once for all of them."""

    found: Found
    agenda: Rail
    beside: Beside
    versions: Versions
    texts: Mapping[int, tuple[ItemText, ...]]
    index: Mapping[tuple[str, ...], list[tuple[int, bool]]]
    """Of names that may stand in a text."""
    actions: Mapping[int, list[MinutesAction]]
    came: Mapping[int, str]
    there: InTheRoom

    def parts(self) -> tuple[MinutesPart, ...]:
        """The parts of the agenda. Open actions are no item of it, and stand in the tracker."""
        return tuple(
            MinutesPart(part.id, part.name, tuple(self._line(line) for line in part.items if not line.hidden))
            for part in self.agenda.sections
            if part.takes != "open_actions"
        )

    def _line(self, line: ItemLine) -> MinutesLine:
        item = self.agenda.items[line.ref]
        return MinutesLine(
            item=line,
            person_id=self.beside.ids.get(item.subject_id, ""),
            texts=tuple(text_line(text, item, self.index) for text in self.texts[item.pk]),
            actions=tuple(self.actions.get(item.pk, ())),
            came=self.came.get(item.pk, ""),
            present=self.there.present_for(item.taken_at, item.settled_at),
            left=self._left(item),
        )

    def _left(self, item: Standing) -> Ending:
        return ending(
            self.found.terms,
            ref=item.ref,
            state=item.state,
            outcome=self.versions.outcome_of(item.pk, item.left) or "",
            waived=self.beside.waived,
            is_case=item.is_case,
        )


def _told(
    viewer: Viewer, found: Found, agenda: Rail, company: Company, version: int | None, now: datetime
) -> _Told:
    actions, small = actions_of(found.meeting), beside(found.meeting, agenda)
    versions = versions_of(
        found,
        small.corrected,
        _names(agenda),
        version=version,
        actions=lambda item: len(actions.get(item, ())),
        viewer=viewer.staff_id,
    )
    return _Told(
        found=found,
        agenda=agenda,
        beside=small,
        versions=versions,
        texts=versions.texts(texts_of(found.meeting), found.terms),
        index=index_of_children(item.subject_id for item in agenda.items.values() if item.is_case),
        actions=actions,
        came=_came(company.at_item),
        there=InTheRoom(found.terms, company.recorded, now=found.head.closed_at or now),
    )


def _names(agenda: Rail) -> dict[int, str]:
    """The items this reader is shown, by what each is called."""
    return {
        agenda.items[line.ref].pk: line.name
        for part in agenda.sections
        for line in part.items
        if not line.hidden
    }


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

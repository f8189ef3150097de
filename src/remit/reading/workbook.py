"""What stands in the workbook of a meeting (ROR-9), for who sits at it, and on one child's sheet, for who works with the child?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from remit.documents.workbook import (
    Brief,
    CaseSheet,
    Head,
    Listing,
    ListLine,
    Manifest,
    TrackedAction,
    Tracker,
    Workbook,
    filed_as,
)
from remit.documents.workbook.model import Fact
from remit.documents.workbook.model import Sheet as Page
from remit.documents.workbook.naming import workbook_name
from remit.reading import looks
from remit.reading.comment_lines import told_by_members
from remit.reading.discussions import Told
from remit.reading.room import tracker
from remit.reading.room_rail import rail
from remit.reading.sittings import Found, find
from remit.reading.workbook_cases import Cases, cases_of, live_cases
from remit.reading.workbook_facts import fact_of, head_of
from remit.reading.workbook_own import own_cases
from remit.records.children import Identifier, Person
from remit.records.standing import Standing
from remit.records.visibility import visible_to
from remit.rules.access import Sitting, open_to_member
from remit.rules.clock import due_date, london_day
from remit.rules.outcomes import NotFound, refuse_if
from remit.rules.permissions import why_not_see_list
from remit.rules.room import asked_in_list
from remit.rules.text import counted, shown_date
from remit.rules.viewers import Viewer
from remit.rules.workbook import why_not_make, workbook_of
from remit.terms.model import ForumTerms, Paperwork, Sheet


def workbook(viewer: Viewer, *, forum: str, nominal: str, now: datetime, child: str = "") -> Workbook:
    """The whole workbook for who runs the forum or sits at the meeting; with `child` (its reference) that child's sheet alone.

    Whoever works with the child has that sheet too, with the questions put to them. Whoever is in it is noted as exported.
    Refuses: no such meeting or case for this viewer; the terms ask for no workbook; the meeting is cancelled.
    """
    try:
        found = find(viewer, forum=forum, nominal=nominal, now=now)
    except NotFound:
        if not child:
            raise
        return _own(viewer, forum, nominal, child, now)
    refuse_if(why_not_make(found.terms, found.head.state))
    return _whole(viewer, found, now) if not child else _one(viewer, found, child, now)


def is_offered(viewer: Viewer, seen: Found, *, sits: bool, now: datetime) -> bool:
    """Whether this viewer can have the whole workbook of that meeting now."""
    if why_not_make(seen.terms, seen.head.state) is not None:
        return False
    meeting = seen.meeting
    sitting = Sitting(
        seen.head.forum, meeting.issued_at, meeting.closed_at, members_until=meeting.members_until
    )
    return seen.head.runs or (sits and open_to_member(sitting, now=now))


def child_numbered(viewer: Viewer, person_id: str, *, now: datetime) -> str:
    """The reference of the child with that number, for commands. Refuses: no such child for this viewer."""
    seen = Person.objects.filter(visible_to(viewer, now=now))
    known = Identifier.objects.on(london_day(now)).filter(
        scheme=Identifier.PERSON_ID, value=person_id, person__in=seen
    )
    ref = known.values_list("person__subject__ref", flat=True).first()
    if ref is None:
        raise NotFound("child")
    return str(ref)


@dataclass(frozen=True, slots=True)
class _Made:
    """What the sheets are made from."""

    viewer: Viewer
    found: Found
    cases: Cases
    now: datetime

    @property
    def terms(self) -> ForumTerms:
        return self.found.terms


def _whole(viewer: Viewer, found: Found, now: datetime) -> Workbook:
    agenda = rail(viewer, found.meeting, found.terms, now=now, whole=True)
    seen = [item for item in agenda.items.values() if item.subject_id in agenda.people]
    made = _Made(viewer, found, cases_of(viewer, found, seen), now)
    looks.shown(looks.EXPORTED, agenda.people)
    hidden = [line for part in agenda.sections for line in part.items if line.hidden]
    pages: list[Page] = []
    for sheet in _paper(found).sheets:
        match sheet.shows:
            case "summary":
                closed = sum(line.section == sheet.of for line in hidden)
                pages.append(_brief(made, sheet, seen, closed))
            case "each_case":
                pages += [_case(made, sheet, item) for item in seen if item.section == sheet.of]
            case "list":
                pages.append(_listing(made, sheet, seen))
            case "actions":
                told = tracker(viewer, found, agenda, now)
                rows = [line.told for line in (*told.open, *told.closed)]
                pages.append(_tracker(made, sheet, rows, more=told.more_closed))
    return _filed(made, tuple(pages))


def _one(viewer: Viewer, found: Found, child: str, now: datetime) -> Workbook:
    """One child's sheet, as who sits at the meeting has it in the whole."""
    agenda = rail(viewer, found.meeting, found.terms, now=now, whole=True)
    own = [item for item in agenda.people.values() if item.child_ref == child]
    made = _Made(viewer, found, cases_of(viewer, found, own), now)
    pages = tuple(_own_sheets(made, own))
    if not pages:
        raise NotFound("case")
    looks.shown(looks.EXPORTED, [item.subject_id for item in own])
    return _filed(made, pages)


def _own(viewer: Viewer, forum: str, nominal: str, child: str, now: datetime) -> Workbook:
    """The same for who works with the child: the questions put to them, and what they may read of earlier discussions."""
    own = own_cases(viewer, forum=forum, nominal=nominal, child=child, now=now)
    refuse_if(why_not_make(own.found.terms, own.found.head.state))
    made = _Made(viewer, own.found, own.cases, now)
    pages = tuple(_own_sheets(made, own.items))
    if not pages:
        raise NotFound("case")
    looks.shown(looks.EXPORTED, [item.subject_id for item in own.items])
    return _filed(made, pages)


def _own_sheets(made: _Made, items: Sequence[Standing]) -> Iterator[Page]:
    """The sheet of the child's own, or the row in a list where the case has none."""
    for sheet in _paper(made.found).sheets:
        own = [item for item in items if item.section == sheet.of]
        if sheet.shows == "each_case":
            yield from (_case(made, sheet, item) for item in own)
        elif sheet.shows == "list" and own:
            yield _listing(made, sheet, own)


def _paper(found: Found) -> Paperwork:
    paper = workbook_of(found.terms)
    if paper is None:
        raise NotFound("workbook")
    return paper


def _filed(made: _Made, pages: tuple[Page, ...]) -> Workbook:
    head, paper = made.found.head, _paper(made.found)
    return Workbook(
        title=f"{head.forum_name}, {shown_date(head.date)}",
        filename=workbook_name(paper.file_name or paper.name, head.date),
        folder=filed_as(paper.folder or "", head.date),
        sheets=pages,
        manifest=Manifest(
            forum=head.forum,
            meeting=head.nominal,
            terms=made.found.meeting.terms.digest,
            made_at=made.now,
            made_for=made.viewer.username,
        ),
    )


def _brief(made: _Made, sheet: Sheet, items: Iterable[Standing], closed: int) -> Brief:
    rows = [
        tuple(fact_of(column, made.cases.known[item.pk]) for column in sheet.columns)
        for item in items
        if item.section == sheet.of
    ]
    aside = f"{counted(closed, 'case')} shown to named people only, and not here." if closed else ""
    return Brief(
        name=sheet.name or "",
        title=f"{made.found.head.forum_name}: {_part(made.terms, sheet).lower()}",
        on=made.found.head.date,
        heads=tuple(head_of(column) for column in sheet.columns),
        rows=tuple(rows),
        note=aside,
    )


def _case(made: _Made, sheet: Sheet, item: Standing) -> CaseSheet:
    known = made.cases.known[item.pk]
    facts: list[tuple[str, Fact]] = [(head_of("person_id").label, known.person_id)]
    facts += [(head_of("initials").label, known.initials)]
    facts += [
        (head_of(column).label, fact_of(column, known))
        for column in sheet.columns
        if column not in ("person_id", "initials")
    ]
    left = next((outcome.name for outcome in made.terms.outcomes if outcome.id == item.left), "")
    facts += [("Date of the meeting", made.found.head.date)]
    if left and made.cases.reads_answers:
        facts += [("Outcome", left)]
    return CaseSheet(
        item=item.ref,
        person_id=known.person_id or known.initials,
        title=f"{_part(made.terms, sheet)}: {known.initials or known.person_id}",
        facts=tuple(facts),
        questions=made.cases.questions.get(item.pk, ()),
        earlier=made.cases.earlier.get(item.subject_id, ()),
    )


def _part(terms: ForumTerms, sheet: Sheet) -> str:
    return terms.section(sheet.of).name if sheet.of else ""


def _listing(made: _Made, sheet: Sheet, items: Iterable[Standing]) -> Listing:
    """The cases a row each. Before they stand on the agenda one by one, as the list has them now."""
    section = made.terms.section(sheet.of or "")
    columns = sheet.columns or section.columns
    asked = asked_in_list(made.terms, section.id)
    said = told_by_members(made.found) if section.comments else {}
    lines = [
        ListLine(
            item=item.ref,
            facts=tuple(fact_of(column, made.cases.known[item.pk]) for column in columns),
            questions=made.cases.in_a_list(item, asked),
            said="\n".join(f"{one.by}: {one.text}" for one in said.get(item.subject_id, ())),
        )
        for item in items
        if item.section == section.id
    ]
    note = ""
    if not lines and made.found.head.runs and why_not_see_list(made.viewer) is None:
        live = live_cases(made.viewer, made.found, section, made.now)
        looks.shown(looks.EXPORTED, [subject for subject, _ in live])
        blank = made.cases.in_a_list(None, asked)
        lines = [
            ListLine("", tuple(fact_of(column, known) for column in columns), blank, "") for _, known in live
        ]
        note = "As the list has them now. They can be answered once they stand on the agenda." if live else ""
    return Listing(
        name=sheet.name or section.name,
        heads=tuple(head_of(column) for column in columns),
        questions=(Head(asked.name),) if asked else (),
        said="By members" if section.comments else "",
        lines=tuple(lines),
        note=note,
    )


def _tracker(made: _Made, sheet: Sheet, rows: list[Told], *, more: bool) -> Tracker:
    refs = {row.line.child_ref for row in rows if row.line.child_ref}
    known = Identifier.objects.on(made.found.head.date).filter(
        scheme=Identifier.PERSON_ID, person__subject__ref__in=refs
    )
    numbers = dict(known.values_list("person__subject__ref", "value"))
    actions = tuple(
        TrackedAction(
            raised_on=row.line.raised_on,
            person_id=numbers.get(row.line.child_ref, ""),
            what=row.line.what,
            lead=row.line.lead,
            due=due_date(row.line.due_at),
            state=row.line.state.capitalize(),
            updates=tuple(
                f"{shown_date(london_day(one.at))}, {one.by}: {one.text or _became(one.finished)}"
                for one in row.updates
            ),
        )
        for row in rows
    )
    cut = "Older closed actions stand on the page of the meeting." if more else ""
    return Tracker(sheet.name or "", actions, cut)


def _became(finished: bool) -> str:
    return "done" if finished else "no words"

"""What a letter of a forum's terms will say and to whom it goes, before it is sent; and what became of it after."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Exists, OuterRef

from remit.reading import looks
from remit.reading.letter_lines import LetterLine, line_of
from remit.reading.meetings import find_meeting
from remit.reading.sittings import Found, Head, found
from remit.records.addressees import SEATED, seated_as, working_with
from remit.records.children import Person
from remit.records.duty_facts import acts_of, occasion_of
from remit.records.letter_words import when_of
from remit.records.meetings import AgendaItem, Meeting
from remit.records.messages import LetterSent, Message
from remit.records.people import Staff
from remit.records.visibility import visible_to
from remit.rules.clock import london_day
from remit.rules.letters import Reader, addressed, filled_in, letter_of, readers, takes_case, why_not_send
from remit.rules.outcomes import NotFound, Refused
from remit.rules.permissions import why_not_act_as
from remit.rules.viewers import Viewer
from remit.terms.model import Letter


@dataclass(frozen=True, slots=True)
class ReaderLine:
    """Somebody it goes to: as what, for which children, and whether an address is kept."""

    name: str
    roles: tuple[str, ...]
    children: tuple[tuple[str, str], ...]
    """Reference and name of each child."""
    address: str


@dataclass(frozen=True, slots=True)
class LetterPage:
    """A letter, ready to be looked over, or sent."""

    head: Head
    line: LetterLine
    to: tuple[ReaderLine, ...]
    copied: tuple[ReaderLine, ...]
    alone: tuple[tuple[str, str], ...]
    """Children for whom nobody is written to: reference and name."""
    heading: str
    text: str
    states: tuple[tuple[str, int], ...]
    """Of the messages it became: how many are in each state."""
    refusal: Refused | None
    """Why it cannot be sent now."""
    server: bool
    """Whether a mail server is set; without one it waits."""


def letter_page(viewer: Viewer, *, forum: str, nominal: str, letter: str, now: datetime) -> LetterPage:
    """One letter, for who sends it. Refuses: no such meeting or letter for this viewer, who has to run the forum."""
    meeting = find_meeting(viewer, forum=forum, nominal=nominal)
    seen = found(viewer, meeting, sits=forum in viewer.sits_on)
    term = letter_of(seen.terms, letter)
    if term is None or term.sent_by is None or not seen.head.runs:
        raise NotFound("letter")
    row = LetterSent.objects.filter(meeting=meeting, letter=term.id).select_related("by").first()
    items, shown = _cases(viewer, seen, term, now, ever=row is not None)
    people = _readers(seen, term, items, now)
    known = {item.pk: item.subject.person for item in items if item.pk in shown}
    looks.shown(looks.LISTED, [one.pk for one in known.values()])
    lines = _as_sent(meeting, term, items, people, known) if row else _to_be_sent(people, known)
    reached = {pk for reader in people for pk in reader.cases}
    occasion = occasion_of(meeting)
    when = when_of(meeting, seen.terms, term, items, occasion)
    return LetterPage(
        head=seen.head,
        line=line_of(seen, term, row, occasion),
        to=tuple(line for copied, line in lines if not copied),
        copied=tuple(line for copied, line in lines if copied),
        alone=tuple(
            _named(known[item.pk])
            for item in items
            if row is None and item.pk in known and item.pk not in reached
        ),
        heading=row.heading if row else filled_in(term.heading or "", when),
        text=row.text if row else filled_in(term.says or "", when),
        states=_states(seen, term) if row else (),
        refusal=why_not_act_as(viewer, forum, term.sent_by, clause=term.clause)
        or why_not_send(term, meeting.state, happened=acts_of(meeting), sent=row is not None, readers=people),
        server=bool(settings.MAIL_SERVER),
    )


def _cases(
    viewer: Viewer, seen: Found, term: Letter, now: datetime, *, ever: bool
) -> tuple[list[AgendaItem], frozenset[int]]:
    """The cases it is about, with their children; and those of them whose child the viewer may see. One query.

    `ever`: those that were heard since, or left the agenda, as well.
    """
    allowed = Person.objects.filter(visible_to(viewer, now=now), pk=OuterRef("subject"))
    there = AgendaItem.objects.filter(meeting=seen.meeting, title="")
    if not ever:
        there = there.filter(state=AgendaItem.State.PLANNED)
    rows = there.select_related("subject__person").annotate(shown=Exists(allowed)).order_by("position", "pk")
    about = [item for item in rows if takes_case(term, item.section)]
    return [*about], frozenset(item.pk for item in about if item.shown)


def _readers(seen: Found, term: Letter, items: list[AgendaItem], now: datetime) -> tuple[Reader, ...]:
    day, asked = london_day(now), {*term.to, *term.copied_to}
    children = [item.subject.person for item in items]
    keys, closed = [child.pk for child in children], [child.pk for child in children if child.restricted]
    theirs = working_with(keys, addressed(term, SEATED), on=day, restricted=closed) if items else {}
    return readers(
        term,
        working={item.pk: theirs.get(item.subject_id, {}) for item in items},
        seated={role: seated_as(seen.meeting, role, on=day) for role in sorted(asked & {*SEATED})},
    )


Line = tuple[bool, ReaderLine]
"""Whether they are copied in only, and who it is."""


def _to_be_sent(people: Sequence[Reader], known: Mapping[int, Person]) -> list[Line]:
    staff = Staff.objects.in_bulk([reader.staff for reader in people])
    return [(reader.copied, _reader(reader, staff[reader.staff], known)) for reader in people]


def _as_sent(
    meeting: Meeting,
    term: Letter,
    items: Sequence[AgendaItem],
    people: Sequence[Reader],
    known: Mapping[int, Person],
) -> list[Line]:
    """Who was written to, whoever works with the children today: each person once, about the cases their mails led to."""
    rows = Message.objects.filter(meeting=meeting, term=term.id, kind="letter", recipient__isnull=False)
    written: dict[int, list[Message]] = defaultdict(list)
    for row in (
        rows.exclude(state=Message.State.WITHDRAWN).select_related("recipient").order_by("copied", "pk")
    ):
        written[row.recipient_id or 0].append(row)
    roles = {reader.staff: reader.roles for reader in people}
    return [
        (mails[0].copied, _written_to(mails, roles.get(staff, ()), items, known))
        for staff, mails in written.items()
    ]


def _written_to(
    mails: Sequence[Message], roles: tuple[str, ...], items: Sequence[AgendaItem], known: Mapping[int, Person]
) -> ReaderLine:
    led_to = [
        item.pk for item in items if item.pk in known and any(_leads(mail, item, known) for mail in mails)
    ]
    person = mails[0].recipient
    children = tuple(_named(known[pk]) for pk in led_to)
    return ReaderLine(person.name if person else "", roles, children, mails[0].address)


def _leads(mail: Message, item: AgendaItem, known: Mapping[int, Person]) -> bool:
    return f"/{item.ref}" in mail.text or f"/{known[item.pk].subject.ref}" in mail.text


def _reader(reader: Reader, staff: Staff, known: Mapping[int, Person]) -> ReaderLine:
    children = tuple(_named(known[pk]) for pk in reader.cases if pk in known)
    return ReaderLine(staff.name, reader.roles, children, staff.email)


def _named(child: Person) -> tuple[str, str]:
    return child.subject.ref, f"{child.given_name} {child.family_name}".strip() or child.initials


def _states(seen: Found, term: Letter) -> tuple[tuple[str, int], ...]:
    rows = Message.objects.filter(meeting=seen.meeting, term=term.id, kind="letter")
    counted = Counter(rows.values_list("state", flat=True))
    return tuple((state.value, counted[state.value]) for state in Message.State if counted[state.value])

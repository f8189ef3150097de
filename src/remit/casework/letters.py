"""Sending the letters of a forum's terms: by themselves when an act happens, or looked over and sent by somebody."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from remit.casework import links
from remit.casework.acts import about, audited, touch
from remit.casework.duties import reconcile_meeting
from remit.casework.items import said
from remit.casework.locks import lock_meeting
from remit.casework.outbox import About, post, withdraw
from remit.documents.names import NamedChild, index_of, initials_written, mentions, word_set
from remit.records.addressees import SEATED, seated_as, working_with
from remit.records.children import Person
from remit.records.duty_facts import acts_of
from remit.records.known_children import children_written
from remit.records.letter_words import when_of
from remit.records.meetings import AgendaItem, Meeting
from remit.records.messages import LetterSent, Message
from remit.rules.clock import london_day, shown_clock
from remit.rules.letters import (
    Reader,
    addressed,
    filled_in,
    letter_of,
    letters_after,
    readers,
    takes_case,
    why_not_names,
    why_not_send,
    why_not_worded,
    with_dues_of,
    with_links,
)
from remit.rules.outcomes import NotFound, Stale, refuse_if
from remit.rules.permissions import why_not_act_as
from remit.rules.text import shown_day, written_plainly
from remit.rules.viewers import Viewer
from remit.terms.model import Letter

THINKING = timedelta(minutes=5)
"""So long word of a chosen case waits, unless it is for the same day: who takes the choice back meanwhile writes to nobody."""
KIND, CHANGED = "letter", "letter-changed"
INVITATION = "invitation"
OFF = "The case was taken off the agenda."


@dataclass(frozen=True, slots=True)
class Sent:
    """What sending did: so many are to act on it, so many are told."""

    to: int
    copied: int


@audited("letter.sent")
def send_letter(
    *, meeting_id: int, letter: str, heading: str, text: str, seen: int | None, actor: Viewer, now: datetime
) -> Sent:
    """Send a letter of the terms that somebody looks over first, with these words, to everybody it is for.

    Refuses: no such letter, or one that goes by itself; not theirs to send; changed since seen; sent already; before
    the act it follows; nobody to send it to; no words, or too many, or words that name a child (ROR-13).
    """
    meeting = lock_meeting(meeting_id)
    term = letter_of(said(meeting), letter)
    if term is None or term.sent_by is None:
        raise NotFound("letter")
    refuse_if(why_not_act_as(actor, meeting.forum.slug, term.sent_by, clause=term.clause))
    heading, text = " ".join(heading.split()), written_plainly(text)
    items = cases_of(meeting, term)
    people = readers_of(meeting, term, items, now=now)
    sent = LetterSent.objects.filter(meeting=meeting, letter=term.id).exists()
    if seen is not None and meeting.revision != seen and not sent:
        raise Stale
    refuse_if(why_not_send(term, meeting.state, happened=acts_of(meeting), sent=sent, readers=people))
    refuse_if(why_not_worded(heading, text))
    usual = "\n".join(_words(meeting, term, items))
    refuse_if(why_not_names(_children_named(heading, meeting, usual), "heading"))
    refuse_if(why_not_names(_children_named(text, meeting, usual), "text"))
    LetterSent.objects.create(
        meeting=meeting, letter=term.id, heading=heading, text=text, by_id=actor.staff_id, at=now
    )
    _post(meeting, term, (heading, text), people, items, actor.staff_id, now, key=term.id)
    touch(meeting)
    reconcile_meeting(meeting, now=now)
    copied = sum(reader.copied for reader in people)
    about(meeting=meeting.pk, clause=term.clause, letter=term.id, to=len(people) - copied, copied=copied)
    return Sent(len(people) - copied, copied)


def send_at_once(meeting: Meeting, act: str, *, actor: Viewer, now: datetime) -> int:
    """Post the letters that go by themselves when this happens to a meeting; answers with how many messages."""
    posted = 0
    for term in letters_after(said(meeting), act):
        if term.sent_by is None:
            items = cases_of(meeting, term)
            people = readers_of(meeting, term, items, now=now)
            posted += _post(
                meeting, term, _words(meeting, term, items), people, items, actor.staff_id, now, key=term.id
            )
    return posted


def tell_of_case(meeting: Meeting, item: AgendaItem, *, actor: Viewer, now: datetime) -> int:
    """Post what goes by itself when a case is chosen; and for a late one what the others had already. How many messages."""
    posted = 0
    for term in said(meeting).letters:
        if not term.runs or not takes_case(term, item.section):
            continue
        if term.sent_when == "case-selected" and term.sent_by is None:
            posted += _post_of_case(meeting, term, _words(meeting, term, [item]), item, actor, now)
        elif item.late and term.late is not None and (words := _went(meeting, term, [item])):
            posted += _post_of_case(meeting, term, words, item, actor, now, clause=term.late.clause)
    return posted


def take_back_of_case(meeting: Meeting, item: AgendaItem, *, now: datetime) -> None:
    """A case is off the agenda: what has not gone about it stays, and whoever was written to is told. Names nobody.

    Done after the invitations are kept up: who hears of it by theirs is not told again. A mail about several cases that has not gone is written again about the others.
    """
    sheet, case = _leading_to(item)
    led_to = Q(text__contains=sheet) | Q(text__contains=case)
    several = Q(meeting=meeting, subject__isnull=True, kind=KIND) & led_to
    about_it = Q(meeting=meeting, subject=item.subject_id, kind=KIND) | several
    waiting = list(Message.objects.filter(several, state=Message.State.WAITING).order_by("pk"))
    withdraw(about_it, why=OFF, now=now)
    text = f"A case you were written to about is not on the agenda of {_day(meeting)} any more."
    _tell(
        meeting, _gone(about_it), f"{_name(meeting)}: a case is off the agenda", text, f"off:{item.ref}", now
    )
    gone = set(_gone(about_it).values_list("pk", flat=True))
    _write_again(meeting, item, [row for row in waiting if row.pk not in gone], now)


def _write_again(meeting: Meeting, off: AgendaItem, taken_back: Sequence[Message], now: datetime) -> None:
    """What these mails said, without the case that is off the agenda; nothing to who has no other case."""
    terms = {term.id: term for term in said(meeting).letters if term.runs}
    for row in taken_back:
        term = terms.get(row.term)
        if term is None:
            continue
        items = [
            item
            for item in cases_of(meeting, term)
            if item.pk != off.pk and any(link in row.text for link in _leading_to(item))
        ]
        words = _went(meeting, term, items)
        if words is None:
            continue
        people = [
            reader for reader in readers_of(meeting, term, items, now=now) if reader.staff == row.recipient_id
        ]
        _post(
            meeting,
            term,
            words,
            people,
            items,
            row.made_by_id,
            now,
            key=f"{term.id}:without:{off.ref}",
            clause=row.clause,
            not_before=max(row.not_before, now),
        )


def _leading_to(item: AgendaItem) -> tuple[str, str]:
    return links.sheet(item.ref), links.case(item.subject.ref)


def take_back_of_meeting(meeting: Meeting, *, now: datetime) -> None:
    """A meeting is cancelled: what has not gone about it stays, and whoever was written to is told, once.

    Done after the invitations are kept up, as `tell_of_move` is: the word that takes an invitation back is enough.
    """
    about_it = Q(meeting=meeting, kind__in=(KIND, CHANGED))
    withdraw(about_it, why="The meeting was cancelled.", now=now)
    heading = f"{_name(meeting)}: the meeting of {_day(meeting)} is cancelled"
    _tell(
        meeting, _gone(about_it), heading, f"The meeting of {_day(meeting)} is cancelled.", "cancelled", now
    )


def tell_of_move(meeting: Meeting, was: str, *, now: datetime) -> None:
    """A meeting was moved: what has not gone is replaced by word of the new day, which whoever had it gets as well."""
    about_it = Q(meeting=meeting, kind__in=(KIND, CHANGED))
    waiting = list(Message.objects.filter(about_it, state=Message.State.WAITING).values_list("pk", flat=True))
    withdraw(about_it, why="The meeting was moved.", now=now)
    hours = f"from {shown_clock(meeting.start)} to {shown_clock(meeting.end)}"
    text = f"The meeting of {was} that you are asked to come to, or are told of, is now on {_day(meeting)}, {hours}."
    heading = f"{_name(meeting)}: the meeting of {was} is now on {_day(meeting)}"
    told = Message.objects.filter(Q(pk__in=waiting) | Q(pk__in=_gone(about_it).values("pk")))
    _tell(meeting, told, heading, text, f"moved:{meeting.times_changed}", now)


def _gone(about_it: Q) -> QuerySet[Message, Message]:
    """What was handed over, or is in a worker's hand this moment."""
    return Message.objects.filter(about_it, state__in=(Message.State.HANDED_OVER, Message.State.WAITING))


def cases_of(meeting: Meeting, term: Letter) -> list[AgendaItem]:
    """The cases a letter is about, as they stand on the agenda."""
    there = AgendaItem.objects.filter(meeting=meeting, entry__isnull=False, state=AgendaItem.State.PLANNED)
    return [
        item
        for item in there.select_related("subject").order_by("position", "pk")
        if takes_case(term, item.section)
    ]


def readers_of(
    meeting: Meeting, term: Letter, items: Sequence[AgendaItem], *, now: datetime
) -> tuple[Reader, ...]:
    """Everybody a letter goes to today."""
    day = london_day(now)
    asked = {*term.to, *term.copied_to}
    theirs = (
        working_with([item.subject_id for item in items], addressed(term, SEATED), on=day) if items else {}
    )
    return readers(
        term,
        working={item.pk: theirs.get(item.subject_id, {}) for item in items},
        seated={role: seated_as(meeting, role, on=day) for role in sorted(asked & {*SEATED})},
    )


def _words(meeting: Meeting, term: Letter, items: Sequence[AgendaItem]) -> tuple[str, str]:
    """Heading and text as the terms have them, filled in for these cases."""
    when = when_of(meeting, said(meeting), term, items)
    return filled_in(term.heading or "", when), filled_in(term.says or "", when)


def _went(meeting: Meeting, term: Letter, items: Sequence[AgendaItem]) -> tuple[str, str] | None:
    """The words the others had, where they had it already; None where it has yet to go."""
    if term.sent_by is None:
        return _words(meeting, term, items) if term.sent_when in acts_of(meeting) else None
    sent = LetterSent.objects.filter(meeting=meeting, letter=term.id).first()
    if sent is None:
        return None
    terms = said(meeting)
    early = when_of(meeting, terms, term, [one for one in cases_of(meeting, term) if not one.late])
    return sent.heading, with_dues_of(sent.text, early, when_of(meeting, terms, term, items))


def _post_of_case(
    meeting: Meeting,
    term: Letter,
    words: tuple[str, str],
    item: AgendaItem,
    actor: Viewer,
    now: datetime,
    *,
    clause: str = "",
) -> int:
    people = [reader for reader in readers_of(meeting, term, [item], now=now) if reader.cases]
    key = f"{term.id}:{item.ref}"
    not_before = now if meeting.date <= london_day(now) else now + THINKING
    return _post(
        *(meeting, term, words, people, [item], actor.staff_id, now),
        key=key,
        clause=clause,
        not_before=not_before,
    )


def _post(
    meeting: Meeting,
    term: Letter,
    words: tuple[str, str],
    people: Sequence[Reader],
    items: Sequence[AgendaItem],
    made_by: int | None,
    now: datetime,
    *,
    key: str,
    clause: str = "",
    not_before: datetime | None = None,
) -> int:
    """One message to each of them, with what its reader may open; answers with how many were new."""
    known = {item.pk: item for item in items}
    posted = 0
    for reader in people:
        theirs = [known[pk] for pk in reader.cases]
        ref = post(
            key=f"{KIND}:{meeting.pk}:{key}:{reader.staff}",
            kind=KIND,
            to=reader.staff,
            heading=words[0],
            text=with_links(words[1], [_link(term, item) for item in theirs], _others(meeting, term, reader)),
            about=About(
                clause=clause or term.clause,
                term=term.id,
                meeting=meeting.pk,
                child=theirs[0].subject_id if len(theirs) == 1 else None,
            ),
            copied=reader.copied,
            made_by=made_by,
            not_before=not_before,
            now=now,
        )
        posted += ref is not None
    return posted


def _link(term: Letter, item: AgendaItem) -> str:
    return links.sheet(item.ref) if "sheet" in term.carries else links.case(item.subject.ref)


def _others(meeting: Meeting, term: Letter, reader: Reader) -> list[tuple[str, str]]:
    """The meeting's page for who sits there, and the way into the meeting for everybody."""
    found = []
    if {*reader.roles} & {*SEATED}:
        nominal = meeting.nominal_date.isoformat()
        found.append(("The meeting", links.meeting(meeting.forum.slug, nominal)))
    if "link" in term.carries and meeting.forum.join_link:
        found.append(("Join by video", meeting.forum.join_link))
    return found


def _tell(
    meeting: Meeting,
    about_these: QuerySet[Message, Message],
    heading: str,
    text: str,
    key: str,
    now: datetime,
) -> None:
    """One word to each who was written to, with a way to what they have to do now; none to who hears it by an invitation."""
    invited = Message.objects.filter(
        meeting=meeting, kind=INVITATION, made_at=now, state=Message.State.WAITING
    )
    know = set(invited.values_list("recipient", flat=True))
    told: dict[int, list[Message]] = defaultdict(list)
    for row in about_these.order_by("pk"):
        if row.recipient_id is not None and row.recipient_id not in know:
            told[row.recipient_id].append(row)
    for staff, rows in told.items():
        post(
            key=f"{CHANGED}:{meeting.pk}:{key}:{staff}",
            kind=CHANGED,
            to=staff,
            heading=heading,
            text=with_links(text, [], [("What you have to do", links.home())]),
            about=About(
                rows[0].clause, rows[0].term, meeting.pk, rows[0].subject_id if len(rows) == 1 else None
            ),
            copied=all(row.copied for row in rows),
            now=now,
        )


def _children_named(text: str, meeting: Meeting, usual: str) -> list[str]:
    """What in a text reads like a child: anybody's full name or number, and of who comes before the meeting a part of the
    name or the initials too, but for words that the letter has by the terms (`usual`)."""
    near = set(
        AgendaItem.objects.filter(meeting=meeting, entry__isnull=False).values_list("subject_id", flat=True)
    )
    index = index_of(
        NamedChild(one.subject, one.given_name, one.family_name, one.ids, by_parts=one.subject in near)
        for one in children_written(word_set([text]), near=near)
    )
    plain = word_set([usual])
    found = {
        mention.written
        for mention in mentions(text, index, of=())
        if mention.certain or not word_set([mention.written]) <= plain
    }
    initials = list(Person.objects.filter(pk__in=near).values_list("initials", flat=True))
    return sorted(found | (initials_written(text, initials) - initials_written(usual, initials)))


def _name(meeting: Meeting) -> str:
    return said(meeting).name


def _day(meeting: Meeting) -> str:
    return shown_day(meeting.date)

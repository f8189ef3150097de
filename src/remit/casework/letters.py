"""Sending the letters of a forum's terms: by themselves when an act happens, or looked over and sent by somebody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from remit.casework import links
from remit.casework.acts import about, audited, touch
from remit.casework.duties import reconcile_meeting
from remit.casework.items import said
from remit.casework.locks import lock_meeting
from remit.casework.outbox import About, post
from remit.documents.names import NamedChild, index_of, initials_written, mentions, word_set
from remit.records.addressees import SEATED, seated_as, working_with
from remit.records.children import Person
from remit.records.duty_facts import acts_of
from remit.records.known_children import children_written
from remit.records.letter_words import when_of
from remit.records.meetings import AgendaItem, Meeting
from remit.records.messages import LetterSent
from remit.rules.clock import london_day
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
from remit.rules.text import written_plainly
from remit.rules.viewers import Viewer
from remit.terms.model import Letter

THINKING = timedelta(minutes=5)
"""So long word of a chosen case waits, unless it is for the same day: who takes the choice back meanwhile writes to nobody."""
KIND = "letter"


@dataclass(frozen=True, slots=True)
class Sent:
    """What sending did: so many are to act on it, so many are told."""

    to: int
    copied: int


@dataclass(frozen=True, slots=True)
class Mailing:
    """A letter as it is to go: in which words, to whom, and about which cases."""

    term: Letter
    words: tuple[str, str]
    """Heading and text."""
    readers: Sequence[Reader]
    items: Sequence[AgendaItem]


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
    mailing = Mailing(term, (heading, text), people, items)
    post_letter(meeting, mailing, key=term.id, made_by=actor.staff_id, now=now)
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
            mailing = Mailing(term, _words(meeting, term, items), people, items)
            posted += post_letter(meeting, mailing, key=term.id, made_by=actor.staff_id, now=now)
    return posted


def tell_of_case(meeting: Meeting, item: AgendaItem, *, actor: Viewer, now: datetime) -> int:
    """Post what goes by itself when a case is chosen; and for a late one what the others had already. How many messages."""
    posted = 0
    for term in said(meeting).letters:
        if not term.runs or not takes_case(term, item.section):
            continue
        if term.sent_when == "case-selected" and term.sent_by is None:
            posted += _post_of_case(meeting, term, _words(meeting, term, [item]), item, actor, now)
        elif item.late and term.late is not None and (words := went(meeting, term, [item])):
            posted += _post_of_case(meeting, term, words, item, actor, now, clause=term.late.clause)
    return posted


def cases_of(meeting: Meeting, term: Letter) -> list[AgendaItem]:
    """The cases a letter is about, as they stand on the agenda."""
    there = AgendaItem.objects.filter(meeting=meeting, title="", state=AgendaItem.State.PLANNED)
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


def went(meeting: Meeting, term: Letter, items: Sequence[AgendaItem]) -> tuple[str, str] | None:
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
    return post_letter(
        meeting,
        Mailing(term, words, people, [item]),
        key=f"{term.id}:{item.ref}",
        clause=clause,
        made_by=actor.staff_id,
        not_before=now if meeting.date <= london_day(now) else now + THINKING,
        now=now,
    )


def post_letter(
    meeting: Meeting,
    mailing: Mailing,
    *,
    key: str,
    clause: str = "",
    made_by: int | None,
    not_before: datetime | None = None,
    now: datetime,
) -> int:
    """One message to each of its readers, with what they may open; answers with how many were new.

    `key`: what makes it this letter of the meeting; `clause`: in the place of the letter's own; `made_by`: whose act it is.
    """
    term, (heading, text) = mailing.term, mailing.words
    known = {item.pk: item for item in mailing.items}
    posted = 0
    for reader in mailing.readers:
        theirs = [known[pk] for pk in reader.cases]
        ref = post(
            key=f"{KIND}:{meeting.pk}:{key}:{reader.staff}",
            kind=KIND,
            to=reader.staff,
            heading=heading,
            text=with_links(text, [_link(term, item) for item in theirs], _others(meeting, term, reader)),
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


def _children_named(text: str, meeting: Meeting, usual: str) -> list[str]:
    """What in a text reads like a child: anybody's full name or number, and of who comes before the meeting a part of the
    name or the initials too, but for words that the letter has by the terms (`usual`)."""
    near = set(AgendaItem.objects.filter(meeting=meeting, title="").values_list("subject_id", flat=True))
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

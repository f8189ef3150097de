"""Telling whoever had a letter what has changed since: a case off the agenda, a meeting cancelled or moved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q, QuerySet

from remit.casework import links
from remit.casework.items import said
from remit.casework.letters import KIND, Mailing, cases_of, post_letter, readers_of, went
from remit.casework.outbox import About, post, withdraw
from remit.records.meetings import AgendaItem, Meeting
from remit.records.messages import Message
from remit.rules.clock import shown_clock
from remit.rules.letters import with_links
from remit.rules.text import shown_day

CHANGED = "letter-changed"
INVITATION = "invitation"
OFF = "The case was taken off the agenda."


def take_back_of_case(meeting: Meeting, item: AgendaItem, *, now: datetime) -> None:
    """A case is off the agenda: what has not gone about it stays, and whoever was written to is told. Names nobody.

    A mail about several cases that has not gone goes about the others. Done after the invitations are kept up: who hears
    of it by theirs is not told again.
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
        words = went(meeting, term, items)
        if words is None:
            continue
        people = [
            reader for reader in readers_of(meeting, term, items, now=now) if reader.staff == row.recipient_id
        ]
        post_letter(
            meeting,
            Mailing(term, words, people, items),
            key=f"{term.id}:without:{off.ref}",
            clause=row.clause,
            made_by=row.made_by_id,
            not_before=max(row.not_before, now),
            now=now,
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


def _name(meeting: Meeting) -> str:
    return said(meeting).name


def _day(meeting: Meeting) -> str:
    return shown_day(meeting.date)

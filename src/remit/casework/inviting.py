"""Keeping people invited as the terms say: asked, told when something moves, and told when they are not needed any more.

Doing it again changes nothing. Verbs do it for the meetings they change, the sweep for all that are to come; what it sends
is in the outbox in the same transaction.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from remit.casework.locks import lock_meetings
from remit.casework.outbox import About, Part, post, withdraw
from remit.documents.invitations import Asked, Invited, invitation_file
from remit.records.duty_facts import acts_of
from remit.records.invitations import Invitation
from remit.records.inviting_facts import inviting_facts
from remit.records.meetings import AgendaItem, Attendance, Meeting
from remit.records.messages import Message
from remit.records.people import Staff
from remit.records.refs import new_ref
from remit.records.terms_store import terms_by_id
from remit.rules.clock import london_day
from remit.rules.invitation_words import Said, heading, lines
from remit.rules.inviting import Key, Wanted, goes_by_now, term_of, wanted
from remit.terms.model import ForumTerms

KIND = "invitation"
NAME = "invitation.ics"
PREPARED = (Meeting.State.PLANNED, Meeting.State.ISSUED)

FARTHEST = timedelta(weeks=26)
"""The sweep looks no further ahead."""
MEETINGS_A_CHUNK = 100


def invite_ahead(*, now: datetime, chunk: int = MEETINGS_A_CHUNK) -> int:
    """Send every invitation that goes by now, for all meetings to come, in chunks; answers with how many messages."""
    sent, after = 0, 0
    coming = Meeting.objects.filter(ends_at__gt=now, starts_at__lt=now + FARTHEST).order_by("pk")
    while keys := list(coming.filter(pk__gt=after).values_list("pk", flat=True)[:chunk]):
        with transaction.atomic():
            sent += keep_invited(list(lock_meetings(keys).values()), now=now, begin=True)
        after = keys[-1]
    return sent


def keep_invited(meetings: Collection[Meeting], *, now: datetime, begin: bool = False) -> int:
    """Make the invitations to these locked meetings what they should be; answers with how many messages were posted.

    `begin`: also those that go so long ahead of a meeting; without it only who was invited to it before is kept up.
    What is over, or has begun, is left as it is. A fixed number of queries, none where nothing is to be looked at.
    """
    coming = [one for one in meetings if one.ends_at > now and (one.state in PREPARED or _is_off(one))]
    said = {one.pk: terms_by_id(one.terms_id, one.terms.digest) for one in coming}
    coming = [one for one in coming if said[one.pk].invitations]
    if not coming:
        return 0
    kept = _kept(coming)
    begun = {one.pk: _begun(one, said[one.pk], kept[one.pk], begin, now) for one in coming}
    coming = [one for one in coming if begun[one.pk] or kept[one.pk]]
    facts = inviting_facts(
        [one for one in coming if begun[one.pk] and not _is_off(one)], today=london_day(now)
    )
    return sum(
        _Keeping(one, said[one.pk], kept[one.pk], now).keep(
            wanted(said[one.pk], begun[one.pk], facts[one.pk]) if one.pk in facts else {}
        )
        for one in coming
    )


def _is_off(meeting: Meeting) -> bool:
    return meeting.state == Meeting.State.CANCELLED


def _kept(meetings: Sequence[Meeting]) -> Mapping[int, dict[Key, Invitation]]:
    found: dict[int, dict[Key, Invitation]] = {one.pk: {} for one in meetings}
    rows = Invitation.objects.filter(meeting__in=[one.pk for one in meetings])
    for row in rows.select_related("staff", "item").order_by("pk"):
        found[row.meeting_id][row.staff_id, row.item_id] = row
    return found


def _begun(
    meeting: Meeting, terms: ForumTerms, kept: Mapping[Key, Invitation], begin: bool, now: datetime
) -> frozenset[str]:
    """Which of the terms' invitations go by now, or have gone."""
    sent, acts = {row.term for row in kept.values()}, acts_of(meeting)
    return frozenset(
        one.id
        for one in terms.invitations
        if one.id in sent
        or ((begin or one.ahead is None) and goes_by_now(one, acts, starts_at=meeting.starts_at, now=now))
    )


@dataclass(frozen=True, slots=True)
class _Keeping:
    """The invitations to one meeting, being made what they should be."""

    meeting: Meeting
    terms: ForumTerms
    kept: Mapping[Key, Invitation]
    now: datetime

    def keep(self, should: Mapping[Key, Wanted]) -> int:
        """Ask, update and cancel; answers with how many messages that took."""
        gone = [
            row
            for key, row in self.kept.items()
            if key not in should and row.state == Invitation.State.INVITED and self._may_go(row)
        ]
        posted = sum(self._cancel(row) for row in gone)
        people = {row.staff_id: row.staff for row in self.kept.values()}
        missing = {staff for staff, _ in should} - {*people}
        people.update(Staff.objects.in_bulk(missing) if missing else {})
        for key, one in should.items():
            row = self.kept.get(key)
            if row is None:
                posted += self._ask(one, people[one.staff])
            elif row.state == Invitation.State.CANCELLED or self._differs(row, one):
                posted += self._update(row, one)
        return posted

    def _may_go(self, row: Invitation) -> bool:
        """While a confirmed agenda is a draft again its times are not told of; what left the agenda is."""
        return (
            row.item is None
            or _is_off(self.meeting)
            or row.item.state != AgendaItem.State.PLANNED
            or not self._is_draft(row.term)
            or row.item.slot_at is not None
        )

    def _is_draft(self, term_id: str) -> bool:
        term = term_of(self.terms, term_id)
        return bool(term and term.sent_when and term.sent_when not in acts_of(self.meeting))

    def _differs(self, row: Invitation, one: Wanted) -> bool:
        same_time = (row.starts_at, row.ends_at) == (one.starts_at, one.ends_at)
        if not same_time and self._is_draft(row.term):
            moved_at = self.meeting.last_changed_at
            return moved_at is not None and moved_at >= row.changed_at
        return not same_time or (row.role, row.place) != (_role(one), self._place)

    @property
    def _place(self) -> str:
        return self.meeting.forum.join_link

    def _ask(self, one: Wanted, person: Staff) -> int:
        ref = new_ref()
        row = Invitation(
            ref=ref,
            meeting=self.meeting,
            item_id=one.item,
            staff=person,
            uid=f"{ref}@remit.invalid",
            made_at=self.now,
        )
        self._say(row, one)
        row.save()
        return self._post(row, "request", one.child)

    def _update(self, row: Invitation, one: Wanted) -> int:
        again = row.state == Invitation.State.CANCELLED
        moved = again or (row.starts_at, row.ends_at) != (one.starts_at, one.ends_at)
        row.sequence += 1
        row.state = Invitation.State.INVITED
        if moved:
            row.time_sequence = row.sequence
            self._take_apologies_back(row)
        self._say(row, one)
        row.save()
        return self._post(row, "request" if again else "update", one.child)

    def _take_apologies_back(self, row: Invitation) -> None:
        """What somebody said themselves of the time before does not hold for another."""
        own = Attendance.objects.filter(
            meeting=self.meeting, staff=row.staff_id, recorded_by=row.staff_id, item__isnull=True
        )
        sorry = own.filter(answer=Attendance.Answer.APOLOGIES, superseded_at__isnull=True)
        if row.item_id is None:
            sorry.update(superseded_at=self.now)

    def _cancel(self, row: Invitation) -> int:
        row.sequence += 1
        row.state, row.changed_at = Invitation.State.CANCELLED, self.now
        row.save(update_fields=["sequence", "state", "changed_at"])
        # About no child: so it reaches whoever may not know of the child any more, too.
        return self._post(row, "cancel", None)

    def _say(self, row: Invitation, one: Wanted) -> None:
        row.term, row.clause, row.role, row.in_place_of_id = one.term, one.clause, _role(one), one.in_place_of
        row.starts_at, row.ends_at, row.place, row.changed_at = (
            one.starts_at,
            one.ends_at,
            self._place,
            self.now,
        )

    def _post(self, row: Invitation, kind: str, child: int | None) -> int:
        """What waits of it is overtaken; of what nobody has been sent nothing is taken back."""
        of_it = Q(kind=KIND, key__startswith=f"{KIND}:{row.ref}:")
        withdraw(of_it, why="A later word about the same invitation overtook it.", now=self.now)
        if not row.staff.is_active:
            return 0
        went = Message.objects.filter(of_it).exclude(state=Message.State.WITHDRAWN).exists()
        if kind == "cancel" and not went:
            return 0
        kind = "request" if kind == "update" and not went else kind
        said = self._said(row)
        words = lines(said, kind, off=_is_off(self.meeting))
        cancelled = kind == "cancel"
        part = invitation_file(
            Invited(
                uid=row.uid,
                sequence=row.sequence,
                as_of=self.now,
                title=said.forum,
                starts_at=row.starts_at,
                ends_at=row.ends_at,
                about=words,
                place=row.place,
                address="",
                cancelled=cancelled,
            ),
            Asked(by_name=said.forum, by=settings.MAIL_FROM, name=row.staff.name, address=row.staff.email),
        )
        method = "CANCEL" if cancelled else "REQUEST"
        ref = post(
            key=f"{KIND}:{row.ref}:{row.sequence}",
            kind=KIND,
            to=row.staff_id,
            heading=heading(said, kind),
            text="\n\n".join(words) + "\n",
            about=About(row.clause, row.term, self.meeting.pk, child),
            parts=[Part(NAME, f"text/calendar; method={method}; charset=utf-8", part)],
            now=self.now,
        )
        return ref is not None

    def _said(self, row: Invitation) -> Said:
        term = term_of(self.terms, row.term)
        answers = tuple(term.answers) if term else ()
        if row.in_place_of_id is not None:
            answers = tuple(one for one in answers if one != "substitute")
        return Said(
            self.terms.name,
            row.role,
            row.starts_at,
            row.ends_at,
            row.place,
            row.item_id is not None,
            row.ref,
            answers,
        )


LONGEST_ROLE = 500
"""Characters, as kept; what is longer is cut off."""


def _role(one: Wanted) -> str:
    return one.role[:LONGEST_ROLE]

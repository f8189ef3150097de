"""Answering an invitation: by the link in the message, without signing in; signed in; or, in `calendar_replies`, by mail.

It is the invited person's answer, whoever pressed: the audit says that, and by which way it came. The last one stands.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from django.db.models import QuerySet

from remit.casework.acts import about, audited, touch
from remit.casework.attendance import HOLDER
from remit.casework.attendance_rows import Somebody, add_row, rows_of, supersede
from remit.casework.inviting import keep_invited
from remit.casework.items import said
from remit.casework.locks import lock_meeting
from remit.casework.telling_of_answers import tell_of_answer
from remit.records.addressees import may_be_told_of
from remit.records.forums import SeatHolding
from remit.records.invitations import Invitation, InvitationAnswer, invitation_of
from remit.records.lengths import why_not_fitting
from remit.records.meetings import Attendance, Meeting
from remit.records.people import Staff
from remit.records.services import services_of
from remit.records.viewers import load_viewer
from remit.rules.answering import (
    Reply,
    takes_answers,
    why_not_any_more,
    why_not_found,
    why_not_send,
    why_not_this_answer,
)
from remit.rules.clock import london_day
from remit.rules.inviting import term_of
from remit.rules.names import folded
from remit.rules.outcomes import NotFound, Refused, Stale, refuse_if
from remit.rules.permissions import why_not_answer_invitation
from remit.rules.viewers import Viewer
from remit.terms.model import Seat

KIND = "invitation-answer"
How = Literal["link", "page", "mail"]
A_DAY = timedelta(days=1)


@audited("invitation.answered")
def answer_invitation(
    *,
    invitation_ref: str,
    said_is: Reply,
    how: How,
    seen: int | None,
    actor: Viewer,
    now: datetime,
) -> bool:
    """Answer an invitation; whether that is news. Apologies stand on the attendance at once; a substitute is invited.

    `seen`: the sequence of the invitation that was answered; None: not asked.
    Refuses: not their invitation; taken back, begun or over; its time has changed since seen; an answer the terms do
    not offer, or that does not say what it must; answered too often; nobody who may come in their place (ROR-6).
    """
    refuse_if(why_not_fitting(InvitationAnswer, how=how))
    row = _invitation(Invitation.objects.filter(ref=invitation_ref))
    meeting = lock_meeting(row.meeting_id)
    row = _invitation(Invitation.objects.filter(pk=row.pk))
    refuse_if(why_not_answer_invitation(actor, row.staff_id))
    about(subject=row.item.subject_id if row.item else None, meeting=meeting.pk, clause=row.clause)
    about(invitation=row.ref, reply=said_is.reply, how=how)
    refuse_if(why_not_answered_now(meeting, row, now))
    if seen is not None and seen < row.time_sequence:
        raise Stale("The time of this meeting has changed since you were asked.")
    term = term_of(said(meeting), row.term)
    if term is None:
        raise NotFound("invitation")
    replies = InvitationAnswer.objects.filter(invitation=row)
    standing = replies.filter(superseded_at__isnull=True, sequence__gte=row.time_sequence).first()
    if standing is not None and _same(standing, said_is):
        return False
    refuse_if(
        why_not_this_answer(
            term,
            said_is,
            starts_at=meeting.starts_at,
            ends_at=meeting.ends_at,
            stands_in=row.in_place_of_id is not None,
            today=replies.filter(at__gt=now - A_DAY).count(),
        )
    )
    if said_is.reply == "substitute":
        refuse_if(_why_not_substitute(meeting, row, said_is.substitute))
    made = _put_in_place(row, said_is, how, now)
    _attendance_follows(meeting, row, made, actor, now)
    keep_invited([meeting], now=now)
    tell_of_answer(meeting, row, made, now=now)
    return True


def _put_in_place(row: Invitation, said_is: Reply, how: How, now: datetime) -> InvitationAnswer:
    """This answer, in place of the one that stood."""
    InvitationAnswer.objects.filter(invitation=row, superseded_at__isnull=True).update(superseded_at=now)
    return InvitationAnswer.objects.create(
        invitation=row,
        reply=said_is.reply,
        substitute_id=said_is.substitute,
        can_from=said_is.can_from,
        can_until=said_is.can_until,
        how=how,
        sequence=row.sequence,
        at=now,
    )


def answer_by_link(
    *,
    secret: str,
    answer: str,
    substitute: str,
    said_is: Reply,
    seen: int | None,
    now: datetime,
) -> bool:
    """Answer by the link of the message; whether that is news. `substitute`: name or address of who is sent, as typed.

    Refuses: nobody's link; what `answer_invitation` refuses.
    """
    row = invitation_of(secret)
    actor = load_viewer(row.staff_id, on=london_day(now)) if row else None
    if row is None or actor is None:
        raise NotFound("invitation")
    return _answer_as_typed(row, answer, substitute, said_is, how="link", seen=seen, actor=actor, now=now)


def answer_signed_in(
    *,
    invitation_ref: str,
    answer: str,
    substitute: str,
    said_is: Reply,
    seen: int | None,
    actor: Viewer,
    now: datetime,
) -> bool:
    """Answer one's own invitation on the pages; whether that is news. `substitute`: name or address of who is sent.

    Refuses: not their invitation, which is as if there were none; what `answer_invitation` refuses.
    """
    mine = Invitation.objects.filter(ref=invitation_ref, staff=actor.staff_id)
    row = mine.select_related("meeting").first()
    if row is None:
        raise NotFound("invitation")
    return _answer_as_typed(row, answer, substitute, said_is, how="page", seen=seen, actor=actor, now=now)


def _answer_as_typed(
    row: Invitation,
    answer: str,
    substitute: str,
    said_is: Reply,
    *,
    how: How,
    seen: int | None,
    actor: Viewer,
    now: datetime,
) -> bool:
    """Answer, with the one person whom the words about a substitute mean."""
    if answer == "substitute":
        refuse_if(why_not_answered_now(row.meeting, row, now))
        said_is = Reply(answer, substitute=_named(row, substitute))
    return answer_invitation(
        invitation_ref=row.ref, said_is=said_is, how=how, seen=seen, actor=actor, now=now
    )


def _invitation(rows: QuerySet[Invitation, Invitation]) -> Invitation:
    row = rows.select_related("staff", "item").first()
    if row is None:
        raise NotFound("invitation")
    return row


def why_not_answered_now(meeting: Meeting, row: Invitation, now: datetime) -> Refused | None:
    """Whether the invitation still takes an answer."""
    off = meeting.state == Meeting.State.CANCELLED
    return why_not_any_more(
        cancelled=row.state == Invitation.State.CANCELLED,
        off=off,
        begun=not off and not takes_answers(meeting.state, row.starts_at, now=now),
        clause=row.clause,
    )


def _same(standing: InvitationAnswer, said_is: Reply) -> bool:
    kept = Reply(standing.reply, standing.substitute_id, standing.can_from, standing.can_until)
    return kept == said_is


def address_in(written: str) -> str:
    """A mail address as it is compared, however a calendar programme writes it."""
    return written.strip().removeprefix("mailto:").removeprefix("MAILTO:").strip().casefold()


def _named(row: Invitation, words: str) -> int:
    """The one person these words mean. Refuses: nobody, or several, or the invited person."""
    if not words.strip():
        raise Refused(
            "Enter who comes in your place.",
            remedy="Enter their name or their work email address.",
            field="substitute",
        )
    found = [one for one in people_meant(words) if one.pk != row.staff_id]
    refuse_if(why_not_found(len(found)))
    return found[0].pk


def people_meant(words: str) -> list[Staff]:
    """The accounts in use of that name or address."""
    in_use = Staff.objects.filter(is_active=True, is_service_account=False)
    address = address_in(words)
    rows = (
        in_use.filter(email__iexact=address) if "@" in address else in_use.filter(name_folded=folded(words))
    )
    return list(rows.order_by("pk")[:2]) if address else []


def _seats(meeting: Meeting, staff: int) -> list[tuple[Seat, str]]:
    """The seats somebody holds or deputises for on the day, each with the capacity."""
    held = SeatHolding.objects.on(meeting.date).filter(forum_id=meeting.forum_id, staff=staff)
    terms = said(meeting)
    known = {seat.id: seat for seat in terms.seats}
    return [
        (known[seat], capacity) for seat, capacity in held.values_list("seat", "capacity") if seat in known
    ]


def _why_not_substitute(meeting: Meeting, row: Invitation, substitute: int | None) -> Refused | None:
    person = Staff.objects.filter(pk=substitute or 0, is_active=True, is_service_account=False).first()
    if person is None or person.pk == row.staff_id:
        return why_not_found(0)
    seats = [seat for seat, _ in _seats(meeting, row.staff_id)]
    theirs = {seat.id for seat, _ in _seats(meeting, person.pk)}
    if row.item is None and theirs & {seat.id for seat in seats}:
        return Refused(
            "They hold this seat too, so they come anyway.",
            remedy="Send apologies, or name somebody else.",
            field="substitute",
        )
    if row.item is not None and not may_be_told_of(row.item.subject_id, person.pk, on=meeting.date):
        return why_not_found(0)
    services = services_of([row.staff_id, person.pk], on=meeting.date)
    own = [services[row.staff_id]] if row.staff_id in services else []
    return why_not_send([] if row.item else seats, services.get(person.pk, ""), own)


def _attendance_follows(
    meeting: Meeting, row: Invitation, made: InvitationAnswer, actor: Viewer, now: datetime
) -> None:
    """Whoever holds a seat and does not come has sent apologies; whoever comes after all has not."""
    if row.item_id is not None:
        return
    somebody = Somebody(row.staff_id, row.staff.name)
    sorry = rows_of(meeting, somebody).filter(answer=Attendance.Answer.APOLOGIES)
    had = set(sorry.values_list("seat", flat=True))
    if made.reply not in ("apologies", "substitute"):
        if had:
            supersede(sorry, now)
            touch(meeting)
        return
    reason = f"Sends {made.substitute.name}" if made.substitute else ""
    supersede(sorry, now)
    for seat, capacity in _seats(meeting, row.staff_id):
        if capacity == HOLDER and seat.votes:
            add_row(
                meeting,
                somebody,
                actor,
                now,
                seat=seat.id,
                capacity=HOLDER,
                answer=Attendance.Answer.APOLOGIES,
                reason=reason,
            )
    touch(meeting)

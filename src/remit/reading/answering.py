"""What does the page of an invitation show, to whoever has its link and to whom it is for?

The forum, when and where, and as what: no child, no name.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time

from remit.records.invitations import Invitation, InvitationAnswer, invitation_of
from remit.records.meetings import Meeting
from remit.records.terms_store import terms_by_id
from remit.rules.answering import takes_answers, why_not_any_more
from remit.rules.inviting import term_of
from remit.rules.outcomes import NotFound, Refused
from remit.rules.viewers import Viewer


@dataclass(frozen=True, slots=True)
class Answered:
    """The answer that stands, as the page says it. Who is sent in somebody's place is not told to whoever has the link."""

    reply: str
    can_from: time | None
    can_until: time | None
    how: str
    at: datetime


@dataclass(frozen=True, slots=True)
class InvitationPage:
    """An invitation, for whoever has its link, or is signed in as who was invited."""

    forum_name: str
    starts_at: datetime
    ends_at: datetime
    place: str
    role: str
    of_case: bool
    sequence: int
    answers: tuple[str, ...]
    """What may be answered."""
    answered: Answered | None
    moved_since: bool
    """Whether it was answered for another time than the one it is at now."""
    closed: Refused | None
    """Why it takes no answer any more."""


def invitation_page(secret: str, *, now: datetime) -> InvitationPage:
    """The invitation with this link. Refuses: nobody's link, or that of an account out of use. Nobody can tell which."""
    row = invitation_of(secret)
    if row is None or not row.staff.is_active:
        raise NotFound("invitation")
    return _page(row, now)


def my_invitation(viewer: Viewer, *, ref: str, now: datetime) -> InvitationPage:
    """An invitation of this viewer's own. Refuses: anybody else's, which is as if there were none."""
    mine = Invitation.objects.filter(ref=ref, staff=viewer.staff_id)
    row = mine.select_related("meeting__terms").defer("meeting__terms__document").first()
    if row is None:
        raise NotFound("invitation")
    return _page(row, now)


def _page(row: Invitation, now: datetime) -> InvitationPage:
    meeting = row.meeting
    terms = terms_by_id(meeting.terms_id, meeting.terms.digest)
    term = term_of(terms, row.term)
    offered = term.answers if term else ()
    last = InvitationAnswer.objects.filter(invitation=row, superseded_at__isnull=True).first()
    stands = last if last is not None and last.sequence >= row.time_sequence else None
    off = meeting.state == Meeting.State.CANCELLED
    return InvitationPage(
        forum_name=terms.name,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        place=row.place,
        role=row.role,
        of_case=row.item_id is not None,
        sequence=row.sequence,
        answers=tuple(one for one in offered if row.in_place_of_id is None or one != "substitute"),
        answered=Answered(stands.reply, stands.can_from, stands.can_until, stands.how, stands.at)
        if stands
        else None,
        moved_since=last is not None and stands is None,
        closed=why_not_any_more(
            cancelled=row.state == Invitation.State.CANCELLED,
            off=off,
            begun=not off and not takes_answers(meeting.state, row.starts_at, now=now),
            clause=row.clause,
        ),
    )

"""What the members answered to the invitation to the coming meeting, by the link in it: one sends somebody, one has not answered."""

from __future__ import annotations

from datetime import datetime, time

from remit.casework.inviting_answers import answer_invitation
from remit.commands.seeding.people import People
from remit.records.forums import SeatHolding
from remit.records.invitations import Invitation
from remit.records.meetings import Meeting
from remit.rules.answering import Reply

SAID: dict[str, tuple[str, str]] = {
    "service-manager-commissioning": ("attending", ""),
    "brokerage": ("attending", ""),
    "fostering": ("substitute", "team TAC Duty"),
    "placement-support": ("another_time", ""),
    "locality": ("apologies", ""),
}
"""By seat of the Risk of Residential group: the answer of its holder, and whom they send."""
FROM = time(15, 30)
"""From when the one who asks for another time can come."""


def answer(meeting: Meeting, people: People, when: datetime) -> None:
    """Let the holders answer who were invited."""
    held = SeatHolding.objects.on(meeting.date).filter(forum=meeting.forum_id, capacity="holder")
    for seat, staff in held.order_by("pk").values_list("seat", "staff_id"):
        row = Invitation.objects.filter(meeting=meeting, staff=staff, item__isnull=True).first()
        if row is None or seat not in SAID:
            continue
        reply, sends = SAID[seat]
        said_is = Reply(
            reply,
            substitute=people.staff[sends] if sends else None,
            can_from=FROM if reply == "another_time" else None,
        )
        answer_invitation(
            invitation_ref=row.ref,
            said_is=said_is,
            how="link",
            seen=None,
            actor=people.viewer_of(staff, when),
            now=when,
        )

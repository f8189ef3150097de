"""What became of the mails of the weeks behind: a made-up mail server took them. Nothing leaves the machine."""

from __future__ import annotations

from datetime import datetime

from remit.casework.delivery import deliver
from remit.casework.incoming import Place, take_in
from remit.documents.incoming import Opened, Report
from remit.documents.mail import Letter
from remit.records.meetings import Meeting
from remit.records.messages import Message
from remit.rules.delivery import TAKEN, Answered


def hand_over(at: datetime) -> int:
    """Hand over what waits at that moment; answers with how many messages."""
    return deliver(_taken, clock=lambda: at).handed_over


def _taken(letter: Letter) -> Answered:
    return TAKEN


def bring_one_back(meeting: Meeting, at: datetime) -> None:
    """One mail of a meeting came back, since the mailbox it was for was full."""
    gone = Message.objects.filter(meeting=meeting, state=Message.State.HANDED_OVER, recipient__isnull=False)
    message = gone.order_by("pk").last()
    if message is not None:
        report = Report(about=(message.message_id,), action="failed", status="5.2.2")
        mail = Opened(f"{message.pk:064}", "mailer-daemon@council.example", True, report)
        take_in(mail, place=Place("remit@mail.council.example/INBOX", 1, message.pk), now=at)

"""A message as the mail it goes out as: plain text, one recipient, nothing a picture could call home with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

CALENDAR = "text/calendar"
OURS = "X-Remit-Message"
POLICY = SMTP.clone(max_line_length=78)


@dataclass(frozen=True, slots=True)
class Enclosed:
    """What goes along: a file, or what a calendar reads."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Letter:
    """What is to be sent, and to whom."""

    message_id: str
    to: str
    name: str
    heading: str
    text: str
    made_at: datetime
    enclosed: Sequence[Enclosed] = ()


def written(letter: Letter, *, sender: str, sender_name: str = "Remit") -> EmailMessage:
    """The mail. Raises ValueError where an address is none, or a head line could not be one line."""
    mail = EmailMessage(policy=POLICY)
    mail["From"] = _addressed(sender_name, sender)
    mail["To"] = _addressed(letter.name, letter.to)
    mail["Subject"] = letter.heading
    mail["Date"] = format_datetime(letter.made_at)
    mail["Message-ID"] = letter.message_id
    mail[OURS] = letter.message_id  # some servers give a mail another Message-ID; this one comes back with it
    mail["Auto-Submitted"] = "auto-generated"  # so that no out-of-office answer comes back for it (RFC 3834)
    mail.set_content(letter.text)
    for part in letter.enclosed:
        _enclose(mail, part)
    return mail


def _addressed(name: str, address: str) -> Address:
    try:
        return Address(name, addr_spec=address)
    # How the parser answers depends on where the address goes wrong.
    except (MessageError, IndexError) as wrong:
        raise ValueError(f"{address!r} is no email address") from wrong


def _enclose(mail: EmailMessage, part: Enclosed) -> None:
    """Calendars are offered beside the text, which is how a mail programme comes to show its buttons; files come after."""
    kind, _, rest = part.media_type.partition(";")
    main, _, sub = kind.strip().partition("/")
    said = dict(_parameter(word) for word in rest.split(";") if "=" in word)
    if kind.strip() == CALENDAR:
        said.pop("charset", None)
        mail.add_alternative(part.content.decode(), subtype=sub, params=said)
    else:
        mail.add_attachment(part.content, maintype=main, subtype=sub, filename=part.name, params=said)


def _parameter(word: str) -> tuple[str, str]:
    name, _, value = word.partition("=")
    return name.strip(), value.strip().strip('"')

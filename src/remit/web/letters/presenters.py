"""How do a letter and the list of messages read?"""

from __future__ import annotations

from dataclasses import dataclass

from remit.reading.came_in import MailboxState
from remit.reading.letters import LetterPage, ReaderLine
from remit.reading.messages import MessageLine, Outbox
from remit.web import formats
from remit.web.addresses import address
from remit.web.letters.came_in import trouble

STATES = {
    "waiting": ("Waiting", "blue"),
    "handed-over": ("Handed to the mail server", "green"),
    "failed": ("Failed", "red"),
    "withdrawn": ("Withdrawn", "grey"),
    "returned": ("Came back", "red"),
}
ROLES = {
    "social_worker": "social worker",
    "team_manager": "team manager",
    "service_manager": "service manager",
    "personal_adviser": "personal adviser",
    "head_of_service": "head of service",
    "members": "member",
    "chair": "chair",
    "coordinator": "coordinator",
}
KINDS = {
    "letter": "Letter",
    "letter-changed": "Word of a change",
    "minutes-draft": "Draft minutes",
    "minutes": "Minutes",
    "left": "Somebody has left",
    "digest": "Daily digest",
    "invitation": "Invitation",
}


@dataclass(frozen=True, slots=True)
class Addressee:
    """Somebody a letter goes to."""

    name: str
    role: str
    children: tuple[tuple[str, str], ...]
    """Name and address of the page of each child."""
    email: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter as its page shows it."""

    page: LetterPage
    to: tuple[Addressee, ...]
    copied: tuple[Addressee, ...]
    alone: tuple[tuple[str, str], ...]
    sent: str
    states: tuple[str, ...]
    problem: str
    """Why it cannot be sent, where it was not."""


def present_letter(page: LetterPage) -> Letter:
    """A letter, ready to be shown."""
    line = page.line
    sent = f"Sent on {formats.when(line.sent_at)} by {line.sent_by}." if line.sent_at else ""
    refusal = page.refusal if not line.sent_at else None
    return Letter(
        page=page,
        to=tuple(map(_addressee, page.to)),
        copied=tuple(map(_addressee, page.copied)),
        alone=tuple(_child(*child) for child in page.alone),
        sent=sent,
        states=tuple(f"{count} {STATES[state][0].lower()}" for state, count in page.states),
        problem=f"{refusal.problem} {refusal.remedy}" if refusal else "",
    )


def _addressee(line: ReaderLine) -> Addressee:
    role = ", ".join(ROLES.get(role, role) for role in line.roles)
    return Addressee(line.name, role, tuple(_child(*child) for child in line.children), line.address)


def _child(ref: str, name: str) -> tuple[str, str]:
    return name, address("case", child=ref)


@dataclass(frozen=True, slots=True)
class Row:
    """A message in the list."""

    line: MessageLine
    kind: str
    forum: str
    meeting_href: str
    child_href: str
    made: str
    state: str
    colour: str
    said: tuple[str, ...]
    again_href: str


@dataclass(frozen=True, slots=True)
class Messages:
    """The list of messages with its filter."""

    rows: tuple[Row, ...]
    filters: tuple[tuple[str, str, bool], ...]
    """Words, address, whether it is the one in use."""
    notice: str
    mailbox: str
    """How the reading of the mailbox goes, where one is read."""
    next_href: str


def present_outbox(found: Outbox, mailbox: MailboxState | None) -> Messages:
    """The list, ready to be shown."""
    at = address("messages")
    whole = sum(count for _, count in found.counts)
    filters = [(f"All ({whole})", at, not found.state)]
    filters += [
        (f"{STATES[state][0]} ({count})", f"{at}?state={state}", state == found.state)
        for state, count in found.counts
    ]
    return Messages(
        rows=tuple(map(_row, found.lines)),
        filters=tuple(filters),
        notice=_notice(found),
        mailbox=trouble(mailbox) if mailbox else "",
        next_href=f"{at}?state={found.state}&after={found.after}" if found.after else "",
    )


def _notice(found: Outbox) -> str:
    if not found.server:
        return "No mail server is set, so messages wait. Whoever runs Remit sets REMIT_SMTP_URL."
    if found.folder:
        return "This is a demonstration: mails are written into a folder and go to nobody."
    return ""


def _row(line: MessageLine) -> Row:
    state, colour = STATES[line.state]
    word = "Handed over" if line.state == "returned" else "Since"
    said = [f"{word} {formats.when(line.handed_at)}"] if line.handed_at else []
    said += [words for words in (line.why, line.why_not_retry) if words]
    if line.state == "waiting" and line.attempts:
        said.append(f"Tried {formats.count(line.attempts, 'time')}; next at {formats.when(line.next_try_at)}")
    return Row(
        line=line,
        kind=KINDS.get(line.kind, line.kind.replace("-", " ").capitalize()),
        forum=line.forum_name,
        meeting_href=address("meeting", forum=line.forum, date=line.meeting) if line.meeting else "",
        child_href=address("case", child=line.child) if line.child else "",
        made=formats.when(line.made_at),
        state=state,
        colour=colour,
        said=tuple(said),
        again_href=address("message_again", message=line.ref) if line.can_retry else "",
    )

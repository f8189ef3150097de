"""What does somebody hear once a day?

What is overdue, what is due by the end of the next working day, what is new, what they are reminded of, what came up to
them, and which invitations they have not answered.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from remit.rules.clock import london_day, shown_due, shown_time
from remit.rules.invitation_words import ANSWER_LINK
from remit.rules.text import counted, shown_day

AT = time(8)
"""When the day's digest is made, on a working day."""


@dataclass(frozen=True, slots=True)
class Matter:
    """One thing that is owed, without whom it is about."""

    what: str
    forum: str
    clause: str
    due: datetime
    owner: str = ""
    """Who owes it, where that is somebody else."""


@dataclass(frozen=True, slots=True)
class Unanswered:
    """An invitation that was not answered, without whom the case is about. `ref`: of the invitation."""

    forum: str
    of_case: bool
    starts_at: datetime
    ends_at: datetime
    ref: str


@dataclass(frozen=True, slots=True)
class Digest:
    """What one person hears of."""

    overdue: Sequence[Matter] = ()
    due: Sequence[Matter] = ()
    new: Sequence[Matter] = ()
    """Owed since the last digest, and due later than that."""
    reminded: Sequence[Matter] = ()
    """Due later still, but the forum's terms remind of it from today."""
    come_up: Sequence[Matter] = ()
    """Overdue at somebody they manage."""
    unanswered: Sequence[Unanswered] = ()

    @property
    def is_empty(self) -> bool:
        told = (self.overdue, self.due, self.new, self.reminded, self.come_up, self.unanswered)
        return not any(told)


ANSWER_SOON = timedelta(days=7)
"""So long before a meeting an invitation that is not answered is told of every working day; before that once."""


def told_of_invitation(
    *, starts_at: datetime, sent_at: datetime, last: datetime | None, now: datetime
) -> bool:
    """Whether the day's list names an invitation that is not answered. `last`: when the list before this one was made."""
    return london_day(starts_at) - london_day(now) <= ANSWER_SOON or last is None or sent_at > last


def heading_of(digest: Digest) -> str:
    """The subject line: how many of what, and nothing else."""
    parts = [
        f"{len(some)} {words}"
        for some, words in (
            (digest.overdue, "overdue"),
            (digest.due, "due"),
            (digest.new, "new"),
            (digest.reminded, "coming"),
            (digest.unanswered, "to answer"),
        )
        if some
    ]
    if digest.come_up:
        parts.append(f"{len(digest.come_up)} overdue in your teams")
    return f"Remit: {', '.join(parts)}"


def text_of(digest: Digest, *, by: date, home: str) -> str:
    """The mail, with the address of their own list at its end."""
    parts = [
        _part("Overdue", digest.overdue),
        _part(f"Due by the end of {by:%A}", digest.due),
        _part("New", digest.new),
        _part("Coming", digest.reminded),
        _part("Overdue in your teams", digest.come_up),
        _unanswered(digest.unanswered),
        f"Your list:\n{home}",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def single(matter: Matter, *, new: bool, home: str) -> tuple[str, str]:
    """The subject line and text of something due today that came up, or is reminded of, after the day's list."""
    said = (
        "This came up today and cannot wait for tomorrow's list:"
        if new
        else "A reminder of what is due today:"
    )
    return f"Remit: something is due today at the {matter.forum}", "\n\n".join(
        [said, _line(matter), f"Your list:\n{home}\n"]
    )


def _part(head: str, matters: Sequence[Matter]) -> str:
    if not matters:
        return ""
    first = sorted(matters, key=lambda one: (one.due, one.forum, one.what))
    return "\n".join([f"{head} ({counted(len(matters), 'thing')}):", *_together(first)])


def _unanswered(invitations: Sequence[Unanswered]) -> str:
    """Each with an address of its own, under which it is answered without signing in."""
    if not invitations:
        return ""
    lines = [f"Say whether you come ({counted(len(invitations), 'invitation')} not answered):"]
    for one in sorted(invitations, key=lambda one: (one.starts_at, one.ref)):
        when = f"{shown_day(london_day(one.starts_at))}, {shown_time(one.starts_at)} to {shown_time(one.ends_at)}"
        lines += [f"- {one.forum}{', the time of a case' if one.of_case else ''}: {when}"]
        lines += [f"  {ANSWER_LINK.format(ref=one.ref)}"]
    return "\n".join(lines)


def _together(matters: Sequence[Matter]) -> list[str]:
    """The lines, those that read alike as one with how often: a mail does not say of whom each is."""
    lines: dict[str, int] = {}
    for matter in matters:
        line = _line(matter)
        lines[line] = lines.get(line, 0) + 1
    return [line if times == 1 else f"{line}, {times} times" for line, times in lines.items()]


def _line(matter: Matter) -> str:
    owed_by = f", owed by {matter.owner}" if matter.owner else ""
    return f"- {matter.what} ({matter.forum}, {matter.clause}){owed_by}: {shown_due(matter.due)}"

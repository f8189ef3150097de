"""To whom does a letter go, and how does it read? Its words name no child: it leads to pages that ask who looks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

from remit.rules.clock import due_date, shown_clock, shown_due_time
from remit.rules.outcomes import Refused
from remit.rules.text import shown_day
from remit.terms.model import ForumTerms, Letter

WORKERS = ("social_worker", "team_manager", "service_manager", "personal_adviser", "head_of_service")
LONGEST_HEADING = 200
LONGEST_LETTER = 4_000


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody a letter goes to: for which cases (by their items), as what, and whether only to know."""

    staff: int
    cases: tuple[int, ...]
    roles: tuple[str, ...]
    copied: bool


@dataclass(frozen=True, slots=True)
class When:
    """What a letter fills in of its meeting."""

    forum: str
    day: date
    starts: time
    ends: time
    dues: Mapping[str, datetime] = field(default_factory=dict)
    """When the duties are due that its words name, by their ids."""


def letter_of(terms: ForumTerms, letter_id: str) -> Letter | None:
    """The letter of that id, where the product sends it."""
    return next((one for one in terms.letters if one.id == letter_id and one.runs), None)


def addressed(letter: Letter, seated: Collection[str]) -> tuple[str, ...]:
    """The roles with a child that it goes to, who is to act first. `seated`: the roles at the meeting, left out here.

    Within each the office above comes first: a manager who stands in for a worker is written to as the manager.
    """
    return tuple(role for role in (*reversed(letter.to), *reversed(letter.copied_to)) if role not in seated)


def letters_after(terms: ForumTerms, act: str) -> tuple[Letter, ...]:
    """The letters that follow an act, those somebody looks over first among them."""
    return tuple(one for one in terms.letters if one.runs and one.sent_when == act)


def takes_case(letter: Letter, section: str) -> bool:
    """Whether a letter is about the cases of this part of the agenda."""
    return not letter.sections or section in letter.sections


def readers(
    letter: Letter,
    *,
    working: Mapping[int, Mapping[int, str]],
    seated: Mapping[str, Collection[int]],
) -> tuple[Reader, ...]:
    """Everybody it goes to, once each. `working`: by item, who works with its child and as what; `seated`: by role.

    Whoever is meant to act on it is not also copied.
    """
    cases: dict[int, list[int]] = defaultdict(list)
    roles: dict[int, dict[str, None]] = defaultdict(dict)
    copied: dict[int, bool] = {}
    for to, only_told in ((letter.to, False), (letter.copied_to, True)):
        for item, theirs in working.items():
            for staff, role in theirs.items():
                if role in to:
                    cases[staff] += [item] if item not in cases[staff] else []
                    roles[staff][role] = None
                    copied.setdefault(staff, only_told)
        for role in to:
            for staff in seated.get(role, ()):
                roles[staff][role] = None
                copied.setdefault(staff, only_told)
    return tuple(
        Reader(staff, tuple(sorted(cases[staff])), tuple(roles[staff]), told)
        for staff, told in copied.items()
    )


def filled_in(text: str, when: When) -> str:
    """The words with the places of this meeting filled in."""
    places = {
        "forum": when.forum,
        "day": shown_day(when.day),
        "starts": shown_clock(when.starts),
        "ends": shown_clock(when.ends),
    }
    places |= {f"due {owed}": shown_due_of(due) for owed, due in when.dues.items()}
    for name, value in places.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def shown_due_of(due: datetime) -> str:
    """A due time as a letter writes it: Wednesday 14 October 2026 at 11:59pm."""
    return f"{shown_day(due_date(due))} at {shown_due_time(due)}"


def with_dues_of(text: str, sent: When, late: When) -> str:
    """The words as they were sent, with the due times that are so for a case that came later."""
    for owed, due in sent.dues.items():
        if owed in late.dues:
            text = text.replace(shown_due_of(due), shown_due_of(late.dues[owed]))
    return text


def with_links(text: str, cases: Sequence[str], others: Iterable[tuple[str, str]]) -> str:
    """The letter with the addresses it carries: of each case, then of whatever else, each under its words."""
    parts = [text.strip()]
    if cases:
        head = "The case" if len(cases) == 1 else "The cases"
        parts.append("\n".join([f"{head}:", *cases]))
    parts += [f"{words}:\n{link}" for words, link in others]
    return "\n\n".join(parts) + "\n"


def why_not_worded(heading: str, text: str) -> Refused | None:
    """Whether these words can be sent."""
    if not heading.strip():
        return Refused("Enter a subject line.", remedy="Say which meeting it is about.", field="heading")
    if len(heading) > LONGEST_HEADING:
        return Refused(
            f"The subject line must be {LONGEST_HEADING} characters or fewer.",
            remedy=f"Shorten it: it has {len(heading)}.",
            field="heading",
        )
    if not text.strip():
        return Refused(
            "Enter the text of the mail.", remedy="Say what is asked of its readers.", field="text"
        )
    if len(text) > LONGEST_LETTER:
        return Refused(
            f"The text must be {LONGEST_LETTER:,} characters or fewer.",
            remedy=f"Shorten it: it has {len(text):,}.",
            field="text",
        )
    return None


def why_not_send(
    letter: Letter, state: str, *, happened: Collection[str], sent: bool, readers: Collection[Reader]
) -> Refused | None:
    """Whether it can go out now."""
    if state in ("closed", "cancelled"):
        return Refused(
            f"This meeting is {state}, so nothing is sent about it any more.",
            remedy="Look for the next meeting.",
            clause=letter.clause,
        )
    if sent:
        return Refused(
            "This was sent already.",
            remedy="Its page says when, and to whom.",
            clause=letter.clause,
        )
    if letter.sent_when not in happened:
        return Refused(
            f"This goes out after: {letter.sent_when.replace('-', ' ')}.",
            remedy="Do that first.",
            clause=letter.clause,
        )
    if not readers:
        return Refused(
            "There is nobody to send this to.",
            remedy="See to it that the cases have a social worker, and the seats a holder.",
            clause=letter.clause,
        )
    return None


def why_not_names(found: Collection[str], field: str) -> Refused | None:
    """Whether the words name a child. `found`: the places that read like a child's name, number or initials."""
    if not found:
        return None
    where = "subject line" if field == "heading" else "text"
    return Refused(
        f"The {where} seems to name a child: {', '.join(sorted(found))}.",
        remedy="Take it out: a mail leads to the page and names nobody.",
        field=field,
    )

"""What is a sound answer to a question of each kind, how is it kept, and how is it read out?

Kept is one text a kind: a date as 2026-11-26, money in pence, yes_no as "yes" or "no", a person as the name was written.
"""

from __future__ import annotations

import calendar
import re
from datetime import date

from remit.rules.outcomes import Refused
from remit.rules.text import shown_date, written_plainly
from remit.terms.model import ForumTerms, Question

LONGEST_ANSWER = 20_000
"""Characters; about four pages."""
LONGEST_NAME = 150
MOST_PENCE = 100_000_000_00
YES_NO = {"yes": "Yes", "no": "No"}
PARTS = ("day", "month", "year")
AMOUNT = re.compile(r"£?\s*(?P<pounds>\d{1,3}(?:,\d{3})+|\d+)(?:\.(?P<pence>\d{2}))?")


def tidied(asked: Question, text: str) -> str:
    """The answer as it is kept: a text without the white space around it, anything else in the one form of its kind.

    Refuses, with the field: too long; none of its kind.
    """
    written = written_plainly(text)
    if len(written) > LONGEST_ANSWER:
        raise Refused(
            f"{asked.name} must be {LONGEST_ANSWER:,} characters or fewer.",
            remedy="Shorten it, or keep the longer text in the child's file.",
            field=asked.id,
        )
    return read_answer(asked, written)


def read_answer(asked: Question, written: str) -> str:
    """The answer as it is kept; an empty one takes an answer back. Refuses, with the field, what is none of its kind."""
    if not written:
        return ""
    match asked.kind:
        case "date":
            return _date(asked, written)
        case "money":
            return _money(asked, written)
        case "yes_no":
            if written.lower() not in YES_NO:
                raise _no(asked, f"Select yes or no for {_lowered(asked.name)}.", "Choose one of the two.")
            return written.lower()
        case "choice":
            if written not in asked.choices:
                raise _no(asked, f"Choose one of the answers to {asked.name}.", "Choose again.")
        case "person":
            return _person(asked, written)
    return written


def shown_answer(kind: str, kept: str) -> str:
    """An answer as people read it. What was kept before its question had this kind is shown as it is."""
    try:
        match kind:
            case "date":
                return shown_date(date.fromisoformat(kept))
            case "money":
                pounds, pence = divmod(int(kept), 100)
                return f"£{pounds:,}.{pence:02}" if pence else f"£{pounds:,}"
            case "yes_no":
                return YES_NO.get(kept, kept)
    except ValueError:
        return kept
    return kept


def date_parts(kind: str, kept: str) -> tuple[str, str, str]:
    """Day, month and year in figures of a date that is kept; empty ones for anything else."""
    if kind == "date" and re.fullmatch(r"\d{4}-\d\d-\d\d", kept):
        year, month, day = kept.split("-")
        return day.lstrip("0"), month.lstrip("0"), year
    return "", "", ""


def shown_under(terms: ForumTerms, question: str, kept: str) -> str:
    """The same, where only the id of the question is known."""
    kinds = {asked.kind for asked in terms.questions if asked.id == question}
    return shown_answer(kinds.pop(), kept) if len(kinds) == 1 else kept


def _date(asked: Question, written: str) -> str:
    parts = written.split("-")[::-1] if re.fullmatch(r"\d{4}-\d\d-\d\d", written) else _parts(written)
    missing = [name for name, part in zip(PARTS, parts, strict=True) if not part]
    if missing:
        raise _no(asked, f"{asked.name} must include a {' and '.join(missing)}.", "Enter it like 26 11 2026.")
    day, month, year = parts
    if not re.fullmatch(r"\d{4}", year):
        raise _no(asked, f"The year of {_lowered(asked.name)} must include 4 numbers.", "Enter it like 2026.")
    try:
        return date(int(year), _month(month), int(day)).isoformat()
    except ValueError:
        raise _no(
            asked, f"{asked.name} must be a real date.", "Enter a day, a month and a year, like 26 11 2026."
        ) from None


def _parts(written: str) -> list[str]:
    """Day, month and year, as the three boxes or one line have them."""
    found = [part.strip() for part in re.split(r"[/.]" if re.search(r"[/.]", written) else r"\s+", written)]
    return [*found, "", "", ""][:3] if len(found) < 4 else [written, written, "0000"]


def _month(written: str) -> int:
    if written.isdecimal():
        return int(written)
    for number, name in enumerate(calendar.month_name):
        if number and len(written) >= 3 and name.lower().startswith(written.lower()):
            return number
    raise ValueError(written)


def _money(asked: Question, written: str) -> str:
    found = AMOUNT.fullmatch(written)
    pence = int(found["pounds"].replace(",", "")) * 100 + int(found["pence"] or 0) if found else -1
    if not 0 <= pence <= MOST_PENCE:
        raise _no(
            asked,
            f"{asked.name} must be an amount of money, like 1250 or 1250.50.",
            "Enter pounds, and pence if there are any.",
        )
    return str(pence)


def _person(asked: Question, written: str) -> str:
    name = " ".join(written.split())
    if len(name) > LONGEST_NAME:
        raise _no(
            asked, f"{asked.name} must be {LONGEST_NAME} characters or fewer.", "Enter one person’s name."
        )
    return name


def _lowered(name: str) -> str:
    return name if name[:2].isupper() else name[:1].lower() + name[1:]


def _no(asked: Question, problem: str, remedy: str) -> Refused:
    return Refused(problem, remedy=remedy, clause=None, field=asked.id)

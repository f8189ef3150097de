"""A case's sheet before its meeting: which questions, put to whom, and how far has each come? Plain values in.

What one person fills in is a part. What is asked only with an outcome, or of who runs the meeting, is no part of it: that is
for the room. The page, the readiness of a meeting, the workbook and the duties all ask here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from remit.rules.calendar import month_later
from remit.rules.outcomes import Refused
from remit.terms.model import Evidence, FilledBy, ForumTerms, Owed, Question


class PartState(StrEnum):
    """How far a part of a sheet has come."""

    EMPTY = "empty"
    BEGUN = "begun"
    COMPLETE = "complete"


@dataclass(frozen=True, slots=True)
class Part:
    """The questions of a sheet that one person fills in."""

    id: str
    """`worker:social_worker`, `seat:brokerage`."""
    filled_by: FilledBy
    questions: tuple[Question, ...]

    @property
    def needed(self) -> tuple[Question, ...]:
        """Those without which it is not complete; where none is marked so, all of them."""
        return tuple(one for one in self.questions if one.required == "to_complete") or self.questions


@dataclass(frozen=True, slots=True)
class Filled:
    """A part as it stands."""

    state: PartState
    answered: tuple[Question, ...]
    missing: tuple[Question, ...]
    """What is needed and has no answer."""
    complete_at: datetime | None
    """Since when it is complete: somebody said so, or the last answer it needed was given."""


class Version(NamedTuple):
    """A version of an answer: whether it says anything, and when it was written."""

    question: str
    version: int
    says: bool
    at: datetime


def part_id(filled_by: FilledBy) -> str:
    """How a part is named in addresses and on record."""
    if filled_by.seat is not None:
        return f"seat:{filled_by.seat}"
    return f"worker:{filled_by.worker}" if filled_by.worker is not None else f"role:{filled_by.role}"


def parts(terms: ForumTerms, section: str, *, rating: str = "") -> tuple[Part, ...]:
    """The parts of the sheet of a case in this part of the agenda, with this rating, in the order of the forms."""
    found: dict[str, list[Question]] = {}
    for form in terms.forms:
        if form.asked_at == "item" and section in form.sections:
            for asked in form.questions:
                if asked.filled_by.role is None and _before_the_meeting(asked, rating):
                    found.setdefault(part_id(asked.filled_by), []).append(asked)
    return tuple(Part(name, asked[0].filled_by, tuple(asked)) for name, asked in found.items())


def _before_the_meeting(asked: Question, rating: str) -> bool:
    """With an outcome alone is asked what is known at the meeting only."""
    when = asked.when
    return when is None or (not when.outcome and (not when.rating or rating in when.rating))


def answered_since(versions: Iterable[Version]) -> dict[str, datetime]:
    """Since when each question has had an answer without a break; one that was emptied since has none."""
    since: dict[str, datetime] = {}
    for one in sorted(versions, key=lambda one: one.version):
        if not one.says:
            since.pop(one.question, None)
        else:
            since.setdefault(one.question, one.at)
    return since


def still_said(part: Part, since: Mapping[str, datetime], said_at: datetime) -> bool:
    """Whether the word that a part is complete holds: it is over once every answer it was said of was taken back."""
    return any(one.id in since and since[one.id] <= said_at for one in part.questions)


def filled(part: Part, since: Mapping[str, datetime], *, said_at: datetime | None = None) -> Filled:
    """How a part stands. `since`: the questions that are answered; `said_at`: when somebody said that it is complete."""
    if said_at is not None and not still_said(part, since, said_at):
        said_at = None
    answered = tuple(one for one in part.questions if one.id in since)
    missing = tuple(one for one in part.needed if one.id not in since)
    by_itself = max((since[one.id] for one in part.needed), default=None) if not missing else None
    complete_at = min((at for at in (said_at, by_itself) if at is not None), default=None)
    begun = PartState.BEGUN if answered else PartState.EMPTY
    return Filled(PartState.COMPLETE if complete_at else begun, answered, missing, complete_at)


def met_at(
    owed: Owed, asked: Collection[Part], since: Mapping[str, datetime], said: Mapping[str, datetime]
) -> datetime | None:
    """When what is owed for a case was done, from its sheet; `said`: when somebody said that a part is complete."""
    if not isinstance(owed.met_by, Evidence):
        return None
    if owed.met_by.part is not None:
        name = part_id(owed.met_by.part)
        part = next((one for one in asked if one.id == name), None)
        return filled(part, since, said_at=said.get(name)).complete_at if part else None
    if all(question in since for question in owed.met_by.answered):
        return max(since[question] for question in owed.met_by.answered)
    return None


def owed_for(terms: ForumTerms, part: Part) -> tuple[Owed, ...]:
    """All that is owed and met in this part, or partly so, as the terms order it; none where nobody is held to it."""
    theirs = {one.id for one in part.questions}
    return tuple(
        owed
        for owed in owed_on_sheets(terms)
        if _met_by_part(owed) == part.id or not theirs.isdisjoint(_met_by_answers(owed))
    )


def _met_by_part(owed: Owed) -> str | None:
    """The part of a sheet that has to be complete; None where it is answers that are looked for."""
    by_part = owed.met_by.part if isinstance(owed.met_by, Evidence) else None
    return part_id(by_part) if by_part is not None else None


def _met_by_answers(owed: Owed) -> Collection[str]:
    return owed.met_by.answered if isinstance(owed.met_by, Evidence) else ()


def owed_on_sheets(terms: ForumTerms) -> tuple[Owed, ...]:
    """What is owed under these terms that is met on a sheet."""
    return tuple(
        owed
        for owed in terms.owed
        if owed.runs and isinstance(owed.met_by, Evidence) and owed.met_by.on_sheet
    )


def owes(terms: ForumTerms, asked: Collection[Part]) -> frozenset[str]:
    """The ids of what is owed for a case whose sheet has these parts."""
    there = {part.id for part in asked}
    put = {one.id for part in asked for one in part.questions}
    return frozenset(
        owed.id
        for owed in owed_on_sheets(terms)
        if _met_by_part(owed) in there or (_met_by_answers(owed) and put.issuperset(_met_by_answers(owed)))
    )


def offered_from(terms: ForumTerms, today: date) -> date | None:
    """The first day from which earlier answers are offered; none where these terms offer none."""
    if terms.earlier is None or terms.earlier.offers is None:
        return None
    span = terms.earlier.offers
    return month_later(today, -span.count) if span.unit == "months" else today - span.fixed


def why_not_complete(part: Part, now: Filled) -> Refused | None:
    """Saying that a part is complete: something has to be in it."""
    if now.answered:
        return None
    return Refused(
        "Nothing is written in this part yet.",
        remedy="Answer a question first; “not known” is an answer too.",
        field=part.questions[0].id,
    )


def why_not_unchanged(part: Part, now: Filled, offered: Collection[str]) -> Refused | None:
    """Saying that nothing has changed: there is an earlier answer to each question that is needed and has none."""
    if not offered and not now.answered:
        return Refused(
            "Nothing was written about this child before.", remedy="Answer the questions.", field=None
        )
    bare = [one for one in now.missing if one.id not in offered]
    if not bare:
        return None
    return Refused(
        f"{bare[0].name} was not answered before.",
        remedy="Answer it, then say that nothing else has changed.",
        field=bare[0].id,
    )

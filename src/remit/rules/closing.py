"""What is unfinished, when a meeting is about to be closed? Each thing is settled, or waived with a reason."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from remit.rules.meeting_gates import missing_for
from remit.terms.model import ForumTerms, Question, Section

CLOSING = "meeting-closed"
SETTLED_ELSEWHERE = frozenset({"deferred", "withdrawn"})


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """An item on the agenda, as far as closing depends on it."""

    ref: str
    section: str
    state: str = "planned"
    outcome: str = ""
    answered: frozenset[str] = frozenset()
    """Questions with an answer in words."""
    rating: str = ""
    present: frozenset[str] = frozenset()
    """Presenters (ids of the terms) of whom somebody came, or whose absence has its reason."""
    name: str = ""
    """How the item is called on the closing page; it goes into no key."""


@dataclass(frozen=True, slots=True)
class ClosingFacts:
    """All that decides whether a meeting can be closed."""

    terms: ForumTerms
    items: tuple[ItemFacts, ...] = ()
    seats_answered: Mapping[str, int] = field(default_factory=dict)
    """How many of a seat's holders came, sent somebody or sent apologies."""


@dataclass(frozen=True, slots=True)
class Unfinished:
    """One thing left open: a key to waive it by, what it is, by which clause, and what settles it."""

    key: str
    what: str
    clause: str | None
    remedy: str
    item: str | None = None
    """Reference of the item it is about."""


def item_of(key: str) -> str | None:
    """Reference of the item the thing of this key is about; None for a seat."""
    kind, _, rest = key.partition(":")
    return None if kind == "seat" else rest.rsplit(":", 1)[-1]


def unfinished(facts: ClosingFacts) -> tuple[Unfinished, ...]:
    """Everything that stands between the meeting and its closing, seats first, then item by item."""
    found = list(_seats(facts))
    for item in facts.items:
        if item.state not in SETTLED_ELSEWHERE:
            found.extend(_of_item(facts.terms, item))
    return tuple(found)


def unsettled(facts: ClosingFacts, waived: Collection[str]) -> tuple[Unfinished, ...]:
    """What is unfinished and not waived either."""
    return tuple(one for one in unfinished(facts) if one.key not in waived)


def business_left(facts: ClosingFacts) -> tuple[ItemFacts, ...]:
    """The items of other business nobody took: nothing keeps the meeting from closing with them."""
    takes = {section.id for section in facts.terms.agenda.sections if section.takes == "business"}
    return tuple(item for item in facts.items if item.state == "planned" and item.section in takes)


def _seats(facts: ClosingFacts) -> Iterator[Unfinished]:
    asked = facts.terms.attendance
    if asked is None or asked.settled_by != CLOSING:
        return
    for seat in facts.terms.seats:
        short = seat.holders - facts.seats_answered.get(seat.id, 0)
        if short > 0 and seat.votes:
            yield Unfinished(
                f"seat:{seat.id}",
                f"Nobody is recorded for the seat of {seat.name}",
                asked.clause,
                "Record who came, who came instead, or apologies.",
            )


def _of_item(terms: ForumTerms, item: ItemFacts) -> Iterator[Unfinished]:
    section = next((one for one in terms.agenda.sections if one.id == item.section), None)
    if section is None:
        return
    yield from _heard(section, item)
    yield from _outcome(terms, item)
    yield from _answers(terms, item)
    yield from _presence(terms, item)


def needs_outcome(section: Section) -> bool:
    """Whether every case of this part of the agenda is left in one of the outcomes: the chosen ones are."""
    return section.settled_by == CLOSING and section.one_by_one


def _heard(section: Section, item: ItemFacts) -> Iterator[Unfinished]:
    """A chosen case has its outcome or is put off; any other is noted as discussed."""
    if section.settled_by != CLOSING:
        return
    if needs_outcome(section) and not item.outcome:
        yield _one(
            "outcome",
            item,
            "has neither an outcome nor been deferred",
            section.clause,
            "Record the outcome, or defer it.",
        )
    elif item.state == "planned" and not item.outcome:
        yield _one(
            "discussed", item, "has not been discussed", section.clause, "Note it as discussed, or defer it."
        )


def _outcome(terms: ForumTerms, item: ItemFacts) -> Iterator[Unfinished]:
    outcome = next((one for one in terms.outcomes if one.id == item.outcome), None)
    if outcome is None:
        return
    for question in missing_for(outcome, answered=item.answered):
        name = terms.question(question).name
        yield _one(
            f"required:{question}",
            item,
            f"is left as “{outcome.name}” without an answer for {name.lower()}",
            outcome.clause,
            "Write what was agreed, or change the outcome.",
        )


def _answers(terms: ForumTerms, item: ItemFacts) -> Iterator[Unfinished]:
    for question in questions_to_close(terms, item):
        if question.id not in item.answered:
            yield _one(
                f"answer:{question.id}",
                item,
                f"has no answer for {question.name.lower()}",
                question.clause,
                question.asks,
            )


def questions_to_close(terms: ForumTerms, item: ItemFacts) -> tuple[Question, ...]:
    """The questions about this item that the terms want answered before closing, outcome and rating considered."""
    asked = [question for form in terms.forms if item.section in form.sections for question in form.questions]
    return tuple(one for one in asked if one.required == "to_close" and _is_asked(one, item))


def _is_asked(question: Question, item: ItemFacts) -> bool:
    when = question.when
    if when is None:
        return True
    fits_outcome = not when.outcome or item.outcome in when.outcome
    return fits_outcome and (not when.rating or item.rating in when.rating)


def _presence(terms: ForumTerms, item: ItemFacts) -> Iterator[Unfinished]:
    for asked in terms.presenters:
        wanted = asked.settled_by == CLOSING and item.section in asked.sections
        if wanted and asked.id not in item.present:
            who = " or ".join(worker.replace("_", " ") for worker in asked.any_of)
            yield _one(
                f"presence:{asked.id}",
                item,
                f"has no record of whether the {who} came",
                asked.clause,
                "Record who came" + (", or why nobody did." if asked.reason_if_absent else "."),
            )


def _one(kind: str, item: ItemFacts, what: str, clause: str | None, remedy: str) -> Unfinished:
    return Unfinished(f"{kind}:{item.ref}", f"{item.name or 'A case'} {what}", clause, remedy, item.ref)

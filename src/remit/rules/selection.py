"""Which cases are suggested, in which order and why; how many fit; and what stands in the way of choosing one?"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import time

from remit.rules.outcomes import Finding, Refused
from remit.rules.slots import usual_minutes
from remit.rules.text import counted, listed
from remit.terms.model import ForumTerms, Selection

RISKS = {"high": "High risk", "medium": "Medium risk", "low": "Low risk", "unrated": "Not rated yet"}
URGENCIES = {
    "today": "placement needed today",
    "within_5_days": "placement needed within 5 days",
    "planned": "planned move",
    "not_known": "urgency not known",
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A case that can be chosen, as the action list has it."""

    key: str
    risk: str
    urgency: str = "not_known"
    days_to_place: int | None = None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What is said of a candidate: its place in the ranking, whether it is suggested, and why or why not."""

    key: str
    rank: int
    suggested: bool
    reason: str


def minutes_between(start: time, end: time) -> int:
    """Length of a meeting within one day, in minutes."""
    return (end.hour - start.hour) * 60 + end.minute - start.minute


def slot_minutes(terms: ForumTerms, selection: Selection) -> int:
    """How long a chosen case usually has."""
    return usual_minutes(terms, selection.section)


def capacity(terms: ForumTerms, selection: Selection, *, minutes: int) -> int:
    """How many cases a meeting of so many minutes holds: 90 minutes hold four of 20."""
    if isinstance(selection.capacity, int):
        return selection.capacity
    return minutes // slot_minutes(terms, selection)


def suggestions(
    selection: Selection, candidates: Collection[Candidate], *, holds: int
) -> tuple[Suggestion, ...]:
    """Every candidate, ranked as the terms say, each with its reason; those that are the rule are suggested while they fit."""
    ranked = sorted(candidates, key=lambda one: _rank(selection, one))
    as_a_rule = [one.key for one in ranked if one.risk in selection.as_a_rule]
    fit = frozenset(as_a_rule[:holds])
    return tuple(
        Suggestion(one.key, number, one.key in fit, _reason(selection, one, one.key in fit, holds))
        for number, one in enumerate(ranked, start=1)
    )


def _rank(selection: Selection, one: Candidate) -> tuple[object, ...]:
    """What is not known comes last; the key settles what is equal."""
    orders: Mapping[str, object] = {
        "risk": _place(RISKS, one.risk),
        "urgency": _place(URGENCIES, one.urgency),
        "days_to_place": (one.days_to_place is None, one.days_to_place or 0),
    }
    return (*(orders[by] for by in selection.rank_by), one.key)


def _place(words: Mapping[str, str], code: str) -> int:
    codes = list(words)
    return codes.index(code) if code in codes else len(codes)


def _reason(selection: Selection, one: Candidate, suggested: bool, holds: int) -> str:
    facts = _facts(selection, one)
    if suggested:
        return facts
    if one.risk in selection.as_a_rule:
        return f"{facts}; the meeting holds {holds}, and others come first"
    if one.risk == "unrated" and selection.rated_first:
        return "Not rated yet: rate it first"
    if one.risk in selection.asks_why:
        return f"{facts}; chosen only with a reason, such as being complex or urgent"
    return f"{facts}; not usually chosen"


def _facts(selection: Selection, one: Candidate) -> str:
    """The facts the terms rank by, in their order: "High risk, placement needed today, 2 days to place"."""
    said = {
        "risk": RISKS.get(one.risk, one.risk),
        "urgency": URGENCIES.get(one.urgency, one.urgency),
        "days_to_place": "days to place not known"
        if one.days_to_place is None
        else f"{counted(one.days_to_place, 'day')} to place",
    }
    words = ", ".join(said[by] for by in selection.rank_by)
    return words[:1].upper() + words[1:]


def over_capacity(
    selection: Selection, chosen: Collection[Candidate], *, holds: int, unranked: int = 0
) -> Finding:
    """Whether the chosen cases fit the meeting; a warning, with how many come last by the ranking.

    `unranked`: cases that keep their place although nothing of them is known here to rank them by.
    """
    cases = len(chosen) + unranked
    over = cases - holds
    if over <= 0:
        return Finding(selection.clause, met=True, because=f"{cases} chosen of {holds} that fit")
    by = listed([rank.replace("_", " ") for rank in selection.rank_by])
    return Finding(
        selection.clause,
        met=False,
        because=f"{counted(cases, 'case')} chosen, but the meeting holds {holds}. "
        f"Ranked by {by}, the last {counted(over, 'case') if over > 1 else 'case'} may not be reached",
    )


def in_order(selection: Selection, chosen: Collection[Candidate]) -> tuple[str, ...]:
    """The keys of the chosen cases, first come first by the ranking of the terms."""
    return tuple(one.key for one in sorted(chosen, key=lambda one: _rank(selection, one)))


def why_not_select(terms: ForumTerms, selection: Selection, *, risk: str, why: str = "") -> Refused | None:
    """Choosing a case of this rating: it is rated, one the forum discusses, and has a reason where the terms ask one."""
    cohort = terms.cohort(selection.cohort)
    if risk == "unrated" and selection.rated_first:
        return Refused(
            "This child is not rated yet.",
            remedy="Rate the child on the action list first, then choose the case.",
            clause=selection.clause,
        )
    if risk not in (*cohort.discussed, *cohort.shown):
        return Refused(
            "The forum does not discuss children of this rating.",
            remedy="Change the rating on the action list, if it is wrong.",
            clause=cohort.clause,
        )
    if risk in selection.asks_why and not why.strip():
        return Refused(
            f"Say why a case rated {risk.capitalize()} is chosen.",
            remedy="Enter what makes it complex or urgent.",
            clause=selection.clause,
            field="why",
        )
    return None


def joins_late(
    selection: Selection, *, risk: str, discussed: Collection[str], happened: Collection[str]
) -> bool:
    """Whether a case newly on the list joins the chosen ones by itself: rated, between the two acts the terms name.

    `happened`: what was done with the meeting so far.
    """
    late = selection.late
    if late is None or risk not in discussed:
        return False
    return late.since in happened and late.until not in happened


def why_not_leave_out(selection: Selection, *, risk: str, why: str) -> Refused | None:
    """Leaving a late case among the others: only ratings the terms name, with a reason."""
    if selection.late is None:
        return Refused("These terms know no late cases.", remedy="Take the case off the agenda instead.")
    if risk not in selection.late.may_be_left_out:
        return Refused(
            f"A late case rated {risk.capitalize()} stays among the chosen ones.",
            remedy="Ask the chair to defer it at the meeting, if it has to wait.",
            clause=selection.late.clause,
        )
    if not why.strip():
        return Refused(
            "Say why the case is left among the others.",
            remedy="Enter a reason.",
            clause=selection.late.clause,
            field="why",
        )
    return None


def took_part(terms: ForumTerms, selection: Selection, seats: Collection[Collection[str]]) -> Finding | None:
    """Whether those the terms want among the choosers were; None where they want nobody. `seats`: of each who took part."""
    wanted = selection.taking_part
    if wanted is None:
        return None
    held = {seat for one in seats for seat in one}
    missing = [terms.seat(seat).name for seat in wanted.seats if seat not in held]
    if missing:
        return Finding(wanted.clause, met=False, because=f"Nobody took part for {listed(missing)}")
    return Finding(wanted.clause, met=True, because="Everybody who should take part did")


def stops_without(selection: Selection) -> bool:
    """Whether the selection cannot be finished without those who are to take part."""
    return selection.taking_part is not None and selection.taking_part.absent == "stop"

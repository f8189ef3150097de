"""Who belongs to a cohort on a day, since when, and because of which fact?

Membership is never typed: it follows from facts, and each answer names the one that put the child in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from remit.rules.facts import FIELDS, Fact, Held
from remit.rules.leavers import OLDEST, YOUNGEST, Leaving, age_on, birthday, of_age_to_leave
from remit.rules.text import shown_date
from remit.terms.cohort_codes import CohortCodes

OF_ADULTS = ("legal", "placement")
"""The kinds of fact that decide whether an adult is looked after still."""
LISTED = "listed"
"""The kind of the fact that somebody is on the placements action list; its one value is the risk."""


class Membership(NamedTuple):
    """A child in a cohort: since when, in words, and by which fact."""

    part: str
    """Which sort of care leaver; empty in every other cohort."""
    since: date
    because: str
    source: str


@dataclass(frozen=True, slots=True)
class History:
    """What a cohort asks of one child: when born, and the facts as known at a time."""

    born: date | None
    facts: Mapping[str, Sequence[Held]] = field(default_factory=dict)
    answered: dict[int, _Answered] = field(default_factory=dict, compare=False, repr=False)
    """What has been worked out, by the codes it was asked with: nearly every cohort asks it of the same few days."""

    def by(self, codes: CohortCodes) -> _Answered:
        """What has been worked out with these codes."""
        known = self.answered.get(id(codes))
        if known is None:
            known = self.answered[id(codes)] = _Answered(codes)
        return known

    def of(self, kind: str) -> Sequence[Held]:
        """The facts of a kind, by day."""
        return self.facts.get(kind, ())

    def on(self, kind: str, day: date) -> Held | None:
        """The fact of a kind that held on a day; the later, where two did."""
        for one in reversed(self.facts.get(kind, ())):
            if one.fact.held_on(day):
                return one
        return None


def history(born: date | None, facts: Iterable[Held]) -> History:
    """A child's history from facts in any order."""
    by_kind: dict[str, list[Held]] = {}
    for one in sorted(facts, key=lambda held: held.fact.since):
        by_kind.setdefault(one.fact.kind, []).append(one)
    return History(born, by_kind)


class _Answered:
    """What was worked out of one child with some codes, which it keeps: no others may take their place in memory."""

    __slots__ = ("cared", "codes", "leaving")

    def __init__(self, codes: CohortCodes) -> None:
        self.codes = codes
        self.cared: dict[date, Held | None] = {}
        self.leaving: Leaving | None = None


Question = Callable[[History, date, CohortCodes], Membership | None]
Possible = Callable[[Fact, CohortCodes], bool]


def in_care(child: History, on: date, codes: CohortCodes) -> Held | None:
    """The care of a day: none from the birthday on which it ends by law, though nobody has closed the episode."""
    cared = child.by(codes).cared
    if on not in cared:
        cared[on] = _in_care(child, on, codes)
    return cared[on]


def _in_care(child: History, on: date, codes: CohortCodes) -> Held | None:
    care = child.on("care", on)
    if care is None or child.born is None:
        return care
    age = codes.looked_after.until_age
    if on.year - child.born.year < age or on < birthday(child.born, age):
        return care
    status, place = (
        str(one.fact.said[0]) if one else "" for one in (child.on("legal", on), child.on("placement", on))
    )
    stays = codes.stays_looked_after(age_on(child.born, on), status=status, place=place, on=on)
    return care if stays else None


def leaving_care(child: History, codes: CohortCodes) -> Leaving | None:
    """What the definitions of care leavers ask of a child; None where it is not known when it was born."""
    answered = child.by(codes)
    if answered.leaving is None and child.born is not None:
        answered.leaving = Leaving(child.born, child.of("care"), child.of("legal"), codes.leavers)
    return answered.leaving


def _looked_after(child: History, on: date, codes: CohortCodes) -> Membership | None:
    care = in_care(child, on, codes)
    return _by(care, f"Looked after since {shown_date(care.fact.since)}") if care else None


def _placed(kind: str, words: str) -> Question:
    def asked(child: History, on: date, codes: CohortCodes) -> Membership | None:
        return _in_placement(child, on, words, lambda fact: _is(codes, kind, fact), codes)

    return asked


def _is(codes: CohortCodes, kind: str, fact: Fact) -> bool:
    return codes.is_placement(kind, str(fact.said[0]), began=fact.since)


def _in_placement(
    child: History, on: date, words: str, fits: Callable[[Fact], bool], codes: CohortCodes
) -> Membership | None:
    """Whether the placement of that day fits, and since when each placement without a gap did."""
    current = child.on("placement", on)
    if current is None or not fits(current.fact) or in_care(child, on, codes) is None:
        return None
    first = current
    for one in reversed(child.of("placement")):
        if one.fact.until == first.fact.since and fits(one.fact):
            first = one
    return _by(first, f"{words} ({first.fact.said[0]}) since {shown_date(first.fact.since)}")


OUT_OF_AUTHORITY = ("out-of-authority", "out-of-authority-unknown", "out-of-authority-in")
PLACES = {
    "out": "Placed outside the authority",
    "unknown": "Not known whether inside or outside the authority, placed",
    "in": "Placed inside the authority",
}


def _coded(kind: str) -> Possible:
    """Whether a placement is of a code that ever meant that kind."""
    return lambda fact, codes: fact.said[0] in codes.placement_codes(kind)


def _located(where: str) -> Question:
    def asked(child: History, on: date, codes: CohortCodes) -> Membership | None:
        return _in_placement(child, on, PLACES[where], lambda fact: _location(fact) == where, codes)

    return asked


_SAYS_LOCATION = FIELDS["placement"].index("location")


def _location(fact: Fact) -> str:
    said = fact.said[_SAYS_LOCATION]
    return str(said) if said in ("in", "out") else "unknown"


def placed_there(fact: Fact) -> str:
    """Whether a placement is inside the authority, as the cohorts say it."""
    return PLACES[_location(fact)]


def _in_place(where: str) -> Possible:
    """Whether a placement is there."""
    return lambda fact, codes: _location(fact) == where


def _unaccompanied(child: History, on: date, codes: CohortCodes) -> Membership | None:
    held, care = child.on("unaccompanied", on), in_care(child, on, codes)
    if held is None or care is None:
        return None
    first = max(held, care, key=lambda one: one.fact.since)
    return _by(first, f"Unaccompanied and looked after since {shown_date(first.fact.since)}")


def _high_cost(child: History, on: date, codes: CohortCodes) -> Membership | None:
    cost = child.on("cost", on)
    if cost is None or in_care(child, on, codes) is None:
        return None
    pence = cost.fact.said[0]
    if not isinstance(pence, int) or pence < codes.high_cost(on=on):
        return None
    return _by(cost, f"£{pence / 100:,.2f} a week since {shown_date(cost.fact.since)}")


CATEGORIES = {
    "eligible": "Eligible",
    "relevant": "Relevant",
    "former_relevant": "Former relevant",
    "qualifying": "Qualifying",
}


def _care_leavers(child: History, on: date, codes: CohortCodes) -> Membership | None:
    said = child.on("leaver", on)
    if said is not None and said.fact.value("in_touch") in codes.leavers.died_later:
        return None
    leaving = leaving_care(child, codes)
    status = leaving.status(on) if leaving else None
    if status is not None:
        words = f"{CATEGORIES[status.category]}. {status.because}"
        return Membership(status.category, status.since, words, status.source)
    category = str(said.fact.said[0]) if said else ""
    if said is None or not category or child.of("care") or not of_age_to_leave(child.born, on):
        return None
    words = f"{CATEGORIES.get(category, category)}, as the council lists it"
    return Membership(category, said.fact.since, words, said.source)


def _second_review(child: History, on: date, codes: CohortCodes) -> Membership | None:
    care = in_care(child, on, codes)
    if care is None:
        return None
    held = [one for one in child.of("review") if care.fact.since <= one.fact.since <= on]
    if len(held) < 2:
        return None
    return _by(held[1], f"Second review held on {shown_date(held[1].fact.since)}")


def _action_list(child: History, on: date, codes: CohortCodes) -> Membership | None:
    listed = child.on(LISTED, on)
    return _by(listed, f"On the action list since {shown_date(listed.fact.since)}") if listed else None


def _by(one: Held, because: str) -> Membership:
    words = f"{because}, typed and not yet confirmed" if one.provisional else because
    return Membership("", one.fact.since, words, one.source)


@dataclass(frozen=True, slots=True)
class Cohort:
    """A cohort: its id, name, the question of one child, and the kinds of fact the question needs.

    `narrowed_by`: the kind of fact each member has on the day asked about; None where a member may have none.
    """

    id: str
    name: str
    ask: Question
    kinds: tuple[str, ...]
    narrowed_by: str | None
    placement: str | None = None
    """The kind of placement the fact that narrows it has to be."""
    apart: tuple[str, ...] = ()
    """Cohorts that share its question and are listed apart from it."""
    possible: Possible | None = None
    """Whether a fact that narrows it can put anybody in, whenever it held; None: each can."""
    looks_back: bool = False
    """Whether it asks more of somebody who has been in care than which facts hold on the day."""
    ages: tuple[int, int] | None = None
    """The age from which, and the one until which, somebody can be in it; None: any."""
    least: Mapping[str, int] = field(default_factory=dict)
    """How many facts of a kind who is in it has at least, where it is more than one."""

    @property
    def in_care(self) -> bool:
        """Whether only who is looked after is in it."""
        return "care" in self.kinds and self.narrowed_by is not None


COHORTS: Mapping[str, Cohort] = {
    one.id: one
    for one in (
        Cohort("looked-after", "Looked after", _looked_after, ("care",), "care"),
        Cohort(
            "residential",
            "In residential care",
            _placed("residential", "In residential care"),
            ("care", "placement"),
            "placement",
            "residential",
            possible=_coded("residential"),
        ),
        *(
            Cohort(
                name,
                called,
                _located(where),
                ("care", "placement"),
                "placement",
                apart=tuple(other for other in OUT_OF_AUTHORITY if other != name),
                possible=_in_place(where),
            )
            for name, called, where in (
                ("out-of-authority", "Placed outside the authority", "out"),
                ("out-of-authority-unknown", "Not known whether placed outside the authority", "unknown"),
                ("out-of-authority-in", "Placed inside the authority", "in"),
            )
        ),
        Cohort(
            "unregistered",
            "In an unregistered home",
            _placed("unregistered", "In a home outside registration"),
            ("care", "placement"),
            "placement",
            "unregistered",
            possible=_coded("unregistered"),
        ),
        Cohort(
            "supported",
            "In supported accommodation",
            _placed("supported", "In supported accommodation"),
            ("care", "placement"),
            "placement",
            "supported",
            possible=_coded("supported"),
        ),
        Cohort(
            "unaccompanied",
            "Unaccompanied",
            _unaccompanied,
            ("care", "unaccompanied"),
            "unaccompanied",
        ),
        Cohort("high-cost", "High cost", _high_cost, ("care", "cost"), "cost"),
        Cohort(
            "care-leavers",
            "Care leavers",
            _care_leavers,
            ("care", "legal", "leaver"),
            None,
            looks_back=True,
            ages=(YOUNGEST, OLDEST),
        ),
        Cohort(
            "second-review",
            "Second review held",
            _second_review,
            ("care", "review"),
            "care",
            looks_back=True,
            least={"review": 2},
        ),
        Cohort("action-list", "On the action list", _action_list, (LISTED,), LISTED),
    )
}


def may_have_been_in(cohort: Cohort, child: History, codes: CohortCodes) -> bool:
    """Whether there are the facts, of whatever time, without which nobody is in a cohort."""
    if cohort.narrowed_by is None:
        return bool(child.of("care") or child.of("leaver"))
    narrows = child.of(cohort.narrowed_by)
    if not narrows or (cohort.least and any(len(child.of(kind)) < n for kind, n in cohort.least.items())):
        return False
    return cohort.possible is None or any(cohort.possible(one.fact, codes) for one in narrows)


def membership(cohort: Cohort, child: History, *, on: date, codes: CohortCodes) -> Membership | None:
    """The child's place in a cohort on a day; None where it is not in it."""
    if cohort.narrowed_by is not None and not child.of(cohort.narrowed_by):
        return None
    return cohort.ask(child, on, codes)

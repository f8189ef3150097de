"""Which colour do the facts suggest in each area, by which criterion, and what would have to be known?

A colour is given only when everything that is not known could come out either way and the colour stayed the same.
Where nothing fits it says so, with the nearest criteria; where a fact decides, it names the fact. Nothing is filled in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

from remit.rules.conditions import judged, passes
from remit.rules.handed_in import Fault, Unusable, not_an_object, unknown_key
from remit.rules.rated_facts import UNKNOWN, FactKind
from remit.rules.text import listed
from remit.terms.conditions import When, understood

Facts = Mapping[str, Any]
WORST_FIRST = ("red", "amber", "green")


@dataclass(frozen=True, slots=True)
class Row:
    """A criterion, or a silence, which has no colour."""

    id: str
    says: str
    when: When
    rating: str | None = None
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class AreaRating:
    """What the facts suggest in one area. `also`: other criteria that fit; `nearest`: those that came closest.

    One answer serves all facts of the same classes. `numbers` are the places its reason leaves for a person's own.
    """

    rating: str | None
    criterion: str | None
    because: str
    also: tuple[str, ...] = ()
    nearest: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()

    def told(self, facts: Facts) -> AreaRating:
        """The same with the numbers of these facts in its reason."""
        if not self.numbers:
            return self
        because = self.because
        for key in self.numbers:
            because = because.replace(f"{{{key}}}", str(facts[key]))
        return replace(self, because=because, numbers=())


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What one complete set of facts comes to: the rows that fit, worst first, or the silence that keeps them back."""

    rating: str | None
    fits: tuple[Row, ...]
    silence: Row | None


class Area:
    """One area of a decision table, ready to be asked. It remembers its answers: facts of the same classes get the same."""

    def __init__(self, said: Mapping[str, Any], kinds: Mapping[str, FactKind], table: Table) -> None:
        self.id, self.name, self.otherwise = str(said["id"]), str(said["name"]), str(said["otherwise"])
        self.rows = tuple(
            sorted(map(_row, said["criteria"]), key=lambda row: WORST_FIRST.index(row.rating or ""))
        )
        self.silences = tuple(map(_row, said.get("silences") or ()))
        self._presumes: Facts = said.get("presumes") or {}
        asked = {fact for row in (*self.rows, *self.silences) for fact in row.when.facts}
        self.facts = tuple(key for key in kinds if key in asked)
        settled = asked - self._presumes.keys()
        touching = [when for _, when in table.contradictions if settled & set(when.facts)]
        shown = asked.union(*(row.evidence for row in self.rows), *(when.facts for when in touching))
        self.keys = tuple(key for key in kinds if key in shown)
        self._contradictions, self._kinds = touching, kinds
        self._kept: dict[tuple[int, ...], AreaRating] = {}
        self._outcomes: dict[tuple[Any, ...], _Outcome] = {}

    def rate(self, facts: Facts, classes: Mapping[str, int]) -> AreaRating:
        """The rating, with places in its reason for this person's own numbers."""
        key = tuple([classes[name] for name in self.keys])
        kept = self._kept.get(key)
        if kept is None:
            kept = self._kept[key] = self._answer({name: facts.get(name) for name in self.keys})
        return kept

    def outcome(self, facts: Facts) -> _Outcome:
        """What facts that are all known come to."""
        key = tuple([facts[name] for name in self.facts])
        found = self._outcomes.get(key)
        if found is None:
            silence = next((row for row in self.silences if judged(row.when, facts).holds), None)
            fits = tuple(row for row in self.rows if judged(row.when, facts).holds)
            rating = fits[0].rating if fits and silence is None else None
            found = self._outcomes[key] = _Outcome(rating, fits, silence)
        return found

    def completions(self, given: Facts) -> Iterator[dict[str, Any]]:
        """Every way in which what is not known can come out, without contradicting what is."""
        presumed = {key: value for key, value in self._presumes.items() if given.get(key) is None}
        known = {key: value for key, value in given.items() if value is not None}
        open_facts = [key for key in self.facts if key not in known and key not in presumed]
        binding = [when for when in self._contradictions if not set(open_facts).isdisjoint(when.facts)]
        for values in product(*(self._kinds[key].examples for key in open_facts)):
            assumed = dict(zip(open_facts, values, strict=True))
            if not any(_contradicts(when, known, assumed) for when in binding):
                yield {**presumed, **known, **assumed}

    def _answer(self, given: Facts) -> AreaRating:
        ways = [(way, self.outcome(way)) for way in self.completions(given)]
        ratings = {outcome.rating for _, outcome in ways}
        if len(ratings) > 1:
            return self._undecided(given, ways)
        outcomes = [outcome for _, outcome in ways]
        return self._silent(given, outcomes) if ratings == {None} else self._coloured(given, outcomes)

    def _coloured(self, given: Facts, outcomes: Sequence[_Outcome]) -> AreaRating:
        rating = outcomes[0].rating
        certain = [row for row in self.rows if all(row in outcome.fits for outcome in outcomes)]
        possible = [row for row in self.rows if any(outcome.fits[0] is row for outcome in outcomes)]
        reasons = [row for row in certain if row.rating == rating][:1] or possible
        also = tuple(row.id for row in dict.fromkeys((*certain, *reasons)) if row is not reasons[0])
        because = " Or: ".join(row.says for row in reasons)
        told = [self._known(reasons, given), *(self._evidence(row, given) for row in reasons[:1])]
        numbers = tuple(key for key in self._told_of(reasons, given) if self._kinds[key].is_number)
        return AreaRating(
            rating, reasons[0].id, " ".join([because, *filter(None, told)]), also, numbers=numbers
        )

    def _silent(self, given: Facts, outcomes: Sequence[_Outcome]) -> AreaRating:
        silences = dict.fromkeys(outcome.silence for outcome in outcomes)
        said = listed(
            [row.says.rstrip(".") if row else self.otherwise.rstrip(".") for row in silences], last="or"
        )
        held = dict.fromkeys(row for outcome in outcomes for row in outcome.fits)
        nearest = tuple(row.id for row in held) or self._nearest(given)
        return AreaRating(None, None, f"The criteria are silent: {said[:1].lower()}{said[1:]}.", (), nearest)

    def _undecided(self, given: Facts, ways: Sequence[tuple[Facts, _Outcome]]) -> AreaRating:
        unknown = [key for key in self.facts if given.get(key) is None and key not in self._presumes]
        missing = tuple(key for key in unknown if _changes(key, unknown, ways)) or tuple(unknown)
        possible = {outcome.rating for _, outcome in ways}
        named = [rating for rating in WORST_FIRST if rating in possible] + ["silent"] * (None in possible)
        names = "; ".join(self._kinds[key].name for key in missing)
        because = f"It could be {listed(named, last='or')}. Not known, and decisive: {names}."
        first = dict.fromkeys(outcome.fits[0] for _, outcome in ways if outcome.rating)
        nearest = tuple(row.id for row in self.rows if row in first)
        return AreaRating(None, None, because, (), nearest, missing)

    def _nearest(self, given: Facts) -> tuple[str, ...]:
        """The criteria that fail in the fewest facts."""
        short = {row.id: _short_by(row.when, given) for row in self.rows}
        return tuple(row for row, count in short.items() if count == min(short.values()))

    def _known(self, rows: Sequence[Row], given: Facts) -> str:
        shown = [self._kinds[key].shown(given[key]) for key in self._told_of(rows, given)]
        return f"Known: {'; '.join(shown)}." if shown else ""

    def _told_of(self, rows: Sequence[Row], given: Facts) -> list[str]:
        asked = {key for row in rows for key in row.when.facts}
        return [key for key in self.keys if key in asked and given.get(key) is not None]

    def _evidence(self, row: Row, given: Facts) -> str:
        asked = [self._kinds[key].name for key in row.evidence if given.get(key) is not True]
        return f"Asked for as evidence, and not on record: {listed(asked)}." if asked else ""


class Table:
    """A decision table, read from a document that `terms.criteria.Criteria` has found to be one."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self.contradictions = [
            (said, understood(said["when"])) for said in document.get("contradictions") or ()
        ]
        rows = [
            row for area in document["areas"] for row in (*area["criteria"], *(area.get("silences") or ()))
        ]
        whens = [understood(row["when"]) for row in rows] + [when for _, when in self.contradictions]
        self.kinds = {key: FactKind(key, said, whens) for key, said in document["facts"].items()}
        self.areas = tuple(Area(said, self.kinds, self) for said in document["areas"])
        self._nothing_known = dict.fromkeys(self.kinds, UNKNOWN)
        self._contradictory = tuple(
            dict.fromkeys(fact for _, when in self.contradictions for fact in when.facts)
        )
        self._refused: dict[tuple[int, ...], list[Fault]] = {}

    def rate(self, facts: Facts) -> dict[str, AreaRating]:
        """Every area's rating. Raises `Unusable` with all that is wrong with the facts."""
        return {area: rating.told(facts) for area, rating in self.remembered(facts).items()}

    def remembered(self, facts: Facts) -> dict[str, AreaRating]:
        """As `rate`, each the one answer for all facts of the same classes, its numbers left open. For very many."""
        classes = self._classes(facts)
        key = tuple([classes[name] for name in self._contradictory])
        contradictions = self._refused.get(key)
        if contradictions is None:
            contradictions = self._refused[key] = self._contradictions(facts)
        if contradictions:
            raise Unusable(contradictions)
        return {area.id: area.rate(facts, classes) for area in self.areas}

    def _classes(self, facts: Facts) -> dict[str, int]:
        if not isinstance(facts, Mapping):
            raise Unusable([not_an_object()])
        classes, faults = self._nothing_known.copy(), []
        for key, value in facts.items():
            try:
                if value is not None or key not in self.kinds:
                    classes[key] = self.kinds[key].classes[type(value)][value]
            except (KeyError, TypeError):
                faults += self._classed(key, value, classes)
        if faults:
            raise Unusable(faults)
        return classes

    def _classed(self, key: str, value: Any, classes: dict[str, int]) -> list[Fault]:
        """The class of a value not met before, or its fault."""
        kind = self.kinds.get(key)
        if kind is None:
            return [unknown_key(key, self.kinds)]
        try:
            classes[key] = kind.class_of(value)
        except ValueError as problem:
            named = f"{kind.name[:1].upper()}{kind.name[1:]}"
            return [Fault(key, f"{named}: this it cannot be.", str(problem))]
        return []

    def _contradictions(self, facts: Facts) -> list[Fault]:
        return [
            Fault(when.facts[0], str(said["says"]), f"Change {listed(when.facts, last='or')}.")
            for said, when in self.contradictions
            if judged(when, facts).holds
        ]


def rate(facts: Facts, criteria: Table) -> dict[str, AreaRating]:
    """What the facts suggest, area by area. Raises `Unusable`."""
    return criteria.rate(facts)


def _changes(key: str, unknown: Sequence[str], ways: Sequence[tuple[Facts, _Outcome]]) -> bool:
    """Whether this fact, changed alone, changes the colour somewhere."""
    seen: dict[tuple[Any, ...], str | None] = {}
    others = [name for name in unknown if name != key]
    for way, outcome in ways:
        if seen.setdefault(tuple([way[name] for name in others]), outcome.rating) != outcome.rating:
            return True
    return False


def _row(said: Mapping[str, Any]) -> Row:
    says = str(said["says"]).replace("{", "(").replace("}", ")")
    return Row(
        said["id"], says, understood(said["when"]), said.get("rating"), tuple(said.get("evidence") or ())
    )


def _contradicts(when: When, known: Facts, assumed: Facts) -> bool:
    """Whether an assumption contradicts what is known. That something is known is never itself assumed."""
    facts = {**assumed, **known}
    return all(
        (test.fact in known) is test.against[0]
        if test.how == "known"
        else test.fact in facts and passes(test, facts[test.fact])
        for test in when.every_test()
    )


def _short_by(when: When, given: Facts) -> int:
    """How many tests of a condition what is known fails."""
    return sum(
        given.get(test.fact) is not None and not passes(test, given[test.fact]) for test in when.tests
    ) + (min(_short_by(part, given) for part in when.any_of) if when.any_of else 0)

"""How does what a return says of a child differ from what is held, and what is to become of it?

Nothing is overwritten: what is corrected is superseded. What a person typed is never superseded by a return that says
otherwise; the two are put before a person.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from typing import Literal, NamedTuple, overload

from remit.rules.facts import EXCLUSIVE, FIELDS, Fact, Held, Said, merged

Act = Literal["added", "corrected", "ended", "removed", "confirmed", "contradicted"]


TYPED = frozenset({"place", "location", "status", "sort", "weekly_pence"})
"""What a person can type of a fact. The rest of one that what was typed ended is from an earlier return, which a later one
corrects."""


class FactChange(NamedTuple):
    """What becomes of one fact: `before` is superseded, `after` recorded. A contradicted one stays, and `after` waits."""

    act: Act
    before: Held | None
    after: Fact | None

    @property
    def kind(self) -> str:
        """The kind of fact."""
        return self.after.kind if self.after is not None else self.before.fact.kind if self.before else ""


class Added(Sequence[FactChange]):
    """All that is offered of a child of whom nothing is held, added: each change is made when it is looked at.

    A return may offer hundreds of thousands, of which a preview shows a page.
    """

    __slots__ = ("offered",)

    def __init__(self, offered: Collection[Fact]) -> None:
        self.offered = tuple(_each_once(offered))

    def __len__(self) -> int:
        return len(self.offered)

    @overload
    def __getitem__(self, at: int) -> FactChange: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[FactChange]: ...
    def __getitem__(self, at: int | slice) -> FactChange | Sequence[FactChange]:
        return Added(self.offered[at]) if isinstance(at, slice) else _added(self.offered[at])

    def __iter__(self) -> Iterator[FactChange]:
        return map(_added, self.offered)


def _added(fact: Fact) -> FactChange:
    return FactChange("added", None, merged(fact, None))


Key = tuple[str, date, str | int | None]


def key_of(fact: Fact) -> Key:
    """By what two versions of a fact are known for the same: its kind and the day it began; of orders the sort too."""
    return fact.kind, fact.since, fact.said[0] if fact.kind == "order" else None


def _each_once(offered: Collection[Fact]) -> Collection[Fact]:
    """Of facts that are known for the same the last."""
    if len({fact.kind for fact in offered}) == len(offered):
        return offered
    return {key_of(fact): fact for fact in offered}.values()


def compare_facts(
    offered: Collection[Fact],
    held: Sequence[Held],
    *,
    complete: frozenset[str] = frozenset(),
    horizon: date | None = None,
) -> list[FactChange]:
    """What becomes of one child's facts.

    `complete`: kinds of which the source tells all since the first it gives, so that what it leaves out was not so.
    `horizon`: the last day it can know of, where it is older than what is held; None: it is the newest.
    """
    if not held:
        return list(Added(offered))
    by_kind: dict[str, list[Fact]] = {}
    for fact in offered:
        by_kind.setdefault(fact.kind, []).append(fact)
    spoken_of = [one for one in held if one.fact.kind in by_kind]
    if _alike(offered, spoken_of):
        return []  # as nearly all children of a file that is loaded again
    changes: list[FactChange] = []
    for kind, facts in by_kind.items():
        mine = [one for one in spoken_of if one.fact.kind == kind]
        if not _alike(facts, mine):
            changes += _Kind(mine, kind in complete, horizon).changes(facts)
    return changes


def _alike(offered: Collection[Fact], held: Sequence[Held]) -> bool:
    """Whether the one says no more and no less than the other, as far as it is spoken of, and all of it was confirmed."""
    if len(offered) != len(held):
        return False
    known = {key_of(one.fact): one.fact for one in held if not one.provisional}
    for fact in offered:
        same = known.pop(key_of(fact), None)
        if same is None or (fact != same and merged(fact, same) != same):
            return False
    return True


class _Kind:
    """The facts of one kind of one child."""

    def __init__(self, held: Sequence[Held], complete: bool, horizon: date | None) -> None:
        self._held, self._complete, self._horizon = held, complete, horizon
        self._by_key = {key_of(one.fact): one for one in held}
        self._matched: set[int] = set()
        self._found: list[FactChange] = []

    def changes(self, offered: Sequence[Fact]) -> list[FactChange]:
        facts = [self._trimmed(fact) for fact in _each_once(offered)]
        for fact in facts:
            if (same := self._by_key.get(key_of(fact))) is not None:
                self._matched.add(same.pk)
                self._beside(fact, same)
        for fact in facts:
            if key_of(fact) not in self._by_key:
                self._beside_nothing(fact)
        if self._complete:
            self._left_out(facts)
        return self._found

    def _trimmed(self, fact: Fact) -> Fact:
        """An older source does not know what came after: its open fact ends where what is held did, or where a later one begins."""
        if fact.until is not None:
            return fact
        if (ended := self._ended_since(fact)) is not None:
            return fact._replace(until=ended.until, said=_with_end_of(fact, ended))
        if fact.kind not in EXCLUSIVE:
            return fact
        if self._horizon is None and (self._complete or fact.kind == "care"):
            return fact
        last = max(self._horizon or fact.since, fact.since)
        later = [one.fact.since for one in self._held if one.fact.since > last and self._told(one)]
        return fact._replace(until=min(later)) if later else fact

    def _ended_since(self, fact: Fact) -> Fact | None:
        """What is held of a fact that went on when an older source was made, and has ended after it."""
        last = self._horizon
        if last is None:
            return None
        same = self._by_key.get(key_of(fact))
        going_on = (one for one in self._held if fact.kind in EXCLUSIVE and one.fact.held_on(last))
        held = same or next(going_on, None)
        if held is None or held.provisional or held.fact.until is None:
            return None
        return held.fact if held.fact.until > last and held.fact.overlaps(fact) else None

    def _told(self, one: Held) -> bool:
        """Whether what is held came after the source, or from one that is not to be contradicted."""
        return self._horizon is not None or not one.provisional

    def _beside(self, fact: Fact, held: Held) -> None:
        after = merged(fact, held.fact)
        if not held.provisional:
            if after != held.fact:
                self._found.append(FactChange("corrected", held, after))
            return
        # What was left blank when it was typed was not said, so that anything agrees with it.
        said = zip(FIELDS[fact.kind], held.fact.said, after.said, strict=True)
        same = all(mine in ("", None, theirs) for name, mine, theirs in said if name in TYPED)
        same = same and held.fact.until in (None, after.until)
        self._found.append(FactChange("confirmed" if same else "contradicted", held, after))

    def _beside_nothing(self, fact: Fact) -> None:
        others = [
            one
            for one in self._held
            if fact.kind in EXCLUSIVE and one.pk not in self._matched and one.fact.overlaps(fact)
        ]
        typed = [one for one in others if one.provisional]
        if typed:
            self._matched.update(one.pk for one in typed)
            self._found.append(FactChange("contradicted", typed[0], merged(fact, None)))
            return
        if not self._complete:
            if fact.kind == "care" and others:
                self._matched.add(others[0].pk)
                self._found.append(FactChange("corrected", others[0], merged(fact, others[0].fact)))
                return
            for one in others:
                self._end(one, fact)
        before = next((one.fact for one in others if one.fact.said[0] == fact.said[0]), None)
        self._found.append(FactChange("added", None, merged(fact, before if self._complete else None)))

    def _end(self, one: Held, fact: Fact) -> None:
        self._matched.add(one.pk)
        if one.fact.since < fact.since:
            self._found.append(FactChange("ended", one, one.fact._replace(until=fact.since)))
        else:
            self._found.append(FactChange("removed", one, None))

    def _left_out(self, facts: Sequence[Fact]) -> None:
        first = min(fact.since for fact in facts)
        exclusive = facts[0].kind in EXCLUSIVE
        for one in self._held:
            if one.pk in self._matched or one.provisional:
                continue
            told = one.fact.since >= first and (self._horizon is None or one.fact.since <= self._horizon)
            follows = [fact for fact in facts if one.fact.overlaps(fact)] if exclusive else []
            if told or follows:
                self._found.append(_put_right(one, None if told else min(follows, key=_begins)))


def _put_right(one: Held, follows: Fact | None) -> FactChange:
    """What a whole return leaves out: what began before all it tells, and says something else, was so until that began.

    Where it says the same, it is its beginning that is corrected; and of care the return tells when it began.
    """
    if follows is None or one.fact.kind == "care" or one.fact.said[0] == follows.said[0]:
        return FactChange("removed", one, None)
    return FactChange("ended", one, one.fact._replace(until=follows.since))


def _begins(fact: Fact) -> date:
    return fact.since


def _with_end_of(fact: Fact, ended: Fact) -> Said:
    """What a fact says, with why it ended taken from what is held."""
    both = zip(FIELDS[fact.kind], fact.said, ended.said, strict=True)
    return tuple([theirs if name.startswith("why") else mine for name, mine, theirs in both])


class Unlinked(NamedTuple):
    """Two ids that may be one child, such as before and after adoption. Remit never links them by itself."""

    gone: str
    new: str
    because: str


class Met(NamedTuple):
    """Who a child is, as far as two ids can be told to be one."""

    person_id: str
    born: date | None
    sex: str
    upn: str


def unlinked(gone: Iterable[Met], new: Iterable[Met]) -> list[Unlinked]:
    """Ids that are not in the file beside new ones in it that may be the same child: by UPN, or born on one day and of one sex."""
    by_upn: dict[str, list[Met]] = {}
    by_birth: dict[tuple[date, str], list[Met]] = {}
    for one in gone:
        if one.upn and not one.upn.startswith("UN"):
            by_upn.setdefault(one.upn, []).append(one)
        if one.born is not None:
            by_birth.setdefault((one.born, one.sex), []).append(one)
    found = []
    for one in new:
        same = by_upn.get(one.upn, []) if one.upn else []
        found += [Unlinked(other.person_id, one.person_id, "the same UPN") for other in same]
        if not same and one.born is not None:
            alike = by_birth.get((one.born, one.sex), [])
            found += [
                Unlinked(o.person_id, one.person_id, "born on the same day, of the same sex") for o in alike
            ]
    return found

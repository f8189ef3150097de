"""How does a return differ from the record, child by child and cohort by cohort, and may it be loaded?"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import sha256
from itertools import chain
from typing import Literal, NamedTuple

from remit.rules.care_history import Episode, facts_of
from remit.rules.cohort_turns import Turns
from remit.rules.fact_comparison import Added, FactChange, Met, Unlinked, compare_facts, unlinked
from remit.rules.facts import Fact, Held, Said, merged
from remit.rules.list_comparison import ChildDetails, Fitting, IdFault
from remit.rules.outcomes import Refused
from remit.terms.cohort_codes import CohortCodes

OLDER_BY = timedelta(days=31)
"""A return whose last day lies further back than this behind the record's is an older one: a correction moves less."""

_AT_ONCE = 1_000
Kind = Literal["new", "changed", "unchanged", "conflict"]


NOBODY_SAID = ChildDetails()


class OfferedChild(NamedTuple):
    """What a return says of one child.

    `states`: what is so without a day said from which on. `creates`: whether an unknown id is put on record.
    """

    row: int
    person_id: str
    id_is_number: bool = False
    details: ChildDetails = NOBODY_SAID
    sex: str = ""
    upn: str = ""
    episodes: tuple[Episode, ...] = ()
    facts: tuple[Fact, ...] = ()
    unaccompanied_until: tuple[date | None] | None = None
    states: tuple[tuple[str, Said], ...] = ()
    creates: bool = True
    in_part: bool = False
    """Rows of this child were set aside, so what the return leaves out may have been so all the same."""

    def facts_beside(self, held: Sequence[Held], *, today: date) -> list[Fact]:
        """The facts it amounts to, given what is held: what began before the return begins when the record says."""
        found = [*facts_of(self.episodes, held), *self.facts] if self.episodes else list(self.facts)
        if self.unaccompanied_until is not None:
            found.append(self._unaccompanied(found, held, today))
        for kind, said in self.states:
            found.append(_state(kind, said, held, today))
        return found

    def _unaccompanied(self, facts: Sequence[Fact], held: Sequence[Held], today: date) -> Fact:
        assert self.unaccompanied_until is not None
        known = [one.fact.since for one in held if one.fact.kind == "unaccompanied"]
        came = [fact.since for fact in facts if fact.kind == "care"]
        came += [one.fact.since for one in held if one.fact.kind == "care"]
        since = min(known or came, default=self.details.date_of_birth or today)
        until = self.unaccompanied_until[0]
        return Fact("unaccompanied", since, max(until, since) if until else None, ("",))


def _state(kind: str, said: Said, held: Sequence[Held], today: date) -> Fact:
    """A state began when the record first knew of it, if it is still the same, and today otherwise."""
    offered = Fact(kind, today, None, said)
    for one in held:
        if (
            one.fact.kind == kind
            and one.fact.until is None
            and merged(offered, one.fact).said == one.fact.said
        ):
            return one.fact
    return offered


@dataclass(frozen=True)
class OfferedReturn:
    """A return as far as it is sound: its children, and how much it claims to know."""

    children: Sequence[OfferedChild]
    set_aside: Collection[tuple[str, bool]] = ()
    complete: frozenset[str] = frozenset()
    whole: bool = False
    """Whether a child who is looked after and not in it has vanished."""
    latest: date | None = None
    """The last day it speaks of."""


class ComparedChild(NamedTuple):
    """A child of the return beside the record."""

    row: int
    person_id: str
    person: int | None
    kind: Kind
    details: ChildDetails
    changes: Sequence[FactChange] = ()
    fills: tuple[str, ...] = ()
    contradicts: tuple[str, ...] = ()
    looks_like_another: bool = False
    entered: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


@dataclass(frozen=True)
class ReturnComparison:
    """What loading a return would do."""

    children: tuple[ComparedChild, ...]
    vanished: tuple[int, ...]
    unlinked: tuple[Unlinked, ...]
    faults: tuple[IdFault, ...] = ()
    older: bool = False
    """Whether it is older than what is held, so that it says nothing of what came after."""
    unknown: tuple[OfferedChild, ...] = ()
    """Rows about children who are not known and whom this return does not put on record."""
    states_begin: date | None = None
    """The day on which begins what is so of a child nobody knows yet and has no day of its own."""

    def count(self, kind: Kind) -> int:
        """How many children are of that kind."""
        return sum(1 for child in self.children if child.kind == kind)

    @property
    def conflicts(self) -> int:
        """How many facts are contradicted."""
        return sum(
            change.act == "contradicted"
            for child in self.children
            if child.kind == "conflict"
            for change in child.changes
        )

    @property
    def basis(self) -> int:
        """A number that differs where loading would do anything else: applying names it.

        Of a child nobody knows yet all that is offered is added: that is the file's, and the day it is added on.
        """
        said = sha256(repr((self.vanished, self.states_begin)).encode())
        moved = [child for child in self.children if child.kind != "unchanged"]
        for first in range(0, len(moved), _AT_ONCE):
            does = [
                child.person_id
                if child.kind == "new"
                else (child.person_id, child.person, child.changes, child.fills)
                for child in moved[first : first + _AT_ONCE]
            ]
            said.update(json.dumps(does, default=date.toordinal, check_circular=False).encode())
        return int.from_bytes(said.digest()[:7], "big")


@dataclass(frozen=True)
class RecordFacts:
    """What the record has, for many children: by key."""

    fitting: Fitting
    meant: Sequence[Sequence[int]]
    """Whom each child of the return can mean, in its order."""
    alike: Callable[[str], bool]
    children: Mapping[int, ChildDetails]
    held: Mapping[int, Sequence[Held]]
    ids: Mapping[int, str]
    looked_after: Collection[int] = ()
    """Children whose care goes on."""
    latest: date | None = None
    """The last day on which a fact that an import brought began."""
    kept: Collection[int] = field(default=())
    """Persons who are never said to have vanished."""


def compare_return(
    offered: OfferedReturn, record: RecordFacts, *, today: date, codes: CohortCodes | None
) -> ReturnComparison:
    """Hold a return against the record. Without `codes` it is not worked out who enters and leaves which cohort."""
    meant = record.meant
    faults = dict(_faults(offered.children, meant))
    older = bool(offered.latest and record.latest and offered.latest + OLDER_BY < record.latest)
    horizon = offered.latest if older else None
    turns = Turns(today, codes) if codes else None
    compared, unknown = [], []
    for index, child in enumerate(offered.children):
        if index in faults:
            continue
        person = next(iter(meant[index]), None)
        if person is None and not child.creates:
            unknown.append(child)
            continue
        if person is None:
            compared.append(_new(child, record, today, turns))
            continue
        complete = frozenset[str]() if child.in_part else offered.complete
        compared.append(_compared(child, person, record, complete, horizon, today, turns))
    named = set(chain.from_iterable(meant))
    named |= {person for text, number in offered.set_aside for person in record.fitting(text, number)}
    gone = sorted(set(record.looked_after) - named - set(record.kept)) if offered.whole and not older else []
    return ReturnComparison(
        tuple(compared),
        tuple(gone),
        tuple(unlinked(_met(gone, record), _met_first(offered.children, compared))) if gone else (),
        tuple(faults.values()),
        older,
        tuple(unknown),
        today if _states_begin(offered.children, meant) else None,
    )


def _states_begin(children: Sequence[OfferedChild], meant: Sequence[Sequence[int]]) -> bool:
    """Whether something without a day is said of a child nobody knows yet."""
    return any(child.states and not persons for child, persons in zip(children, meant, strict=True))


def _new(child: OfferedChild, record: RecordFacts, today: date, turns: Turns | None) -> ComparedChild:
    """A child nobody knows yet: all that is offered is added."""
    changes = Added(child.facts_beside((), today=today))
    entered = turns.entered(child.details.date_of_birth, changes.offered) if changes and turns else ()
    return ComparedChild(
        child.row,
        child.person_id,
        None,
        "new",
        child.details,
        changes,
        looks_like_another=record.alike(child.person_id),
        entered=entered,
    )


def _compared(
    child: OfferedChild,
    person: int,
    record: RecordFacts,
    complete: frozenset[str],
    horizon: date | None,
    today: date,
    turns: Turns | None,
) -> ComparedChild:
    held = record.held.get(person, ())
    known = record.children.get(person, NOBODY_SAID)
    changes = compare_facts(child.facts_beside(held, today=today), held, complete=complete, horizon=horizon)
    fills = known.filled_from(child.details)
    kind: Kind = "changed" if changes or fills else "unchanged"
    if any(change.act == "contradicted" for change in changes):
        kind = "conflict"
    born = known.date_of_birth or child.details.date_of_birth
    entered, left = turns.of(born, held, changes) if changes and turns else ((), ())
    return ComparedChild(
        child.row,
        child.person_id,
        person,
        kind,
        child.details,
        tuple(changes),
        fills,
        contradicts=known.contradicted_by(child.details),
        entered=entered,
        left=left,
    )


def _faults(
    children: Sequence[OfferedChild], meant: Sequence[Sequence[int]]
) -> Iterator[tuple[int, IdFault]]:
    """Ids that could be several children, and rows that turn out to be of one and the same; by place."""
    times = Counter(persons[0] for persons in meant if len(persons) == 1)
    for index, (child, persons) in enumerate(zip(children, meant, strict=True)):
        if len(persons) > 1:
            problem = f"{child.person_id} is a number, and more than one known id is that number with zeros before it."
            remedy = "Write the id as text, with its leading zeros."
            yield index, IdFault(child.row, child.person_id, problem, remedy, tuple(persons))
        elif persons and times[persons[0]] > 1:
            problem = f"{child.person_id} is the same child as another row."
            remedy = "Keep one row for the child."
            yield index, IdFault(child.row, child.person_id, problem, remedy, tuple(persons))


def _met(gone: Iterable[int], record: RecordFacts) -> Iterator[Met]:
    for person in gone:
        said = next((one.fact for one in record.held.get(person, ()) if one.fact.kind == "details"), None)
        sex, upn = (str(said.value("sex")), str(said.value("upn"))) if said else ("", "")
        born = record.children[person].date_of_birth if person in record.children else None
        yield Met(record.ids.get(person, ""), born, sex, upn)


def _met_first(children: Sequence[OfferedChild], compared: Iterable[ComparedChild]) -> Iterator[Met]:
    new = {child.person_id for child in compared if child.person is None}
    for child in children:
        if child.person_id in new:
            yield Met(child.person_id, child.details.date_of_birth, child.sex, child.upn)


def why_not_apply_return(comparison: ReturnComparison, *, faults: int, partial: bool) -> Refused | None:
    """Whether a return can be loaded as it stands."""
    if faults and not partial:
        return Refused(
            f"The file has {faults} fault{'s' if faults != 1 else ''}, so nothing was loaded.",
            remedy="Correct the file and load it again, or load the sound rows only.",
            field="partial",
        )
    if faults and not comparison.children:
        return Refused("No row of the file can be loaded.", remedy="Correct the file and load it again.")
    return None

"""How does a file differ from the action list on record, and may it be loaded?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Literal

from remit.rules.action_list import EntryValues
from remit.rules.list_merge import Apart, Decided, Exchanged, merged
from remit.rules.names import folded, stem
from remit.rules.outcomes import Refused
from remit.rules.text import counted

ASK_AGAIN_ABOVE = 500
"""More than this share of the list vanished, in basis points: it may be the wrong file, so it is asked again."""

Kind = Literal["new", "changed", "unchanged", "withheld"]
"""`withheld`: the child's record is closed to whoever loads the file, so the row is set aside and says nothing of it."""

ASK_TO_LOAD = "Ask the data officer, or somebody named for the record, to load it."


@dataclass(frozen=True, slots=True)
class ChildDetails:
    """Who a child is, as far as a list says. Blank details of a child are filled from later lists, others never changed."""

    given_name: str = ""
    family_name: str = ""
    initials: str = ""
    date_of_birth: date | None = None

    def filled_from(self, said: ChildDetails) -> tuple[str, ...]:
        """Names of the blank details that a list has something for. A name is filled whole or not at all."""
        if said == self:
            return ()
        named = bool(self.given_name or self.family_name)
        return tuple(
            name
            for name in _DETAILS
            if not getattr(self, name)
            and getattr(said, name)
            and not (named and name in ("given_name", "family_name"))
        )

    def contradicted_by(self, said: ChildDetails) -> tuple[str, ...]:
        """Names of the details of which a list says something else."""
        if said == self:
            return ()
        return tuple(
            name
            for name in _DETAILS
            if (mine := getattr(self, name))
            and (theirs := getattr(said, name))
            and _plain(mine) != _plain(theirs)
        )


_DETAILS = tuple(part.name for part in fields(ChildDetails))


def _plain(value: str | date) -> str | date:
    return folded(value).replace(".", "").replace(" ", "") if isinstance(value, str) else value


@dataclass(frozen=True, slots=True)
class Offered:
    """A sound row of a file: whose it is as written, and what it would make of what is on record."""

    row: int
    person_id: str
    id_is_number: bool
    merged_with: Callable[[EntryValues | None], EntryValues]
    """The values after loading, given what is on record: columns the file does not have keep theirs."""
    child: ChildDetails = ChildDetails()


@dataclass(frozen=True, slots=True)
class Compared:
    """A row of the file beside what is on record."""

    row: int
    person_id: str
    person: int | None
    kind: Kind
    values: EntryValues
    before: EntryValues | None
    child: ChildDetails
    changed: tuple[str, ...] = ()
    fills: tuple[str, ...] = ()
    """Blank details of a known child that the row fills."""
    contradicts: tuple[str, ...] = ()
    """Details of a known child of which the row says something else: those on record stay."""
    looks_like_another: bool = False
    """A new child whose id differs only in leading zeros from one that is known."""
    apart: tuple[Apart, ...] = ()
    """Cells in which file and record differ, and the file is not simply taken."""

    def compared_with(self, base: Exchanged | None, decided: Decided) -> Compared:
        """The row held against what was last exchanged: only what nobody changed here meanwhile is taken."""
        if self.before is None or not self.changed:
            return self
        found = merged(self.before, self.values, base, decided)
        changed = self.before.differences(found.values)
        kind: Kind = "changed" if changed or self.fills else "unchanged"
        return replace(self, values=found.values, apart=found.apart, changed=changed, kind=kind)


@dataclass(frozen=True, slots=True)
class IdFault:
    """A row whose id cannot be told apart."""

    row: int
    person_id: str
    problem: str
    remedy: str
    persons: tuple[int, ...] = ()
    """The children on record it could be, where that is kept."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What loading a file would do."""

    rows: tuple[Compared, ...]
    vanished: tuple[int, ...]
    """Persons on the list whom the file does not name, not even in a row set aside."""
    on_list: int
    """How many entries were open before, those left aside not counted."""
    faults: tuple[IdFault, ...] = ()

    def of(self, kind: Kind) -> tuple[Compared, ...]:
        """The rows that are new, changed, unchanged or withheld."""
        return tuple(row for row in self.rows if row.kind == kind)

    @property
    def all_withheld(self) -> bool:
        """Whether every sound row is set aside, so that there is none to load."""
        return all(row.kind == "withheld" for row in self.rows)

    @property
    def many_vanished(self) -> bool:
        """Whether so many vanished that it is asked again."""
        return len(self.vanished) * 10_000 > self.on_list * ASK_AGAIN_ABOVE


Fitting = Callable[[str, bool], Sequence[int]]
"""The persons an id can mean (the id, whether it is a number that may have lost zeros): none where nobody's is known."""


def compare(
    offered: Sequence[Offered],
    set_aside: Collection[tuple[str, bool]],
    on_list: Mapping[int, EntryValues],
    *,
    fitting: Fitting,
    children: Mapping[int, ChildDetails],
    alike: Callable[[str], bool],
    kept: Collection[int] = (),
    closed: Collection[int] = (),
) -> Comparison:
    """Hold a file's rows against the open list.

    `set_aside`: ids of faulty rows, whose children have not vanished. `alike`: whether a known id differs from this one
    in leading zeros only. `kept`: persons who never vanish nor count as on the list. `closed`: those of them whose
    rows are set aside, with nothing of what is on record.
    """
    meant = {row.row: tuple(fitting(row.person_id, row.id_is_number)) for row in offered}
    faults = _id_faults(offered, meant)
    spoilt = {fault.row for fault in faults}
    rows = tuple(
        _withheld(row, person)
        if (person := next(iter(meant[row.row]), None)) in closed
        else _compared(row, person, on_list, children, alike)
        for row in offered
        if row.row not in spoilt
    )
    named = {person for persons in meant.values() for person in persons}
    named |= {person for text, number in set_aside for person in fitting(text, number)}
    told_of = set(on_list) - set(kept)
    return Comparison(rows, tuple(sorted(told_of - named)), len(told_of), faults)


def _id_faults(offered: Sequence[Offered], meant: Mapping[int, Sequence[int]]) -> tuple[IdFault, ...]:
    """Rows whose number could be several children, and rows for one and the same child."""
    faults = [_ambiguous(row) for row in offered if len(meant[row.row]) > 1]
    keys = {row.row: _key(row, meant[row.row]) for row in offered if len(meant[row.row]) < 2}
    times = Counter(keys.values())
    faults += [_same_child(row) for row in offered if row.row in keys and times[keys[row.row]] > 1]
    return tuple(sorted(faults, key=lambda fault: fault.row))


def _key(row: Offered, persons: Iterable[int]) -> tuple[str, str | int]:
    """What makes two rows the same child's: the child where known; of unknown ones the id, of numbers what is left of it."""
    for person in persons:
        return "person", person
    return "id", row.person_id


def _withheld(row: Offered, person: int | None) -> Compared:
    """The row with what the file says itself, whatever is on record."""
    return Compared(row.row, row.person_id, person, "withheld", row.merged_with(None), None, row.child)


def _compared(
    row: Offered,
    person: int | None,
    on_list: Mapping[int, EntryValues],
    children: Mapping[int, ChildDetails],
    alike: Callable[[str], bool],
) -> Compared:
    before = on_list.get(person) if person is not None else None
    known = children.get(person, ChildDetails()) if person is not None else ChildDetails()
    values = row.merged_with(before)
    changed = before.differences(values) if before is not None else ()
    fills = known.filled_from(row.child) if person is not None else ()
    kind: Kind = "new" if before is None else "changed" if changed or fills else "unchanged"
    return Compared(
        row=row.row,
        person_id=row.person_id,
        person=person,
        kind=kind,
        values=values,
        before=before,
        child=row.child,
        changed=changed,
        fills=fills,
        contradicts=known.contradicted_by(row.child) if person is not None else (),
        looks_like_another=person is None and alike(row.person_id),
    )


def _ambiguous(row: Offered) -> IdFault:
    return IdFault(
        row.row,
        row.person_id,
        f"{row.person_id} is a number, and more than one known id is that number with zeros before it.",
        "Write the id as text, with its leading zeros.",
    )


def _same_child(row: Offered) -> IdFault:
    return IdFault(
        row.row,
        row.person_id,
        f"{row.person_id} is the same child as another row.",
        "Keep one row for the child.",
    )


class IdIndex:
    """The ids known now, for matching many rows without a query each."""

    def __init__(self, known: Iterable[tuple[str, int]]) -> None:
        self._exact: dict[str, int] = {}
        self._by_stem: dict[str, dict[str, int]] = {}
        for value, person in known:
            self._exact[value] = person
            self._by_stem.setdefault(stem(value), {})[value] = person

    def pairs(self) -> Iterable[tuple[str, int]]:
        """Every id with whose it is."""
        return self._exact.items()

    def fitting(self, value: str, is_number: bool) -> tuple[int, ...]:
        """The children this id can mean: a text only its exact self, a number all that it may have lost zeros of."""
        if is_number:
            return tuple(sorted(set(self._by_stem.get(stem(value), {}).values())))
        return (self._exact[value],) if value in self._exact else ()

    def alike(self, value: str) -> bool:
        """Whether another known id differs from this one in leading zeros only."""
        same = self._by_stem.get(stem(value)) if self._by_stem else None
        return same is not None and any(known != value for known in same)


def why_not_apply(
    comparison: Comparison,
    *,
    faults: int,
    partial: bool,
    confirmed_vanished: int | None,
    undecided: int = 0,
    leave_undecided: bool = False,
) -> Refused | None:
    """Whether a file can be loaded as it stands."""
    if undecided and not leave_undecided:
        return Refused(
            f"{counted(undecided, 'cell was', 'cells were')} changed in the file and in Remit, and nobody has said which stands.",
            remedy="Say for each of them which stands, or load the rest and leave them as they are in Remit.",
            field="leave",
        )
    if faults and not partial:
        return Refused(
            f"The file has {faults} fault{'s' if faults != 1 else ''}, so nothing was loaded.",
            remedy="Correct the file and load it again, or load the sound rows only.",
            field="partial",
        )
    if faults and comparison.all_withheld:
        return Refused(
            "No row of the file can be loaded.",
            remedy="Correct the file, or say what its columns and words mean.",
        )
    if comparison.rows and comparison.all_withheld:
        return Refused(
            "Every row of the file belongs to a record you may not see, so nothing was loaded.",
            remedy=ASK_TO_LOAD,
        )
    gone = len(comparison.vanished)
    if comparison.many_vanished and confirmed_vanished != gone:
        return Refused(
            f"{gone} of the {comparison.on_list} children on the list are not in this file.",
            remedy=f"Check that it is the right file and sheet. If it is, confirm that {gone} are missing.",
            field="confirm_vanished",
        )
    return None

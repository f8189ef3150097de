"""A cell of the action list that differs in Excel and in Remit: is it to be taken, to be kept, or for a person to decide?

Compared are three: what the file says, what Remit says, and what each of them said when they were last exchanged.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal, cast

from remit.rules.action_list import EntryValues

Cell = tuple[object, ...]
"""What one cell says: the values that stand in it together."""
Became = Literal["taken", "kept", "conflict"]
Choice = Literal["theirs", "ours"]
CHOICES: tuple[Choice, ...] = ("theirs", "ours")

TOGETHER = {
    "risk": ("risk", "risk_written"),
    "urgency": ("urgency", "urgency_written"),
    "days_to_place": ("days_to_place", "days_written"),
}
"""Values that stand in one cell: what it means, and how that was written."""
_PART_OF = {name: unit for unit, names in TOGETHER.items() for name in names}
_DAYS = ("listed_on", "last_action_on")
_SAYS_NOTHING = (None, "", "unrated", "not_known")
OTHER = "extra:"
"""Before the heading of a column Remit has no name for."""


@dataclass(frozen=True, slots=True)
class Exchanged:
    """What file and record said when they were last exchanged: the same, but for the cells told under `apart`."""

    loaded: EntryValues
    apart: Mapping[str, tuple[Cell, Cell] | None] = field(default_factory=dict)
    """By cell what the file said and what Remit said; none where it was never agreed on."""

    def of(self, unit: str) -> tuple[Cell, Cell] | None:
        """What the file said of a cell then, and what Remit did."""
        if unit in self.apart:
            return self.apart[unit]
        one = cell(self.loaded, unit)
        return one, one


@dataclass(frozen=True, slots=True)
class Apart:
    """A cell in which file and record differ, and the file is not simply taken."""

    unit: str
    theirs: Cell
    ours: Cell
    base: tuple[Cell, Cell] | None
    """What file and record said before; none where that is not known."""
    conflict: bool
    """Changed on both sides. Where it is not, only Remit changed it, and it stays."""
    choice: Choice | None = None

    @property
    def undecided(self) -> bool:
        """Whether a person has yet to say which stands."""
        return self.conflict and self.choice is None


@dataclass(frozen=True, slots=True)
class Merged:
    """What becomes of a row."""

    values: EntryValues
    apart: tuple[Apart, ...]


Decided = Mapping[str, tuple[Choice, Cell, Cell]]
"""What a person chose, by cell, with what stood on either side when they did."""


def merged(ours: EntryValues, theirs: EntryValues, base: Exchanged | None, decided: Decided) -> Merged:
    """Hold what a row of the file makes of an entry against what is on record, cell by cell."""
    taken, apart = list[str](), list[Apart]()
    for unit in differing(ours, theirs):
        there, here = cell(theirs, unit), cell(ours, unit)
        before = base.of(unit) if base is not None else None
        what = became(there, here, before)
        choice = _chosen(decided.get(unit), there, here) if what == "conflict" else None
        if what != "taken":
            apart.append(Apart(unit, there, here, before, what == "conflict", choice))
        if what == "taken" or choice == "theirs":
            taken.append(unit)
    return Merged(_taking(ours, theirs, taken), tuple(apart))


def became(theirs: Cell, ours: Cell, before: tuple[Cell, Cell] | None) -> Became:
    """What becomes of a cell in which the two differ. Where nobody knows what was there before, words fill a blank."""
    if before is None:
        return "taken" if says_nothing(ours) else "kept" if says_nothing(theirs) else "conflict"
    if same(theirs, before[0]):
        return "kept"
    return "taken" if same(ours, before[1]) else "conflict"


def _chosen(said: tuple[Choice, Cell, Cell] | None, theirs: Cell, ours: Cell) -> Choice | None:
    """What was chosen, where either side still says what it said then."""
    return said[0] if said is not None and said[1:] == (theirs, ours) else None


def differing(ours: EntryValues, theirs: EntryValues) -> tuple[str, ...]:
    """The cells in which two rows differ, each once."""
    units = dict.fromkeys(_PART_OF.get(name, name) for name in ours.differences(theirs))
    if "extra" not in units:
        return tuple(units)
    headers = dict.fromkeys(header for header, _ in (*ours.extra, *theirs.extra))
    others = (f"{OTHER}{header}" for header in headers)
    return (
        *(unit for unit in units if unit != "extra"),
        *(unit for unit in others if cell(ours, unit) != cell(theirs, unit)),
    )


def cell(values: EntryValues, unit: str) -> Cell:
    """What a row says in one cell."""
    if unit.startswith(OTHER):
        return (dict(values.extra).get(unit.removeprefix(OTHER), ""),)
    return tuple(getattr(values, name) for name in TOGETHER.get(unit, (unit,)))


def same(one: Cell, other: Cell) -> bool:
    """Whether two cells say the same: another spelling of the same meaning does, another word for "not known" does not."""
    return one == other or (len(one) > 1 and one[0] == other[0] and one[0] not in _SAYS_NOTHING)


def says_nothing(one: Cell) -> bool:
    """Whether a cell is blank, or says that it is not known."""
    return one[0] in _SAYS_NOTHING


def _taking(ours: EntryValues, theirs: EntryValues, taken: Sequence[str]) -> EntryValues:
    """What is on record, with these cells as the file has them."""
    if not taken:
        return ours
    if len(taken) == len(differing(ours, theirs)):
        return theirs
    plain = {unit: cell(theirs, unit) for unit in taken if not unit.startswith(OTHER)}
    named = {
        name: value
        for unit, one in plain.items()
        for name, value in zip(TOGETHER.get(unit, (unit,)), one, strict=True)
    }
    others = dict(ours.extra)
    for unit in taken:
        if unit.startswith(OTHER):
            others[unit.removeprefix(OTHER)] = str(cell(theirs, unit)[0])
    kept = tuple((header, text) for header, text in others.items() if text)
    return replace(ours, **named, extra=kept)  # type: ignore[arg-type]


def apart_after(cells: Sequence[Apart]) -> dict[str, tuple[Cell, Cell] | None]:
    """The cells in which file and record stand apart once the row is loaded, with what the next file is compared with.

    What nobody decided is compared with the same as now, so that it is asked again.
    """
    return {
        one.unit: one.base if one.undecided else (one.theirs, one.ours)
        for one in cells
        if one.choice != "theirs"
    }


def as_plain(one: Cell) -> list[object]:
    """A cell as JSON keeps it."""
    return [value.isoformat() if isinstance(value, date) else value for value in one]


def from_plain(unit: str, kept: Sequence[object]) -> Cell:
    """A cell out of JSON."""
    if unit in _DAYS and kept[0]:
        return (date.fromisoformat(cast(str, kept[0])),)
    return tuple(kept)

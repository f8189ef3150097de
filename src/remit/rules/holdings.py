"""Who holds what, from when until when, and what becomes of it when a file says otherwise?

A holding is a place in a team, a post, a seat or a child's allocation. What is held is known by names: the kind, and the
parts that tell it from others.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256
from typing import Literal, NamedTuple

from remit.rules.outcomes import Refused
from remit.rules.text import shown_date

LineKind = Literal["new", "changed", "unchanged", "conflict", "vanished", "withheld"]
Names = tuple[str, ...]


class Holding(NamedTuple):
    """Something held for a time. `what`: kind and names, as in ("post", username, post, unit kind, unit name)."""

    what: Names
    since: date
    until: date | None = None


class HeldRow(NamedTuple):
    """A holding on record: its key, where it comes from, and whether a person typed it and no file has said the same."""

    pk: int
    holding: Holding
    source: str = ""
    provisional: bool = False


class HoldingChange(NamedTuple):
    """`before` is superseded, `after` recorded."""

    before: HeldRow | None
    after: Holding | None


@dataclass(frozen=True, slots=True)
class RowFault:
    """A row of a file that cannot be loaded, and what to do."""

    row: int
    column: str
    problem: str
    remedy: str
    children: tuple[int, ...] = ()
    """The keys of the children on record whom its words name."""


@dataclass(frozen=True, slots=True)
class Line:
    """A person, seat or child of a file beside the record: which, and what changes in words that can be shown."""

    row: int | None
    name: str
    kind: LineKind
    changes: tuple[tuple[str, str, str], ...] = ()
    """(what, before, after)."""


@dataclass(frozen=True)
class FileComparison:
    """What loading a file of people, seats or allocations would do."""

    lines: tuple[Line, ...]
    holdings: tuple[HoldingChange, ...] = ()
    faults: tuple[RowFault, ...] = ()
    warnings: tuple[str, ...] = ()
    unlinked: tuple[str, ...] = ()
    accounts: tuple[object, ...] = field(default=())
    """Accounts to make or change, for a file of people."""
    contradictions: tuple[HoldingChange, ...] = ()
    """What a person typed, and what the file says instead: `before` stays until somebody says which is so."""
    withheld: frozenset[int] = frozenset()
    """Rows about children whose record is restricted to others: loaded, but what they do is not told."""
    children: Mapping[str, int] = field(default_factory=dict)
    """The keys of the children whom lines are about, by the name of the line."""
    tells_of_record: bool = True
    """Whether it may be told who is on record and not in the file, and how the record stood."""

    @property
    def told(self) -> tuple[Line, ...]:
        """The lines as they may be told."""
        lines = tuple(
            Line(line.row, line.name, "withheld") if line.row in self.withheld else line
            for line in self.lines
        )
        if self.tells_of_record:
            return lines
        return tuple(replace(line, changes=_after(line)) for line in lines if line.row is not None)

    @property
    def counts(self) -> dict[str, int]:
        """How many lines are of each kind."""
        kinds = ["withheld" if line.row in self.withheld else line.kind for line in self.lines]
        counted = {
            name: kinds.count(name) for name in ("new", "changed", "unchanged", "vanished", "withheld")
        }
        return {**counted, "conflicts": kinds.count("conflict")}

    @property
    def basis(self) -> int:
        """A number that differs where loading would do anything else: applying names it."""
        said = sha256(repr((self.lines, self.holdings, self.contradictions, self.accounts)).encode())
        return int.from_bytes(said.digest()[:7], "big")


def _after(line: Line) -> tuple[tuple[str, str, str], ...]:
    return tuple((what, "", after) for what, _, after in line.changes if after)


def put(held: Sequence[HeldRow], wanted: Holding) -> list[HoldingChange]:
    """What becomes of holdings that shut each other out when one is wanted from a day on.

    What began earlier ends that day; what began then or later was wrong. Nothing where it is held so already.
    """
    for one in held:
        if (
            one.holding.what == wanted.what
            and one.holding.until == wanted.until
            and _covers(one.holding, wanted)
        ):
            return []
    changes = []
    for one in held:
        if one.holding.until is not None and one.holding.until <= wanted.since:
            continue
        if wanted.until is not None and one.holding.since >= wanted.until:
            continue
        changes.append(_ended(one, wanted.since))
    return [*changes, HoldingChange(None, wanted)]


def _covers(held: Holding, wanted: Holding) -> bool:
    return held.since <= wanted.since


def _ended(one: HeldRow, on: date) -> HoldingChange:
    return HoldingChange(one, one.holding._replace(until=on) if one.holding.since < on else None)


def put_instead(typed: HeldRow, others: Sequence[HeldRow], wanted: Holding) -> list[HoldingChange]:
    """What becomes of holdings when one takes the place of what was typed: another before it holds until then."""
    same = typed.holding.what == wanted.what
    return [HoldingChange(typed, None) if same else _ended(typed, wanted.since), *put(others, wanted)]


def end(held: Iterable[HeldRow], on: date) -> list[HoldingChange]:
    """What becomes of holdings that end on a day: what would have begun later never does."""
    return [_ended(one, on) for one in held if one.holding.until is None or one.holding.until > on]


def by_name(rows: Iterable[tuple[str, int]]) -> Mapping[str, int | None]:
    """Keys by name; None where a name is of several."""
    found: dict[str, int | None] = {}
    for name, pk in rows:
        found[name] = None if name in found else pk
    return found


def leaving_words(name: str, gone: date | None, *, since: date | None, today: date) -> str:
    """Why somebody cannot hold from that day on (None: today) what goes on; empty where they can. `gone`: their first day away."""
    if gone is None or (since or today) < gone > today:
        return ""
    return f'"{name}" has left.' if gone <= today else f'"{name}" leaves on {shown_date(gone)}.'


def why_not_apply_file(comparison: FileComparison, *, faults: int, partial: bool) -> Refused | None:
    """Whether a file can be loaded as it stands."""
    if faults and not partial:
        return Refused(
            f"The file has {faults} fault{'s' if faults != 1 else ''}, so nothing was loaded.",
            remedy="Correct the file and load it again, or load the sound rows only.",
            field="partial",
        )
    if faults and not any(line.row for line in comparison.lines):
        return Refused("No row of the file can be loaded.", remedy="Correct the file and load it again.")
    return None

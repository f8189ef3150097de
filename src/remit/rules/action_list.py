"""What does the placements action list say of a child, and how does a file differ from what is on record?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Literal

from remit.rules.outcomes import Refused

RISK_ORDER = {"high": 0, "medium": 1, "low": 2, "unrated": 3}
URGENCY_ORDER = {"today": 0, "within_5_days": 1, "planned": 2, "not_known": 3}

ASK_AGAIN_ABOVE = 500
"""More than this share of the list vanished, in basis points: it may be the wrong file, so it is asked again."""


@dataclass(frozen=True, slots=True)
class EntryValues:
    """Everything the list says of one entry. Equal values are no change."""

    risk: str = "unrated"
    risk_written: str = ""
    urgency: str = "not_known"
    urgency_written: str = ""
    days_to_place: int | None = None
    days_written: str = ""
    age: int | None = None
    listed_on: date | None = None
    last_action_on: date | None = None
    team: str = ""
    worker: str = ""
    manager: str = ""
    duty_worker: str = ""
    referrer: str = ""
    legal_status: str = ""
    current_placement: str = ""
    placement_required: str = ""
    search_update: str = ""
    comments: str = ""
    reference: str = ""
    extra: tuple[tuple[str, str], ...] = field(default=())

    def differences(self, other: EntryValues) -> tuple[str, ...]:
        """Names of the fields in which two sets of values differ."""
        return tuple(
            part.name for part in fields(self) if getattr(self, part.name) != getattr(other, part.name)
        )


@dataclass(frozen=True, slots=True)
class Offered:
    """A sound row of a file: whose it is as written, and what it would make of what is on record."""

    row: int
    person_id: str
    id_is_number: bool
    merged_with: Callable[[EntryValues | None], EntryValues]
    """The values after loading, given what is on record: columns the file does not have keep theirs."""


@dataclass(frozen=True, slots=True)
class Compared:
    """A row of the file beside what is on record."""

    row: int
    person_id: str
    person: int | None
    kind: Literal["new", "changed", "unchanged"]
    values: EntryValues
    before: EntryValues | None
    changed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IdFault:
    """A row whose id cannot be told apart."""

    row: int
    person_id: str
    problem: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """What loading a file would do."""

    rows: tuple[Compared, ...]
    vanished: tuple[int, ...]
    """Persons on the list whom the file does not name, not even in a row set aside."""
    on_list: int
    """How many entries were open before."""
    faults: tuple[IdFault, ...] = ()

    def count(self, kind: str) -> int:
        """How many rows are new, changed or unchanged."""
        return sum(1 for row in self.rows if row.kind == kind)

    @property
    def many_vanished(self) -> bool:
        """Whether so many vanished that it is asked again."""
        return len(self.vanished) * 10_000 > self.on_list * ASK_AGAIN_ABOVE


PersonOf = Callable[[str, bool], int | None]
"""Whose id this is (the id, whether it is a number that may have lost zeros): None where nobody's is known."""


def compare(
    offered: Sequence[Offered],
    set_aside: Collection[tuple[str, bool]],
    on_list: Mapping[int, EntryValues],
    *,
    person_of: PersonOf,
    candidates: Callable[[str], int],
) -> Comparison:
    """Hold a file's rows against the open list. `set_aside`: ids of faulty rows, which have not vanished.

    `candidates` tells how many known ids a number could stand for; more than one is a fault.
    """
    faults = [_ambiguous(row) for row in offered if row.id_is_number and candidates(row.person_id) > 1]
    faults = [fault for fault in faults if person_of(fault.person_id, False) is None]
    spoilt = {fault.row for fault in faults}
    persons = {row.row: person_of(row.person_id, row.id_is_number) for row in offered}
    times = Counter(person for row, person in persons.items() if person is not None and row not in spoilt)
    faults += [
        _same_child(row)
        for row in offered
        if row.row not in spoilt and (person := persons[row.row]) is not None and times[person] > 1
    ]
    spoilt = {fault.row for fault in faults}
    rows = tuple(_compared(row, persons[row.row], on_list) for row in offered if row.row not in spoilt)
    named = {person for person in persons.values() if person is not None}
    named |= {person for text, number in set_aside if (person := person_of(text, number)) is not None}
    return Comparison(rows, tuple(sorted(set(on_list) - named)), len(on_list), tuple(faults))


def _compared(row: Offered, person: int | None, on_list: Mapping[int, EntryValues]) -> Compared:
    before = on_list.get(person) if person is not None else None
    values = row.merged_with(before)
    if before is None:
        return Compared(row.row, row.person_id, person, "new", values, None)
    changed = before.differences(values)
    return Compared(
        row.row, row.person_id, person, "changed" if changed else "unchanged", values, before, changed
    )


def _ambiguous(row: Offered) -> IdFault:
    return IdFault(
        row.row,
        row.person_id,
        f"{row.person_id} is a number, and more than one known id is that number with leading zeros.",
        "Write the id as text, with its leading zeros.",
    )


def _same_child(row: Offered) -> IdFault:
    return IdFault(
        row.row,
        row.person_id,
        f"{row.person_id} is the same child as another row.",
        "Keep one row for the child.",
    )


def why_not_apply(
    comparison: Comparison, *, faults: int, partial: bool, confirmed_vanished: int | None
) -> Refused | None:
    """Whether a file can be loaded as it stands."""
    if faults and not partial:
        return Refused(
            f"The file has {faults} fault{'s' if faults != 1 else ''}, so nothing was loaded.",
            remedy="Correct the file and load it again, or load the sound rows only.",
        )
    gone = len(comparison.vanished)
    if comparison.many_vanished and confirmed_vanished != gone:
        return Refused(
            f"{gone} of the {comparison.on_list} children on the list are not in this file.",
            remedy=f"Check that it is the right file and sheet. If it is, confirm that {gone} are missing.",
            field="confirm_vanished",
        )
    return None

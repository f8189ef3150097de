"""What did typing a fact of a child do, and what is to be put back where it is taken back?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from remit.records.facts import TABLES, Contradiction, FactTakenBack
from remit.records.periods import said_by
from remit.records.placements_list import Import
from remit.rules.facts import EXCLUSIVE, FIELDS, Fact, Held
from remit.rules.outcomes import Refused
from remit.rules.taking_back import standing_again, why_gone, why_not_take_back

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Typed:
    """A fact that somebody typed and nobody has confirmed."""

    held: Held
    told: str
    at: datetime
    """When it was typed."""
    gone: tuple[Held, ...]
    """What is to hold no longer: the fact, and what was ended when it was typed, as that stands since."""
    again: tuple[Held, ...]
    """What gave way to it and is to hold again."""
    last: int
    """The key of what was written last of this kind."""
    why_not: Refused | None
    """Why it cannot be taken back by itself."""


def typed_fact(person: int, kind: str, since: date) -> Typed | Refused:
    """What somebody typed of that kind from that day; or why there is nothing that could be taken back."""
    rows: list[Row] = list(TABLES[kind].objects.filter(person=person).order_by("pk").values())
    ours = [row for row in rows if row["since"] == since]
    typed = next((row for row in ours if row["provisional"] and row["superseded_at"] is None), None)
    if typed is None:
        return _gone(person, kind, since, ours)
    at = _typed_at(person, typed, rows)
    # Whatever the act wrote besides is what it ended, and that stands as it is told now.
    beside = [row for row in _written(at, typed, rows) if said_by(row) != said_by(typed)]
    now = {said_by(row): row for row in rows if row["superseded_at"] is None}
    gone = [typed, *(now[said_by(row)] for row in beside if said_by(row) in now)]
    before = [row for row in rows if row["superseded_at"] == at and row["recorded_at"] < at]
    undone = _undone(before)
    stays = [_held(kind, row) for row in now.values() if row not in gone]
    again, in_the_way = standing_again(
        [_held(kind, row) for row in before if row["source"] not in undone], stays
    )
    ends_here = [row for row in now.values() if row not in gone and _ends_with(row, typed)]
    resting = ends_here if kind in EXCLUSIVE else []
    in_the_way += [_held(kind, row) for row in resting if _typed_at(person, row, rows) > at]
    asked = Contradiction.objects.filter(
        kind=kind, held_id__in=[row["id"] for row in gone], state=Contradiction.State.OPEN
    )
    return Typed(
        held=_held(kind, typed),
        told=typed["told"],
        at=at,
        gone=tuple(_held(kind, row) for row in gone),
        again=tuple(again),
        last=max(row["id"] for row in rows),
        why_not=why_not_take_back(
            kind,
            ended_by=min((row["since"] for row in beside if row["since"] > since), default=None),
            in_the_way=in_the_way,
            contradicted=asked.exists(),
        ),
    )


def _held(kind: str, row: Row) -> Held:
    said = tuple(row[name] for name in FIELDS[kind])
    return Held(row["id"], Fact(kind, row["since"], row["until"], said), row["source"], row["provisional"])


def _ends_with(row: Row, typed: Row) -> bool:
    """Whether a typed fact ends where this one begins: typed later, it may end there because this one was there."""
    return bool(row["provisional"] and row["until"] == typed["since"] and row["since"] < typed["since"])


def _typed_at(person: int, typed: Row, rows: Sequence[Row]) -> datetime:
    """When it was typed: what was undone since puts the same fact back in a row of its own, which was not typed then."""
    times: set[datetime] = {row["recorded_at"] for row in rows if said_by(row) == said_by(typed)}
    undone = {
        *Import.objects.filter(undone_at__in=times).values_list("undone_at", flat=True),
        *FactTakenBack.objects.filter(person=person, at__in=times).values_list("at", flat=True),
    }
    return max(times - undone or times)


def _written(at: datetime, typed: Row, rows: Sequence[Row]) -> list[Row]:
    """What the act that typed it wrote."""
    by = (at, typed["source"], typed["told"], True)
    return [row for row in rows if (row["recorded_at"], row["source"], row["told"], row["provisional"]) == by]


def _undone(rows: Sequence[Row]) -> set[str]:
    """Of where these rows come from, the files that were undone since: what they said does not come back."""
    refs = {row["source"].removeprefix("import:") for row in rows}
    undone = Import.objects.filter(ref__in=refs, state=Import.State.UNDONE)
    return {f"import:{ref}" for ref in undone.values_list("ref", flat=True)}


def _gone(person: int, kind: str, since: date, ours: Sequence[Row]) -> Refused:
    taken = FactTakenBack.objects.filter(person=person, kind=kind, since=since).order_by("-pk").first()
    return why_gone(
        told_otherwise=any(row["superseded_at"] is None for row in ours),
        taken_back_on=taken.on if taken else None,
        typed_once=any(row["provisional"] for row in ours),
    )

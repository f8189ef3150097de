"""Is a child on the list twice? Brothers and sisters have ids of their own, so one id on two rows is a fault."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from remit.documents.action_list.model import Fault, FaultyRow, ListRow


def repeated_ids(rows: Iterable[ListRow | FaultyRow]) -> dict[str, list[int]]:
    """The ids that stand on more than one row, with their rows from the top."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for row in rows:
        if row.person_id:
            places[row.person_id].append(row.row)
    return {person_id: sorted(numbers) for person_id, numbers in places.items() if len(numbers) > 1}


def duplicate_faults(repeated: dict[str, list[int]], sheet: str, column: str) -> list[Fault]:
    """One fault for each id, on the last row it stands on, naming them all."""
    return [
        Fault(
            sheet,
            numbers[-1],
            column,
            f"The person id {person_id} is on rows {_and(numbers)}.",
            "Keep one row for each child. If they are brothers or sisters, give each row its own id.",
        )
        for person_id, numbers in repeated.items()
    ]


def set_aside(
    rows: Sequence[ListRow], repeated: dict[str, list[int]]
) -> tuple[list[ListRow], list[FaultyRow]]:
    """The rows whose id is theirs alone; and the others, none of which can be trusted."""
    alone = [row for row in rows if row.person_id not in repeated]
    others = [
        FaultyRow(row.row, row.person_id, row.person_id_is_number)
        for row in rows
        if row.person_id in repeated
    ]
    return alone, others


def alike_but_for_zeros(rows: Iterable[ListRow | FaultyRow]) -> list[tuple[str, str]]:
    """Pairs of ids that differ only in the zeros before them: perhaps one child, perhaps two."""
    first: dict[str, str] = {}
    pairs = []
    for row in rows:
        other = first.setdefault(row.person_id.lstrip("0"), row.person_id)
        if other != row.person_id and row.person_id:
            pairs.append((other, row.person_id))
    return pairs


def _and(numbers: Sequence[int]) -> str:
    *others, last = map(str, numbers)
    if len(others) > 4:
        others = [*others[:2], f"{len(others) - 2} more"]
    return f"{', '.join(others)} and {last}"

"""Which row holds the headers, and what does each column mean?"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from remit.documents.action_list.mapping import Mapping
from remit.documents.action_list.meanings import LONGEST_HEADER, TOLD, meaning_of
from remit.documents.action_list.model import Column, Field
from remit.documents.cells.text import cell_text, folded
from remit.documents.uploads.grid import GridRow

HEAD_ROWS = 40
"""Headers are looked for in so many rows from the top."""


@dataclass(frozen=True)
class Label:
    """What stands above one column: its header, and the heading of the group it is under."""

    index: int
    header: str
    group: str = ""


@dataclass(frozen=True)
class Headers:
    """The header rows of a sheet and its columns. `certainty` compares one candidate row with another."""

    rows: tuple[int, ...]
    columns: tuple[Column, ...]
    certainty: int

    @property
    def fields(self) -> frozenset[Field]:
        return frozenset(column.field for column in self.columns if column.field)

    @property
    def last_row(self) -> int:
        return self.rows[-1] if self.rows else 0


def find_headers(head: Sequence[GridRow], mapping: Mapping) -> Headers:
    """The likeliest header rows among the first rows of a sheet; where none is likely, the fullest row."""
    candidates = [_candidate(head, at, mapping) for at in range(len(head))]
    best = max(candidates, key=lambda one: one.certainty, default=Headers((), (), 0))
    if best.certainty or not candidates:
        return best
    return max(candidates, key=lambda one: len(one.columns))


def signature(columns: Iterable[Column]) -> str:
    """A key by which the same headers are known again, in whatever order they come."""
    headers = "\n".join(sorted(folded(column.header) for column in columns))
    return hashlib.sha256(headers.encode()).hexdigest()[:32]


def letter(index: int) -> str:
    """What Excel calls a column: A for 0, AA for 26."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def unlabelled(index: int) -> Column:
    """A column without a header."""
    return Column(index, letter(index), f"Column {letter(index)}", field=None, guessed=True)


def _candidate(head: Sequence[GridRow], at: int, mapping: Mapping) -> Headers:
    alone = _headers((head[at].number,), _labels(head[at]), mapping)
    if at == 0 or head[at - 1].number != head[at].number - 1 or not _may_group(head[at - 1], head[at]):
        return alone
    both = _headers((head[at - 1].number, head[at].number), _labels(head[at], head[at - 1]), mapping)
    # Equal is enough: in "CHILD ... SEARCH ..." the groups add nothing, and still are no title.
    return both if both.certainty >= alone.certainty > 0 or both.certainty > alone.certainty else alone


def _may_group(above: GridRow, row: GridRow) -> bool:
    """Whether a row could hold group headings: two or more short texts, no more of them than the row below has."""
    filled = [cell for cell in above.cells if cell not in ("", None)]
    texts = [
        cell
        for cell in filled
        if isinstance(cell, str) and len(cell) <= LONGEST_HEADER and not cell.strip().endswith(":")
    ]
    width = sum(cell not in ("", None) for cell in row.cells)
    return 2 <= len(filled) == len(texts) <= width + 1


def _labels(row: GridRow, above: GridRow | None = None) -> list[Label]:
    texts = [cell_text(cell) for cell in row.cells]
    if above is None:
        return [Label(index, text) for index, text in enumerate(texts) if text]
    heads = [cell_text(cell) for cell in above.cells]
    labels, group = [], ""
    for index in range(max(len(texts), len(heads))):
        own = heads[index] if index < len(heads) else ""
        text = texts[index] if index < len(texts) else ""
        group = own or group
        if text or own:
            labels.append(Label(index, text or own, group if text else ""))
    return labels


def _headers(rows: tuple[int, ...], labels: Sequence[Label], mapping: Mapping) -> Headers:
    names = _unique_names(labels)
    chosen, certainty = _choose(labels, names, mapping)
    told = {folded(header) for header in mapping.columns}
    columns = tuple(
        Column(
            label.index, letter(label.index), name, chosen.get(label.index), guessed=folded(name) not in told
        )
        for label, name in zip(labels, names, strict=True)
    )
    return Headers(rows, columns, certainty)


def _choose(labels: Sequence[Label], names: Sequence[str], mapping: Mapping) -> tuple[dict[int, Field], int]:
    """One column for each field, the surest and then the leftmost; and how sure all of it is."""
    told = {folded(header): meant for header, meant in mapping.columns.items()}
    claims: dict[Field, tuple[int, int]] = {}
    for label, name in zip(labels, names, strict=True):
        claim = _claim(label, folded(name), told)
        if claim and claim[1] > claims.get(claim[0], (0, 0))[1]:
            claims[claim[0]] = (label.index, claim[1])
    certainty = sum(sure for _, sure in claims.values())
    if Field.PERSON_ID in claims:
        certainty += TOLD
    return {index: field for field, (index, _) in claims.items()}, certainty


def _claim(label: Label, name: str, told: dict[str, Field | None]) -> tuple[Field, int] | None:
    if name in told:
        meant = told[name]
        return (meant, TOLD) if meant else None
    return meaning_of(label.header, label.group)


def _unique_names(labels: Sequence[Label]) -> list[str]:
    """A name for each column that no other has: its header, with its group or its letter where that is not enough."""
    counts = Counter(folded(label.header) for label in labels)
    longer = [
        f"{label.group} {label.header}" if label.group and counts[folded(label.header)] > 1 else label.header
        for label in labels
    ]
    counts = Counter(map(folded, longer))
    return [
        f"{name} (column {letter(label.index)})" if counts[folded(name)] > 1 else name
        for label, name in zip(labels, longer, strict=True)
    ]

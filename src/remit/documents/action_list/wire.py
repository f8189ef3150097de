"""How does an action list cross from the process that read it? As plain values that JSON can hold, and back again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any

from remit.documents.action_list.model import (
    ActionListFile,
    Column,
    Fault,
    FaultyRow,
    Field,
    ListRow,
    PersonName,
    Risk,
    SheetOffer,
    Urgency,
    Word,
    Words,
)
from remit.documents.cells.cell import Cell

_BATCH = 500


def to_plain(file: ActionListFile) -> Iterator[dict[str, Any] | list[list[Any]]]:
    """The file without its rows, then the rows in batches. Values are told apart again by where they stand."""
    yield {
        "filename": file.filename,
        "digest": file.digest,
        "sheets": [[one.name, one.fits, one.proposed, one.why] for one in file.sheets],
        "sheet": file.sheet,
        "header_rows": file.header_rows,
        "columns": [[one.index, one.letter, one.header, one.field, one.guessed] for one in file.columns],
        "fields": sorted(file.fields),
        "signature": file.signature,
        "faulty_rows": [[one.row, one.person_id, one.person_id_is_number] for one in file.faulty_rows],
        "faults": [[one.sheet, one.row, one.column, one.problem, one.remedy] for one in file.faults],
        "warnings": file.warnings,
        "risk": [[one.as_written, one.count, one.meaning] for one in file.words.risk],
        "urgency": [[one.as_written, one.count, one.meaning] for one in file.words.urgency],
        "copy": [file.copy_of, file.written],
        "rather": file.rather,
    }
    for start in range(0, len(file.rows), _BATCH):
        yield [_plain_row(row) for row in file.rows[start : start + _BATCH]]


def from_plain(parts: Sequence[Any]) -> ActionListFile:
    """The file those plain values were made from."""
    plain, *batches = parts
    row = _RowMaker()
    return ActionListFile(
        filename=plain["filename"],
        digest=plain["digest"],
        sheets=tuple(SheetOffer(*one) for one in plain["sheets"]),
        sheet=plain["sheet"],
        header_rows=tuple(plain["header_rows"]),
        columns=tuple(_column(*one) for one in plain["columns"]),
        fields=frozenset(map(Field, plain["fields"])),
        signature=plain["signature"],
        rows=tuple(row(one) for batch in batches for one in batch),
        faulty_rows=tuple(FaultyRow(*one) for one in plain["faulty_rows"]),
        faults=tuple(Fault(*one) for one in plain["faults"]),
        warnings=tuple(plain["warnings"]),
        words=Words(*(tuple(Word(*one) for one in plain[kind]) for kind in ("risk", "urgency"))),
        copy_of=plain["copy"][0],
        written=plain["copy"][1],
        rather=tuple(plain["rather"]) if plain["rather"] else None,
    )


def _column(index: int, letter: str, header: str, field: str | None, guessed: bool) -> Column:
    return Column(index, letter, header, Field(field) if field else None, guessed)


def _plain_row(row: ListRow) -> list[Any]:
    """The values of a row in the order ListRow declares them, flat; _RowMaker reads them in the same order."""
    name, born, since, last = row.name, row.date_of_birth, row.on_list_since, row.last_action_on
    return [
        row.row, row.person_id, row.person_id_is_number, row.reference, row.initials,
        *((name.family, name.given, name.as_written) if name else (None, None, None)),
        born.value and born.value.isoformat(), born.as_written, row.age.value, row.age.as_written,
        row.team, row.worker, row.manager, row.duty_worker, row.referrer,
        row.legal_status, row.current_placement, row.placement_required,
        row.urgency.value, row.urgency.as_written, row.days_to_place.value, row.days_to_place.as_written,
        row.risk.value, row.risk.as_written, since.value and since.value.isoformat(), since.as_written,
        last.value and last.value.isoformat(), last.as_written, row.search_update, row.comments, row.extra,
    ]  # fmt: skip


class _RowMaker:
    """Makes rows, each distinct cell once: a long list says the same few words again and again."""

    def __init__(self) -> None:
        self._day = _Cells(date.fromisoformat)
        self._risk = _Cells(Risk)
        self._urgency = _Cells(Urgency)
        self._number = _Cells(int)

    def __call__(self, plain: Sequence[Any]) -> ListRow:
        (
            number, person_id, is_number, reference, initials, family, given, called, born, born_text, age, age_text,
            team, worker, manager, duty, referrer, legal, current, required, urgency, urgency_text, days, days_text,
            risk, risk_text, since, since_text, last, last_text, update, comments, extra,
        ) = plain  # fmt: skip
        return ListRow(
            number, person_id, is_number, reference, initials,
            None if called is None else PersonName(family, given, called),
            self._day(born, born_text), self._number(age, age_text), team, worker, manager, duty, referrer,
            legal, current, required, self._urgency(urgency, urgency_text), self._number(days, days_text),
            self._risk(risk, risk_text), self._day(since, since_text), self._day(last, last_text), update, comments,
            tuple((header, text) for header, text in extra),
        )  # fmt: skip


class _Cells:
    """Makes cells of one kind of value."""

    def __init__(self, make: Callable[[Any], Any]) -> None:
        self._make = make
        self._made: dict[tuple[Any, str], Cell[Any]] = {}

    def __call__(self, value: Any, as_written: str) -> Cell[Any]:
        cell = self._made.get((value, as_written))
        if cell is None:
            cell = Cell(None if value is None else self._make(value), as_written)
            self._made[value, as_written] = cell
        return cell

"""What does a file hold, read as an action list? Asked only inside the process made for the file."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence

from remit.documents.action_list import sheets
from remit.documents.action_list.copies import mark_of, without_mark
from remit.documents.action_list.duplicates import (
    duplicate_faults,
    repeated_ids,
    set_aside,
)
from remit.documents.action_list.headers import Headers, signature
from remit.documents.action_list.mapping import Mapping
from remit.documents.action_list.model import (
    ActionListFile,
    Fault,
    FaultyRow,
    Field,
    ListRow,
    SheetOffer,
    Words,
)
from remit.documents.action_list.other_files import known_as
from remit.documents.action_list.rows import RowReader
from remit.documents.action_list.sheets import Candidate
from remit.documents.action_list.warnings import warnings_about
from remit.documents.action_list.wire import to_plain
from remit.documents.cells.text import folded
from remit.documents.uploads.opening import open_grid
from remit.documents.uploads.unreadable import UnreadableError

_NAMED = ", ".join


def answer(content: bytes, request: dict[str, object], allow_rows: Callable[[int], None]) -> Iterable[object]:
    """The job the sandbox is given: the file read, as plain values."""
    sheet = request.get("sheet")
    read = read_here(
        content,
        str(request["filename"]),
        sheet=None if sheet is None else str(sheet),
        mapping=Mapping.from_json(request["mapping"]),
        allow_rows=allow_rows,
    )
    return to_plain(read)


def read_here(
    content: bytes,
    filename: str,
    *,
    sheet: str | None = None,
    mapping: Mapping | None = None,
    allow_rows: Callable[[int], None] = lambda rows: None,
) -> ActionListFile:
    """Read the file in this very process. Raises UnreadableError."""
    mapping = mapping or Mapping()
    there = open_grid(content, filename, allow_rows)
    seen, mark = without_mark(there)
    copy = mark_of(mark)
    found = sheets.candidates(seen, mapping)
    chosen = _chosen(found, sheet)
    read = _Read(filename, hashlib.sha256(content).hexdigest(), sheets.offers(found), chosen, mapping, copy)
    read.rather = known_as(there, [column.header for column in found[0].headers.columns])
    if Field.PERSON_ID not in chosen.headers.fields:
        return read.without_rows(_no_person_id(chosen))
    if sheet is None and not chosen.open:
        return read.without_rows(_only_closed(chosen))
    return read.with_rows()


class _Read:
    """The parts of the answer as they come together."""

    def __init__(
        self,
        filename: str,
        digest: str,
        offered: tuple[SheetOffer, ...],
        chosen: Candidate,
        mapping: Mapping,
        copy: tuple[str, dict[str, int]],
    ) -> None:
        self._copy = copy
        self.rather: tuple[str, str] | None = None
        self._filename, self._digest, self._offered = filename, digest, offered
        self._chosen, self._headers, self._mapping = chosen, chosen.headers, mapping

    def without_rows(self, fault: Fault) -> ActionListFile:
        return self._file(None, (fault,))

    def with_rows(self) -> ActionListFile:
        name = self._chosen.sheet.name
        reader = RowReader(name, self._headers, self._mapping)
        reader.read(self._chosen.sheet.rows())
        everyone: list[ListRow | FaultyRow] = [*reader.rows, *reader.faulty]
        repeated = repeated_ids(everyone)
        if repeated:
            reader.rows, others = set_aside(reader.rows, repeated)
            reader.faulty += others
            reader.faults += duplicate_faults(repeated, name, _header_of(self._headers, Field.PERSON_ID))
        return self._file(reader, tuple(sorted(reader.faults, key=lambda fault: fault.row or 0)))

    def _file(self, reader: RowReader | None, faults: tuple[Fault, ...]) -> ActionListFile:
        headers = self._headers
        beside = sorted(reader.child.unlabelled.values(), key=lambda column: column.index) if reader else []
        columns = tuple(sorted((*headers.columns, *beside), key=lambda column: column.index))
        from_sections = {Field.TEAM} if reader and reader.teams_from_sections else set()
        return ActionListFile(
            filename=self._filename,
            digest=self._digest,
            sheets=self._offered,
            sheet=self._chosen.sheet.name,
            header_rows=headers.rows,
            columns=columns,
            fields=headers.fields | from_sections,
            signature=signature(headers.columns),
            rows=tuple(reader.rows) if reader else (),
            faulty_rows=tuple(sorted(reader.faulty, key=lambda row: row.row)) if reader else (),
            faults=faults,
            warnings=warnings_about(headers, self._mapping, reader),
            words=Words(reader.child.risk.words(), reader.child.urgency.words()) if reader else Words(),
            copy_of=self._copy[0],
            written=self._copy[1],
            rather=self.rather,
        )


def _chosen(found: Sequence[Candidate], name: str | None) -> Candidate:
    if not found:
        raise UnreadableError(
            "The workbook has no sheets with cells.", "Upload the workbook that holds the list."
        )
    if name is not None:
        for one in found:
            if folded(one.sheet.name) == folded(name):
                return one
        names = _NAMED(f"“{one.sheet.name}”" for one in found[:20])
        raise UnreadableError(f"There is no sheet called “{name[:60]}”.", f"Choose one of: {names}.")
    chosen = sheets.proposed(found) or sheets.likeliest(found)
    if not any(one.headers.columns for one in found):
        raise UnreadableError(
            "There is nothing in the file.", "Check that the list was saved, and upload it again."
        )
    return chosen


def _no_person_id(chosen: Candidate) -> Fault:
    headers = chosen.headers
    return Fault(
        sheet=chosen.sheet.name,
        row=headers.rows[-1] if headers.rows else None,
        column="",
        problem="No column was recognised as the person id.",
        remedy="Choose which column holds the person id, or another sheet.",
    )


def _only_closed(chosen: Candidate) -> Fault:
    return Fault(
        sheet=chosen.sheet.name,
        row=None,
        column="",
        problem=f"The only sheet that looks like an action list, “{chosen.sheet.name}”, is hidden, closed or archived.",
        remedy="Choose the sheet by its name if it is the list you mean.",
    )


def _header_of(headers: Headers, field: Field) -> str:
    return next(column.header for column in headers.columns if column.field is field)

"""How do Annex A and the staff files cross from the process that read them?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from remit.documents.returns.model import AnnexAFile, LeaverRow, LookedAfterRow, RowOfStaff, RowsFile
from remit.documents.returns.wire import rows_again, rows_of_columns, said_again

ListRows = Iterable[LookedAfterRow | LeaverRow]
"""Some rows of one list."""


class ListsAgain:
    """The lists of Annex A, out of plain values as they come, the rows of list 8 before those of list 9."""

    def __init__(self, each: Callable[[ListRows], None] | None) -> None:
        self._each = each
        self._rows: dict[str, list[Any]] = {name: [] for name in _KINDS}

    def take(self, part: Any) -> Any:
        """Some rows of a list, or all else there is to say of the file: only that is left to be kept."""
        if isinstance(part, Mapping):
            return part
        name, batch = part
        rows = rows_of_columns(_KINDS[name], batch)
        if self._each:
            self._each(rows)
        else:
            self._rows[name] += rows
        return None

    def file(self, plain: Mapping[str, Any]) -> AnnexAFile:
        """The file, with the rows nobody else was given."""
        return AnnexAFile(
            filename=plain["filename"],
            digest=plain["digest"],
            lists=tuple(plain["lists"]),
            looked_after=tuple(self._rows["8"]),
            leavers=tuple(self._rows["9"]),
            **said_again(plain),
        )


_KINDS: Mapping[str, type[LookedAfterRow] | type[LeaverRow]] = {"8": LookedAfterRow, "9": LeaverRow}


def rows_file_again(row: type[RowOfStaff], parts: Sequence[Any]) -> RowsFile[RowOfStaff]:
    """A file of people, seats or allocations."""
    plain, *batches = parts
    rows = tuple(one for batch in batches for one in rows_again(row, batch))
    return RowsFile(filename=plain["filename"], digest=plain["digest"], rows=rows, **said_again(plain))

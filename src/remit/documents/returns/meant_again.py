"""How do Annex A and the staff files cross from the process that read them?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from remit.documents.returns.model import AnnexAFile, LeaverRow, LookedAfterRow, RowOfStaff, RowsFile
from remit.documents.returns.wire import rows_again, rows_of_columns, said_again


def annex_a_again(parts: Sequence[Any]) -> AnnexAFile:
    """The lists those plain values were made from."""
    plain, *batches = parts
    return AnnexAFile(
        filename=plain["filename"],
        digest=plain["digest"],
        lists=tuple(plain["lists"]),
        looked_after=tuple(
            row for name, batch in batches if name == "8" for row in rows_of_columns(LookedAfterRow, batch)
        ),
        leavers=tuple(
            row for name, batch in batches if name == "9" for row in rows_of_columns(LeaverRow, batch)
        ),
        **said_again(plain),
    )


def rows_file_again(row: type[RowOfStaff], parts: Sequence[Any]) -> RowsFile[RowOfStaff]:
    """A file of people, seats or allocations."""
    plain, *batches = parts
    rows = tuple(one for batch in batches for one in rows_again(row, batch))
    return RowsFile(filename=plain["filename"], digest=plain["digest"], rows=rows, **said_again(plain))

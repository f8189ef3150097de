"""How do Annex A and the staff files cross from the process that read them?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from remit.documents.returns.model import AnnexAFile, LeaverRow, LookedAfterRow
from remit.documents.returns.wire import rows_again, said_again

Row = TypeVar("Row")
File = TypeVar("File")


def annex_a_again(parts: Sequence[Any]) -> AnnexAFile:
    """The lists those plain values were made from."""
    plain, *batches = parts
    return AnnexAFile(
        filename=plain["filename"],
        digest=plain["digest"],
        lists=tuple(plain["lists"]),
        looked_after=tuple(
            row for name, batch in batches if name == "8" for row in rows_again(LookedAfterRow, batch)
        ),
        leavers=tuple(row for name, batch in batches if name == "9" for row in rows_again(LeaverRow, batch)),
        **said_again(plain),
    )


def staff_file_again(file: Callable[..., File], row: type[Row], parts: Sequence[Any]) -> File:
    """A file of people, seats or allocations."""
    plain, *batches = parts
    rows = tuple(one for batch in batches for one in rows_again(row, batch))
    return file(filename=plain["filename"], digest=plain["digest"], rows=rows, **said_again(plain))

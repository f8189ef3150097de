"""What does a placements action list say, in whichever layout a council keeps it?

    from remit.documents.action_list import Mapping, Unreadable, read_action_list

    answer = read_action_list(content, "Action list.xlsx")            # bytes in, never a path
    if isinstance(answer, Unreadable):
        print(answer.problem, answer.remedy)                          # wrong type, encrypted, cut off, too large, ...
    else:
        answer.sheet, answer.sheets, answer.header_rows               # which sheet was read, and the others with why not
        answer.columns                                                # what each column was taken to mean
        answer.rows                                                   # sound rows: row.person_id, row.risk.value, ...
        answer.faulty_rows                                            # set aside; their children have not vanished
        answer.faults                                                 # sheet, row, column, problem, remedy
        answer.words.risk, answer.words.urgency                       # each word, how often, its meaning or None

A person can correct the guess, and the correction can be kept under `answer.signature`:

    mapping = Mapping(columns={"Kid no": Field.PERSON_ID}, risk={"M/H": Risk.HIGH}, urgency={"1": Urgency.PLANNED})
    read_action_list(content, "Action list.xlsx", sheet="W-C 16 Nov", mapping=mapping)
    Mapping.from_json(mapping.to_json()) == mapping                   # raises MappingError, worded for people

The file is parsed in a process of its own (see `remit.documents.uploads.sandbox`). Nothing in it is ever run. That process
imports this package too, and is ready sooner without what starts it: that is imported where it is used.
`answer.fields` says what the file speaks of at all: where a column is missing, blank values mean nothing.
"""

from __future__ import annotations

from remit.documents.action_list.mapping import Mapping, MappingError
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
from remit.documents.action_list.wire import from_plain
from remit.documents.cells.cell import Cell
from remit.documents.uploads.unreadable import Unreadable

__all__ = [
    "ActionListFile",
    "Cell",
    "Column",
    "Fault",
    "FaultyRow",
    "Field",
    "ListRow",
    "Mapping",
    "MappingError",
    "PersonName",
    "Risk",
    "SheetOffer",
    "Unreadable",
    "Urgency",
    "Word",
    "Words",
    "read_action_list",
]


def read_action_list(
    content: bytes, filename: str, *, sheet: str | None = None, mapping: Mapping | None = None
) -> ActionListFile | Unreadable:
    """Read an action list of unknown origin. Without `sheet`, the first that fits and is not closed is read."""
    from remit.documents.uploads import sandbox

    request: dict[str, object] = {
        "filename": filename,
        "sheet": sheet,
        "mapping": (mapping or Mapping()).to_json(),
    }
    answer = sandbox.run("remit.documents.action_list.reading:answer", content, request)
    return answer if isinstance(answer, Unreadable) else from_plain(answer)

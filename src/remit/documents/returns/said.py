"""How is everything that is wrong said at once, without drowning who reads it?"""

from __future__ import annotations

from collections import Counter

from remit.documents.returns.model import Fault, Notice, SetAside

MOST_FAULTS = 5_000
MOST_OF_A_KIND = 20
SLIPPED = (
    "There is more on this row than there are columns with a name. Where a comma stands within a cell of a .csv file without"
    " quotation marks around the cell, what comes after it has slipped. Check the row."
)
TO_THE_END = "Check that it was written to its end, and load it again."


def no_row_below(name: str) -> str:
    """That a sheet has headings and nothing else."""
    return f"There is not one row below the headings of “{name}”."


class Said:
    """The faults and warnings of a file as they are found."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.set_aside: list[SetAside] = []
        self.faults_untold = 0
        self._notices: list[Notice] = []
        self._kinds: Counter[tuple[str, str, str]] = Counter()

    def fault(
        self,
        table: str,
        row: int | None,
        column: str,
        problem: str,
        remedy: str,
        *,
        of: tuple[str, ...] = (),
    ) -> None:
        """Something that keeps a row or table out. Beyond so many only their number is said. `of`: the children it names."""
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(Fault(table, row, column, problem, remedy, of))
        else:
            self.faults_untold += 1

    def aside(self, table: str, row: int, child: str) -> None:
        """A row that is not given."""
        self.set_aside.append(SetAside(table, row, child))

    def notice(
        self, kind: str, table: str, row: int | None, column: str, says: str, *, of: tuple[str, ...] = ()
    ) -> None:
        """Something to know of; of each kind the first few, then how many more. `of`: the children it names."""
        self._kinds[kind, table, column] += 1
        if self._kinds[kind, table, column] <= MOST_OF_A_KIND:
            self._notices.append(Notice(table, row, column, says, of))

    def slipped(self, table: str, row: int) -> None:
        """A row that has more cells than there are headings."""
        self.notice("have more cells than columns", table, row, "", SLIPPED)

    def headings_again(self, table: str, row: int) -> None:
        """A row in which the headings stand again, as in pages put together: it is passed over."""
        says = f"Row {row} has the headings again, and was not read."
        self.notice("have the headings again", table, row, "", says)

    def all_faults(self) -> tuple[Fault, ...]:
        """The faults by table and row, and last of all how many more there are."""
        told = sorted(self.faults, key=lambda fault: (fault.table, fault.row or 0))
        if self.faults_untold:
            problem = f"There are {self.faults_untold:,} faults more."
            told.append(Fault("", None, "", problem, "Put these right first, and load the file again."))
        return tuple(told)

    def notices(self) -> tuple[Notice, ...]:
        """The warnings by table and row, and how many more of a kind there are."""
        more = [
            Notice(table, None, column, f"{count - MOST_OF_A_KIND:,} more rows {kind}.")
            for (kind, table, column), count in self._kinds.items()
            if count > MOST_OF_A_KIND
        ]
        return (*sorted(self._notices, key=lambda one: (one.table, one.row or 0)), *more)

"""What do the figures say? Medians, ratios to both floors, and whether the aims are met."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from statistics import median, quantiles
from typing import Any

MOST_QUERIES = 12
MOST_TABLES = 4.0
HELD_TO_THE_TABLE = ("selection", "agenda", "meeting room", "room, other cases")
"""At 60 children, with one client, no more than four times the bare table."""
ROWS_A_SECOND = 10_000
RETURNS = {"long return": "an SSDA903 return", "long annex a": "Annex A, lists 8 and 9 in a workbook"}
RETURN_ROWS_A_SECOND = {"preview": 20_000, "apply": 5_000}
FEW, ONE = 60, 1


@dataclass(frozen=True)
class Measured:
    """One page: seconds of each answer, by how many clients asked at once."""

    name: str
    children: int | None
    queries: int
    bytes: int
    seconds: Mapping[int, Sequence[float]]
    processor: float
    """Seconds of processor time the server used for an answer; PostgreSQL's is not in it."""
    failed: int = 0
    """Answers that were not what they should be; they are in no other figure."""

    def median(self, clients: int) -> float:
        """In milliseconds."""
        return median(self.seconds[clients]) * 1000

    def slow(self, clients: int) -> float:
        """The 95th percentile in milliseconds."""
        taken = self.seconds[clients]
        return (quantiles(taken, n=20, method="inclusive")[-1] if len(taken) > 1 else taken[0]) * 1000


@dataclass(frozen=True)
class Aim:
    """Something the figures are held against."""

    says: str
    met: bool
    found: str


@dataclass
class Run:
    """Everything one run found."""

    at: datetime
    machine: Mapping[str, Any]
    floors: Sequence[Measured]
    pages: Sequence[Measured]
    memory: Mapping[str, Sequence[float]]
    """Resident megabytes of each worker, by server."""
    long_files: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    """What was found of each long file, or why nothing was."""
    others: Sequence[str] = ()
    """What the parts without a database say, a line each."""
    took: float = 0

    def times_floors(self, page: Measured, clients: int) -> tuple[float, float]:
        """How many bare pages and how many bare tables a page takes, by the medians."""
        bare, table = (floor.median(clients) for floor in self.floors)
        return page.median(clients) / bare, page.median(clients) / table

    def tables_of_processor(self, page: Measured) -> float:
        """How many bare tables a page takes by processor time, which hardly hangs on what else the machine does."""
        return page.processor / self.floors[1].processor

    def aims(self) -> Iterator[Aim]:
        """Each aim, and what was found."""
        over = [page for page in self.pages if page.queries > MOST_QUERIES]
        most = ", ".join(dict.fromkeys(f"{page.name} {page.queries}" for page in over))
        yield Aim(f"At most {MOST_QUERIES} queries a page", not over, most or "all pages")
        grow = [name for name, counts in self._queries_by_page().items() if len(set(counts)) > 1]
        yield Aim("As many queries at 1,500 children as at 60", not grow, ", ".join(grow) or "all pages")
        for page in self.pages:
            if page.children == FEW and page.name in HELD_TO_THE_TABLE:
                ratio = self.times_floors(page, ONE)[1]
                says = f"{page.name} of {FEW} within {MOST_TABLES:g} times the bare table"
                yield Aim(
                    says,
                    ratio <= MOST_TABLES,
                    f"{ratio:.1f} times ({self.tables_of_processor(page):.1f} by processor time)",
                )
        yield self._speed("long_list", "preview", ROWS_A_SECOND, "Preview")
        for what, aim in RETURN_ROWS_A_SECOND.items():
            yield self._speed("long_return", what, aim, f"{what.capitalize()} of a return")
            yield self._speed("long_annex_a", what, aim, f"{what.capitalize()} of Annex A")

    def _speed(self, part: str, what: str, aim: int, says: str) -> Aim:
        found = self.long_files.get(part, {"failed": "not measured"})
        speed = rows_a_second(found, what)
        by_processor = rows_a_second(found, what, "processor")
        told = f"{speed:,.0f} ({by_processor:,.0f} by processor time)"
        return Aim(f"{says} above {aim:,} rows a second", speed > aim, found.get("failed") or told)

    def as_json(self) -> dict[str, Any]:
        """The same for programs: milliseconds, megabytes, ratios."""
        return {
            "at": self.at.isoformat(timespec="seconds"),
            "seconds": round(self.took),
            "machine": dict(self.machine),
            "pages": [self._line(page) for page in (*self.floors, *self.pages)],
            "memory_of_workers": {name: [round(one) for one in each] for name, each in self.memory.items()},
            **{part: dict(found) for part, found in self.long_files.items()},
            "others": list(self.others),
            "aims": [{"says": aim.says, "met": aim.met, "found": aim.found} for aim in self.aims()],
        }

    def _line(self, page: Measured) -> dict[str, Any]:
        return {
            "page": page.name,
            "children": page.children,
            "queries": page.queries,
            "bytes": page.bytes,
            "failed": page.failed,
            "processor_milliseconds": round(page.processor * 1000, 2),
            "times_bare_table_by_processor": round(self.tables_of_processor(page), 2),
            "clients": {
                str(clients): {
                    "answers": len(page.seconds[clients]),
                    "median": round(page.median(clients), 2),
                    "percentile_95": round(page.slow(clients), 2),
                    "times_bare_page": round(self.times_floors(page, clients)[0], 2),
                    "times_bare_table": round(self.times_floors(page, clients)[1], 2),
                }
                for clients in page.seconds
            },
        }

    def _queries_by_page(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for page in self.pages:
            found.setdefault(page.name, []).append(page.queries)
        return found


def written(run: Run) -> str:
    """The figures as tables, in Markdown."""
    return "\n\n".join(
        "\n".join(part)
        for part in (
            _heading(run),
            _pages(run),
            _memory(run),
            *(_long(part.replace("_", " "), found) for part, found in run.long_files.items()),
            (f"- {line}" for line in run.others),
            _aims(run),
        )
    )


def in_one_process(milliseconds: Mapping[str, float]) -> str:
    """Processor time of each page beside the bare table's, as a table."""
    table = milliseconds["bare table"]
    rows = [[name, f"{taken:.2f}", f"{taken / table:.1f}"] for name, taken in milliseconds.items()]
    return "\n".join(_table(["page of 60, in one process", "processor ms", "× bare table"], rows))


def _heading(run: Run) -> Iterator[str]:
    machine = run.machine
    yield (
        f"Taken on {run.at:%-d %B %Y} at {run.at:%H:%M} UTC: {machine['cores']} cores, {machine['gigabytes']} GB, Python"
        f" {machine['python']}, load {machine['load']} (5 minutes)."
    )


def _pages(run: Run) -> Iterator[str]:
    clients = list(run.floors[0].seconds)
    head = ["page", "children", "queries", "KB", "processor ms", "× bare table"]
    for count in clients:
        head += [f"{count} at once: median ms", "95 % ms", "× bare page", "× bare table"]
    rows = [
        [
            page.name,
            f"{page.children:,}" if page.children else "",
            str(page.queries),
            f"{page.bytes / 1000:,.0f}",
            f"{page.processor * 1000:,.1f}",
            f"{run.tables_of_processor(page):,.1f}",
            *(cell for count in clients for cell in _times(run, page, count)),
        ]
        for page in (*run.floors, *run.pages)
    ]
    yield from _table(head, rows)
    for page in run.pages:
        if page.failed:
            yield f"{page.failed} answers of {page.name} at {page.children:,} children failed."


def _times(run: Run, page: Measured, clients: int) -> Iterator[str]:
    if clients not in page.seconds:
        yield from ("", "", "", "")
        return
    yield f"{page.median(clients):,.1f}"
    yield f"{page.slow(clients):,.1f}"
    for ratio in run.times_floors(page, clients):
        yield f"{ratio:,.1f}"


def _memory(run: Run) -> Iterator[str]:
    bare = max(run.memory["bare"])
    rows = [
        [
            name if name == "bare" else f"{int(name):,} children",
            ", ".join(f"{one:.0f}" for one in each),
            f"{max(each) / bare:.1f}",
        ]
        for name, each in run.memory.items()
    ]
    yield from _table(["server", "resident MB of each worker", "× bare"], rows)


def rows_a_second(found: Mapping[str, Any], what: str, by: str = "seconds") -> float:
    """How many rows of a long file a second; 0 where it was refused, or the part did not reach its end.

    `by`: "seconds" of the clock, or of the "processor", which hardly hang on what else the machine does.
    """
    seconds = found.get(by, {}).get(what)
    return float(found["rows"]) / seconds if seconds else 0.0


def _long(part: str, found: Mapping[str, Any]) -> Iterator[str]:
    if "failed" in found:
        yield f"{part.capitalize()} of {found['rows']:,} rows: {found['failed']}."
        return
    named = {
        "reading": "reading the file alone",
        "preview": "preview, all rows new",
        "apply": "apply, all rows new",
        "preview_again": "preview of the same file again",
    }
    rows = [
        [
            says,
            f"{found['seconds'][what] or 0:.1f}",
            f"{rows_a_second(found, what):,.0f}",
            f"{found['processor'][what]:.1f}",
            f"{rows_a_second(found, what, 'processor'):,.0f}",
        ]
        for what, says in named.items()
    ]
    of = f"{found['columns']} columns" if "columns" in found else RETURNS[part]
    head = ["seconds", "rows a second", "processor s", "rows a processor s"]
    yield from _table([f"{found['rows']:,} rows of {of}", *head], rows)


def _aims(run: Run) -> Iterator[str]:
    yield from _table(
        ["aim", "", "found"], [[aim.says, "met" if aim.met else "missed", aim.found] for aim in run.aims()]
    )


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(len(row[place]) for row in (head, *rows)) for place in range(len(head))]
    for number, row in enumerate((head, *rows)):
        first, *rest = (
            cell.ljust(width) if place == 0 else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        yield f"| {' | '.join((first, *rest))} |"
        if number == 0:
            yield f"|{'|'.join(('-' * (widths[0] + 2), *('-' * (width + 1) + ':' for width in widths[1:])))}|"

"""`make bench`: each main page beside a bare page and a bare table, at 60 and at 1,500 children, then long files and the rest.

Everything runs on this machine, in databases of its own on the PostgreSQL server that REMIT_DATABASE_URL names.

    make bench                     everything: at most twenty minutes on two cores
    make bench ARGS=--quick        a few answers of each page and short files: only to see that every part reaches its end
    make bench ARGS=--write        everything, and the tables put into benchmarks/README.md
    make bench ARGS=--england      the pages of the record at the size of England beside one authority, and the sweep; --quick too
    make bench ARGS=--in-process   processor time of each page of 60 in one process, for who wants to make one quicker
"""

import argparse
import json
import os
import platform
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg

from benchmarks.client import Taken, Target, times
from benchmarks.databases import copy
from benchmarks.england import compared
from benchmarks.report import Measured, Run, in_one_process, written
from benchmarks.servers import WORKERS, Server, serving

SIZES = (60, 1500)
LONGEST_RUN = 1200
"""Seconds for everything: what has not begun by then is left out, and the tables say so."""
LONGEST_PART = 300
"""Seconds for a long file: previewed, applied, previewed again."""
ENOUGH = 64 * WORKERS
"""So often a page is asked for at most before it is measured: eight times over each connection."""
NOW = "2026-10-15T15:30:00+01:00"
"""A Thursday half an hour into the meeting: the made-up authority is the same on whatever day this runs."""
RESULT = Path("var/benchmarks.json")
README = Path(__file__).with_name("README.md")
FIGURES = "<!-- what a run wrote -->\n", "<!-- until here -->\n"


@dataclass(frozen=True)
class Size:
    """How much is measured."""

    clients: Mapping[int, tuple[int, float]]
    """For so many clients at once: how often a page is asked for in a pass, and for how many seconds at most."""
    passes: int
    """Each pass asks for every page, so that what else the machine does falls on all of them."""
    no_pass_after: float
    """Seconds of measuring after which no further pass begins."""
    rows: int
    """Of the long files."""
    ratings: int
    """How many facts `remit rate` is given."""
    warming: float
    """Seconds for which each page is asked for before anything is measured."""


WHOLE = Size(
    {1: (24, 0.6), 8: (96, 1.2)}, passes=3, no_pass_after=120, rows=50_000, ratings=100_000, warming=2.0
)
QUICK = Size({1: (3, 0.2), 8: (8, 0.2)}, passes=1, no_pass_after=30, rows=1_000, ratings=1_000, warming=0.2)


@dataclass
class Bench:
    """What is being measured: the floors, the pages of each size, and the servers they come from."""

    floors: list[Target]
    pages: dict[int, list[Target]]
    servers: dict[str, Server]
    taken: dict[tuple[Target, int], Taken] = field(default_factory=dict)

    def serving(self, target: Target) -> Server:
        """The server a page comes from."""
        return next(server for server in self.servers.values() if server.port == target.port)


def main(arguments: Sequence[str]) -> int:
    asked = _asked(arguments)
    if not os.environ.get("REMIT_DATABASE_URL"):
        print("The benchmarks need PostgreSQL; run `make bench`.", file=sys.stderr)
        return 1
    began = time.monotonic()
    with _bounded(), tempfile.TemporaryDirectory() as folder, ExitStack() as running:
        os.environ.update(REMIT_DEMO="1", REMIT_NOW=NOW, REMIT_DATA_DIR=folder, REMIT_LOG_LEVEL="WARNING")
        if asked.in_process:
            return _in_process(running)
        if asked.england:
            print(compared(_record, quick=asked.quick))
            return 0
        size = QUICK if asked.quick else WHOLE
        run = _measured(running, size)
        until = began + LONGEST_RUN - 60
        for part in ("long_list", "long_return", "long_annex_a"):
            _say(
                f"{part.replace('_', ' ').capitalize()}: reading, previewing and applying {size.rows:,} rows"
            )
            run.long_files[part] = _alone(part, size.rows, until)
        _say("Calendars, and rating by the line")
        run.others = [
            *_lines("calendars", until),
            *_lines("arranging", until),
            *_lines("rate", until, size.ratings),
        ]
        run.others += _lines("workbooks", until)
        run.others += _lines("papers", until)
    run.took = time.monotonic() - began
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps(run.as_json(), indent=2) + "\n")
    print(written(run))
    if asked.write:
        _write(written(run))
    _say(f"These figures are in {RESULT} too. It took {run.took:.0f} s.")
    return 0


def _asked(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench ARGS=", description=__doc__.partition("\n")[0])
    parser.add_argument("--quick", action="store_true", help="only see that every part reaches its end")
    parser.add_argument("--write", action="store_true", help="put the tables into benchmarks/README.md")
    parser.add_argument(
        "--in-process", action="store_true", help="processor time of the pages of 60, without a server"
    )
    parser.add_argument("--england", action="store_true", help="the record at the size of England")
    asked = parser.parse_args(arguments)
    if asked.quick and asked.write:
        parser.error("What --quick measures is not to be written down.")
    return asked


def _measured(running: ExitStack, size: Size) -> Run:
    """The pages, from servers that end with it."""
    bench = _served(running)
    _warm(bench, size)
    measuring = time.monotonic()
    for number in range(1, size.passes + 1):
        if time.monotonic() - measuring > size.no_pass_after:
            _say("No further pass: this machine is busy or slow")
            break
        _say(f"Pass {number} of {size.passes} over {len(list(_all(bench)))} pages")
        _pass(bench, size)
    run = _results(bench, size)
    running.close()
    return run


def _record(size: str) -> dict[str, Any]:
    """What the record costs in an authority of that size."""
    _say(f"Making the authority of the size {size}")
    database = copy(f"bench_{size}", of=None)
    _command("remit.commands.main", "migrate", database=database)
    _command("remit.commands.main", "seed", "--size", size, database=database)
    _say("Asking for its pages, and sweeping")
    found: dict[str, Any] = json.loads(_command("benchmarks.command", "record", database=database))
    return found


def _in_process(running: ExitStack) -> int:
    """Each page of 60 without a server, the quickest of many answers."""
    database = _seeded()
    prepared = _command("benchmarks.command", "prepare", str(SIZES[0]), database=database)
    found = json.loads(_command("benchmarks.command", "in_process", database=database, given=prepared))
    print(in_one_process(found))
    return 0


def _write(tables: str) -> None:
    """Put the tables where the last ones stand."""
    before, _, rest = README.read_text().partition(FIGURES[0])
    _, _, after = rest.partition(FIGURES[1])
    README.write_text(f"{before}{FIGURES[0]}\n{tables}\n\n{FIGURES[1]}{after}")


def _served(running: ExitStack) -> Bench:
    """Make the databases and serve from each."""
    seeded = _seeded()
    pages, servers = {}, {}
    for size in SIZES:
        _say(f"Bringing it to {size:,} children, with a meeting to prepare and one being held")
        database = copy(f"bench_{size}", of=seeded)
        prepared = json.loads(_command("benchmarks.command", "prepare", str(size), database=database))
        assert prepared["listed"] == size
        server = servers[f"{size}"] = running.enter_context(serving("benchmarks.settings", database))
        pages[size] = [_target(page, prepared["sessions"], server) for page in prepared["pages"]]
        if size == SIZES[0]:
            servers["bare"] = running.enter_context(serving("benchmarks.bare", database))
    port = servers["bare"].port
    floors = [Target("bare page", port, "/bench/page"), Target("bare table", port, "/bench/table")]
    return Bench(floors, pages, servers)


def _seeded() -> str:
    """A database with the authority that is seeded; its address."""
    _say("Making the authority of 60 children and its four weeks")
    _command("remit.commands.main", "migrate")
    seeded = copy("bench_seeded", of=os.environ["REMIT_DATABASE_URL"])
    _command("remit.commands.main", "seed", "--size", "small", database=seeded)
    return seeded


def _target(page: dict[str, Any], sessions: dict[str, str], server: Server) -> Target:
    headers = {"Cookie": f"remit_session={sessions[page['as']]}"}
    if page["status"] == 204:
        headers["X-Remit-Refresh"] = "1"
    return Target(page["name"], server.port, page["path"] + page.get("query", ""), headers, page["status"])


def _all(bench: Bench) -> Iterator[Target]:
    """The floors before the pages of each size, so that both are asked for at the same time of the run."""
    for pages in bench.pages.values():
        yield from bench.floors
        yield from pages


def _warm(bench: Bench, size: Size) -> None:
    """Let every worker load its templates and terms, and every connection its plans, before anything is measured."""
    _say("Asking for each page unmeasured")
    for target in _all(bench):
        target.ask()
        times(target, Taken(), clients=4 * WORKERS, count=ENOUGH, seconds=size.warming)


def _pass(bench: Bench, size: Size) -> None:
    for clients, (count, seconds) in size.clients.items():
        for target in _all(bench):
            taken = bench.taken.setdefault((target, clients), Taken())
            before = bench.serving(target).processor_seconds()
            times(target, taken, clients=clients, count=count, seconds=seconds)
            taken.processor += bench.serving(target).processor_seconds() - before


def _results(bench: Bench, of: Size) -> Run:
    def measured(target: Target, children: int | None) -> Measured:
        _, size, _ = target.ask()
        taken = {clients: bench.taken[target, clients] for clients in of.clients}
        seconds = {clients: each.seconds for clients, each in taken.items() if each.seconds}
        failed = sum(each.failed for each in taken.values())
        asked = failed + sum(len(each.seconds) for each in taken.values())
        processor = sum(each.processor for each in taken.values()) / asked
        return Measured(target.name, children, target.queries(), size, seconds, processor, failed)

    return Run(
        at=datetime.now(UTC),
        machine=_machine(),
        floors=[measured(target, None) for target in bench.floors],
        pages=[measured(page, size) for size, pages in bench.pages.items() for page in pages],
        memory={name: server.memory_of_workers() for name, server in bench.servers.items()},
    )


def _alone(part: str, rows: int, until: float) -> dict[str, Any]:
    """What a part found in an empty database, or why it did not reach its end: the others are told all the same."""
    seconds = min(LONGEST_PART, until - time.monotonic())
    if seconds <= 0:
        return {"rows": rows, "failed": "there was no time left for it"}
    try:
        database = copy(f"bench_{part}", of=os.environ["REMIT_DATABASE_URL"])
        done = _command("benchmarks.command", part, str(rows), database=database, seconds=seconds)
    except subprocess.TimeoutExpired:
        return {"rows": rows, "failed": f"it did not end within {seconds:.0f} seconds"}
    except (subprocess.CalledProcessError, psycopg.Error) as error:
        _say(f"{part} ended badly: {error}")
        return {"rows": rows, "failed": "it ended with an error"}
    found: dict[str, Any] = json.loads(done)
    return found


def _lines(part: str, until: float, *arguments: int) -> list[str]:
    """What a part that needs no database says of itself, line by line."""
    command = [sys.executable, "-m", f"benchmarks.{part}", *map(str, arguments)]
    try:
        seconds = max(min(LONGEST_PART, until - time.monotonic()), 1)
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False, timeout=seconds)
    except subprocess.TimeoutExpired:
        return [f"{part}: it did not end in time"]
    return [line.strip() for line in done.stdout.splitlines()] or [f"{part}: it ended with an error"]


def _machine() -> dict[str, Any]:
    gigabytes = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
    return {
        "cores": os.cpu_count(),
        "gigabytes": round(gigabytes),
        "python": platform.python_version(),
        "load": round(os.getloadavg()[1], 1),
    }


def _command(
    module: str, *arguments: str, database: str | None = None, given: str = "", seconds: float | None = None
) -> str:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "benchmarks.settings"}
    if database:
        environment["REMIT_DATABASE_URL"] = database
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        env=environment,
        input=given,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        timeout=seconds,
    )
    return done.stdout


@contextmanager
def _bounded() -> Iterator[None]:
    """End in an orderly way where it takes too long or is told to stop: what was started is stopped."""

    def stop(number: int, frame: object) -> None:
        raise SystemExit("Stopped: it took too long." if number == signal.SIGALRM else "Stopped.")

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGALRM, stop)
    signal.alarm(LONGEST_RUN)
    try:
        yield
    finally:
        signal.alarm(0)


def _say(words: str) -> None:
    print(f"{datetime.now(UTC):%H:%M:%S} {words}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""`make bench`: each main page beside a bare page and a bare table, at 60 and at 1,500 children, then a list of 50,000 rows.

Everything runs on this machine, in databases of its own on the PostgreSQL server that REMIT_DATABASE_URL names.
"""

import json
import os
import platform
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.client import Taken, Target, times
from benchmarks.databases import copy
from benchmarks.report import Measured, Run, written
from benchmarks.servers import WORKERS, Server, serving

SIZES = (60, 1500)
CLIENTS = {1: (24, 0.6), 8: (96, 1.2)}
"""For so many clients at once: how often a page is asked for in a pass, and for how many seconds at most."""
PASSES = 3
"""Each pass asks for every page, so that what else the machine does falls on all of them."""
NO_PASS_AFTER = 120
"""Seconds of measuring after which no further pass begins."""
LONG_LIST = 50_000
LONG_RETURN = 50_000
LONGEST_RUN = 1800
"""Seconds; five minutes do on a quiet machine, a busy one needs several times as long for the list of 50,000."""
NOW = "2026-10-15T15:30:00+01:00"
"""A Thursday half an hour into the meeting: the made-up authority is the same on whatever day this runs."""
RESULT = Path("var/benchmarks.json")


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


def main() -> int:
    if not os.environ.get("REMIT_DATABASE_URL"):
        print("The benchmarks need PostgreSQL; run `make bench`.", file=sys.stderr)
        return 1
    began = time.monotonic()
    with _bounded(), tempfile.TemporaryDirectory() as folder, ExitStack() as running:
        os.environ.update(REMIT_DEMO="1", REMIT_NOW=NOW, REMIT_DATA_DIR=folder, REMIT_LOG_LEVEL="WARNING")
        bench = _served(running)
        _warm(bench)
        measuring = time.monotonic()
        for number in range(1, PASSES + 1):
            if time.monotonic() - measuring > NO_PASS_AFTER:
                _say("No further pass: this machine is busy or slow")
                break
            _say(f"Pass {number} of {PASSES} over {len(list(_all(bench)))} pages")
            _pass(bench)
        run = _results(bench)
        running.close()
        _say(f"Previewing and applying a list of {LONG_LIST:,} rows")
        run.long_list = _alone("long_list", LONG_LIST)
        _say(f"Previewing and applying a return of {LONG_RETURN:,} rows")
        run.long_return = _alone("long_return", LONG_RETURN)
    run.took = time.monotonic() - began
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps(run.as_json(), indent=2) + "\n")
    print(written(run))
    _say(f"These figures are in {RESULT} too. It took {run.took:.0f} s.")
    return 0


def _served(running: ExitStack) -> Bench:
    """Make the databases and serve from each."""
    _say("Making the authority of 60 children and its four weeks")
    _command("remit.commands.main", "migrate")
    empty = os.environ["REMIT_DATABASE_URL"]
    seeded = copy("bench_seeded", of=empty)
    _command("remit.commands.main", "seed", "--size", "small", database=seeded)
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


def _warm(bench: Bench) -> None:
    """Let every worker load its templates and terms before anything is measured."""
    _say("Asking for each page a few times unmeasured")
    for target in _all(bench):
        target.ask()
        times(target, Taken(), clients=2 * WORKERS, count=4 * WORKERS, seconds=0.5)


def _pass(bench: Bench) -> None:
    for clients, (count, seconds) in CLIENTS.items():
        for target in _all(bench):
            taken = bench.taken.setdefault((target, clients), Taken())
            before = bench.serving(target).processor_seconds()
            times(target, taken, clients=clients, count=count, seconds=seconds)
            taken.processor += bench.serving(target).processor_seconds() - before


def _results(bench: Bench) -> Run:
    def measured(target: Target, children: int | None) -> Measured:
        _, size, _ = target.ask()
        taken = {clients: bench.taken[target, clients] for clients in CLIENTS}
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


def _alone(part: str, rows: int) -> dict[str, Any]:
    database = copy(f"bench_{part}", of=os.environ["REMIT_DATABASE_URL"])
    found: dict[str, Any] = json.loads(_command("benchmarks.command", part, str(rows), database=database))
    return found


def _machine() -> dict[str, Any]:
    gigabytes = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
    return {
        "cores": os.cpu_count(),
        "gigabytes": round(gigabytes),
        "python": platform.python_version(),
        "load": round(os.getloadavg()[1], 1),
    }


def _command(module: str, *arguments: str, database: str | None = None) -> str:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "benchmarks.settings"}
    if database:
        environment["REMIT_DATABASE_URL"] = database
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
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
    sys.exit(main())

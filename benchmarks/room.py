"""A meeting of sixty items with thirty people on its page, each typing; and the same while its server is killed at random.

    scripts/with-postgres.sh .venv/bin/python -m benchmarks.room                    half a minute, to see that it holds
    scripts/with-postgres.sh .venv/bin/python -m benchmarks.room --seconds 600      in full
    scripts/with-postgres.sh .venv/bin/python -m benchmarks.room --kills 100        kill -9 of a web process so often

gunicorn with two workers, on PostgreSQL, all on this machine. Fails where anything goes wrong: an answer that is no answer,
a refresh that is too slow (95th percentile), a text lost that was acknowledged.
"""

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from benchmarks.client import Taken, Target, times
from benchmarks.databases import copy
from benchmarks.run import NOW, _command, _say, _seeded
from benchmarks.servers import WORKERS, Server, serving

REFRESH_MS = 300
"""The 95th percentile of a refresh is below this, drawn anew or not."""
MOMENT, LONGEST_AWAY = 0.5, 60.0
"""Seconds: a process is killed within so many after a text was saved; and so long it may take to be back."""


def main(arguments: Sequence[str]) -> int:
    asked = _asked(arguments)
    if not os.environ.get("REMIT_DATABASE_URL"):
        print(
            "This needs PostgreSQL: scripts/with-postgres.sh .venv/bin/python -m benchmarks.room",
            file=sys.stderr,
        )
        return 1
    with tempfile.TemporaryDirectory() as folder, ExitStack() as running:
        os.environ.update(REMIT_DEMO="1", REMIT_NOW=NOW, REMIT_DATA_DIR=folder, REMIT_LOG_LEVEL="CRITICAL")
        database = copy("bench_room", of=_seeded())
        _say(f"A meeting of sixty items, and {asked.people} people")
        people = Path(folder, "people.json")
        people.write_text(
            _command("benchmarks.command", "room_setting", str(asked.people), database=database)
        )
        server = running.enter_context(serving("benchmarks.settings", database))
        acknowledged = Path(folder, "acknowledged")
        acknowledged.touch()
        _warm(server, json.loads(people.read_text()))
        stats, kills = _held(asked, server, people, acknowledged)
        kept = json.loads(
            _command("benchmarks.command", "room_kept", given=acknowledged.read_text(), database=database)
        )
    return _told(asked, stats, kept, kills)


def _asked(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.room", description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=int, default=30, help="how long they sit there (600 in full)")
    parser.add_argument("--people", type=int, default=30)
    parser.add_argument(
        "--kills", type=int, default=0, help="how often a web process is killed (100 in full)"
    )
    return parser.parse_args(arguments)


def _held(
    asked: argparse.Namespace, server: Server, people: Path, acknowledged: Path
) -> tuple[list[dict[str, Any]], int]:
    """Let them sit there; answers with what locust counted, and how often a process was killed."""
    seconds = asked.seconds if not asked.kills else 24 * 3600
    command = [
        sys.executable, "-m", "locust", "--locustfile", str(Path(__file__).with_name("people_in_the_room.py")),
        "--headless", "--users", str(asked.people), "--spawn-rate", "5", "--reset-stats", "--run-time", f"{seconds}s",
        "--stop-timeout", "30", "--host", f"http://127.0.0.1:{server.port}", "--json", "--skip-log-setup",
    ]  # fmt: skip
    environment = {
        **os.environ,
        "ROOM_PEOPLE": str(people),
        "ROOM_ACKNOWLEDGED": str(acknowledged),
        "ROOM_KILLED": "1" if asked.kills else "0",
    }
    _say("They sit there")
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    try:
        kills = _kill(server, asked.kills, acknowledged) if asked.kills else 0
        if kills:
            process.send_signal(signal.SIGTERM)
        out, _ = process.communicate(timeout=seconds + 120)
    finally:
        process.kill()
    found: list[dict[str, Any]] = json.loads(out[out.index("[") :])
    return found, kills


def _warm(server: Server, people: list[dict[str, str]]) -> None:
    """Let every worker load its templates and terms before anything is measured."""
    for one in people[: 2 * WORKERS]:
        path = f"/forums/{one['forum']}/{one['date']}/room/items/{one['item']}"
        target = Target("page", server.port, path, {"Cookie": f"remit_session={one['session']}"})
        times(target, Taken(), clients=2 * WORKERS, count=8 * WORKERS, seconds=5)


def _kill(server: Server, times: int, acknowledged: Path) -> int:
    """Kill a worker at random, so often, each time while somebody writes; gunicorn starts another in its place."""
    chance = random.Random("kill -9")
    for number in range(times):
        _until_written(acknowledged)
        time.sleep(chance.uniform(0, MOMENT))
        workers = server.workers()
        if workers:
            os.kill(chance.choice(workers), signal.SIGKILL)
        if number % 10 == 9:
            _say(f"{number + 1} of {times} killed")
    _until_written(acknowledged)
    return times


def _until_written(acknowledged: Path) -> None:
    """Until another text is acknowledged: the server is back and people write."""
    before, until = acknowledged.stat().st_size, time.monotonic() + LONGEST_AWAY
    while acknowledged.stat().st_size == before and time.monotonic() < until:
        time.sleep(0.01)


def _told(asked: argparse.Namespace, stats: list[dict[str, Any]], kept: dict[str, Any], kills: int) -> int:
    """Say what was found; 1 where anything went wrong."""
    faults = [*(f"Lost: {one}" for one in kept["lost"])]
    if kept["twice"]:
        faults.append(f"{kept['twice']} answers count twice.")
    if not kept["acknowledged"]:
        faults.append("Nothing was written: the run was too short.")
    for line in sorted(stats, key=lambda line: str(line["name"])):
        slow = _percentile(line, 0.95)
        print(
            f"{line['name']:24} {line['num_requests']:6} answers, median {_percentile(line, 0.5):5.0f} ms,"
            f" 95 % {slow:5.0f} ms, {line['num_failures']} failed"
        )
        if line["num_failures"]:
            faults.append(f"{line['name']}: {line['num_failures']} failed.")
        if line["name"].startswith("refresh") and slow >= REFRESH_MS and not kills:
            faults.append(f"{line['name']}: {slow:.0f} ms, and below {REFRESH_MS} is wanted.")
    lost = len(kept["lost"])
    print(
        f"{kept['acknowledged']} texts acknowledged to {asked.people} people, {lost} lost; {kills} processes killed."
    )
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


def _percentile(line: dict[str, Any], share: float) -> float:
    times = sorted((float(took), count) for took, count in line["response_times"].items())
    left = share * sum(count for _, count in times)
    for took, count in times:
        left -= count
        if left <= 0:
            return took
    return 0.0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

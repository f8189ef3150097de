"""Serving, as somebody at a terminal does it: `remit serve` and `remit demo` in processes of their own, and the schedule of the sweep."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path

import pytest

from remit.commands.main import command_line
from tests import databases

DOCS = Path(__file__).parents[2] / "docs"
REMIT = [sys.executable, "-m", "remit.commands.main"]
PATIENCE = 240
"""Seconds within which a slow and loaded machine has served, or ended."""
FRIDAY, NEXT_MONDAY = "2026-10-16T17:00:00+01:00", "2026-10-19T09:00:00+01:00"


@dataclass
class Served:
    """A server that has said it is there, and all it says."""

    port: int
    said: list[str] = field(default_factory=list)

    def get(self, path: str) -> tuple[int, str]:
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)) as connection:
            connection.request("GET", path, headers={"Host": "localhost", "X-Forwarded-Proto": "https"})
            answer = connection.getresponse()
            return answer.status, answer.read().decode()


def a_free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def settings(folder: Path, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("REMIT_", "DJANGO_"))}
    return {**kept, "REMIT_DATA_DIR": str(folder), "PYTHONUNBUFFERED": "1", **more}


@contextmanager
def serving(folder: Path, *command: str, ready: str, **more: str) -> Iterator[Served]:
    """Serve until the block is left, then end it as Ctrl-C does; it ends by itself and with nothing to complain of."""
    port = a_free_port()
    asked = [part.replace("PORT", str(port)) for part in command]
    process = subprocess.Popen(
        [*REMIT, *asked],
        env=settings(folder, **more),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    served, there = Served(port), threading.Event()
    reader = threading.Thread(target=_read, args=(process, served, ready, there), daemon=True)
    reader.start()
    try:
        assert there.wait(PATIENCE), f"it never said “{ready}”: {served.said}"
        assert process.poll() is None, served.said
        yield served
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE) == 0, served.said
    finally:
        process.kill()
        process.wait()
        reader.join(PATIENCE)
        assert process.stdout is not None
        process.stdout.close()


def _read(process: subprocess.Popen, served: Served, ready: str, there: threading.Event) -> None:
    for line in process.stdout or ():
        served.said.append(line.rstrip("\n"))
        if ready in line:
            there.set()
    there.set()


def command(folder: Path, *args: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*REMIT, *args],
        env=settings(folder, **more),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


def test_the_pages_are_served_with_their_styles_to_who_asks(tmp_path):
    """From an empty folder on."""
    given = {"REMIT_SECRET_KEY": "k" * 60, "REMIT_ALLOWED_HOSTS": "localhost", "REMIT_BEHIND_PROXY": "1"}
    assert command(tmp_path, "migrate", **given).returncode == 0
    with serving(tmp_path, "serve", "--bind", "127.0.0.1:PORT", ready="Remit is served", **given) as served:
        status, page = served.get("/sign-in")
        assert status == 200, page
        assert "Sign in" in page
        style = re.search(r'href="(/static/[^"]*remit[^"]*\.css)"', page)
        assert style is not None
        assert served.get(style[1])[0] == 200
        assert served.get("/demo/sign-in")[0] in {302, 404}, (
            "the sign-in of one click is for demonstrations alone"
        )
        taken = command(tmp_path, "serve", "--bind", f"127.0.0.1:{served.port}", **given)
        assert taken.returncode == 1
        assert f"Something else is using port {served.port} already." in taken.stderr
        assert f"--bind 127.0.0.1:{served.port + 1}" in taken.stderr, (
            "what is named is an option of the command"
        )


def test_a_server_without_a_secret_does_not_start(tmp_path):
    refused = command(tmp_path, "serve", "--bind", f"127.0.0.1:{a_free_port()}")
    assert refused.returncode == 2
    assert "REMIT_SECRET_KEY" in refused.stderr


def file_of(kind: str, django_db_blocker) -> Path:
    if databases.on_postgres():
        pytest.skip("a demonstration keeps its data in a file")
    with django_db_blocker.unblock():
        return Path(databases.copy_of(kind))


@pytest.fixture(scope="session")
def empty_file(django_db_blocker) -> Path:
    """The empty database as a file."""
    return file_of("empty", django_db_blocker)


@pytest.fixture(scope="session")
def seeded_file(django_db_blocker) -> Path:
    """The small authority of `NOW` as a file."""
    return file_of("authority", django_db_blocker)


@pytest.fixture
def nothing_yet(empty_file, tmp_path) -> Path:
    """The folder of somebody who has run `remit migrate` and no more."""
    shutil.copy(empty_file, tmp_path / "remit.sqlite3")
    return tmp_path


@pytest.fixture
def made_up(seeded_file, tmp_path) -> Path:
    """The folder of a demonstration of that week, with a mark by which its database is known again."""
    shutil.copy(seeded_file, tmp_path / "remit.sqlite3")
    mark_it(tmp_path / "remit.sqlite3")
    return tmp_path


def test_a_demonstration_is_used_again_within_its_week_and_made_anew_in_the_next(made_up):
    making, kept = "Making a small authority", made_up / "remit.sqlite3"
    demo = {"ready": "Remit is at http://localhost:"}
    with serving(made_up, "demo", "--port", "PORT", REMIT_NOW=FRIDAY, **demo) as served:
        taken = command(made_up, "demo", "--port", str(served.port), REMIT_NOW=FRIDAY)
        assert f"--port {served.port + 1}" in taken.stderr, "what is named is an option of the command"
        assert making not in "\n".join(served.said), "Friday of the same week: used again"
        status, page = served.get("/demo/sign-in")
        assert (status, "coordinator" in page.lower()) == (200, True)
    assert is_marked(kept)
    with serving(made_up, "demo", "--port", "PORT", REMIT_NOW=NEXT_MONDAY, **demo) as served:
        assert making in "\n".join(served.said), "the week after: thrown away and made anew"
        assert served.get("/demo/sign-in")[0] == 200
    assert not is_marked(kept)


def mark_it(file: Path) -> None:
    """Leave something in the database by which it is known again."""
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("create table marked (at text)")


def is_marked(file: Path) -> bool:
    with closing(sqlite3.connect(file)) as connection, connection:
        return bool(connection.execute("select 1 from sqlite_master where name = 'marked'").fetchall())


def test_a_demonstration_does_not_open_people_who_are_not_made_up(nothing_yet):
    made = command(nothing_yet, "makeuser", "--help")
    assert made.returncode == 0
    file = next(nothing_yet.glob("*.sqlite3"))
    with closing(sqlite3.connect(file)) as connection, connection:
        columns = [row[1] for row in connection.execute("pragma table_info(records_staff)")]
        row = dict(zip(columns, connection.execute("select * from records_staff").fetchone(), strict=True))
        row |= {"id": 999, "username": "real.person", "is_service_account": 0, "ref": "realperson12"}
        names = ", ".join(row)
        connection.execute(
            f"insert into records_staff ({names}) values ({', '.join('?' * len(row))})", [*row.values()]
        )
    refused = command(nothing_yet, "demo", "--port", str(a_free_port()), REMIT_NOW=FRIDAY)
    assert refused.returncode == 1
    assert "are not made up" in refused.stderr


@pytest.mark.parametrize("name", ["how-to/run-it.md"])
def test_the_commands_of_the_schedule_are_commands_there_are(name):
    written = re.findall(r"/opt/remit/\.venv/bin/remit ([^\n`]+)", (DOCS / name).read_text())
    parser, _ = command_line()
    for line in written:
        parser.parse_args(shlex.split(line))
    assert len(written) == 6
    assert sum(line.startswith("sweep") for line in written) == 3

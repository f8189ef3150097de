"""Where do the tests' databases come from? Built once for the whole run, then copied: a template on PostgreSQL, a file on SQLite."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.management import call_command
from django.db import connection, connections

from tests.factories.clock import NOW

RUN = "REMIT_TEST_RUN"
"""The folder of this run of the tests, shared by all of its processes; scripts/test.sh has several runs share one."""


def begin() -> bool:
    """Make the run's folder; whether this is the process that started the others, and is to end the run."""
    if RUN in os.environ:
        return False
    os.environ[RUN] = tempfile.mkdtemp(prefix="remit-tests-")
    return True


def end() -> None:
    """Throw away everything the run made."""
    run = Path(os.environ.pop(RUN))
    if on_postgres() and (run / "made").exists():
        for name in (run / "made").read_text().split():
            _drop_on_server(name)
    shutil.rmtree(run, ignore_errors=True)


def on_postgres() -> bool:
    return connection.vendor == "postgresql"


def point_at(name: str) -> None:
    """Let every connection opened from now on go to that database."""
    connections["default"].close()
    connections.settings["default"]["NAME"] = name


def current() -> str:
    return str(connections.settings["default"]["NAME"])


@contextmanager
def pointing_at(name: str) -> Iterator[str]:
    """Work with that database for a while."""
    before = current()
    point_at(name)
    try:
        yield name
    finally:
        point_at(before)


def copy_of(kind: str) -> str:
    """A fresh copy of a template: "empty" (migrated) or "authority" (seeded). Built when first asked for."""
    return _copied(_template(kind))


def drop(name: str) -> None:
    """Throw a copy away."""
    if on_postgres():
        _drop_on_server(name)
        return
    for path in Path(name).parent.glob(Path(name).name + "*"):
        path.unlink()


def _template(kind: str) -> str:
    with _alone():
        noted = _run() / kind
        if noted.exists():
            return noted.read_text()
        name = BUILDERS[kind]()
        noted.write_text(name)
        return name


def _empty() -> str:
    name = _created()
    with pointing_at(name):
        call_command("migrate", verbosity=0)
    return name


def _authority() -> str:
    from remit.commands.seeding.authority import seed_small

    noted = _run() / "empty"
    if not noted.exists():
        noted.write_text(_empty())
    name = _copied(noted.read_text())
    with pointing_at(name):
        seed_small(now=NOW, seed=1)
    return name


BUILDERS: dict[str, Callable[[], str]] = {"empty": _empty, "authority": _authority}


def _run() -> Path:
    return Path(os.environ[RUN])


@contextmanager
def _alone() -> Iterator[None]:
    """One process at a time: the others wait for what it builds, and a template is copied while nobody else is in it."""
    with (_run() / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _new_name() -> str:
    name = f"remit_test_{uuid.uuid4().hex[:12]}"
    if not on_postgres():
        return str(_run() / f"{name}.sqlite3")
    with (_run() / "made").open("a") as made:
        made.write(name + "\n")
    return name


def _created() -> str:
    name = _new_name()
    if on_postgres():
        _on_server(f'CREATE DATABASE "{name}"')
    return name


def _copied(template: str) -> str:
    name = _new_name()
    if on_postgres():
        _on_server(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    else:
        shutil.copyfile(template, name)
    return name


def _drop_on_server(name: str) -> None:
    _on_server(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _on_server(statement: str) -> None:
    import psycopg

    to = connections.settings["default"]
    with psycopg.connect(
        host=to["HOST"] or None,
        port=to["PORT"] or None,
        user=to["USER"] or None,
        password=to["PASSWORD"] or None,
        dbname="postgres",
        autocommit=True,
    ) as server:
        server.execute(statement)

"""A job that misbehaves ends alone: its time and memory are bounded by the kernel, and it sees nothing of the server."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from remit.documents.uploads import limits, sandbox
from remit.documents.uploads.limits import LIST
from remit.documents.uploads.unreadable import Unreadable

LONGEST_WAIT = 24
"""Seconds after which the server gives a job up, however little processor time a busy machine gave it."""
JOBS = """
import os, time
from remit.documents.uploads.unreadable import UnreadableError

def echo(content, request, allow_rows):
    yield content.decode()
    yield request

def environment(content, request, allow_rows):
    yield sorted(os.environ)

def spin(content, request, allow_rows):
    while True:
        pass

def spin_after_counting(content, request, allow_rows):
    allow_rows(10_000)
    while True:
        pass

def devour(content, request, allow_rows):
    held = [bytearray(1_000_000) for _ in range(int(content))]
    yield len(held)

def write_a_file(content, request, allow_rows):
    with open(content.decode(), "w") as file:
        file.write("x")
    yield "written"

def crash(content, request, allow_rows):
    raise ValueError("Zebedee Quagmire")
    yield

def die(content, request, allow_rows):
    os.abort()
    yield

def talk_and_spin(content, request, allow_rows):
    for _ in range(100):
        yield "x" * 10_000
    while True:
        pass

def refuse(content, request, allow_rows):
    yield 1
    raise UnreadableError("No.", "Do it again.")

def stop_talking_and_spin(content, request, allow_rows):
    yield "x" * 10_000
    os.close(1)
    while True:
        pass

def stop_talking_and_die(content, request, allow_rows):
    os.close(1)
    yield "x" * 10_000

def talk_for_long(content, request, allow_rows):
    for number in range(300):
        yield [number, "x" * 10_000]

def listen_to_nothing(content, request, allow_rows):
    os.close(0)
    yield len(content)
"""


@pytest.fixture(autouse=True)
def _jobs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "jobs_of_this_test.py").write_text(JOBS)
    monkeypatch.setattr(sandbox, "_SOURCES", f"{tmp_path}{os.pathsep}{sandbox._SOURCES}")


def run(job: str, content: bytes = b"x", *, take: sandbox.Take | None = None, **request: object) -> object:
    return sandbox.run(f"jobs_of_this_test:{job}", content, request, take=take)


@pytest.fixture(autouse=True)
def children(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[subprocess.Popen[bytes]]]:
    """The processes that were started. However they end: none is left that nobody waits for, and no thread."""
    began: list[subprocess.Popen[bytes]] = []

    class Kept(subprocess.Popen[bytes]):
        def __init__(self, *given: Any, **options: Any) -> None:
            super().__init__(*given, **options)
            began.append(self)

    monkeypatch.setattr(subprocess, "Popen", Kept)
    before = set(threading.enumerate())
    yield began
    for one in set(threading.enumerate()) - before:
        one.join(5)  # a timer that was cancelled takes a moment to end, one that was not half a minute
    assert set(threading.enumerate()) <= before
    assert all(child.returncode is not None for child in began)


def test_a_job_answers_in_parts():
    assert run("echo", "Ó".encode(), sheet=None) == ["Ó", {"sheet": None}]


def test_a_job_sees_no_secret_of_the_server(monkeypatch):
    monkeypatch.setenv("REMIT_SECRET_KEY", "secret")
    (names,) = run("environment")
    assert not [name for name in names if name.startswith("REMIT")]


def test_the_parts_of_a_job_that_is_ended_count_for_nothing():
    assert run("talk_and_spin") == Unreadable(sandbox.TOO_LONG, LIST.shorter)


def test_a_job_that_never_ends_is_ended_after_two_seconds():
    began = time.monotonic()
    assert run("spin") == Unreadable(sandbox.TOO_LONG, LIST.shorter)
    assert 1.9 < time.monotonic() - began < LONGEST_WAIT


def test_each_ten_thousand_rows_give_a_second_more():
    assert [limits.seconds_for(rows) for rows in (0, 10_000, 50_000, 100_000, 10**9)] == [2, 3, 7, 12, 12]
    began = time.monotonic()
    assert run("spin_after_counting") == Unreadable(sandbox.TOO_LONG, LIST.shorter)
    assert 2.9 < time.monotonic() - began < LONGEST_WAIT


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds the address space")
def test_a_job_gets_256_mb_and_no_more():
    assert run("devour", b"200") == [200]
    assert run("devour", b"300") == Unreadable(sandbox.TOO_MUCH, LIST.shorter)


def test_a_job_can_write_no_file(tmp_path):
    run("write_a_file", str(tmp_path / "out").encode())
    assert not (tmp_path / "out").exists() or (tmp_path / "out").read_text() == ""


def test_a_mistake_in_a_job_is_logged_without_what_the_file_said(caplog):
    assert run("crash") == sandbox.DAMAGED
    assert "ValueError in" in caplog.text
    assert "Zebedee" not in caplog.text


def test_a_job_that_dies_is_an_answer_too():
    assert run("die") in (Unreadable(sandbox.TOO_MUCH, LIST.shorter), sandbox.DAMAGED)


def test_a_refusal_takes_back_what_was_answered_before_it():
    assert run("refuse") == Unreadable("No.", "Do it again.")


def test_a_third_file_waits_and_is_told_so(monkeypatch):
    monkeypatch.setattr(sandbox, "LONGEST_SECONDS", 0.05)
    with sandbox._AT_ONCE, sandbox._AT_ONCE:
        assert run("echo") == sandbox.BUSY
    assert run("echo") != sandbox.BUSY


def test_what_is_taken_of_each_part_is_kept_in_its_place():
    assert run("talk_for_long", take=lambda part: part[0]) == list(range(300))


def test_a_job_is_not_held_up_by_who_takes_its_parts(children):
    """Its three megabytes are far more than a pipe holds: it is past its last part while the first is being taken."""
    latest = time.monotonic() + LONGEST_WAIT

    def take(part: list[object]) -> bool:
        while not has_ended(children[0]) and time.monotonic() < latest:
            time.sleep(0.01)
        return has_ended(children[0])

    assert run("talk_for_long", take=take) == [True] * 300


def has_ended(child: subprocess.Popen[bytes]) -> bool:
    """Asked so that whoever waits for it still hears how it ended."""
    return os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


@pytest.mark.parametrize("job", ["echo", "talk_for_long", "talk_and_spin", "refuse"])
def test_a_mistake_of_who_takes_the_parts_is_theirs_and_ends_the_job(job):
    def take(part: object) -> object:
        raise ZeroDivisionError

    began = time.monotonic()
    with pytest.raises(ZeroDivisionError):
        run(job, b"x" * 5_000_000, take=take)
    assert time.monotonic() - began < LONGEST_WAIT
    assert run("echo") == ["x", {}]


def test_parts_that_were_taken_of_a_job_that_is_ended_count_for_nothing():
    taken: list[object] = []
    assert run("talk_and_spin", take=taken.append) == Unreadable(sandbox.TOO_LONG, LIST.shorter)
    assert len(taken) == 100
    assert run("refuse", take=taken.append) == Unreadable("No.", "Do it again.")


def test_a_job_that_closes_its_output_is_waited_for_no_longer_than_any_other():
    assert run("stop_talking_and_spin") == Unreadable(sandbox.TOO_LONG, LIST.shorter)
    assert run("stop_talking_and_die") == sandbox.DAMAGED


def test_a_job_may_close_its_input():
    assert run("listen_to_nothing", b"x" * 1_000_000) == [1_000_000]


def test_a_server_that_can_start_no_thread_leaves_no_job_behind(monkeypatch, children):
    def start(self: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", start)
    with pytest.raises(RuntimeError, match="can't start new thread"):
        run("spin")
    assert children[0].returncode is not None

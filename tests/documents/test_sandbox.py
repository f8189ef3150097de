"""A job that misbehaves ends alone: its time and memory are bounded by the kernel, and it sees nothing of the server."""

import os
import sys
import time
from pathlib import Path

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
"""


@pytest.fixture(autouse=True)
def _jobs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "jobs_of_this_test.py").write_text(JOBS)
    monkeypatch.setattr(sandbox, "_SOURCES", f"{tmp_path}{os.pathsep}{sandbox._SOURCES}")


def run(job: str, content: bytes = b"x", **request: object) -> object:
    return sandbox.run(f"jobs_of_this_test:{job}", content, request)


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

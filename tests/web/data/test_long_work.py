"""A file too large to be loaded while somebody waits: how far it is, stopping it, and what a process that dies leaves."""

import os
import signal
import subprocess
import sys
from datetime import timedelta

import pytest
from django.db import connection

from remit.casework import loads
from remit.casework.long_work import LEASE, carry_out, waiting
from remit.commands.main import main
from remit.documents.returns.packing import packed_files
from remit.records.children import Person
from remit.records.loads import KeptPreview, LoadRun
from remit.records.placements_list import Import
from remit.rules import loads as rules
from remit.rules.outcomes import Refused
from remit.rules.viewers import Post
from tests.factories import NOW, staff, viewer_of
from tests.web.data.pages import a_return, apply, episode, held, send, text

TWO = (episode("701"), episode("702", place="K2"))


def is_said_to_be_loaded(sql):
    """The file is said to be loaded, after everything in it was written."""
    return sql.startswith("UPDATE") and "records_import" in sql and "applied_at" in sql


LATER = NOW + LEASE + timedelta(seconds=1)


@pytest.fixture
def everything_is_large(monkeypatch):
    """Let every file be too large for a request: a council's limit, and not what is done with the file."""
    monkeypatch.setattr(loads, "MOST_AT_ONCE", 0)


@pytest.fixture
def officer(db):
    return staff(posts=[Post.DATA_OFFICER])


@pytest.fixture
def client(signed_in, officer, everything_is_large):
    return signed_in(officer)


def test_a_large_file_is_worked_on_apart_and_its_page_says_how_far_it_is(client, capsys):
    address = held(client, a_return(*TWO))
    page = text(client.get(address))
    assert "Working out the preview" in page
    assert "It begins as soon as the machine is free" in page
    assert all(step in page for step in rules.STEPS["preview"])
    assert main(["work"]) == 0
    assert "New (2)" in text(client.get(address))
    answer = apply(client, address)
    assert answer.status_code == 302
    page = text(client.get(address))
    assert "Loading" in page
    assert "has been loaded" not in page
    assert not Person.objects.exists()
    assert main(["work"]) == 0
    assert "2 new, 0 changed" in text(client.get(address))
    assert Person.objects.count() == 2
    send(client, f"{address}/undo")
    assert "Undoing" in text(client.get(address))
    assert main(["sweep"]) == 0
    assert Import.objects.get().state == "undone"
    assert "1 done." in capsys.readouterr().err


def test_the_part_that_refreshes_says_when_it_is_finished(client):
    address = held(client, a_return(*TWO))
    revision = LoadRun.objects.get().revision
    assert client.get(f"{address}/progress?revision={revision}").status_code == 204
    main(["work"])
    part = client.get(f"{address}/progress?revision={revision}")
    assert "This is finished." in text(part)
    assert part["X-Remit-Revision"] == str(LoadRun.objects.get().revision)


def test_work_that_is_stopped_leaves_nothing_and_can_be_begun_again(client):
    address = held(client, a_return(*TWO))
    main(["work"])
    apply(client, address)
    send(client, f"{address}/stop")
    page = text(client.get(address))
    assert "Loading was stopped. Nothing was loaded." in page
    main(["work"])
    assert not Person.objects.exists()
    apply(client, address)
    main(["work"])
    assert Person.objects.count() == 2


def test_work_stopped_while_it_writes_is_taken_back_whole(client, officer):
    """The last write of the work is its own state: where somebody stopped it, nothing it did stays."""
    address = held(client, a_return(*TWO))
    main(["work"])
    apply(client, address)
    run = LoadRun.objects.get(task="apply")

    def stopped_meanwhile(execute, sql, params, many, context):
        answer = execute(sql, params, many, context)
        if is_said_to_be_loaded(sql):
            LoadRun.objects.filter(pk=run.pk, state="running").update(state="stopped")
        return answer

    with connection.execute_wrapper(stopped_meanwhile):
        carry_out(run.ref, now=NOW)
    assert Import.objects.get().state == "held"
    assert not Person.objects.exists()


def test_what_is_done_is_not_stopped_any_more(client, officer):
    address = held(client, a_return(*TWO))
    main(["work"])
    answer = send(client, f"{address}/stop")
    assert answer.status_code == 422
    assert "This work is over already" in text(answer)


def test_a_second_piece_of_work_on_the_same_file_is_refused(client, officer):
    address = held(client, a_return(*TWO))
    ref = address.rsplit("/", 1)[1]
    for path in ("again", "drop"):
        answer = send(client, f"{address}/{path}")
        assert (path, answer.status_code) == (path, 422)
        assert "Remit is working on this file already" in text(answer)
    with pytest.raises(Refused, match="already"):
        loads.ask_for_preview(import_ref=ref, actor=viewer_of(officer), now=NOW)


def test_a_large_file_that_cannot_be_read_is_told_on_its_page(client):
    address = held(client, {"return.zip": b"PK\x03\x04 this is no zip"})
    main(["work"])
    page = text(client.get(address))
    assert "This file could not be read" in page
    assert Import.objects.get().content is None


def test_work_whose_process_died_is_taken_up_by_another_and_given_up_after_some(client):
    address = held(client, a_return(*TWO))
    run = LoadRun.objects.get()
    for attempt in range(1, rules.MOST_ATTEMPTS + 1):
        LoadRun.objects.filter(pk=run.pk).update(state="running", beat_at=NOW, attempts=attempt)
        assert waiting(NOW) is None
        assert waiting(LATER) == run.ref
    LoadRun.objects.filter(pk=run.pk).update(attempts=1)
    carry_out(run.ref, now=LATER)
    assert "New (2)" in text(client.get(address))
    LoadRun.objects.filter(pk=run.pk).update(state="running", attempts=rules.MOST_ATTEMPTS)
    carry_out(run.ref, now=LATER + 2 * LEASE)
    assert "its process ended each time, so nothing was changed" in text(client.get(address))


def test_work_that_is_silent_for_long_is_said_to_be_and_can_be_begun_again(client, settings):
    address = held(client, a_return(*TWO))
    LoadRun.objects.update(state="running", beat_at=NOW)
    settings.FIXED_NOW = LATER
    page = text(client.get(address))
    assert "Nothing was heard of this work for some minutes" in page
    assert send(client, f"{address}/again").status_code == 302
    main(["work"])
    assert "New (2)" in text(client.get(address))


def test_what_fails_unforeseen_is_told_and_changes_nothing(client):
    address = held(client, a_return(*TWO))
    main(["work"])
    apply(client, address)

    def broken(execute, sql, params, many, context):
        if is_said_to_be_loaded(sql):
            raise RuntimeError("a bug")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(broken):
        main(["work"])
    page = text(client.get(address))
    assert "Something went wrong that Remit did not foresee, so nothing was changed" in page
    assert not Person.objects.exists()


def test_an_account_out_of_use_has_nothing_carried_out(client, officer):
    address = held(client, a_return(*TWO))
    type(officer).objects.filter(pk=officer.pk).update(is_active=False)
    main(["work"])
    assert LoadRun.objects.get().problem == "The account that asked for this is out of use."
    assert address


def test_a_process_that_is_killed_leaves_nothing_half_done(own_database, everything_is_large):
    """A real process, killed while it loads; another does the work whole."""
    officer = viewer_of(staff(posts=[Post.DATA_OFFICER]))
    rows = [episode(str(number), place="K2") for number in range(2000, 2400)]
    content, name = packed_files(list(a_return(*rows).items()))
    ref = loads.hold_load(kind="ssda903", content=content, filename=name, actor=officer, now=NOW)
    carry_out(loads.ask_for_preview(import_ref=ref, actor=officer, now=NOW), now=NOW)
    basis = KeptPreview.objects.get().basis
    run = loads.ask_to_load(import_ref=ref, seen=1, basis=basis, partial=False, actor=officer, now=NOW)
    process = [sys.executable, "-c", DIES_LOADING, own_database, run]
    done = subprocess.run(process, env=os.environ, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert (Import.objects.get().state, LoadRun.objects.get(ref=run).state) == ("held", "running")
    assert not Person.objects.exists()
    carry_out(run, now=LATER)
    assert (Import.objects.get().state, LoadRun.objects.get(ref=run).state) == ("applied", "done")
    assert Person.objects.count() == 400


DIES_LOADING = """
import os, signal, sys
import django

django.setup()
from django.db import connection
from remit.casework.long_work import carry_out
from tests import databases
from tests.factories import NOW


def die(execute, sql, params, many, context):
    answer = execute(sql, params, many, context)
    if sql.startswith("UPDATE") and "records_import" in sql and "applied_at" in sql:
        os.kill(os.getpid(), signal.SIGKILL)
    return answer


databases.point_at(sys.argv[1])
with connection.execute_wrapper(die):
    carry_out(sys.argv[2], now=NOW)
"""
"""A process of its own that loads a return and is killed in the middle of it."""

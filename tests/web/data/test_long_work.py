"""A file too large to be loaded while somebody waits: how far it is, stopping it, and what a process that dies leaves."""

import json
import os
import signal
import subprocess
import sys
from datetime import timedelta

import pytest
from django.db import connection

from remit.casework import loads
from remit.casework.imports import HELD_FOR
from remit.casework.long_work import LEASE, carry_out, waiting
from remit.commands.main import main
from remit.documents.returns.packing import packed_files
from remit.records.audit import AuditEvent
from remit.records.children import Person
from remit.records.loads import KeptPreview, LoadRun
from remit.records.placements_list import Import
from remit.rules import loads as rules
from remit.rules.outcomes import Refused
from remit.rules.viewers import Post
from tests import races
from tests.factories import NOW, staff, viewer_of
from tests.web.data.pages import a_return, apply, episode, held, send, text

pytestmark = pytest.mark.both  # who claims, stops and loses the work is a question of rows and transactions

TWO = (episode("701"), episode("702", place="K2"))


def is_said_to_be_loaded(sql):
    """The file is said to be loaded, after everything in it was written."""
    return sql.startswith("UPDATE") and "records_import" in sql and "applied_at" in sql


def begins(step, sql, params):
    """The work is said to have come to this step."""
    return sql.startswith('UPDATE "records_loadrun"') and '"step"' in sql and params[0] == step


def meanwhile(at, act):
    """Have something done once, when the statement this tells of has been carried out."""
    left = [act]

    def carried_out(execute, sql, params, many, context):
        answer = execute(sql, params, many, context)
        if left and at(sql, params):
            left.pop()()
        return answer

    return connection.execute_wrapper(carried_out)


def by_another(act):
    """The act, over a connection of its own."""

    def done():
        (outcome,) = races.at_once(act)
        assert outcome.error is None, outcome.error

    return done


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


WHILE_IT_READS = pytest.param(lambda sql, params: begins(2, sql, params), id="reads")
WHILE_IT_WRITES = pytest.param(  # SQLite lets nobody write meanwhile
    lambda sql, params: is_said_to_be_loaded(sql), id="writes", marks=pytest.mark.postgres
)


@pytest.mark.parametrize("at", [WHILE_IT_READS, WHILE_IT_WRITES])
def test_work_that_another_stops_while_it_reads_or_writes_is_taken_back_whole(
    own_database, everything_is_large, at
):
    """The last write of the work is its own state: where somebody stopped it, nothing it did stays."""
    officer = viewer_of(staff(posts=[Post.DATA_OFFICER]))
    ref, run = asked_to_load(officer, *TWO)
    stop = by_another(lambda: loads.stop_work(import_ref=ref, actor=officer, now=NOW))
    with meanwhile(at, stop):
        carry_out(run, now=NOW)
    assert LoadRun.objects.get(ref=run).state == "stopped"
    assert Import.objects.get().state == "held"
    assert not Person.objects.exists()


def asked_to_load(officer, *rows):
    """A held and previewed file that is to be loaded: its reference, and that of the work."""
    content, name = packed_files(list(a_return(*rows).items()))
    ref = loads.hold_load(kind="ssda903", content=content, filename=name, actor=officer, now=NOW)
    carry_out(loads.ask_for_preview(import_ref=ref, actor=officer, now=NOW), now=NOW)
    basis = KeptPreview.objects.get().basis
    run = loads.ask_to_load(import_ref=ref, seen=1, basis=basis, partial=False, actor=officer, now=NOW)
    return ref, run


def test_a_file_dropped_while_its_preview_is_worked_out_keeps_none(client, officer):
    address = held(client, a_return(*TWO))
    later = NOW + HELD_FOR + timedelta(seconds=1)

    def another_is_held():
        loads.hold_load(kind="people", content=b"x", filename="p.csv", actor=viewer_of(officer), now=later)

    with meanwhile(lambda sql, params: begins(3, sql, params), another_is_held):
        main(["work"])
    assert not KeptPreview.objects.exists()
    assert "dropped already" in LoadRun.objects.get().problem
    assert client.get(address).status_code == 200


def test_a_preview_that_was_stopped_does_not_drop_a_file_it_cannot_read(client, officer):
    address = held(client, {"return.zip": b"PK\x03\x04 this is no zip"})
    ref = address.rsplit("/", 1)[1]

    def stop():
        loads.stop_work(import_ref=ref, actor=viewer_of(officer), now=NOW)

    with meanwhile(lambda sql, params: begins(1, sql, params), stop):
        main(["work"])
    assert LoadRun.objects.get().state == "stopped"
    assert Import.objects.get().state == "held"
    assert Import.objects.get().content is not None


def test_loading_that_was_stopped_keeps_no_preview_worked_out_anew(client, officer):
    address = held(client, a_return(*TWO))
    main(["work"])
    ref, kept, actor = address.rsplit("/", 1)[1], KeptPreview.objects.get(), viewer_of(officer)
    other = kept.basis + 1  # the record is not what it was when this was previewed
    run = loads.ask_to_load(import_ref=ref, seen=1, basis=other, partial=False, actor=actor, now=NOW)

    def stop():
        loads.stop_work(import_ref=ref, actor=actor, now=NOW)

    with meanwhile(lambda sql, params: begins(2, sql, params), stop):
        carry_out(run, now=LATER)
    assert LoadRun.objects.get(ref=run).state == "stopped"
    assert KeptPreview.objects.get().at == kept.at


def test_the_sweep_lets_go_of_a_file_that_was_held_longer_than_a_day(client, settings, capsys):
    held(client, a_return(*TWO))
    main(["work"])

    def dropped(now):
        settings.FIXED_NOW = now
        capsys.readouterr()
        assert main(["sweep", "--json"]) == 0
        return json.loads(capsys.readouterr().out)["files"]

    assert dropped(NOW + HELD_FOR) == 0
    assert KeptPreview.objects.exists()
    assert dropped(NOW + HELD_FOR + timedelta(seconds=1)) == 1
    assert (Import.objects.get().state, Import.objects.get().content) == ("dropped", None)
    assert not KeptPreview.objects.exists()
    assert dropped(NOW + HELD_FOR + timedelta(seconds=1)) == 0
    done = AuditEvent.objects.get(verb="imports.let_go")
    assert (done.actor.username, done.detail) == ("data-officer", {"dropped": 1})


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


def test_an_account_out_of_use_has_nothing_carried_out(client, officer, signed_in):
    address = held(client, a_return(*TWO))
    type(officer).objects.filter(pk=officer.pk).update(is_active=False)
    main(["work"])
    page = text(signed_in(staff(posts=[Post.DATA_OFFICER])).get(address))
    assert "The account that asked for this is out of use." in page
    assert not KeptPreview.objects.exists()


def test_a_process_that_is_killed_leaves_nothing_half_done(own_database, everything_is_large):
    """A real process, killed while it loads; another does the work whole."""
    officer = viewer_of(staff(posts=[Post.DATA_OFFICER]))
    rows = [episode(str(number), place="K2") for number in range(2000, 2400)]
    _, run = asked_to_load(officer, *rows)
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


def test_work_taken_up_by_a_sweep_is_broken_off_where_ctrl_c_is_ignored(own_database, everything_is_large):
    """As in a sweep that a shell started in the background: whoever stops the work does not wait for its end."""
    officer = viewer_of(staff(posts=[Post.DATA_OFFICER]))
    ref, run = asked_to_load(officer, *TWO)
    process = [sys.executable, "-c", SWEEPS_IN_THE_BACKGROUND, own_database, ref, str(officer.staff_id)]
    done = subprocess.run(process, env=os.environ, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    assert "broken off" in done.stderr
    assert LoadRun.objects.get(ref=run).state == "stopped"


SWEEPS_IN_THE_BACKGROUND = """
import signal, sys, time

signal.signal(signal.SIGINT, signal.SIG_IGN)
import django

django.setup()
from django.conf import settings
from django.db import connection
from remit.casework import loads
from remit.commands import work
from remit.commands.main import main
from remit.records.viewers import load_viewer
from tests import databases
from tests.factories import NOW, TODAY
from tests.web.data.test_long_work import begins, by_another, meanwhile

settings.FIXED_NOW = NOW
work.EVERY_SECONDS = 0.05
databases.point_at(sys.argv[1])


def stopped():
    actor = load_viewer(int(sys.argv[3]), on=TODAY)
    try:  # from the first: a beat may see that it was stopped before this process does
        by_another(lambda: loads.stop_work(import_ref=sys.argv[2], actor=actor, now=NOW))()
        for _ in range(2_000):  # only where nobody breaks it off
            time.sleep(0.05)
    except KeyboardInterrupt:
        print("broken off", file=sys.stderr)
        raise


with meanwhile(lambda sql, params: begins(2, sql, params), stopped):
    sys.exit(main(["sweep"]))
"""
"""A process that sweeps where Ctrl-C is ignored, and stays within the work until it is broken off."""

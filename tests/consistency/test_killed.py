"""A server killed between two saves leaves nothing half written: each verb is cut off after each of its writes in turn."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable

import pytest
from django.apps import apps
from django.db import connection, transaction

from remit.casework import closing, selection
from remit.casework.selection import Choices
from remit.records.people import Unit
from tests.casework.rooms import AFTER, a_room
from tests.casework.weeks import a_week, rated
from tests.consistency.each_call import Call, tried_before_each
from tests.consistency.every_verb import CARRIED_OUT
from tests.factories import NOW

pytestmark = pytest.mark.long


class Killed(BaseException):
    """The process is gone. Nothing catches it, as nothing would catch a process that is killed."""


class CutOff:
    """Ends the process after so many writes."""

    def __init__(self, after: int, die: Callable[[], None]) -> None:
        self.left, self.die = after, die

    def __call__(self, execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        if sql.split(None, 1)[0].upper() in ("INSERT", "UPDATE", "DELETE"):
            self.left -= 1
            if self.left == 0:
                self.die()
        return result


def die() -> None:
    raise Killed


def everything() -> dict[str, str]:
    """What stands in each table, as a digest."""
    found = {}
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            table = connection.ops.quote_name(model._meta.db_table)
            cursor.execute(f"SELECT * FROM {table} ORDER BY 1")
            found[model._meta.db_table] = hashlib.sha256(repr(cursor.fetchall()).encode()).hexdigest()
    return found


def cut_off_after_each_write(call: Call) -> int:
    """Cut the verb off after its first write, its second and so on; answers with how many it has."""
    writes, before = how_many(call), everything()
    for number in range(1, writes + 1):
        with connection.execute_wrapper(CutOff(number, die)), pytest.raises(Killed):
            call()
        now = everything()
        changed = sorted(table for table in now if now[table] != before[table])
        assert changed == [], f"{call.name}, killed after write {number} of {writes}, left {changed} changed"
    return writes


def how_many(call: Call) -> int:
    """How many writes the verb has."""
    counted = CutOff(-1, die)
    with transaction.atomic(), connection.execute_wrapper(counted):
        call()
        transaction.set_rollback(True)
    return -1 - counted.left


CUT_OFF: dict[str, int] = {}
"""How many writes each verb was cut off after."""


def cut_off_once(call: Call) -> None:
    if call.name not in CUT_OFF:
        CUT_OFF[call.name] = cut_off_after_each_write(call)


def week_by_week() -> None:
    """What pages do with several verbs at once."""
    week, entries = a_week(), [rated("high"), rated("high")]
    refs = [entry.ref for entry in entries]
    choices = Choices(offered=refs, ticked=refs)
    selection.choose_cases(
        meeting_id=week.meeting.pk, choices=choices, seen=None, actor=week.coordinator, now=NOW
    )


def waived_together() -> None:
    the_room = a_room().open()
    keys = ["seat:fostering", "seat:locality"]
    closing.waive_several(
        meeting_id=the_room.id, keys=keys, reason="Ill", actor=the_room.coordinator, now=AFTER
    )


@pytest.mark.parametrize("part", range(4))
def test_nothing_is_half_written_wherever_a_verb_is_cut_off(db, part):
    acts = sorted(
        {*CARRIED_OUT.values(), week_by_week, waived_together}, key=lambda act: act.__code__.co_firstlineno
    )
    before = sum(CUT_OFF.values())
    with tried_before_each(cut_off_once) as called:
        for act in acts[part::4]:
            undo = transaction.savepoint()
            act()
            transaction.savepoint_rollback(undo)
    assert len(called) >= 10
    assert sum(CUT_OFF.values()) - before >= 30


def test_two_saves_that_do_not_belong_together_are_found_out(db):
    def twice(*, actor: object, now: object) -> None:
        for name in ("First", "Second"):
            Unit.objects.create(kind="area", name=name, name_folded=name.lower())

    call = Call("twice", twice, {"actor": None, "now": NOW})
    with pytest.raises(
        AssertionError, match=r"twice, killed after write 1 of 2, left \['records_unit'\] changed"
    ):
        cut_off_after_each_write(call)


DIES_CLOSING = """
import os, sys
import django

django.setup()
from django.db import connection
from remit.casework import closing
from remit.records.people import Staff
from tests import databases
from tests.casework.rooms import AFTER
from tests.consistency.test_killed import CutOff
from tests.factories import viewer_of

name, meeting, seen, actor, after = sys.argv[1], *map(int, sys.argv[2:])
databases.point_at(name)
who = viewer_of(Staff.objects.get(pk=actor), now=AFTER)
with connection.execute_wrapper(CutOff(after, lambda: os._exit(9))):
    closing.close_meeting(meeting_id=meeting, seen=seen, actor=who, now=AFTER)
"""
"""A process of its own that closes a meeting and is gone in the middle of it."""


@pytest.mark.parametrize("after", [1, 3, 6])
def test_a_process_that_is_gone_while_it_closes_a_meeting_leaves_nothing_of_it(own_database, after):
    the_room = a_room(cases=1).open()
    the_room.settle()
    the_room.agree()
    before = everything()

    parts = [own_database, the_room.id, the_room.meeting.revision, the_room.week.coordinating.pk, after]
    process = [sys.executable, "-c", DIES_CLOSING, *map(str, parts)]
    done = subprocess.run(process, env=os.environ, capture_output=True, text=True, timeout=120, check=False)

    assert done.returncode == 9, done.stderr
    assert everything() == before
    the_room.close()
    assert everything() != before

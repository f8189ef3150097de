"""Two who load one file at the same time: it is loaded once, and the other is told."""

import pytest

from remit.casework.loads import ask_for_preview, ask_to_load, hold_load
from remit.casework.long_work import carry_out
from remit.casework.returns import apply_return
from remit.casework.staff_files import apply_staff_file
from remit.documents.returns.staff_offered import read_staff_file
from remit.records.audit import AuditEvent
from remit.records.facts import Placement
from remit.records.loads import KeptPreview, LoadRun
from remit.records.people import Staff
from remit.rules.outcomes import Refused
from tests import races
from tests.casework.returned import a_return, basis_of, data_officer, episode, load
from tests.factories import NOW

pytestmark = pytest.mark.race
PEOPLE = b"Username,Name\nwilla.thorncastle,Willa Thorncastle\n"


def refusals(outcomes):
    return [outcome.error for outcome in outcomes if outcome.error]


def the_return():
    """Two acts that load one held return, which moves a child on record to another placement."""
    actor = data_officer()
    load(a_return(episode("701", "2026-04-01")), actor)
    read = a_return(
        episode("701", "2026-04-01", "2026-10-01"), episode("701", "2026-10-01", place="K2", rne="P")
    )
    ref = hold_load(kind="ssda903", content=b"held", filename="903.csv", actor=actor, now=NOW)
    said = {"import_ref": ref, "seen": 1, "basis": basis_of(read, actor), "actor": actor, "now": NOW}
    return [lambda: apply_return(has_read=lambda: read, **said)] * 2


def test_one_return_loaded_by_two_is_loaded_once_and_the_other_is_told(own_database):
    (error,) = refusals(races.at_once(*the_return()))
    assert isinstance(error, Refused)
    assert "Look at the list of imports" in error.remedy
    assert Placement.objects.known().filter(place="K2").count() == 1
    assert AuditEvent.objects.filter(verb="return.applied").count() == 2  # with the one before


@pytest.mark.parametrize("of", ["return", "people", "asking"])
def test_without_the_lock_the_second_is_told_nothing_and_meets_a_fault_of_the_database(own_database, of):
    acts = {"return": the_return, "people": the_people, "asking": who_ask}[of]()
    with races.locks_taken_out():
        (error,) = refusals(races.at_once(*acts))
    assert "duplicate key" in str(error)
    assert not isinstance(error, Refused)


def the_people():
    actor = data_officer()
    ref = hold_load(kind="people", content=PEOPLE, filename="people.csv", actor=actor, now=NOW)
    carry_out(ask_for_preview(import_ref=ref, actor=actor, now=NOW), now=NOW)
    basis = KeptPreview.objects.get().basis
    read = read_staff_file("people", PEOPLE, "people.csv")
    said = {"import_ref": ref, "seen": 1, "basis": basis, "actor": actor, "now": NOW}
    return [lambda: apply_staff_file(has_read=lambda: read, **said)] * 2


def test_one_file_of_people_loaded_by_two_makes_the_accounts_once_and_the_other_is_told(own_database):
    (error,) = refusals(races.at_once(*the_people()))
    assert isinstance(error, Refused)
    assert Staff.objects.filter(username="willa.thorncastle").count() == 1
    assert AuditEvent.objects.filter(verb="staff_file.applied").count() == 1


def who_ask():
    actor = data_officer()
    ref = hold_load(kind="people", content=PEOPLE, filename="people.csv", actor=actor, now=NOW)
    carry_out(ask_for_preview(import_ref=ref, actor=actor, now=NOW), now=NOW)
    said = {"import_ref": ref, "seen": 1, "basis": KeptPreview.objects.get().basis, "partial": False}
    return [lambda: ask_to_load(**said, actor=actor, now=NOW)] * 2


def test_two_who_press_load_ask_for_the_work_once(own_database):
    (error,) = refusals(races.at_once(*who_ask()))
    assert isinstance(error, Refused)
    assert LoadRun.objects.filter(task="apply").count() == 1

"""What a row of a file makes of an entry on record: columns the file has count, those it lacks leave what is there."""

from dataclasses import replace
from datetime import date

import pytest

from remit.documents.action_list import Mapping, read_action_list
from remit.documents.action_list.entries import offered, set_aside, understood
from remit.rules.action_list import EntryValues
from remit.rules.list_comparison import ChildDetails
from remit.rules.outcomes import Refused
from tests.documents import uploads

ON_RECORD = EntryValues(
    risk="high",
    risk_written="High",
    urgency="today",
    days_to_place=3,
    team="Team of before",
    comments="said before",
    listed_on=date(2026, 9, 1),
    extra=(("Shoe size", "5"), ("Hand", "left")),
)


def made(headers, row, before=None):
    file = read_action_list(uploads.table(headers, row), "list.csv")
    (one,) = offered(file)
    return one.merged_with(before)


def test_a_column_the_file_lacks_leaves_what_is_on_record():
    after = made(["Person ID", "Risk"], ["T-1", "Low"], ON_RECORD)
    assert after == replace(ON_RECORD, risk="low", risk_written="Low")


def test_a_blank_cell_of_a_column_it_has_is_blank():
    after = made(["Person ID", "Risk", "Comments", "Team"], ["T-1", "", "", ""], ON_RECORD)
    assert (after.risk, after.comments, after.team) == ("unrated", "", "")


def test_extras_of_other_layouts_stay_and_those_of_this_one_are_replaced():
    after = made(["Person ID", "Hand", "Pet"], ["T-1", "", "cat"], ON_RECORD)
    assert dict(after.extra) == {"Shoe size": "5", "Pet": "cat"}


def test_reading_the_same_row_twice_makes_the_same():
    headers, row = ["Person ID", "Risk", "Hand", "Pet"], ["T-1", "H", "right", "cat"]
    once = made(headers, row, ON_RECORD)
    assert made(headers, row, once) == once


def test_a_new_entry_has_only_what_the_row_says():
    assert made(["Person ID", "Risk"], ["T-1", "M"]) == EntryValues(risk="medium", risk_written="M")


def test_one_column_for_two_people_fills_both():
    after = made(["Person ID", "SW / TM"], ["T-1", "First Worker / Second Manager"], ON_RECORD)
    assert (after.worker, after.manager) == ("First Worker", "Second Manager")


def test_the_child_is_as_the_row_names_them():
    file = read_action_list(
        uploads.table(["Person ID", "SURNAME, Forename", "DOB"], ["T-1", "QUARREMBY, Zosia", "03/04/2011"]),
        "list.csv",
    )
    assert offered(file)[0].child == ChildDetails("Zosia", "QUARREMBY", "", date(2011, 4, 3))


def test_rows_with_faults_are_set_aside_with_their_ids():
    file = read_action_list(uploads.table(["Person ID", "Risk"], ["T-1", "Hgh"], ["T-2", "Low"]), "list.csv")
    assert set_aside(file) == (("T-1", False),)


def test_a_kept_mapping_is_used_where_none_is_given():
    content = uploads.table(["Kid", "Badness"], ["T-1", "M/H"])
    plain = {"columns": {"Kid": "person_id", "Badness": "risk"}, "risk": {"M/H": "high"}}
    kept = Mapping.from_json(plain)
    file, used = understood(content, "list.csv", sheet=None, mapping=None, remembered=lambda signature: kept)
    assert (used, len(file.rows)) == (kept, 1)
    file, used = understood(
        content, "list.csv", sheet=None, mapping=Mapping(), remembered=lambda signature: kept
    )
    assert (used, len(file.rows)) == (Mapping(), 0)


def test_a_file_nothing_can_be_read_from_is_refused_beside_its_field():
    with pytest.raises(Refused) as refused:
        understood(b"%PDF", "list.pdf", sheet=None, mapping=None, remembered=lambda signature: None)
    assert refused.value.field == "file"

"""How is a list written back: unchanged cells as they were, changed ones in the form the file uses?"""

from dataclasses import replace
from datetime import date

from remit.documents.action_list.back import BackRow, ListBack, Who, written
from remit.rules.action_list import EntryValues

COLUMNS = (
    ("Ref", ""),
    ("Child ID", "person_id"),
    ("Risk?", "risk"),
    ("On since", "on_list_since"),
    ("Who", "worker_and_manager"),
    ("Days", "days_to_place"),
)
WHO = Who("0012345", "Kai", "Smith-Jones", "KS", date(2012, 3, 4))
WAS = EntryValues(
    risk="high",
    risk_written="Red",
    listed_on=date(2026, 9, 1),
    worker="A",
    manager="B",
    days_written="tbc",
    extra=(("Ref", "=1+1"),),
)
CELLS = {
    "Ref": "=1+1",
    "Child ID": "0012345",
    "Risk?": "Red",
    "On since": "01.09.2026",
    "Who": "A/B",
    "Days": "tbc",
}


def back(*rows: BackRow) -> list[list[str]]:
    return written(ListBack("list.xlsx", "List", COLUMNS, rows))


def test_what_has_not_changed_stands_as_it_was_written():
    assert back(BackRow(WHO, WAS, WAS, CELLS)) == [list(CELLS.values())]


def test_what_has_changed_is_written_as_the_file_writes_such_things():
    other = EntryValues(risk="medium", risk_written="Amber", listed_on=date(2026, 9, 2))
    now = replace(
        WAS,
        risk="medium",
        risk_written="",
        listed_on=date(2026, 10, 5),
        manager="C",
        days_to_place=4,
        days_written="4",
    )
    rows = back(
        BackRow(WHO, now, WAS, CELLS),
        BackRow(WHO, other, other, {"Risk?": "Amber", "On since": "02.09.2026"}),
    )
    assert rows[0] == ["=1+1", "0012345", "Amber", "05.10.2026", "A / C", "4"]


def test_a_child_who_came_since_has_a_row_of_the_same_form():
    now = EntryValues(risk="high", listed_on=date(2026, 10, 6), worker="D")
    rows = back(BackRow(WHO, WAS, WAS, CELLS), BackRow(Who("0099999", "", "", "ZZ", None), now))
    assert rows[1] == ["", "0099999", "Red", "06.10.2026", "D", ""]

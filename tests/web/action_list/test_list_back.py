"""The action list goes back into Excel as it came, and coming in again it changes nothing."""

import json
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from remit.casework.action_list import Child, add_entry, change_entry
from remit.commands.main import main
from remit.records.audit import Look
from remit.records.entry_details import values_of
from remit.records.people import Staff
from remit.rules.action_list import EntryValues
from remit.rules.viewers import Post
from tests.casework.lists import a_list, apply, brokerage, entry_of, hold, load
from tests.casework.weeks import a_week
from tests.factories import NOW, staff

pytestmark = pytest.mark.django_db

HEADERS = "No.,Person ID,Initials,RISK,Urgency,Days to place,Comments,Colour of file,Date added"
LISTED = a_list(
    "1,0070001,AB,Red,asap,tbc,+44 call first,=cmd|x,1/9/26",
    "2,0070002,CD,amber,Planned,14,,blue,14/09/2026",
    "3,0070003,EF,,,,,,",
    headers=HEADERS,
)


def rows(content: bytes) -> list[list[object]]:
    return CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()


@pytest.fixture
def keeper():
    viewer = brokerage()
    load(LISTED, viewer)
    return viewer


@pytest.fixture
def download(keeper, signed_in):
    def ask() -> list[list[object]]:
        return rows(signed_in(Staff.objects.get(pk=keeper.staff_id)).get("/action-list/file.xlsx").content)

    return ask


def test_every_column_comes_back_in_its_order_with_its_own_words(download):
    said = [line.split(",") for line in LISTED.decode().splitlines()]
    assert download() == said


def test_only_what_was_changed_here_is_written_anew(keeper, download):
    row = entry_of("0070002")
    values = replace(values_of(row), risk="high", risk_written="", comments="New carers asked")
    change_entry(entry_ref=row.entry.ref, seen=row.pk, values=values, actor=keeper, now=NOW)
    add_entry(child=Child("0070009", initials="ZZ"), values=EntryValues(risk="medium"), actor=keeper, now=NOW)

    lines = download()

    assert lines[1] == LISTED.decode().splitlines()[1].split(",")
    assert lines[2] == [
        "2",
        "0070002",
        "CD",
        "Red",
        "Planned",
        "14",
        "New carers asked",
        "blue",
        "14/09/2026",
    ]
    assert lines[4][1:4] == ["0070009", "ZZ", "amber"]


def test_loaded_again_it_changes_nothing(keeper, signed_in):
    client = signed_in(Staff.objects.get(pk=keeper.staff_id))
    content = client.get("/action-list/file.xlsx").content
    applied = apply(hold(content, keeper, filename="back.xlsx"), keeper)
    assert (applied.new, applied.changed, applied.unchanged, applied.ended) == (0, 0, 3, 0)


def test_the_command_writes_it_and_the_look_is_kept(keeper, tmp_path, capsys):
    username = Staff.objects.get(pk=keeper.staff_id).username
    assert main(["export", "action-list", "--as", username, "--out", str(tmp_path), "--json"]) == 0
    (path,) = json.loads(capsys.readouterr().out)["written"]
    assert path.startswith(str(tmp_path))
    assert len(rows(Path(path).read_bytes())) == 4
    assert Look.objects.filter(kind="exported", viewer=keeper.staff_id).exists()


def test_where_no_file_was_loaded_it_comes_in_columns_of_our_own(signed_in):
    week = a_week()
    content = signed_in(week.coordinating).get("/action-list/file.xlsx").content
    assert rows(content)[0][:3] == ["Person ID", "Name", "Date of birth"]


@pytest.mark.parametrize("post", [Post.TEAM_MANAGER, Post.QUALITY_ASSURANCE])
def test_who_does_not_keep_the_list_does_not_get_it(post, signed_in):
    assert signed_in(staff(posts=[post])).get("/action-list/file.xlsx").status_code == 403

"""A data officer loads a return on screen: faults first, then what is sound; a worker sees the child; it is undone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from remit.casework import loads
from remit.records.children import Identifier
from remit.records.loads import LoadRun
from remit.rules.viewers import Post
from tests.factories import NOW, a_restricted_child, staff
from tests.web.data.pages import EPISODES, HEADER, episode, people, table

pytestmark = [pytest.mark.browser]
MOVE = ("0070601,01/06/2026,P,C2,N1,K2,PR4,,,CARPL,,,",)
FIRST = (
    "0070601,01/04/2026,S,C2,N1,U4,PR1,01/06/2026,X1,,,,",
    *MOVE,
    episode("0070602", "12/05/2026", place="K2"),
    episode("0070603", "20/06/2026", place="H5"),
    episode("0070604", "20/06/2026", place="ZZ9"),
    episode("0070605", "31/02/2026"),
)
CHILDREN = dict.fromkeys(row.split(",")[0] for row in FIRST)
FILES = {
    "2026 header.csv": table(HEADER, *(f"{child},2,04/03/2012,WBRI,UN1,," for child in CHILDREN)),
    "2026 episodes.csv": table(EPISODES, *FIRST),
}


def choose(page: Page, address: str, files: dict[str, bytes]) -> None:
    page.goto(address)
    page.locator("input[type=file]").set_input_files(
        [{"name": name, "mimeType": "text/csv", "buffer": content} for name, content in files.items()]
    )
    page.get_by_role("button", name="Upload and preview").click()


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
def test_a_return_is_loaded_seen_and_undone(javascript, walk_elsewhere):
    walk = walk_elsewhere
    walk.it_is(NOW)
    a_restricted_child(person_id="0070603")
    officer = walk.as_(staff(posts=[Post.DATA_OFFICER]), javascript=javascript)
    director = walk.as_(staff(posts=[Post.DIRECTOR]), javascript=javascript)
    look = walk.look if javascript else lambda *given, **options: None
    officer.goto(f"{walk.address}/data")
    expect(officer.get_by_text("Nothing has been loaded yet")).to_be_visible()
    look(officer, "data-empty")
    officer.get_by_role("link", name="SSDA903 return").click()
    look(officer, "data-upload")
    officer.get_by_role("button", name="Upload and preview").click()
    expect(officer.locator(".govuk-error-summary")).to_contain_text("Select the file to load")
    look(officer, "data-upload-error", only="phone")
    choose(officer, f"{walk.address}/data/new/ssda903", FILES)
    expect(officer.get_by_role("heading", level=1)).to_contain_text("Check what it would change")
    expect(officer.get_by_role("button", name="Load this file")).to_have_count(0)
    look(officer, "data-preview")
    see_the_parts(officer, look)
    officer.get_by_role("button", name=re.compile("Load the sound rows only")).click()
    expect(officer.get_by_text("The file has been loaded.")).to_be_visible()
    look(officer, "data-loaded")
    see_who_waits(officer, look)
    see_the_child(walk, director, look)
    undo(officer, look)
    assert not Identifier.objects.open().filter(value="0070602").exists()
    officer.get_by_role("link", name="All loads").or_(officer.get_by_role("button", name="All loads")).click()
    look(officer, "data-list")


def see_who_waits(officer: Page, look) -> None:
    load = officer.url
    officer.get_by_role("link", name="See who they are").click()
    expect(officer.locator("table")).to_contain_text("0070602")
    expect(officer.locator("table")).not_to_contain_text("0070603")
    look(officer, "data-unallocated")
    officer.goto(load)


def see_the_parts(officer: Page, look) -> None:
    preview = officer.url
    for name, words in {"Faults": "ZZ9", "New": "0070601", "Restricted": "0070603"}.items():
        officer.get_by_role("navigation", name="Parts of the preview").get_by_role(
            "link", name=re.compile(rf"^{name} \(")
        ).click()
        expect(officer.locator("table")).to_contain_text(words)
        look(officer, f"data-{name.lower()}")
    officer.goto(preview)
    officer.get_by_role(
        "link", name=re.compile("enter In residential|enter Residential", re.IGNORECASE)
    ).first.click()
    expect(officer.locator("table")).to_contain_text("0070601")
    expect(officer.locator("table")).not_to_contain_text("0070603")
    look(officer, "data-cohort", only="desktop")
    officer.goto(preview)


def see_the_child(walk, director: Page, look) -> None:
    child = Identifier.objects.open().get(value="0070601").person
    director.goto(f"{walk.address}/children/{child.subject.ref}")
    expect(director.get_by_text("SSDA903 return loaded by").first).to_be_visible()
    look(director, "data-child", only="desktop")


def undo(officer: Page, look) -> None:
    officer.get_by_role("link", name="Undo this load").or_(
        officer.get_by_role("button", name="Undo this load")
    ).click()
    expect(officer.get_by_role("heading", level=1)).to_contain_text("Are you sure")
    look(officer, "data-undo")
    officer.get_by_role("button", name="Undo this load").click()
    expect(officer.get_by_text("The record is as it was before this file was loaded.")).to_be_visible()
    look(officer, "data-undone", only="desktop")


def test_a_stale_preview_large_work_and_a_file_of_people(walk_elsewhere, monkeypatch):
    walk = walk_elsewhere
    walk.it_is(NOW)
    one, two = (walk.as_(staff(posts=[Post.DATA_OFFICER])) for _ in range(2))
    sound = {
        "header.csv": table(HEADER, "0070601,2,04/03/2012,WBRI,UN1,,"),
        "episodes.csv": table(EPISODES, *FIRST[:2]),
    }
    choose(one, f"{walk.address}/data/new/ssda903", sound)
    choose(two, f"{walk.address}/data/new/ssda903", sound)
    two.get_by_role("button", name="Load this file").click()
    expect(two.get_by_text("The file has been loaded.")).to_be_visible()
    one.get_by_role("button", name="Load this file").click()
    expect(one.locator(".govuk-error-summary")).to_contain_text("nothing was loaded")
    walk.look(one, "data-stale")
    monkeypatch.setattr(loads, "MOST_AT_ONCE", 0)
    choose(one, f"{walk.address}/data/new/ssda903", sound)
    expect(one.get_by_role("heading", name="Working out the preview")).to_be_visible()
    LoadRun.objects.filter(state="waiting").update(state="running", step=2, beat_at=NOW)
    one.reload()
    walk.look(one, "data-progress")
    one.get_by_role("button", name="Stop").click()
    expect(one.locator(".govuk-error-summary")).to_contain_text("Working out the preview was stopped")
    walk.look(one, "data-stopped", only="desktop")
    monkeypatch.undo()
    administrator = walk.as_(staff(posts=[Post.ADMINISTRATOR]))
    administrator.goto(f"{walk.address}/data/new/people")
    walk.look(administrator, "data-people")
    rows = "ada.thimble,Ada Thimble,,Social worker,,North,Localities,Children,01/09/2026,"
    choose(administrator, f"{walk.address}/data/new/people", people(rows))
    walk.look(administrator, "data-people-preview", only="phone")
    administrator.get_by_role("link", name="New (1)").click()
    walk.look(administrator, "data-people-new")

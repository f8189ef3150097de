"""The sets of returns that are shared for trying the product on, read as they are."""

from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from remit.documents.returns import AnnexAFile, Ssda903File, packed, read_annex_a, read_ssda903

DATA = Path(__file__).parents[2].parent / "shared/data"
TODAY = date(2026, 10, 14)

pytestmark = [
    pytest.mark.shared_data,
]


@pytest.mark.parametrize(
    "folder, year, counts",
    [
        ("ssda903-2017", 2017, (819, 1460, 3480, 31, 126, 3, 0)),
        ("ssda903-2021", 2021, (144, 253, 1134, 4, 39, 1, 0)),
        ("ssda903-fake", 2017, (2675, 5050, 12580, 132, 53, 43, 1)),
    ],
)
def test_a_shared_return_loads_as_it_is(folder, year, counts):
    content, filename = packed(DATA / folder)
    answer = read_ssda903(content, filename, today=TODAY)
    assert isinstance(answer, Ssda903File)
    assert (answer.faults, answer.set_aside, answer.year) == ((), (), year)
    assert counts == (
        len(answer.headers),
        len(answer.episodes),
        len(answer.reviews),
        len(answer.unaccompanied),
        len(answer.care_leavers),
        len(answer.missing),
        len(answer.workers),
    )
    assert answer.whole


def test_no_two_episodes_of_a_shared_child_hold_at_once():
    content, filename = packed(DATA / "ssda903-2017")
    answer = read_ssda903(content, filename, today=TODAY)
    assert isinstance(answer, Ssda903File)
    by_child: dict[str, list] = {}
    for episode in answer.episodes:
        by_child.setdefault(episode.child, []).append(episode)
    for rows in by_child.values():
        rows.sort(key=lambda row: (row.since, row.until or date.max))
        for before, after in pairwise(rows):
            assert before.until is not None
            assert before.until <= after.since


def test_the_row_of_the_registered_code_that_is_none_is_said():
    content, filename = packed(DATA / "ssda903-fake")
    answer = read_ssda903(content, filename, today=TODAY)
    assert isinstance(answer, Ssda903File)
    said = [one.says for one in answer.warnings if one.table == "sw_episodes"]
    assert any("SWLAZY" in one for one in said)
    assert [(one.table, one.row) for one in answer.unlinked] == [("sw_episodes", 2)]


def test_the_shared_annex_a_loads_as_it_is():
    content, filename = packed(DATA / "annex-a" / "Annex_A_2024_Jan.xlsx")
    answer = read_annex_a(content, filename, today=TODAY)
    assert isinstance(answer, AnnexAFile)
    assert (answer.lists, answer.faults, len(answer.looked_after), len(answer.leavers)) == (
        ("8", "9"),
        (),
        5,
        6,
    )
    assert all(one.legal_status and one.placement and one.provider for one in answer.looked_after)
    assert {one.eligibility for one in answer.leavers} == {"former_relevant"}

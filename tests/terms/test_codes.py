"""The code sets say what the sector's say, each code with its years."""

import json
from datetime import date
from pathlib import Path

import pytest

from remit.terms.codes import CodeSets, code_sets, year_name, year_of

SHARED = Path(__file__).parents[2].parent / "shared/data/code-sets/codesets_903.json"


def test_a_year_runs_from_april_to_march():
    assert [year_of(day) for day in (date(2026, 3, 31), date(2026, 4, 1))] == [2025, 2026]
    assert [year_name(year) for year in (2025, 1999)] == ["2025-26", "1999-00"]


@pytest.mark.parametrize(
    "column, code, years",
    [
        ("PLACE", "H5", "up to 2023-24"),
        ("PLACE", "P2", "up to 2023-24"),
        ("PLACE", "K3", "from 2024-25"),
        ("PLACE", "Z1", "up to 2024-25"),
        ("PLACE", "Z13", "from 2025-26"),
        ("PLACE", "K2", "every year"),
        ("SEX", "1", "up to 2023-24"),
        ("SEX", "U", "from 2024-25"),
    ],
)
def test_each_code_has_its_years(column, code, years):
    assert code_sets().sets[column][code].years == years


def test_code_sets_cross_as_plain_values():
    assert CodeSets.from_json(json.loads(json.dumps(code_sets().to_json()))) == code_sets()


@pytest.mark.shared_data
@pytest.mark.skipif(not SHARED.is_file(), reason="the shared files are not beside this checkout")
def test_they_hold_every_code_of_the_shared_sets():
    shared, ours = json.loads(SHARED.read_text()), code_sets().sets
    for theirs, column in (("PLACE_to_2024", "PLACE"), ("ACCOM_letter", "ACCOM")):
        assert set(shared[theirs]) <= set(ours[column])
    for column in (
        "LS",
        "PLACE_PROVIDER",
        "REASON_PLACE_CHANGE",
        "RNE",
        "CIN",
        "REC",
        "REVIEW_CODE",
        "IN_TOUCH",
        "MISSING",
    ):
        assert set(shared[column]) == set(ours[column])
    for year, theirs in ((2024, "PLACE_valid_2024_25"), (2025, "PLACE_valid_2025_26")):
        assert set(shared[theirs]) == {one.code for one in ours["PLACE"].values() if one.in_use(year, year)}

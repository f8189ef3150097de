"""`remit rate`, as somebody at a terminal or a script meets it."""

import json

import pytest

from tests.commands.standard_input import Caller

pytestmark = pytest.mark.clause("CLP-2")
OUT = {"in_eet": False, "available_for_work": True}
REGULAR = {"offending": "regular", "antisocial": "none", "in_custody": False}
INVOLVED = REGULAR | {"justice_involved": True}
QUIET = {"offending": "none", "antisocial": "none"}
TRIED = {"attempts_regular": True}
UNSUITABLE = {"accommodation": "unsuitable", "accommodation_raises_vulnerability": True}
SAFE = {
    "accommodation": "suitable",
    "feels_safe": True,
    "risk_of_homelessness": False,
    "engaging_with_housing": True,
    "arrears_risk": False,
}
NEEDS = {"health_need": "some", "health_plans_clear": True, "health_risk_without_engagement": True}
HIGH = {"health_need": "high", "health_plans_clear": False, "health_engaging": True}


@pytest.fixture
def rate(capsys, monkeypatch):
    return Caller("rate", capsys, monkeypatch)


def contact(days, *, vulnerable, **more):
    return {"days_since_contact": days, "vulnerable": vulnerable, "significant_concern": False, **more}


@pytest.mark.parametrize(
    "criterion, facts",
    [
        ("contact-red-vulnerable", contact(43, vulnerable=True)),
        ("contact-red-ten-weeks", contact(70, vulnerable=False)),
        ("contact-red-concern", TRIED | contact(15, vulnerable=True) | {"significant_concern": True}),
        ("contact-amber-vulnerable", TRIED | contact(42, vulnerable=True)),
        ("contact-amber-vulnerable", TRIED | contact(15, vulnerable=True)),
        ("contact-amber-inconsistent", contact(69, vulnerable=False, contact_consistent=False)),
        ("contact-green-regular", contact(14, vulnerable=True, contact_consistent=True)),
        ("contact-green-regular", contact(42, vulnerable=False, contact_consistent=True)),
        ("eet-red-not-engaging", OUT | {"months_out_of_eet": 3, "engaging_with_careers": "no"}),
        ("eet-red-six-months", OUT | {"months_out_of_eet": 6, "engaging_with_careers": "well"}),
        ("eet-amber-engaging", OUT | {"months_out_of_eet": 5, "engaging_with_careers": "well"}),
        ("eet-amber-engaging", OUT | {"months_out_of_eet": 3, "engaging_with_careers": "yes"}),
        ("eet-amber-may-end", {"in_eet": True, "eet_at_risk": True, "available_for_work": True}),
        ("eet-green-in", {"in_eet": True, "eet_at_risk": False}),
        ("accommodation-red-prison", {"accommodation": "custody"}),
        ("accommodation-red-prison", SAFE | {"in_custody": True}),
        ("accommodation-red-no-home", {"accommodation": "homeless"}),
        ("accommodation-red-no-home", {"accommodation": "sofa-surfing"}),
        ("accommodation-red-unsuitable", UNSUITABLE | {"feels_safe": False}),
        ("accommodation-red-unsafe", SAFE | {"feels_safe": False}),
        ("accommodation-amber-homelessness", SAFE | {"risk_of_homelessness": True}),
        ("accommodation-amber-tenancy", SAFE | {"arrears_risk": True}),
        ("accommodation-amber-tenancy", SAFE | {"engaging_with_housing": False}),
        ("accommodation-green-suitable", SAFE),
        ("justice-red-disengaged", INVOLVED | {"engaging_with_justice_support": False}),
        ("justice-amber-engaging", INVOLVED | {"engaging_with_justice_support": True}),
        ("justice-red-release", QUIET | {"days_to_release": 92}),
        ("justice-amber-custody", QUIET | {"days_to_release": 93}),
        ("justice-green-none", QUIET | {"in_custody": False}),
        ("health-red-unclear", HIGH | {"health_agencies_developing_plans": False}),
        ("health-amber-struggling", NEEDS | {"health_engaging": False}),
        ("health-green-supported", NEEDS | {"health_engaging": True, "health_services_in_place": True}),
    ],
)
def test_each_criterion_gives_its_colour(rate, criterion, facts):
    area, rating, _ = criterion.split("-", 2)
    found = rate.answer(facts)[area]
    assert (found["rating"], found["criterion"]) == (rating, criterion)
    assert found["missing"] == found["nearest"] == []


@pytest.mark.parametrize(
    "area, facts, silence",
    [
        (
            "contact",
            contact(60, vulnerable=False, contact_consistent=True),
            "more than six and less than ten weeks",
        ),
        (
            "contact",
            contact(20, vulnerable=True, attempts_regular=False, contact_consistent=True),
            "not tried regularly",
        ),
        ("contact", contact(10, vulnerable=True, contact_consistent=False), "within two weeks"),
        ("eet", OUT | {"months_out_of_eet": 2}, "less than three months"),
        ("eet", OUT | {"months_out_of_eet": 6, "engaging_with_careers": "yes"}, "not well"),
        ("eet", OUT | {"months_out_of_eet": 9, "available_for_work": False}, "not available for work"),
        ("eet", {"in_eet": True, "eet_at_risk": True, "available_for_work": False}, "not available for work"),
        ("accommodation", {"accommodation": "unsuitable", "feels_safe": True}, "yet they feel safe"),
        ("justice", {"offending": "occasional", "antisocial": "none"}, "not regular"),
        ("justice", {"offending": "none", "antisocial": "occasional"}, "not regular"),
        ("justice", REGULAR | {"justice_involved": False}, "without involvement"),
        ("health", {"health_need": "none"}, "no need"),
        ("health", {"health_need": "high", "health_plans_clear": True}, "clear plans"),
        (
            "health",
            {"health_need": "high", "health_plans_clear": False, "health_engaging": False},
            "not engaging",
        ),
    ],
)
def test_a_silence_is_shown_with_the_nearest_and_never_filled(rate, area, facts, silence):
    found = rate.answer(facts)[area]
    assert (found["rating"], found["criterion"], found["missing"]) == (None, None, [])
    assert silence in found["because"]
    assert found["nearest"]


def test_where_two_rows_fit_the_worst_wins_and_both_are_shown(rate):
    found = rate.answer(SAFE | {"accommodation": "homeless", "arrears_risk": True})["accommodation"]
    assert (found["rating"], found["criterion"]) == ("red", "accommodation-red-no-home")
    assert found["also"] == ["accommodation-amber-tenancy"]


def test_a_fact_that_decides_is_named(rate):
    found = rate.answer({"in_eet": False, "available_for_work": True, "months_out_of_eet": 4})["eet"]
    assert (found["rating"], found["missing"]) == (None, ["engaging_with_careers"])


def test_a_fact_that_does_not_decide_does_not_have_to_be_known(rate):
    found = rate.answer({"days_since_contact": 90})["contact"]
    assert (found["rating"], found["missing"]) == ("red", [])


def test_missing_attempts_never_lower_a_red_and_are_asked_for(rate):
    found = rate.answer(contact(50, vulnerable=True, attempts_regular=False, attempts_beyond_direct=False))
    assert found["contact"]["rating"] == "red"
    assert "evidence" in found["contact"]["because"]


def test_the_answer_has_these_keys_in_this_order(rate):
    found = rate.answer({})
    assert list(found) == ["contact", "eet", "accommodation", "justice", "health"]
    keys = ["rating", "criterion", "because", "also", "nearest", "missing"]
    assert all(list(area) == keys for area in found.values())


@pytest.mark.parametrize(
    "facts, key",
    [
        ({"accommodation": "custody", "in_custody": False}, "accommodation"),
        ({"in_eet": True, "months_out_of_eet": 2}, "in_eet"),
        ({"in_custody": False, "days_to_release": 3}, "in_custody"),
        ({"days_since_contact": -1}, "days_since_contact"),
        ({"days_since_contact": True}, "days_since_contact"),
        ({"vulnerable": 1}, "vulnerable"),
        ({"vulnerable": "yes"}, "vulnerable"),
        ({"engaging_with_careers": "badly"}, "engaging_with_careers"),
        ({"accommodation": ["custody"]}, "accommodation"),
        ({"days": 3}, "days"),
        ([], None),
    ],
)
def test_what_cannot_be_is_a_fault_with_its_key_and_a_remedy(rate, facts, key):
    assert rate.faults(facts) == [key]


@pytest.mark.parametrize(
    "given",
    [
        b"",
        b"{",
        b'{"vulnerable": true, "vulnerable": false}',
        b'{"days_since_contact": NaN}',
        b"\xff",
        b"[" * 99999,
    ],
)
def test_what_is_no_json_is_a_fault(rate, given):
    code, out, err = rate.raw(given, "--json")
    assert code == 1
    assert list(json.loads(out)) == ["faults"]
    assert err


def test_lines_answer_one_for_one_and_a_bad_one_its_faults(rate):
    given = b'{"in_eet": true, "eet_at_risk": false}\n{"x": 1}\n\n{"days_since_contact": 80}\n{"days_since_contact": 81}'
    code, out, _ = rate.raw(given, "--lines", "--json")
    first, second, third, fourth, fifth = map(json.loads, out.splitlines())
    assert code == 1
    assert first["eet"]["rating"] == "green"
    assert second["faults"][0]["key"] == "x"
    assert list(third) == ["faults"]
    assert (fourth["contact"]["rating"], fifth["contact"]["rating"]) == ("red", "red")
    assert "80 days" in fourth["contact"]["because"]
    assert "81 days" in fifth["contact"]["because"]


def test_lines_say_what_one_alone_would(rate):
    facts = contact(50, vulnerable=True) | SAFE | HIGH
    _, out, _ = rate.raw(json.dumps(facts).encode(), "--lines")
    assert json.loads(out) == rate.answer(facts)


def test_an_authority_sets_a_figure_of_its_own(rate, tmp_path):
    (tmp_path / "clp.yaml").write_text(
        "criteria: {areas: [{id: justice, criteria: ["
        "{id: justice-red-release, when: {days_to_release: {at_most: 31}}},"
        "{id: justice-amber-custody, when: {days_to_release: {over: 31}}}]}]}"
    )
    facts = {"offending": "none", "antisocial": "none", "in_custody": True, "days_to_release": 60}
    assert rate.answer(facts)["justice"]["rating"] == "red"
    assert rate.answer(facts, "--authority", tmp_path)["justice"]["rating"] == "amber"


def test_a_folder_that_is_not_there_is_wrong_usage(rate, tmp_path):
    assert rate.raw(b"{}", "--authority", tmp_path / "none")[0] == 2


def test_it_reads_in_words_too(rate):
    code, out, _ = rate.raw(b'{"in_eet": true, "eet_at_risk": false}')
    assert code == 0
    assert "Education, employment or training: green." in out

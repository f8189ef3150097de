"""What a proposal's way tells of single clauses: what comes first, who comes, which papers, what else has to be heard by when."""

import pytest

from tests.commands.standard_input import Caller
from tests.commands.test_route_command import KNOWN, line_to, to

THURSDAY = "2026-01-08T16:00:00+00:00"
assert KNOWN["now"] == THURSDAY


@pytest.fixture
def route(capsys, monkeypatch):
    return Caller("route", capsys, monkeypatch)


DEAR = {"kind": "foster-placement", "funding": ["social care", "health"], "weekly_cost": 4000}


@pytest.mark.clause("MARP-11")
@pytest.mark.parametrize("age", [0, 25])
def test_a_dear_place_that_agencies_share_is_heard_before_the_forum_that_agrees_it(route, age):
    panel, agreed, reviewed = route.answer(KNOWN | DEAR | {"age": age})
    assert [line["forum"] for line in (panel, agreed, reviewed)] == ["marp", "pf1", "pf2"]
    assert panel["clauses"] == ["MARP-11"]
    assert panel["meeting"] < agreed["meeting"]


@pytest.mark.clause("MARP-11")
@pytest.mark.parametrize("otherwise", [{"age": 26}, {"weekly_cost": 3999}, {"funding": ["health"]}])
def test_what_is_older_cheaper_or_paid_by_one_is_not(route, otherwise):
    assert "marp" not in to(route.answer(KNOWN | DEAR | otherwise))


@pytest.mark.clause("PPM-4")
@pytest.mark.clause("PPM-7")
@pytest.mark.clause("PPM-8")
def test_permanence_wants_the_pro_forma_and_the_dates_of_what_came_first(route):
    (line,) = route.answer(KNOWN | {"kind": "second-review", "already_happened_on": "2026-01-08"})
    assert line["papers"] == [
        "Pro-forma on permanence",
        "The permanency planning meeting, with its date",
        "The review of the child looked after, with its date",
    ]
    assert line["attend"] == ["social worker", "team manager"]


@pytest.mark.clause("PF1-8")
def test_the_placement_forum_is_attended_by_the_worker_with_a_team_or_service_manager(route):
    (line,) = route.answer(KNOWN | {"kind": "search"})
    assert line["attend"] == ["social worker", "team manager", "service manager"]


@pytest.mark.clause("RRG-3")
def test_a_child_in_residential_care_is_brought_by_the_team_manager_or_the_worker(route):
    line = line_to(route.answer(KNOWN | {"kind": "residential-start"}), "rrg")
    assert line["attend"] == ["team manager", "social worker"]


@pytest.mark.clause("PF1-9")
@pytest.mark.parametrize(
    "kind, papers",
    [
        ("accommodation-costs", ["Approval to accommodate"]),
        ("admission", ["Approval to accommodate"]),
        ("search", ["Search form"]),
        ("match", ["Approval to place form"]),
        ("move", ["Search form", "Approval to place form"]),
    ],
)
def test_each_request_to_the_placement_forum_has_its_paper(route, kind, papers):
    assert line_to(route.answer(KNOWN | {"kind": kind}), "pf1")["papers"] == papers


@pytest.mark.clause("PF2-5")
@pytest.mark.clause("PF2-9")
def test_a_review_of_a_placement_comes_with_both_forms_and_a_service_manager_brings_it(route):
    line = line_to(route.answer(KNOWN | {"kind": "residential-start"}), "pf2")
    assert line["papers"] == ["Approval to accommodate with search form", "Approval to place form"]
    assert line["attend"] == ["service manager", "social worker", "team manager"]


@pytest.mark.clause("PF3-2")
def test_a_child_placed_out_of_the_area_is_tracked(route):
    line = line_to(route.answer(KNOWN | {"kind": "move", "out_of_authority": True}), "pf3")
    assert "PF3-2" in line["clauses"]
    assert "out of the area are tracked" in line["why"]


@pytest.mark.clause("PF3-4")
@pytest.mark.clause("PF3-7")
@pytest.mark.parametrize(
    "registration, papers",
    [
        ("unregulated", ["Unregulated notification form", "Tracker log"]),
        ("unregistered", ["Unregistered DDR form", "Tracker log"]),
    ],
)
def test_a_place_outside_registration_is_tracked_with_its_form_and_the_log(route, registration, papers):
    line = line_to(route.answer(KNOWN | {"kind": "move", "registration": registration}), "pf3")
    assert line["papers"] == papers
    assert line["attend"] == ["team manager", "service manager"]


@pytest.mark.clause("RAP-4")
def test_a_request_to_the_resource_panel_is_authorised_by_the_manager_and_brought_by_the_practitioner(route):
    (line,) = route.answer(KNOWN | {"kind": "resource"})
    assert (line["approvals"], line["attend"]) == (["team manager"], ["social worker"])


SECTION_20 = {"kind": "admission", "section_20": True}


@pytest.mark.clause("RAP-24")
def test_section_20_comes_to_the_resource_panel_before_the_legal_gateway(route):
    lines = route.answer(KNOWN | SECTION_20)
    assert to(lines) == ["rap", "pf1", "Legal gateway or permanence panel"]
    assert "RAP-24" in lines[0]["clauses"]


@pytest.mark.clause("RAP-11")
def test_section_20_is_looked_at_again_twelve_weeks_after_admission(route):
    lines = route.answer(KNOWN | SECTION_20 | {"already_happened_on": "2026-01-05"})
    assert lines[-1]["clauses"] == ["RAP-11"]
    assert lines[-1]["submit_by"] == "2026-03-30T23:59:59+01:00"


@pytest.mark.clause("ROR-25")
def test_a_residential_start_is_signed_off_on_its_way(route):
    lines = route.answer(KNOWN | {"kind": "residential-placement", "authority_forums": ["ror", "rrg"]})
    assert to(lines) == ["ror", "Sign-off of the placement", "rrg"]
    assert "ROR-25" in lines[1]["clauses"]

"""`remit route`, as somebody at a terminal or a script meets it."""

import json

import pytest

from tests.commands.standard_input import Caller

KEYS = [
    "order",
    "destination_type",
    "forum",
    "destination",
    "clauses",
    "why",
    "meeting",
    "submit_by",
    "papers",
    "approvals",
    "attend",
    "exception",
    "missing",
]
KNOWN = {
    "age": 12,
    "edge": "care",
    "funding": ["social care"],
    "weekly_cost": 900,
    "weeks": 4,
    "one_off_cost": 0,
    "complex": False,
    "parent_and_baby": False,
    "section_20": False,
    "emergency": False,
    "out_of_authority": False,
    "registration": "registered",
    "homeless": False,
    "unaccompanied": False,
    "looked_after": True,
    "within_proceedings": False,
    "needs": ["social care"],
    "legal_gateway_decided": False,
    "now": "2026-01-08T16:00:00+00:00",
}
"""A proposal of which everything is known but its kind, and which nothing makes special."""


@pytest.fixture
def route(capsys, monkeypatch):
    return Caller("route", capsys, monkeypatch)


def to(lines):
    return [line["forum"] or line["destination"] for line in lines]


def line_to(lines, forum):
    return next(line for line in lines if line["forum"] == forum)


clause = pytest.mark.clause


@pytest.mark.parametrize(
    "proposal, forums",
    [
        pytest.param({"kind": "residential-placement"}, ["ror", "pf1", "pf2", "rrg"], marks=clause("ROR-1")),
        pytest.param(
            {"kind": "residential-placement", "funding": ["social care", "health"]},
            ["ror", "marp", "pf1", "pf2", "rrg"],
            marks=clause("MARP-1"),
        ),
        pytest.param({"kind": "section-17-package", "weekly_cost": 500}, ["marp"], marks=clause("MARP-1")),
        pytest.param({"kind": "section-17-package", "weekly_cost": 499}, [], marks=clause("MARP-1")),
        pytest.param({"kind": "section-17-package", "weekly_cost": 499, "weeks": 21}, ["marp"]),
        pytest.param({"kind": "section-17-package", "weekly_cost": 0, "complex": True}, ["marp"]),
        pytest.param({"kind": "expert-assessment"}, ["marp"], marks=clause("MARP-1")),
        pytest.param(
            {"kind": "expert-assessment", "within_proceedings": True}, ["pct-court"], marks=clause("PCT-7")
        ),
        pytest.param({"kind": "admission"}, ["pf1"], marks=clause("PF1-1")),
        pytest.param({"kind": "search"}, ["pf1"], marks=clause("PF1-1")),
        pytest.param({"kind": "move"}, ["pf1"], marks=clause("PF1-1")),
        pytest.param({"kind": "match"}, ["pf1"], marks=clause("PF1-1")),
        pytest.param({"kind": "foster-placement"}, ["pf1"], marks=clause("PF1-1")),
        pytest.param(
            {"kind": "foster-placement", "weekly_cost": 4000}, ["pf1", "pf2"], marks=clause("PF2-1")
        ),
        pytest.param({"kind": "supported-accommodation"}, ["pf1"], marks=clause("PF1-4")),
        pytest.param({"kind": "accommodation-costs"}, ["pf1"], marks=clause("PF1-4")),
        pytest.param({"kind": "homeless-16-17", "age": 17}, ["pf1"], marks=clause("PF1-5")),
        pytest.param({"kind": "homeless-16-17", "age": 18}, [], marks=clause("PF1-5")),
        pytest.param({"kind": "unaccompanied-child"}, ["pf1", "pf2"], marks=clause("PF1-3")),
        pytest.param({"kind": "new-childrens-home"}, ["pf2"], marks=clause("PF2-1")),
        pytest.param({"kind": "admission", "weekly_cost": 4000}, ["pf1", "pf2"], marks=clause("PF2-1")),
        pytest.param({"kind": "admission", "weekly_cost": 3999}, ["pf1"], marks=clause("PF2-1")),
        pytest.param({"kind": "search", "weekly_cost": 4000}, ["pf1", "pf2"], marks=clause("PF2-1")),
        pytest.param({"kind": "search", "parent_and_baby": True}, ["pf1", "pf2"], marks=clause("PF2-1")),
        pytest.param({"kind": "move", "parent_and_baby": True}, ["pf1", "pf2"], marks=clause("PF2-1")),
        pytest.param(
            {"kind": "admission", "section_20": True},
            ["rap", "pf1", "Legal gateway or permanence panel"],
            marks=clause("RAP-10"),
        ),
        pytest.param({"kind": "move", "out_of_authority": True}, ["pf1", "pf3"], marks=clause("PF1-10")),
        pytest.param({"kind": "move", "registration": "unregulated"}, ["pf1", "pf3"], marks=clause("PF3-1")),
        pytest.param(
            {"kind": "move", "registration": "unregistered"}, ["pf1", "Ofsted", "pf3"], marks=clause("PF3-1")
        ),
        pytest.param({"kind": "left-part-3"}, ["ppm"], marks=clause("PF3-4")),
        pytest.param({"kind": "residential-start"}, ["pf2", "rrg"], marks=clause("RRG-1")),
        pytest.param({"kind": "step-down"}, ["ror", "pf1"], marks=clause("ROR-1")),
        pytest.param({"kind": "placement-breakdown"}, ["ror", "pf1"], marks=clause("ROR-1")),
        pytest.param({"kind": "second-review"}, ["ppm"], marks=clause("PPM-4")),
        pytest.param({"kind": "pre-proceedings"}, ["pct-pre"], marks=clause("PCT-1")),
        pytest.param({"kind": "proceedings"}, ["pct-court"], marks=clause("PCT-1")),
        pytest.param({"kind": "care-order"}, ["ppm"], marks=clause("PPM-1")),
        pytest.param({"kind": "leaves-care", "age": 16}, ["pf1", "clp"], marks=clause("CLP-1")),
        pytest.param({"kind": "resource"}, ["rap"], marks=clause("RAP-1")),
    ],
)
def test_each_proposal_and_event_goes_where_the_terms_say(route, proposal, forums):
    lines = route.answer(KNOWN | proposal)
    assert to(lines) == forums
    assert all(list(line) == KEYS for line in lines)
    assert all(line["destination_type"] == ("forum" if line["forum"] else "external") for line in lines)


@pytest.mark.clause("MARP-6")
def test_the_meeting_is_the_next_one_whose_cutoff_can_still_be_met(route):
    package = KNOWN | {"kind": "section-17-package", "complex": True}
    (in_time,) = route.answer(package | {"now": "2026-01-06T16:00:00"})
    assert (in_time["meeting"], in_time["submit_by"]) == (
        "2026-01-20T14:00:00+00:00",
        "2026-01-06T16:00:00+00:00",
    )
    (late,) = route.answer(package | {"now": "2026-01-06T16:00:01"})
    assert (late["meeting"], late["submit_by"]) == ("2026-02-03T14:00:00+00:00", "2026-01-20T16:00:00+00:00")


@pytest.mark.clause("MARP-5")
@pytest.mark.clause("MARP-8")
@pytest.mark.clause("MARP-12")
def test_a_line_says_which_papers_who_approves_and_who_comes(route):
    (line,) = route.answer(KNOWN | {"kind": "section-17-package", "complex": True})
    assert line["papers"][0] == "Request form"
    assert len(line["papers"]) == 5
    assert line["approvals"] == ["service manager"]
    assert line["attend"] == ["team manager", "social worker"]


@pytest.mark.clause("MARP-10")
def test_health_and_another_need_ask_for_the_virtual_consultation_first(route):
    package = KNOWN | {"kind": "section-17-package", "complex": True}
    (line,) = route.answer(package | {"needs": ["health", "education"]})
    assert "MARP-10" in line["clauses"]
    assert line["papers"][-1] == "The virtual placement consultation, with its date"
    (line,) = route.answer(package | {"needs": ["health"]})
    assert "MARP-10" not in line["clauses"]


@pytest.mark.parametrize(
    "proposal, forum, meets",
    [
        pytest.param({"kind": "expert-assessment"}, "marp", "2026-01-20", marks=clause("MARP-7")),
        pytest.param({"kind": "admission"}, "pf1", "2026-01-09", marks=clause("PF1-2")),
        pytest.param({"kind": "admission", "section_20": True}, "rap", "2026-01-14", marks=clause("RAP-10")),
    ],
)
def test_what_was_decided_in_an_emergency_goes_to_the_next_meeting_whatever_the_cutoff(
    route, proposal, forum, meets
):
    lines = route.answer(KNOWN | proposal | {"emergency": True, "already_happened_on": "2026-01-07"})
    line = line_to(lines, forum)
    assert line["meeting"][:10] == meets
    assert line["submit_by"] is None
    assert "emergency" in line["exception"]


@pytest.mark.clause("RAP-12")
def test_the_panel_is_not_needed_where_the_legal_gateway_has_decided_and_a_manager_confirms_it(route):
    lines = route.answer(KNOWN | {"kind": "admission", "section_20": True, "legal_gateway_decided": True})
    said = line_to(lines, "rap")["exception"]
    assert "not needed" in said
    assert "team manager confirms" in said
    unknown = route.answer(KNOWN | {"kind": "admission", "section_20": True, "legal_gateway_decided": None})
    assert line_to(unknown, "rap")["missing"] == ["legal_gateway_decided"]


@pytest.mark.clause("PF1-5")
def test_a_young_person_who_is_homeless_is_heard_within_ten_days_or_it_says_so(route):
    young = KNOWN | {"kind": "homeless-16-17", "age": 16}
    (line,) = route.answer(young | {"presented_on": "2026-01-06"})
    assert (line["meeting"][:10], line["exception"]) == ("2026-01-16", None)
    (line,) = route.answer(young | {"presented_on": "2026-01-05"})
    assert "15 January 2026" in line["exception"]
    assert "admit it late to the meeting of 9 January 2026" in line["exception"]
    (line,) = route.answer(young)
    assert line["missing"] == ["presented_on"]


@pytest.mark.clause("PPM-4")
def test_a_second_review_is_followed_within_two_weeks_or_it_says_so(route):
    review = KNOWN | {"kind": "second-review", "now": "2026-01-09T09:00:00"}
    (line,) = route.answer(review | {"already_happened_on": "2026-01-08"})
    assert (line["meeting"][:10], line["exception"]) == ("2026-01-22", None)
    (line,) = route.answer(review | {"already_happened_on": "2026-01-07"})
    assert "breach" in line["exception"]


@pytest.mark.clause("PF1-10")
def test_the_first_update_is_for_the_next_sitting_that_leaves_a_working_day(route):
    agreed, tracked = route.answer(KNOWN | {"kind": "move", "out_of_authority": True})
    assert (agreed["meeting"][:10], tracked["meeting"][:10]) == ("2026-01-16", "2026-01-23")


@pytest.mark.clause("PF1-9")
def test_an_unregulated_place_asks_for_its_notification(route):
    move = KNOWN | {"kind": "move"}
    assert "Notification of an unregulated placement" not in route.answer(move)[0]["papers"]
    irregular = route.answer(move | {"registration": "unregulated"})
    assert "Notification of an unregulated placement" in irregular[0]["papers"]


@pytest.mark.clause("ROR-2")
def test_a_start_is_signed_off_outside_where_the_authority_has_no_placement_forum(route):
    lines = route.answer(KNOWN | {"kind": "residential-placement", "authority_forums": ["rrg", "ror"]})
    assert to(lines) == ["ror", "Sign-off of the placement", "rrg"]
    assert lines[1] | {"why": ""} == {
        "order": 2,
        "destination_type": "external",
        "forum": None,
        "destination": "Sign-off of the placement",
        "clauses": ["ROR-2", "ROR-25"],
        "why": "",
        "meeting": None,
        "submit_by": None,
        "papers": [],
        "approvals": [],
        "attend": [],
        "exception": None,
        "missing": [],
    }


@pytest.mark.clause("PF3-1")
def test_ofsted_is_told_by_the_next_working_day(route):
    move = KNOWN | {"kind": "move", "registration": "unregistered", "already_happened_on": "2026-01-02"}
    ofsted = next(line for line in route.answer(move) if line["destination"] == "Ofsted")
    assert ofsted["submit_by"] == "2026-01-05T23:59:59+00:00"


def test_what_is_not_known_leaves_a_line_open_and_is_named(route):
    lines = route.answer(KNOWN | {"kind": "residential-placement", "funding": None})
    marp = line_to(lines, "marp")
    assert marp["missing"] == ["funding"]
    assert marp["why"].startswith("If what is not known says so")
    assert line_to(lines, "pf1")["missing"] == []


def test_a_fact_that_does_not_decide_does_not_have_to_be_known(route):
    lines = route.answer(
        KNOWN | {"kind": "section-17-package", "weekly_cost": None, "one_off_cost": 10000, "weeks": None}
    )
    assert line_to(lines, "marp")["missing"] == []
    lines = route.answer(
        KNOWN | {"kind": "section-17-package", "weekly_cost": None, "one_off_cost": 9999, "weeks": None}
    )
    assert line_to(lines, "marp")["missing"] == ["weekly_cost", "weeks"]


def test_a_meeting_on_a_bank_holiday_is_said_to_be_moved_or_cancelled(route):
    (line,) = route.answer(KNOWN | {"kind": "search", "now": "2026-12-21T09:00:00"})
    assert line["meeting"][:10] == "2026-12-25"
    assert "bank holiday (Christmas Day)" in line["why"]


@pytest.mark.parametrize(
    "given, key",
    [
        ({"kind": "placement"}, "kind"),
        ({"kinds": "move"}, "kinds"),
        ({"age": -1}, "age"),
        ({"age": 16.5}, "age"),
        ({"age": True}, "age"),
        ({"funding": "health"}, "funding"),
        ({"funding": ["nobody"]}, "funding"),
        ({"weekly_cost": "4000"}, "weekly_cost"),
        ({"complex": "yes"}, "complex"),
        ({"registration": "none"}, "registration"),
        ({"authority_forums": ["pct"]}, "authority_forums"),
        ({"presented_on": "6 January 2026"}, "presented_on"),
        ({"presented_on": "2026-01-09"}, "presented_on"),
        ({"now": "yesterday"}, "now"),
        ([], None),
    ],
)
def test_what_cannot_be_is_a_fault_with_its_key(route, given, key):
    assert route.faults(KNOWN | given if given else given) == [key]


def test_all_faults_are_told_at_once(route):
    assert route.faults({"kind": "x", "age": -1, "y": 1}) == ["y", "kind", "age"]


def test_an_authoritys_own_figure_and_forums_hold(route, tmp_path):
    (tmp_path / "authority.yaml").write_text("name: Somewhere\nforums: {pf1: {}, pf2: {}}\n")
    (tmp_path / "pf2.yaml").write_text("thresholds: [{id: placement-weekly, at_least: 900}]")
    move = KNOWN | {"kind": "foster-placement"}
    assert to(route.answer(move)) == ["pf1"]
    assert to(route.answer(move, "--authority", tmp_path)) == ["pf1", "pf2"]
    assert route.faults(move | {"authority_forums": ["ror"]}, "--authority", tmp_path) == ["authority_forums"]


def test_an_authority_changes_a_way(route, tmp_path):
    (tmp_path / "routes.yaml").write_text("routes: [{id: match, removed: true}]")
    assert route.answer(KNOWN | {"kind": "match"}, "--authority", tmp_path) == []


def test_routes_that_cannot_be_read_are_wrong_usage_and_say_where(route, tmp_path):
    (tmp_path / "routes.yaml").write_text("routes:\n  - {id: match, to: nowhere}\n")
    code, out, err = route.raw(json.dumps(KNOWN).encode(), "--authority", tmp_path)
    assert code == 2
    assert "nowhere" in err
    assert not out


def test_nothing_at_all_is_said_in_words(route):
    code, out, _ = route.raw(json.dumps(KNOWN | {"kind": "care-order", "authority_forums": []}).encode())
    assert (code, out) == (0, "No forum that is on hears this.\n")


def test_it_reads_in_words_too(route):
    _, out, _ = route.raw(json.dumps(KNOWN | {"kind": "expert-assessment"}).encode())
    assert out.startswith("1. Multi-Agency Resource Panel (MARP-1)\n")


@pytest.mark.parametrize(
    "given",
    [
        {"weekly_cost": 1e300},
        {"presented_on": "0001-01-01"},
        {"presented_on": "2026-W01-1"},
        {"now": "9999-12-31"},
    ],
)
def test_what_no_calendar_or_purse_holds_is_a_fault_too(route, given):
    assert route.faults(KNOWN | given) == list(given)

"""`remit terms check` on an authority's own routes: what they name has to be there."""

import json

import pytest

from remit.commands.main import main

FORUMS = """
name: Somewhere
forums:
  ror: {live_from: 2026-01-05}
  pf1: {live_from: 2026-01-05}
"""
ROW = "{id: ours, when: {kind: search}, to: pf1, why: As we do it., clauses: [PF1-1]}"


@pytest.fixture
def check(tmp_path, capsys):
    """What is found in the routes of an authority that runs two forums."""

    def checked(routes: str, code: int):
        (tmp_path / "authority.yaml").write_text(FORUMS)
        (tmp_path / "routes.yaml").write_text(routes)
        assert main(["terms", "check", str(tmp_path), "--json"]) == code
        rows = json.loads(capsys.readouterr().out)
        return [row for row in rows if row["file"].endswith("routes.yaml")]

    return checked


def with_row(row: str) -> str:
    return f"routes:\n  - {row}\n"


def test_the_routes_that_ship_fit_the_forums_that_ship(capsys):
    assert main(["terms", "check", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert len(rows) > 100
    assert [row for row in rows if "routes" in row["file"]] == []


def test_routes_of_ones_own_that_fit_say_nothing(check):
    assert check(with_row(ROW), 0) == []


def test_forums_that_are_off_are_no_fault_of_the_routes_that_ship(check):
    assert check("{}", 0) == []


@pytest.mark.parametrize(
    "row, severity, problem, remedy",
    [
        (
            ROW.replace("to: pf1", "to: marp"),
            "warning",
            "The route `ours` leads to marp, which is not switched on.",
            "Switch the forum on, or take the route out.",
        ),
        (
            ROW.replace("to: pf1", "to: pf1, request: searching"),
            "error",
            "The route `ours` names `searching`, which the terms of PF1 do not have.",
            "They have: admission, search",
        ),
        (
            ROW.replace("to: pf1", "to: ror, papers: [genogram]"),
            "error",
            "The route `ours` names `genogram`, which the terms of ROR do not have.",
            "They have none; take it out.",
        ),
        (
            ROW.replace("to: pf1", "to: pf1, heard_by: {owed: some-day, since: presented_on}"),
            "error",
            "The route `ours` names `some-day`, which the terms of PF1 do not have.",
            "They have:",
        ),
        (
            ROW.replace("kind: search", "kind: search, weekly_cost: {over: pf1.dear}"),
            "error",
            "The route `ours` asks for the figure `pf1.dear`, which there is not, so it leads nowhere.",
            "Give the figure itself.",
        ),
        (
            ROW.replace("PF1-1", "PF9-1"),
            "warning",
            "The route `ours` goes by PF9-1, which no forum that is on has.",
            "Name a clause of one of the forums.",
        ),
    ],
)
def test_what_a_route_names_has_to_be_there(check, row, severity, problem, remedy):
    (found,) = check(with_row(row), 1 if severity == "error" else 0)
    assert (found["severity"], found["problem"], found["line"]) == (severity, problem, 2)
    assert found["remedy"].startswith(remedy)
    assert found["clause"] in row


@pytest.mark.parametrize(
    "routes, problem",
    [
        ("external:\n  board: {name: Board, asked_by: nosuch}\n", "`board` hangs on the forum `nosuch`"),
        (
            "external:\n  board: {name: Board, asked_by: pf1, unless: xyz}\n",
            "`board` hangs on the forum `xyz`",
        ),
    ],
)
def test_a_destination_outside_hangs_on_a_forum_there_is(check, routes, problem):
    (found,) = check(routes, 1)
    assert found["problem"].startswith(problem)
    assert found["line"] == 2


def test_an_order_that_names_what_there_is_not_is_found(check):
    from remit.terms.routes_file import routes_of

    (found,) = check(f"order: [{', '.join(routes_of().order)}, xyz]\n", 1)
    assert "`xyz`, which is neither a forum nor a destination outside" in found["problem"]


@pytest.mark.parametrize(
    "routes, problem",
    [
        (with_row(ROW.replace("to: pf1", "to: xyz")), "Ours goes to xyz, which has no place in `order`"),
        (with_row(ROW.replace("kind: search", "colour: red")), "Ours asks for `colour`"),
        (with_row(ROW.replace("kind: search", "kind: serch")), "Ours holds `kind` against ['serch']"),
        (with_row(ROW.replace("why: As we do it., ", "")), ""),
        ("routes: [\n", ""),
    ],
)
def test_routes_that_cannot_be_read_are_errors_with_their_place(check, routes, problem):
    found = check(routes, 1)
    assert found
    assert all(row["severity"] == "error" and row["remedy"] for row in found)
    assert problem in found[0]["problem"]

"""`remit terms calendar` and `readings`, as somebody at a terminal or a script meets them."""

import json
from datetime import datetime
from pathlib import Path

import pytest

from remit.commands.main import main

ELSEWHERE = Path(__file__).parents[1] / "authorities" / "elsewhere"


@pytest.fixture
def calendar(capsys, monkeypatch):
    monkeypatch.delenv("REMIT_TERMS_DIR", raising=False)

    def run(forum: str, since: str, until: str, *more: str, part: str = "calendar"):
        assert main(["terms", part, forum, "--from", since, "--to", until, "--json", *more]) == 0
        return json.loads(capsys.readouterr().out)

    return run


def due(sitting, clause: str) -> list[str]:
    return [one["at"] for one in (*sitting["deadlines"], *sitting["after"]) if one["clause"] == clause]


def test_a_sitting_has_these_keys_and_every_time_has_its_offset(calendar):
    (sitting,) = calendar("marp", "2026-07-01", "2026-07-14")
    assert list(sitting) == ["forum", "date", "start", "end", "deadlines", "after", "warnings"]
    assert (sitting["forum"], sitting["date"]) == ("marp", "2026-07-07")
    assert (sitting["start"], sitting["end"]) == ("2026-07-07T14:00:00+01:00", "2026-07-07T16:30:00+01:00")
    for one in (*sitting["deadlines"], *sitting["after"]):
        assert list(one) == ["clause", "what", "at", "because"]
        assert datetime.fromisoformat(one["at"]).tzinfo
        assert one["because"]


def test_both_ends_belong_to_it(calendar):
    days = [sitting["date"] for sitting in calendar("marp", "2026-01-06", "2026-02-03")]
    assert days == ["2026-01-06", "2026-01-20", "2026-02-03"]


@pytest.mark.parametrize(
    "forum, first, second",
    [
        pytest.param("ror", "2026-01-01", "2026-01-08", marks=pytest.mark.clause("ROR-3")),
        pytest.param("rrg", "2026-01-21", "2026-02-18", marks=pytest.mark.clause("RRG-2")),
        pytest.param("marp", "2026-01-06", "2026-01-20", marks=pytest.mark.clause("MARP-2")),
        pytest.param("pct-pre", "2026-01-09", "2026-01-23", marks=pytest.mark.clause("PCT-2")),
        pytest.param("pct-court", "2026-01-02", "2026-01-16", marks=pytest.mark.clause("PCT-2")),
        pytest.param("ppm", "2026-01-08", "2026-01-22", marks=pytest.mark.clause("PPM-2")),
        pytest.param("pf1", "2026-01-02", "2026-01-09", marks=pytest.mark.clause("PF1-6")),
        pytest.param("pf2", "2026-01-07", "2026-01-14", marks=pytest.mark.clause("PF2-3")),
        pytest.param("pf3", "2026-01-02", "2026-01-09", marks=pytest.mark.clause("PF3-3")),
        pytest.param("rap", "2026-01-07", "2026-01-14", marks=pytest.mark.clause("RAP-2")),
        pytest.param("clp", "2026-01-27", "2026-03-24", marks=pytest.mark.clause("CLP-5")),
    ],
)
def test_each_forum_sits_on_its_days(calendar, forum, first, second):
    assert [sitting["date"] for sitting in calendar(forum, "2026-01-01", "2026-03-31")][:2] == [first, second]


@pytest.mark.clause("MARP-6")
@pytest.mark.parametrize(
    "meeting, deadline",
    [
        ("2026-01-06", "2025-12-23T16:00:00+00:00"),  # three bank holidays between, and seven working days
        ("2026-01-20", "2026-01-06T16:00:00+00:00"),  # an ordinary fortnight
        ("2026-04-14", "2026-03-31T16:00:00+01:00"),  # across Easter
    ],
)
def test_forms_are_due_on_the_tuesday_that_leaves_seven_working_days(calendar, meeting, deadline):
    (sitting,) = calendar("marp", meeting, meeting)
    assert due(sitting, "MARP-6") == [deadline]


@pytest.mark.clause("MARP-6")
def test_the_arithmetic_counts_the_meeting_and_not_the_deadline(calendar):
    (sitting,) = calendar("marp", "2026-01-06", "2026-01-06")
    because = next(one["because"] for one in sitting["deadlines"] if one["clause"] == "MARP-6")
    assert "7 working days lie between 23 December 2025 and 6 January 2026" in because


@pytest.mark.clause("ROR-8")
@pytest.mark.clause("ROR-14")
def test_what_falls_on_a_bank_holiday_monday_moves_to_tuesday_at_the_same_hours(calendar):
    (sitting,) = calendar("ror", "2026-05-07", "2026-05-07")
    assert due(sitting, "ROR-8") == ["2026-05-05T11:00:00+01:00"]
    assert due(sitting, "ROR-14") == ["2026-05-05T12:00:00+01:00", "2026-05-06T23:59:59+01:00"]
    assert due(sitting, "ROR-10") == [sitting["start"]]
    assert due(sitting, "ROR-20") == ["2026-05-08T23:59:59+01:00"]
    assert due(sitting, "ROR-4") == ["2026-05-14T15:00:00+01:00"]


@pytest.mark.clause("GOV-3")
@pytest.mark.clause("PF2-7")
@pytest.mark.clause("PF3-8")
@pytest.mark.parametrize(
    "forum, meeting, clause, at",
    [
        ("marp", "2026-01-06", "GOV-3", "2026-01-09"),
        ("pct-pre", "2026-01-09", "GOV-3", "2026-01-12"),
        ("pct-court", "2026-01-16", "GOV-3", "2026-01-19"),
        ("pf1", "2026-01-09", "GOV-3", "2026-01-12"),  # calendar days
        ("ppm", "2026-01-22", "GOV-3", "2026-01-25"),  # a Sunday, and it does not roll
        ("pf2", "2026-01-07", "PF2-7", "2026-01-12"),  # working days
        ("pf3", "2026-04-02", "PF3-8", None),
        ("pf3", "2026-04-10", "PF3-8", "2026-04-15"),
    ],
)
def test_minutes_are_due_in_calendar_days_unless_the_forum_says_working_days(
    calendar, forum, meeting, clause, at
):
    found = [due(sitting, clause) for sitting in calendar(forum, meeting, meeting)]
    assert found == ([[f"{at}T23:59:59+{'01' if at > '2026-03-29' else '00'}:00"]] if at else [])


@pytest.mark.clause("RAP-6")
@pytest.mark.clause("RAP-16")
def test_papers_come_by_eleven_the_pack_goes_the_day_before_and_minutes_go_with_the_next(calendar):
    (sitting,) = calendar("rap", "2026-01-14", "2026-01-14")
    assert due(sitting, "RAP-6") == [
        "2026-01-13T23:59:59+00:00", "2026-01-14T11:00:00+00:00", "2026-01-14T11:00:00+00:00",
    ]  # fmt: skip
    assert due(sitting, "RAP-16") == ["2026-01-20T23:59:59+00:00"]


@pytest.mark.clause("CLP-3")
@pytest.mark.clause("CLP-8")
def test_the_red_list_goes_fourteen_days_before_and_partners_answer_by_the_working_day_before(calendar):
    (sitting,) = calendar("clp", "2026-01-01", "2026-01-31")
    assert set(due(sitting, "CLP-3")) == {"2026-01-13T23:59:59+00:00"}
    assert due(sitting, "CLP-8") == ["2026-01-26T23:59:59+00:00"]


@pytest.mark.clause("RRG-9")
def test_notes_of_the_review_group_follow_in_seven_days(calendar):
    (sitting,) = calendar("rrg", "2026-02-01", "2026-02-28")
    assert due(sitting, "RRG-9") == ["2026-02-25T23:59:59+00:00"]


@pytest.mark.clause("PCT-6")
@pytest.mark.clause("PF1-6")
@pytest.mark.clause("PF3-5")
@pytest.mark.parametrize(
    "forum, meeting, clause, at",
    [
        ("pct-court", "2026-01-16", "PCT-6", "2026-01-15T23:59:59+00:00"),
        ("pf1", "2026-01-16", "PF1-6", "2026-01-14T12:00:00+00:00"),
        ("pf3", "2026-01-16", "PF3-5", "2026-01-09T23:59:59+00:00"),
    ],
)
def test_papers_and_updates_are_due_ahead_of_the_meeting(calendar, forum, meeting, clause, at):
    (sitting,) = calendar(forum, meeting, meeting)
    assert due(sitting, clause) == [at]


clause = pytest.mark.clause


@pytest.mark.parametrize(
    "forum, meeting, asks, at",
    [
        pytest.param("ror", "2026-01-15", "ROR-10", ["2026-01-15T15:00:00+00:00"], marks=clause("ROR-10")),
        pytest.param("ror", "2026-01-15", "ROR-13", ["2026-01-12T12:00:00+00:00"], marks=clause("ROR-13")),
        pytest.param("ror", "2026-02-26", "ROR-19", ["2026-02-26T23:59:59+00:00"], marks=clause("ROR-19")),
        pytest.param("rrg", "2026-02-18", "RRG-5", ["2026-02-18T10:00:00+00:00"], marks=clause("RRG-5")),
        pytest.param("rrg", "2026-02-18", "RRG-10", ["2026-02-25T23:59:59+00:00"], marks=clause("RRG-10")),
        pytest.param("pct-pre", "2026-01-23", "PCT-5", ["2026-01-23T10:00:00+00:00"], marks=clause("PCT-5")),
        pytest.param("pf2", "2026-01-21", "PF2-5", ["2026-01-21T09:00:00+00:00"], marks=clause("PF2-5")),
        pytest.param("pf3", "2026-01-23", "PF3-4", ["2026-01-23T12:30:00+00:00"], marks=clause("PF3-4")),
        pytest.param("rap", "2026-01-14", "RAP-14", ["2026-01-13T23:59:59+00:00"], marks=clause("RAP-14")),
        pytest.param("rap", "2026-01-14", "RAP-15", ["2026-01-14T23:59:59+00:00"], marks=clause("RAP-15")),
        pytest.param("rap", "2026-01-14", "RAP-17", ["2026-01-15T23:59:59+00:00"], marks=clause("RAP-17")),
        pytest.param("rap", "2026-01-07", "RAP-18", ["2026-01-07T23:59:59+00:00"], marks=clause("RAP-18")),
        pytest.param("rap", "2026-04-01", "RAP-30", ["2026-04-01T23:59:59+01:00"], marks=clause("RAP-30")),
        pytest.param("clp", "2026-01-27", "CLP-6", ["2026-01-27T10:00:00+00:00"], marks=clause("CLP-6")),
        pytest.param("clp", "2026-01-27", "CLP-11", ["2026-02-10T23:59:59+00:00"], marks=clause("CLP-11")),
    ],
)
def test_what_goes_with_a_sitting_is_due_then(calendar, forum, meeting, asks, at):
    (sitting,) = calendar(forum, meeting, meeting)
    assert due(sitting, asks) == at


def test_what_falls_on_some_sittings_only_is_not_told_at_the_others(calendar):
    others = calendar("rap", "2026-01-08", "2026-03-31")
    assert len(others) == 11
    assert all(due(sitting, "RAP-18") == [] for sitting in others)


@pytest.mark.clause("PPM-2")
def test_a_meeting_that_the_same_services_have_elsewhere_is_warned_of(calendar):
    clashes = [sitting["warnings"] for sitting in calendar("ror", "2026-01-08", "2026-01-15")]
    assert [len(warned) for warned in clashes] == [1, 0]
    assert clashes[0][0]["clause"] == "ROR-3"
    assert "PPM (PPM-2) sits at the same time" in clashes[0][0]["text"]
    assert any(
        "ROR (ROR-3)" in one["text"] for one in calendar("ppm", "2026-01-08", "2026-01-08")[0]["warnings"]
    )


@pytest.mark.clause("PF1-6")
def test_a_meeting_on_a_bank_holiday_is_warned_of_with_its_name(calendar):
    (sitting,) = calendar("pf1", "2026-04-03", "2026-04-03")
    assert [one["clause"] for one in sitting["warnings"]] == ["PF1-6"]
    assert "Good Friday" in sitting["warnings"][0]["text"]


def test_another_authoritys_forum_has_its_calendar_too(calendar):
    (sitting,) = calendar("huddle", "2026-01-06", "2026-01-06", "--authority", str(ELSEWHERE))
    assert due(sitting, "HUD-13")[0] == "2026-01-02T10:00:00+00:00"
    assert due(sitting, "HUD-5") == ["2025-12-31T15:00:00+00:00", *["2026-01-05T17:00:00+00:00"] * 2]


def test_days_the_wrong_way_round_and_forums_that_are_not_there_are_wrong_usage(capsys):
    for wrong in (["marp", "--from", "2026-02-01", "--to", "2026-01-01"], ["nope", "--from", "2026-01-01", "--to", "2026-02-01"], ["marp", "--from", "soon", "--to", "later"]):  # fmt: skip
        assert main(["terms", "calendar", *wrong]) == 2
        said = capsys.readouterr()
        assert (said.out, bool(said.err)) == ("", True)


@pytest.mark.clause("MARP-6")
def test_the_other_readings_of_the_cut_off_are_worked_out_on_real_dates(calendar):
    (row,) = calendar("marp", "2026-01-20", "2026-01-20", part="readings")
    assert row["clause"] == "MARP-6"
    found = [row["sittings"], *(other["sittings"] for other in row["alternatives"])]
    assert [one[0]["deadlines"][0]["at"] for one in found] == [
        "2026-01-06T16:00:00+00:00",
        "2026-01-13T16:00:00+00:00",
        "2026-01-09T16:00:00+00:00",
    ]


@pytest.mark.clause("PCT-2")
def test_the_other_reading_of_the_two_hours_is_worked_out_on_real_dates(calendar):
    pre = calendar("pct-pre", "2026-01-05", "2026-01-18", part="readings")[0]
    court = calendar("pct-court", "2026-01-05", "2026-01-18", part="readings")[0]
    as_read = [(sat["date"], sat["start"][11:16]) for sat in (*pre["sittings"], *court["sittings"])]
    otherwise = [
        (sat["date"], sat["start"][11:16], sat["end"][11:16])
        for row in (pre, court)
        for sat in row["alternatives"][0]["sittings"]
    ]
    assert as_read == [("2026-01-09", "10:00"), ("2026-01-16", "10:00")]
    assert otherwise == [("2026-01-09", "10:00", "11:00"), ("2026-01-09", "11:00", "12:00")]


@pytest.mark.parametrize("typed", ["2026-02-30", "soon", "2026-13"])
def test_a_day_that_is_none_is_refused_in_plain_words(capsys, typed):
    assert main(["terms", "calendar", "ror", "--from", typed, "--to", "2026-12-01"]) == 2
    assert f"--from: {typed} is not a day. Write one like 2026-10-01." in capsys.readouterr().err


@pytest.mark.parametrize("typed", ["2026-02-30", "9999-12-31", "0001-01-01T00:00+14:00"])
def test_a_time_that_is_none_is_refused_in_plain_words(capsys, typed):
    assert main(["due", "--as-of", typed, "--as", "somebody"]) == 2
    assert f"{typed} is not a time. Write one like 2026-10-01T16:00" in capsys.readouterr().err

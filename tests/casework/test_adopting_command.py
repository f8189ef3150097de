"""`remit terms adopt` and `--adopted`, as an administrator at a terminal meets them."""

import json
from datetime import date, time, timedelta

import pytest

from remit.casework.planning import call_meeting, cancel_meeting, move_meeting, plan_meetings
from remit.commands.main import main
from remit.records.forums import SeatHolding, TermsVersion
from remit.records.meetings import Meeting
from remit.rules.text import shown_date
from remit.rules.viewers import Post
from remit.terms import load
from tests.factories import NOW, TODAY, a_forum, staff, viewer_of

pytestmark = pytest.mark.django_db

NEXT_WEEK = TODAY + timedelta(days=7)


@pytest.fixture
def remit(capsys, monkeypatch):
    monkeypatch.delenv("REMIT_TERMS_DIR", raising=False)

    def run(*args: object):
        code = main(["terms", *map(str, args), "--json"])
        return code, json.loads(capsys.readouterr().out or "null")

    return run


@pytest.fixture
def marp():
    """The forum, on terms that read the cut-off as the Tuesday before."""
    shipped = load.merged("marp")
    other = load.read_otherwise(shipped, shipped.clauses["MARP-6"].alternatives[0].change)
    return a_forum("marp", terms=other, seats=False)


@pytest.mark.clause("MARP-6")
def test_a_preview_tells_every_date_that_moves_and_changes_nothing(remit, marp):
    code, (row,) = remit("adopt", "--from", NEXT_WEEK)
    assert code == 0
    assert list(row) == ["forum", "from", "to", "changes", "adopted"]
    assert (row["forum"], row["from"], row["adopted"]) == ("marp", NEXT_WEEK.isoformat(), None)
    deadlines = [one for one in row["changes"] if one["kind"] == "deadline"]
    assert len(deadlines) == 26
    assert {one["clause"] for one in deadlines} == {"MARP-6"}
    assert [one["what"] for one in row["changes"] if one["kind"] == "term"] == ["submission.cutoff.due"]
    assert TermsVersion.objects.filter(forum=marp).count() == 1


def test_an_administrator_adopts_after_seeing_what_changes_and_a_second_time_changes_nothing(remit, marp):
    who = staff(posts=[Post.ADMINISTRATOR])
    code, (row,) = remit("adopt", "marp", "--from", NEXT_WEEK, "--as", who.username)
    assert (code, row["adopted"]) == (0, {"new": True, "meetings": 0})
    code, (row,) = remit("adopt", "marp", "--from", NEXT_WEEK, "--as", who.username)
    assert (code, row["adopted"]["new"], row["changes"]) == (0, False, [])


def test_nobody_else_adopts(remit, marp):
    who = staff()
    code, answer = remit("adopt", "marp", "--from", NEXT_WEEK, "--as", who.username)
    assert code == 1
    assert answer["refused"]["problem"]
    assert TermsVersion.objects.filter(forum=marp).count() == 1


@pytest.mark.clause("MARP-6")
def test_what_is_adopted_counts_where_it_is_asked_for(remit, marp):
    shipped = remit("calendar", "marp", "--from", "2027-01-01", "--to", "2027-02-01")[1]
    adopted = remit("calendar", "marp", "--from", "2027-01-01", "--to", "2027-02-01", "--adopted")[1]
    assert [row["date"] for row in shipped] == [row["date"] for row in adopted]
    cutoffs = [
        [due["at"] for row in rows for due in row["deadlines"] if due["clause"] == "MARP-6"]
        for rows in (shipped, adopted)
    ]
    assert all(
        date.fromisoformat(one[:10]) < date.fromisoformat(two[:10]) for one, two in zip(*cutoffs, strict=True)
    )


@pytest.mark.clause("MARP-2")
def test_meetings_that_were_moved_called_or_cancelled_stand_as_they_were_changed(remit):
    forum = a_forum("marp", seats=True)
    chair = viewer_of(SeatHolding.objects.get(forum=forum, seat="chair").staff)
    plan_meetings(forum="marp", until=TODAY + timedelta(weeks=7), actor=chair, now=NOW)
    first, second, third = Meeting.objects.order_by("date")[:3]
    hours = {"start": time(9), "end": time(11), "actor": chair, "now": NOW}
    to = first.date + timedelta(days=1)
    move_meeting(meeting_id=first.pk, seen=first.revision, to=to, why="The room is taken", **hours)
    cancel_meeting(meeting_id=second.pk, seen=second.revision, why="Nothing to hear", actor=chair, now=NOW)
    called = call_meeting(forum="marp", on=second.date + timedelta(days=2), **hours)
    rows = remit("calendar", "marp", "--from", TODAY, "--to", third.date, "--adopted")[1]
    days = [row["date"] for row in rows]
    assert days == [to.isoformat(), Meeting.objects.get(pk=called).date.isoformat(), third.date.isoformat()]
    assert rows[0]["start"][11:16] == "09:00"
    assert [warned["text"] for row in rows[:2] for warned in row["warnings"]] == [
        f"Moved from {shown_date(first.date)}.",
        "An extraordinary meeting.",
    ]


def test_only_what_is_switched_on_is_listed_with_its_date(remit, marp):
    code, rows = remit("list", "--adopted")
    assert code == 0
    assert [(row["id"], row["on"]) for row in rows] == [("marp", marp.live_from.isoformat())]
    code, rows = remit("check", "--adopted")
    assert code == 0
    assert {row["line"] for row in rows} == {None}
    assert remit("calendar", "ror", "--from", "2027-01-01", "--to", "2027-02-01", "--adopted")[0] == 2


def test_a_forum_that_is_not_switched_on_is_refused_and_says_what_to_do(remit, marp):
    code, said = remit("adopt", "pf1", "--from", NEXT_WEEK)
    assert code == 1
    assert said["refused"]["problem"] == "The forum pf1 is not switched on."
    assert "switches it on" in said["refused"]["remedy"]


@pytest.fixture
def two_at_once(monkeypatch):
    """Two forums that meet on the same Thursdays, every seat filled, and somebody who sits on both."""
    ppm, ror = a_forum("ppm"), a_forum("ror")
    both = SeatHolding.objects.filter(forum=ror).order_by("id").first().staff
    SeatHolding.objects.filter(forum=ppm).update(capacity="deputy")
    SeatHolding.objects.filter(forum=ppm, seat="chair").update(staff=both)
    return both


def clashes(remit, day: str) -> list[str]:
    _, (sitting,) = remit("calendar", "ppm", "--from", day, "--to", day, "--adopted")
    return [one["text"] for one in sitting["warnings"]]


@pytest.mark.clause("PPM-2")
def test_the_people_who_sit_on_two_forums_at_once_are_named(remit, two_at_once):
    found = [text for text in clashes(remit, "2026-10-29") if "sits at the same time" in text]
    assert found == [
        f"ROR (ROR-3) sits at the same time, and {two_at_once.name} sits on both, and both have seats for "
        "Children in care."
    ], "nobody holds the seats of one of them, so the service may be wanted twice as well"
    SeatHolding.objects.update(capacity="holder")
    assert clashes(remit, "2026-10-29") == [
        f"ROR (ROR-3) sits at the same time, and {two_at_once.name} sits on both."
    ]
    SeatHolding.objects.filter(staff=two_at_once, forum__slug="ppm").update(until=date(2026, 10, 29))
    assert clashes(remit, "2026-10-15") == [
        f"ROR (ROR-3) sits at the same time, and {two_at_once.name} sits on both."
    ]


def test_the_check_of_what_is_adopted_names_them_too(remit, two_at_once):
    SeatHolding.objects.update(capacity="holder")
    _, rows = remit("check", "--adopted")
    (found,) = [row["problem"] for row in rows if "sit at the same time" in row["problem"]]
    assert found.endswith(f"and {two_at_once.name} sits on both.")

"""`remit cohort` and `remit due`: what they print, for whom, as of when, and that looking is logged."""

import json
from datetime import date, timedelta

import pytest

from remit.casework.undoing_returns import undo_return
from remit.commands.main import main
from remit.records.audit import Look
from remit.records.fact_store import put_facts
from remit.rules.cohorts import COHORTS
from remit.rules.facts import fact
from tests.casework.returned import a_return, data_officer, episode, load
from tests.casework.rooms import a_room
from tests.factories import NOW, a_child, a_restricted_child, a_team, an_entry, staff
from tests.factories.people import Post

PLACED = {"provider": "", "urn": "", "postcode": "", "location": "", "authority": "", "why_changed": ""}
WEEK = NOW + timedelta(days=7)
DAY = timedelta(days=1)


@pytest.fixture
def run(db, capsys):
    """Run a command with --json as somebody: (exit code, the document)."""

    def run(*words, user="data-officer"):
        code = main([*words, "--json", "--as", user])
        return code, json.loads(capsys.readouterr().out)

    return run


def ids(rows):
    return [row["person_id"] for row in rows]


def test_a_cohort_names_its_children_since_when_and_because_of_what(run):
    loaded = load(a_return(episode("701", "2026-04-01", place="K2"), episode("702", "2026-04-01")))
    code, rows = run("cohort", "residential")
    assert code == 0
    assert rows == [
        {
            "person_id": "701",
            "since": "2026-04-01",
            "because": "In residential care (K2) since 1 April 2026",
            "source": f"import:{loaded.import_ref}",
        }
    ]


@pytest.mark.parametrize(
    "name",
    [
        "looked-after",
        "residential",
        "out-of-authority",
        "unregistered",
        "supported",
        "unaccompanied",
        "high-cost",
        "care-leavers",
        "second-review",
        "action-list",
    ],
)
def test_every_cohort_of_the_issue_can_be_asked(run, name):
    assert run("cohort", name) == (0, [])


def test_a_cohort_there_is_not_is_refused(run):
    code, answer = run("cohort", "lost")
    assert code == 1
    assert "There is no cohort" in answer["refused"]["problem"]


def test_any_past_day_can_be_asked(run):
    load(
        a_return(
            episode("701", "2026-04-01", "2026-06-01", place="K2"), episode("701", "2026-06-01", rne="P")
        )
    )
    assert ids(run("cohort", "residential", "--as-of", "2026-05-31")[1]) == ["701"]
    assert ids(run("cohort", "residential", "--as-of", "2026-06-01")[1]) == []
    assert ids(run("cohort", "residential")[1]) == []


def test_what_was_known_at_a_time_can_be_asked(run):
    load(a_return(episode("701", "2026-04-01", place="U4")))
    load(a_return(episode("701", "2026-04-01", place="K2")), now=WEEK)
    before = (WEEK - DAY).date().isoformat()
    assert ids(run("cohort", "residential", "--as-of", "2026-09-01")[1]) == ["701"]
    assert ids(run("cohort", "residential", "--as-of", "2026-09-01", "--known-at", before)[1]) == []
    assert ids(run("cohort", "looked-after", "--known-at", (NOW - DAY).date().isoformat())[1]) == []


def test_a_placement_whose_code_was_put_right_is_listed_though_it_began_before_the_code(run):
    load(a_return(episode("701", "2023-06-01", place="K3"), episode("702", "2024-06-01", place="Z12")))
    assert ids(run("cohort", "supported")[1]) == ["701"]
    assert ids(run("cohort", "unregistered")[1]) == ["702"]


def test_a_child_whose_load_was_undone_keeps_the_id_they_were_known_by(run):
    loaded = load(a_return(episode("701", "2026-04-01", place="K2")))
    undo_return(import_ref=loaded.import_ref, actor=data_officer(), now=WEEK)
    assert run("cohort", "residential") == (0, [])
    known = ["--known-at", (WEEK - DAY).isoformat()]
    assert ids(run("cohort", "residential", "--as-of", "2026-09-01", *known)[1]) == ["701"]


def test_a_child_loaded_again_is_known_by_the_same_number_before_and_after(run):
    officer = data_officer()
    in_residential = a_return(episode("701", "2026-04-01", place="K2"), episode("702", "2026-04-01"))
    first = load(in_residential, officer)
    second = load(
        a_return(episode("701", "2026-04-01"), episode("702", "2026-04-01")), officer, now=NOW + DAY
    )
    for done in (second, first):
        undo_return(import_ref=done.import_ref, actor=officer, now=NOW + 2 * DAY)
    load(in_residential, officer, now=WEEK)
    for known in (NOW, NOW + DAY, NOW + 2 * DAY, WEEK):
        said = run("cohort", "looked-after", "--as-of", "2026-09-01", "--known-at", known.isoformat())[1]
        assert ids(said) == ([] if known == NOW + 2 * DAY else ["701", "702"]), known
    assert ids(run("cohort", "residential")[1]) == ["701"]


def test_out_unknown_and_in_are_listed_apart(run):
    load(a_return(episode("701", "2026-04-01")))
    for number, where in {"702": "out", "703": "in"}.items():
        child = a_child(person_id=number)
        looked_after(child)
        said = fact("placement", date(2026, 4, 1), place="U4", **PLACED | {"location": where})
        put_facts([(child.pk, said)], now=NOW, source="seed")
    listed = {
        name: ids(run("cohort", name)[1])
        for name in ("out-of-authority", "out-of-authority-unknown", "out-of-authority-in")
    }
    assert list(listed.values()) == [["702"], ["701"], ["703"]]


@pytest.mark.parametrize("name", COHORTS)
def test_a_line_of_any_cohort_says_four_things(run, name):
    child = a_child(person_id="701", date_of_birth=date(2010, 1, 1))
    an_entry(child, risk="high")
    said = [fact("care", date(2024, 4, 1), need="N1", why_ended="")]
    place = {"unregistered": "Z12", "supported": "K3"}.get(name, "K2")
    where = {"out-of-authority": "out", "out-of-authority-in": "in"}.get(name, "")
    said.append(fact("placement", date(2025, 5, 1), place=place, **PLACED | {"location": where}))
    said += [fact("review", date(2025, month, 1), date(2025, month, 2), code="PN1") for month in (6, 9)]
    said += [
        fact("unaccompanied", date(2024, 4, 1), why=""),
        fact("cost", date(2026, 1, 1), weekly_pence=500_000),
    ]
    put_facts([(child.pk, one) for one in said], now=NOW, source="seed")
    code, rows = run("cohort", name)
    assert code == 0
    assert [list(row) for row in rows] == [["person_id", "since", "because", "source"]]
    assert all(rows[0].values())


def test_the_action_list_is_a_cohort_since_the_first_day_of_the_entry(run):
    child = a_child(person_id="701")
    an_entry(child, risk="high")
    _, (row,) = run("cohort", "action-list")
    assert row["person_id"] == "701"


def looked_after(child):
    put_facts([(child.pk, fact("care", date(2026, 4, 1), need="N1", why_ended=""))], now=NOW, source="seed")


def test_each_sees_the_children_they_may_see(run):
    worker, team = staff(), a_team()
    manager = staff(posts=[(Post.TEAM_MANAGER, team)])
    for number, fields in {"701": {"worker": worker, "team": team}, "702": {}}.items():
        looked_after(a_child(person_id=number, **fields))
    assert ids(run("cohort", "looked-after", user=worker.username)[1]) == ["701"]
    assert ids(run("cohort", "looked-after", user=manager.username)[1]) == ["701"]
    assert ids(run("cohort", "looked-after", user=staff().username)[1]) == []
    assert ids(run("cohort", "looked-after")[1]) == ["701", "702"]


def test_a_restricted_child_is_in_the_list_of_who_is_named_only(run):
    named = staff(posts=[Post.DIRECTOR])
    looked_after(a_restricted_child(named, person_id="00999"))
    assert ids(run("cohort", "looked-after", user=named.username)[1]) == ["00999"]
    assert ids(run("cohort", "looked-after")[1]) == []


@pytest.mark.look
def test_looking_at_a_cohort_is_logged(run):
    looked_after(a_child(person_id="701"))
    run("cohort", "looked-after")
    look = Look.objects.get()
    assert (look.route, look.viewer.username, look.persons.count()) == ("remit cohort", "data-officer", 1)


def test_duties_are_listed_with_their_forum_meeting_owner_and_subject(run):
    room = a_room()
    code, rows = run("due")
    assert code == 0
    assert rows
    assert set(rows[0]) == {
        "id", "clause", "forum", "meeting", "owner", "subject", "raised_at", "due_at", "state",
        "discharged_at", "evidence",
    }  # fmt: skip
    slug = room.meeting.forum.slug
    assert {row["forum"] for row in run("due", "--forum", slug)[1]} == {slug}
    assert run("due", "--forum", "lost")[0] == 1


def test_where_no_forum_runs_yet_that_is_said(run):
    code, answer = run("due", "--forum", "ror")
    assert code == 1
    assert answer["refused"]["remedy"].startswith("No forum runs here yet.")


def test_nothing_was_owed_before_it_was_raised(run):
    a_room()
    assert run("due", "--as-of", "2020-01-01") == (0, [])

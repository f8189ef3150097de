"""Who works with a child, typed by hand: provisional until a file of allocations says the same; otherwise a person is asked."""

import json
from datetime import date, timedelta

import pytest

from remit.casework.children import allocate
from remit.casework.facts import settle_contradiction
from remit.commands.main import main
from remit.records.children import Allocation
from remit.records.facts import Contradiction
from remit.rules.outcomes import NotAllowed, Refused, Stale
from remit.rules.viewers import Post
from tests.factories import NOW, TODAY, a_child, a_team, staff, viewer_of
from tests.web.children.world import a_world

DAY = timedelta(days=1)
LAST_WEEK = TODAY - 7 * DAY
HEADINGS = "Child id,Worker,Team,From,Until"


@pytest.fixture
def world(db):
    world = a_world()
    new = staff("Ottoline Farrowdale", team=world.team)
    allocate(
        child_id=world.child.pk,
        worker_id=new.pk,
        team_id=world.team.pk,
        since=LAST_WEEK,
        told="Agreed in supervision",
        actor=viewer_of(world.people["team_manager"]),
        now=NOW,
    )
    world.people["new"] = new
    return world


@pytest.fixture
def run(world, capsys, tmp_path):
    """Load a file of these lines; {id}, {old}, {new} and {team} stand for those of the world."""

    def run(*lines, options=("--apply",), command=("import", "allocations")):
        names = {
            "id": world.child.identifiers.get().value,
            "old": world.people["social_worker"].username,
            "new": world.people["new"].username,
            "team": world.team.name,
        }
        path = tmp_path / "allocations.csv"
        path.write_text("\n".join([HEADINGS, *(line.format(**names) for line in lines)]) + "\n")
        code = main([*command, str(path), "--json", *options])
        return code, json.loads(capsys.readouterr().out)

    return run


def held(world):
    return Allocation.objects.on(TODAY).get(person=world.child)


def test_a_file_that_says_the_same_confirms_it(world, run):
    code, answer = run("{id},{new},{team},07/10/2026,")
    assert (code, answer["changed"], answer["conflicts"]) == (0, 1, 0)
    assert answer["rows"][0]["changes"] == {"confirmed": ["", answer["rows"][0]["changes"]["confirmed"][1]]}
    now = held(world)
    assert (now.worker, now.since, now.provisional) == (world.people["new"], LAST_WEEK, False)
    assert run("{id},{new},{team},07/10/2026,")[1]["unchanged"] == 1
    assert Contradiction.objects.count() == 0


def test_a_file_that_does_not_say_since_when_confirms_the_day_too(world, run):
    assert run("{id},{new},{team},,")[1]["changed"] == 1
    assert (held(world).since, held(world).provisional) == (LAST_WEEK, False)


@pytest.mark.parametrize(
    "line, since, until",
    [
        ("{id},{old},{team},,", "2026-10-07", None),
        ("{id},{old},{team},01/09/2026,", "2026-09-01", None),
        ("{id},{new},{team},01/10/2026,", "2026-10-01", None),
        ("{id},{new},{team},01/10/2026,12/10/2026", "2026-10-01", "2026-10-12"),
    ],
)
def test_a_file_that_says_otherwise_changes_nothing_and_asks_a_person_once(world, run, line, since, until):
    code, answer = run(line)
    assert (code, answer["applied"], answer["changed"], answer["conflicts"]) == (0, True, 0, 1)
    assert answer["rows"][0]["kind"] == "conflict"
    assert (held(world).worker, held(world).provisional) == (world.people["new"], True)
    asked = Contradiction.objects.get()
    assert (asked.kind, asked.person, asked.imported.ref) == ("allocation", world.child, answer["import_id"])
    assert (asked.offered["since"], asked.offered["until"]) == (since, until)
    run(line)
    assert Contradiction.objects.count() == 1


def test_another_version_overtakes_the_one_that_waited(world, run):
    run("{id},{old},{team},,")
    run("{id},,{team},,")
    assert sorted(Contradiction.objects.values_list("state", flat=True)) == ["open", "overtaken"]


def test_what_ends_in_a_file_and_goes_on_with_somebody_else_in_the_next_row_is_no_contradiction(world, run):
    code, answer = run("{id},{old},{team},12/10/2026,", "{id},{new},{team},07/10/2026,12/10/2026")
    assert (code, answer["changed"], answer["conflicts"]) == (0, 2, 0)
    assert held(world).worker == world.people["social_worker"]
    ended = Allocation.objects.known().get(worker=world.people["new"])
    assert (ended.until, ended.provisional) == (date(2026, 10, 12), False)


def test_undoing_the_file_takes_the_question_back(world, run, capsys):
    _, answer = run("{id},{old},{team},,")
    assert main(["import", "undo", answer["import_id"], "--json"]) == 0
    assert Contradiction.objects.get().state == "undone"
    assert held(world).provisional


@pytest.fixture
def asked(world, run):
    run("{id},{old},{team},01/09/2026,")
    return Contradiction.objects.get()


def settle(asked, world, take, by="team_manager"):
    settle_contradiction(
        contradiction_ref=asked.ref,
        take=take,
        why="The team manager confirmed it",
        actor=viewer_of(world.people[by]),
        now=NOW,
    )


def test_undoing_the_file_whose_version_was_taken_puts_back_who_was_typed(world, asked, capsys):
    settle(asked, world, take=True)
    assert held(world).worker == world.people["social_worker"]
    assert main(["import", "undo", asked.imported.ref, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["left"] == 0
    assert (held(world).worker, held(world).provisional) == (world.people["new"], True)


def test_both_versions_stand_beside_each_other_with_what_follows(world, asked, signed_in):
    shown = signed_in(world.people["team_manager"]).get("/record/contradictions").content.decode()
    typed, loaded = shown.split("What the file says</h3>")
    assert "Who works with the child" in typed
    assert "Agreed in supervision" in typed
    assert "If it is so, Ottoline Farrowdale sees the record and owes what the child" in typed
    old = world.people["social_worker"].name
    assert f"If it is so, {old} sees the record and owes what the child" in loaded
    assert "File of allocations loaded by" in loaded
    assert "How you know" in loaded


def test_who_works_with_the_child_sees_the_question_and_does_not_settle_it(world, asked, signed_in):
    shown = signed_in(world.people["new"]).get("/record/contradictions").content.decode()
    assert "The manager of the child" in shown
    assert "How you know" not in shown
    with pytest.raises(NotAllowed, match="change who works"):
        settle(asked, world, take=True, by="new")


def test_what_was_typed_can_stand(world, asked, run):
    settle(asked, world, take=False)
    assert (held(world).worker, held(world).provisional) == (world.people["new"], True)
    run("{id},{old},{team},01/09/2026,")
    assert Contradiction.objects.get().state == "kept"


def test_what_the_file_said_can_take_its_place(world, asked):
    settle(asked, world, take=True)
    now = held(world)
    assert (now.worker, now.since, now.provisional) == (
        world.people["social_worker"],
        date(2026, 9, 1),
        False,
    )
    assert now.source == f"import:{asked.imported.ref}"
    assert Allocation.objects.known().filter(person=world.child, worker=world.people["new"]).count() == 0


def test_a_question_about_what_moved_since_is_looked_at_again(world, asked, signed_in):
    allocate(
        child_id=world.child.pk,
        worker_id=None,
        team_id=world.team.pk,
        since=TODAY,
        told="A call",
        actor=viewer_of(world.people["team_manager"]),
        now=NOW,
    )
    with pytest.raises(Stale):
        settle(asked, world, take=True)
    shown = signed_in(world.people["team_manager"]).get("/record/contradictions").content.decode()
    assert "Nothing contradicts what was typed" in shown


def test_without_a_source_nobody_is_allocated(world):
    with pytest.raises(Refused, match="where you have it from"):
        allocate(
            child_id=a_child().pk,
            worker_id=None,
            team_id=a_team().pk,
            since=TODAY,
            told=" ",
            actor=viewer_of(staff(posts=[Post.DATA_OFFICER])),
            now=NOW,
        )


def test_the_time_line_does_not_tell_who_was_put_right_the_same_day(world, signed_in):
    typed = {"child_id": world.child.pk, "team_id": world.team.pk, "since": TODAY, "told": "A call"}
    manager = viewer_of(world.people["team_manager"])
    wrong, right = staff("Wrongly Chosen", team=world.team), staff("Rightly Chosen", team=world.team)
    for worker in (wrong, right):
        allocate(worker_id=worker.pk, actor=manager, now=NOW, **typed)
    address = f"/children/{world.child.subject.ref}"
    shown = signed_in(world.people["team_manager"]).get(address).content.decode()
    assert "Allocated to Rightly Chosen" in shown
    assert "Allocated to Wrongly Chosen" not in shown
    assert "Allocated to Ottoline Farrowdale" in shown

"""`remit import people|seats|allocations`: what they print, what they store, who loses and gains access."""

import json
import os
import resource
from datetime import date, timedelta

import pytest

from remit.casework.leaving import let_leavers_go
from remit.commands.main import main
from remit.reading.viewers import viewer_for
from remit.records.audit import AuditEvent
from remit.records.children import Allocation
from remit.records.forums import SeatHolding
from remit.records.people import PostHolding, Staff, TeamMembership, Unit
from remit.records.placements_list import Import
from remit.rules.viewers import Post
from tests.factories import NOW, TODAY, a_child, a_forum, a_team, a_unit, staff

SHAPE = {"import_id", "applied", "new", "changed", "unchanged", "vanished", "conflicts", "rows", "faults", "warnings", "unlinked"}  # fmt: skip
DAY = timedelta(days=1)
PEOPLE = "Username,Name,Email,Job title,Role,Team,Service,Area,From,Until"
SEATS = "Forum,Seat,Username,Deputy,From,Until"
ALLOCATIONS = "Child id,Worker,Team,From,Until"
ADA = "ada.thimble,Ada Thimble,ada@council.example,Social worker,,North,Localities,Children,01/09/2026,"
BEA = "bea.lockhart,Bea Lockhart,,Team manager,team manager,North,Localities,Children,01/09/2026,"


@pytest.fixture
def run(db, capsys, tmp_path):
    """Run an import of these lines: (exit code, the document)."""

    def run(kind, *lines, options=("--apply",)):
        heading = {"people": PEOPLE, "seats": SEATS, "allocations": ALLOCATIONS}[kind]
        path = tmp_path / f"{kind}.csv"
        path.write_text("\n".join([heading, *lines]) + "\n")
        code = main(["import", kind, str(path), "--json", *options])
        out = capsys.readouterr().out
        return code, json.loads(out)

    return run


def undo(answer, capsys):
    code = main(["import", "undo", answer["import_id"], "--json"])
    return code, json.loads(capsys.readouterr().out)


def counts(answer):
    return tuple(answer[name] for name in ("new", "changed", "unchanged", "vanished"))


def team_of(username):
    return list(
        TeamMembership.objects.on(TODAY).filter(staff__username=username).values_list("team__name", flat=True)
    )


@pytest.mark.parametrize("kind", ["action-list", "people", "seats", "allocations"])
def test_a_file_of_many_gigabytes_is_refused_without_being_read(db, capsys, tmp_path, kind):
    large = tmp_path / "large.csv"
    with large.open("wb") as file:
        os.truncate(file.fileno(), 2**36)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert main(["import", kind, str(large), "--json"]) == 1
    (fault,) = json.loads(capsys.readouterr().out)["faults"]
    assert fault["problem"] == "The file is larger than 25 MB."
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200 * 1024


def test_without_apply_nothing_is_stored(run):
    code, answer = run("people", ADA, BEA, options=())
    assert (code, answer["applied"], answer["import_id"], counts(answer)) == (0, False, None, (2, 0, 0, 0))
    assert set(answer) >= SHAPE
    assert not Staff.objects.filter(is_service_account=False).exists()
    assert not Import.objects.exists()


def test_people_come_with_their_teams_services_and_posts(run):
    code, answer = run("people", ADA, BEA)
    assert (code, counts(answer)) == (0, (2, 0, 0, 0))
    assert team_of("ada.thimble") == ["North"]
    team = Unit.objects.get(kind="team", name="North")
    assert (team.parent.name, team.parent.parent.name) == ("Localities", "Children")
    post = PostHolding.objects.get(staff__username="bea.lockhart")
    assert (post.post, post.unit) == ("team_manager", team)
    ada = Staff.objects.get(username="ada.thimble")
    assert (ada.job_title, ada.has_usable_password()) == ("Social worker", False)
    assert AuditEvent.objects.filter(verb="staff_file.loaded").count() == 1


def test_the_same_people_twice_change_nothing(run):
    run("people", ADA, BEA)
    rows = TeamMembership.objects.count(), PostHolding.objects.count()
    code, answer = run("people", ADA, BEA)
    assert (code, counts(answer)) == (0, (0, 0, 2, 0))
    assert (TeamMembership.objects.count(), PostHolding.objects.count()) == rows


def test_a_move_to_another_team_ends_the_time_in_the_first(run):
    run("people", ADA, BEA)
    _, answer = run("people", ADA.replace("North", "South").replace("01/09/2026", "05/10/2026"), BEA)
    assert counts(answer) == (0, 1, 1, 0)
    assert team_of("ada.thimble") == ["South"]
    before = TeamMembership.objects.known().get(staff__username="ada.thimble", team__name="North")
    assert before.until.isoformat() == "2026-10-05"


def test_a_post_an_earlier_file_gave_ends_when_a_later_one_does_not_name_it(run):
    run("people", BEA)
    bea = Staff.objects.get(username="bea.lockhart")
    PostHolding.objects.create(
        staff=bea, post=Post.QUALITY_ASSURANCE.value, since=TODAY, recorded_at=NOW, source="staff:x"
    )
    run("people", BEA.replace(",team manager,", ",,"))
    held = PostHolding.objects.on(TODAY).filter(staff=bea)
    assert list(held.values_list("post", flat=True)) == ["quality_assurance"]


def test_who_is_not_in_the_file_has_vanished_and_stays(run):
    run("people", ADA, BEA)
    _, answer = run("people", ADA)
    assert counts(answer) == (0, 0, 1, 1)
    assert Staff.objects.get(username="bea.lockhart").is_active


def test_a_leaver_loses_access_that_day_and_the_children_stay_with_the_team(run):
    run("people", ADA, BEA)
    ada = Staff.objects.get(username="ada.thimble")
    child = a_child(person_id="701", worker=ada, team=Unit.objects.get(kind="team", name="North"))
    code, answer = run("people", ADA + "14/10/2026", BEA)
    assert (code, counts(answer)) == (0, (0, 1, 1, 0))
    ada.refresh_from_db()
    assert not ada.is_active
    assert viewer_for(ada.pk, now=NOW) is None
    held = Allocation.objects.on(TODAY).get(person=child)
    assert (held.worker, held.team.name) == (None, "North")
    assert team_of("ada.thimble") == []


def test_a_last_day_to_come_takes_effect_on_that_day(run):
    run("people", ADA + "20/10/2026", BEA)
    ada = Staff.objects.get(username="ada.thimble")
    assert viewer_for(ada.pk, now=NOW) is not None
    assert viewer_for(ada.pk, now=NOW + 6 * DAY) is None
    assert let_leavers_go(now=NOW + 5 * DAY) == 0
    assert let_leavers_go(now=NOW + 6 * DAY) == 1
    assert let_leavers_go(now=NOW + 6 * DAY) == 0


def test_duties_of_a_leaver_pass_to_the_manager_of_the_team(run):
    from remit.records.successors import successors

    run("people", ADA, BEA)
    ada, bea = (Staff.objects.get(username=name) for name in ("ada.thimble", "bea.lockhart"))
    assert successors([ada.pk], on=TODAY) == {}
    run("people", ADA + "14/10/2026", BEA)
    assert successors([ada.pk], on=TODAY) == {ada.pk: bea.pk}


def test_who_left_comes_back_with_the_day_they_did_and_not_without(run):
    run("people", ADA + "10/10/2026", BEA)
    _, answer = run("people", ADA, BEA)
    assert not Staff.objects.get(username="ada.thimble").is_active
    assert any("ada.thimble has left" in warning for warning in answer["warnings"])
    _, answer = run("people", ADA.replace("01/09/2026", "12/10/2026"), BEA)
    ada = Staff.objects.get(username="ada.thimble")
    assert (ada.is_active, ada.leaves_on, team_of("ada.thimble")) == (True, None, ["North"])


def test_a_team_nobody_works_in_any_more_is_said(run):
    a_team("Old Town")
    _, answer = run("people", ADA)
    assert any("Old Town" in warning for warning in answer["warnings"])


def test_faults_of_people_stop_the_whole_file_unless_partial(run):
    lines = [ADA, "cy.penhale,,,,,North,Localities,Children,,", "di.vane,Di Vane,,,team manager,,,,,"]
    code, answer = run("people", *lines)
    assert (code, answer["applied"], len(answer["faults"])) == (1, False, 2)
    assert not Staff.objects.filter(username="ada.thimble").exists()
    code, answer = run("people", *lines, options=("--apply", "--partial"))
    assert (code, answer["applied"], answer["new"]) == (0, True, 1)


def test_two_people_under_one_user_name_are_a_fault(run):
    second = ADA.replace("Ada Thimble", "Zed Harrow").replace("North", "South")
    code, answer = run("people", ADA, second, BEA)
    assert (code, answer["applied"], answer["new"]) == (1, False, 1)
    assert [(fault["row"], fault["column"]) for fault in answer["faults"]] == [(2, "Name"), (3, "Name")]
    assert "Ada Thimble and Zed Harrow" in answer["faults"][0]["problem"]


def test_one_person_on_two_rows_may_be_written_in_capitals_on_one(run):
    code, answer = run("people", ADA, ADA.replace("Ada Thimble", "ADA  THIMBLE"))
    assert (code, answer["new"], answer["faults"]) == (0, 1, [])


def test_a_team_that_the_file_puts_into_two_services_stays_in_the_first_and_that_is_said(run):
    _, answer = run("people", ADA, BEA.replace("Localities", "Permanence"))
    says = "The team North is in Localities, and the file has it in Permanence. It stays in Localities."
    assert says in answer["warnings"]
    assert Unit.objects.get(kind="team", name="North").parent.name == "Localities"
    _, answer = run("people", ADA, BEA)
    assert says not in answer["warnings"]


def test_a_new_team_says_where_it_belongs(run):
    _, answer = run("people", ADA.replace("Localities", ""))
    (fault,) = answer["faults"]
    assert fault["column"] == "Service"


def test_undoing_people_takes_them_out_of_use_and_puts_back_who_was_there(run, capsys):
    run("people", ADA)
    _, answer = run("people", ADA.replace("North", "South") + "14/10/2026", BEA)
    code, undone = undo(answer, capsys)
    assert (code, undone["undone"], undone["taken_off"], undone["put_back"]) == (0, True, 1, 1)
    assert not Staff.objects.get(username="bea.lockhart").is_active
    assert Staff.objects.get(username="ada.thimble").is_active
    assert team_of("ada.thimble") == ["North"]


def test_a_file_of_nobody_ends_nobody(run):
    run("people", ADA, BEA)
    for options in (("--apply",), ("--apply", "--partial")):
        code, answer = run("people", options=options)
        assert (code, answer["applied"], counts(answer)[:2]) == (1, False, (0, 0))
        assert [fault["problem"][:41] for fault in answer["faults"]] == [
            "There is not one row below the headings o"
        ]
    assert Staff.objects.filter(username__in=["ada.thimble", "bea.lockhart"], is_active=True).count() == 2
    assert team_of("ada.thimble") == ["North"]


# Seats


@pytest.fixture
def forum(db):
    a_forum("ror")
    for name in ("ada.thimble", "bea.lockhart", "cy.penhale"):
        staff(name.replace(".", " ").title(), username=name)


def holders(seat):
    rows = SeatHolding.objects.on(TODAY).filter(forum__slug="ror", seat=seat).order_by("pk")
    return [(row.staff.username, row.capacity) for row in rows]


def a_seat():
    from remit.records.viewers import terms_in_force

    return next(seat for seat in terms_in_force(TODAY)["ror"].seats if seat.holders == 1).id


def test_seats_get_their_holders_and_deputies(run, forum):
    seat = a_seat()
    SeatHolding.objects.all().delete()
    code, answer = run("seats", f"ror,{seat},ada.thimble,,,", f"ror,{seat},bea.lockhart,yes,,")
    assert (code, counts(answer)) == (0, (2, 0, 0, 0))
    assert holders(seat) == [("ada.thimble", "holder"), ("bea.lockhart", "deputy")]
    code, answer = run("seats", f"ror,{seat},ada.thimble,,,", f"ror,{seat},bea.lockhart,yes,,")
    assert counts(answer) == (0, 0, 2, 0)


def test_a_new_holder_takes_the_place_of_the_old(run, forum):
    seat = a_seat()
    SeatHolding.objects.all().delete()
    run("seats", f"ror,{seat},ada.thimble,,01/09/2026,")
    _, answer = run("seats", f"ror,{seat},bea.lockhart,,12/10/2026,")
    assert holders(seat) == [("bea.lockhart", "holder")]
    assert (answer["new"], answer["changed"]) == (1, 1)


def test_a_line_names_the_forum_the_seat_and_the_person_as_screens_do(run, forum):
    SeatHolding.objects.all().delete()
    staff("Cy Penhale", username="cy.penhale2")
    rows = "ror,coordinator,ada.thimble,,,", "ror,locality,bea.lockhart,yes,,", "ror,brokerage,cy.penhale,,,"
    _, answer = run("seats", *rows)
    assert [row["seat"] for row in answer["rows"]] == [
        "ROR, Coordinator: Ada Thimble",
        "ROR, Service manager of a locality: Bea Lockhart (deputy)",
        "ROR, Senior commissioning officer, brokerage: Cy Penhale (cy.penhale)",
    ]
    _, answer = run("seats", "ror,coordinator,bea.lockhart,,,", options=())
    assert [(row["seat"], row["kind"]) for row in answer["rows"]][:2] == [
        ("ROR, Coordinator: Bea Lockhart", "new"),
        ("ROR, Coordinator: Ada Thimble", "changed"),
    ]


def test_a_seat_held_by_two_is_a_fault(run, forum):
    seat = a_seat()
    code, answer = run("seats", f"ror,{seat},ada.thimble,,,", f"ror,{seat},bea.lockhart,,,")
    assert (code, len(answer["faults"])) == (1, 2)
    assert "one person" in answer["faults"][0]["problem"]


@pytest.mark.parametrize(
    "line, column",
    [
        ("lost,chair,ada.thimble,,,", "Forum"),
        ("ror,throne,ada.thimble,,,", "Seat"),
        ("ror,{seat},nobody.here,,,", "Username"),
    ],
)
def test_a_seat_that_cannot_be_understood_is_a_fault(run, forum, line, column):
    _, answer = run("seats", line.format(seat=a_seat()))
    assert [fault["column"] for fault in answer["faults"]] == [column]


def test_a_leaver_gets_no_seat(run, forum):
    Staff.objects.filter(username="ada.thimble").update(is_active=False)
    _, answer = run("seats", f"ror,{a_seat()},ada.thimble,,,")
    assert "has left" in answer["faults"][0]["problem"]


def test_nobody_gets_a_seat_from_a_day_on_which_they_will_have_left(run, forum):
    Staff.objects.filter(username="ada.thimble").update(leaves_on=date(2026, 10, 20))
    _, answer = run("seats", f"ror,{a_seat()},ada.thimble,,21/10/2026,", options=())
    assert "leaves on 20 October 2026" in answer["faults"][0]["problem"]


# Allocations


@pytest.fixture
def town(db):
    service = a_unit("service", "Localities", a_unit("area", "Children"))
    north, south = a_team("North", service=service), a_team("South", service=service)
    staff("Ada Thimble", username="ada.thimble", team=north, email="ada@council.example")
    staff("Bea Lockhart", username="bea.lockhart", team=south)
    return a_child(person_id="00701")


def allocated(child):
    held = Allocation.objects.on(TODAY).get(person=child)
    return (held.worker.username if held.worker else None, held.team.name)


@pytest.mark.parametrize("worker", ["ada.thimble", "ADA@council.example", "Ada Thimble"])
def test_a_child_is_allocated_to_a_worker_by_any_of_their_names(run, town, worker):
    code, answer = run("allocations", f"00701,{worker},,01/10/2026,")
    assert (code, counts(answer)) == (0, (1, 0, 0, 0))
    assert allocated(town) == ("ada.thimble", "North")
    assert counts(run("allocations", f"00701,{worker},,01/10/2026,")[1]) == (0, 0, 1, 0)


def test_a_child_can_be_with_a_team_alone(run, town):
    run("allocations", "00701,,South,,")
    assert allocated(town) == (None, "South")


def test_another_worker_takes_over_from_the_day_given(run, town):
    run("allocations", "00701,ada.thimble,,01/09/2026,")
    _, answer = run("allocations", "00701,bea.lockhart,,12/10/2026,")
    assert counts(answer) == (0, 1, 0, 0)
    assert allocated(town) == ("bea.lockhart", "South")
    first = Allocation.objects.known().get(worker__username="ada.thimble")
    assert first.until.isoformat() == "2026-10-12"


def test_a_child_who_is_not_known_is_unlinked_and_not_loaded(run, town):
    code, answer = run("allocations", "00701,ada.thimble,,,", "00999,ada.thimble,,,")
    assert (code, answer["new"]) == (0, 1)
    assert "00999" in answer["unlinked"][0]


@pytest.mark.parametrize(
    "line, column",
    [
        ("00701,nobody.here,,,", "Worker"),
        ("00701,ada.thimble,Nowhere,,", "Team"),
        ("00701,,,,", "Worker"),
    ],
)
def test_an_allocation_that_cannot_be_understood_is_a_fault(run, town, line, column):
    code, answer = run("allocations", line)
    assert (code, [fault["column"] for fault in answer["faults"]]) == (1, [column])


def test_an_allocation_to_a_leaver_is_a_fault(run, town):
    Staff.objects.filter(username="ada.thimble").update(is_active=False)
    _, answer = run("allocations", "00701,ada.thimble,North,,")
    assert "has left" in answer["faults"][0]["problem"]


@pytest.mark.parametrize("since, fault", [("19/10/2026", ""), ("20/10/2026", "leaves on 20 October 2026")])
def test_an_allocation_from_a_day_on_which_the_worker_will_have_left_is_a_fault(run, town, since, fault):
    Staff.objects.filter(username="ada.thimble").update(leaves_on=date(2026, 10, 20))
    _, answer = run("allocations", f"00701,ada.thimble,North,{since},", options=())
    assert [fault in one["problem"] for one in answer["faults"]] == ([True] if fault else [])


def test_a_child_allocated_twice_is_a_fault(run, town):
    _, answer = run("allocations", "00701,ada.thimble,,,", "00701,bea.lockhart,,,")
    assert len(answer["faults"]) == 2


def test_who_is_not_in_the_file_and_who_worked_with_a_child_is_told_to_the_data_officer_alone(run, town):
    run("allocations", "00701,ada.thimble,,01/09/2026,")
    a_child(person_id="00702", worker=Staff.objects.get(username="ada.thimble"))
    line, administrator = "00701,bea.lockhart,,12/10/2026,", staff(posts=[Post.ADMINISTRATOR]).username
    _, told = run("allocations", line, options=())
    assert [(row["person_id"], row["kind"]) for row in told["rows"]] == [
        ("00701", "changed"),
        ("00702", "vanished"),
    ]
    assert told["rows"][0]["changes"] == {
        "worker": ["ada.thimble, North", "bea.lockhart, South"],
        "from": ["", "12 October 2026"],
    }
    _, told = run("allocations", line, options=("--as", administrator))
    (row,) = told["rows"]
    assert row["changes"] == {"worker": ["", "bea.lockhart, South"], "from": ["", "12 October 2026"]}
    assert counts(told) == (0, 1, 0, 1)
    _, done = run("allocations", line, options=("--apply", "--as", administrator))
    assert (done["applied"], allocated(town)) == (True, ("bea.lockhart", "South"))


def test_undoing_allocations_puts_the_worker_back(run, town, capsys):
    run("allocations", "00701,ada.thimble,,01/09/2026,")
    _, answer = run("allocations", "00701,bea.lockhart,,12/10/2026,")
    code, undone = undo(answer, capsys)
    assert (code, undone["put_back"]) == (0, 1)
    assert allocated(town) == ("ada.thimble", "North")


def test_two_files_of_allocations_undone_one_after_the_other_leave_nothing(run, town, capsys):
    _, first = run("allocations", "00701,ada.thimble,,01/09/2026,")
    _, second = run("allocations", "00701,bea.lockhart,,12/10/2026,")
    undo(second, capsys)
    code, undone = undo(first, capsys)
    assert (code, undone["taken_off"], undone["put_back"], undone["left"]) == (0, 1, 0, 0)
    assert not Allocation.objects.on(TODAY).filter(person=town).exists()


def test_only_an_administrator_or_the_data_officer_loads(run, capsys, tmp_path):
    path = tmp_path / "people.csv"
    path.write_text(f"{PEOPLE}\n{ADA}\n")
    code = main(["import", "people", str(path), "--json", "--as", staff().username])
    assert code == 1
    assert "refused" in json.loads(capsys.readouterr().out)
    assert main(["import", "people", str(path), "--as", staff(posts=[Post.ADMINISTRATOR]).username]) == 0


def test_an_empty_path_is_not_the_folder_one_is_in(capsys):
    assert main(["import", "ssda903", ""]) == 2
    assert "the path is empty. Name a file or a folder" in capsys.readouterr().err

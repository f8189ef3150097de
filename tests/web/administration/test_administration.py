"""An administrator's pages: accounts, posts, units, seats and forums; what is wrong stands beside its field."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from remit.records.audit import AuditEvent
from remit.records.duties import Duty
from remit.records.forums import Forum, SeatHolding
from remit.records.people import PostHolding, Staff, TeamMembership, Unit
from remit.rules.viewers import Post
from remit.web.routes import TABLE, Role
from tests.factories import NOW, TODAY, a_forum, a_meeting, a_team, seat, staff, viewer_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator():
    return staff("Adelina Keyring", posts=[Post.ADMINISTRATOR])


@pytest.fixture
def send(administrator, signed_in):
    client = signed_in(administrator, raise_request_exception=False)
    tokens = iter(range(1000))

    def post(address, token=None, **said):
        return client.post(address, {"form_token": token or f"t{next(tokens)}", **said}, follow=True)

    post.client = client
    return post


def day(name="since", at=TODAY):
    return {f"{name}-day": at.day, f"{name}-month": at.month, f"{name}-year": at.year}


NEW = {"name": "Órfhlaith Newcomer", "username": "o.newcomer", "password": "a first long password"}


def test_an_installation_begins_with_pages_only(send):
    """Units, people, posts, a forum, its seats: each by its page, each on record."""
    send("/administration/units", kind="area", name="Safeguarding area")
    area = Unit.objects.get()
    send("/administration/units", kind="service", name="Fostering service", parent=area.pk)
    send("/administration/units", kind="team", name="North team", parent=Unit.objects.get(kind="service").pk)
    team = Unit.objects.get(kind="team")
    send("/administration/people/add", **NEW)
    made = Staff.objects.get(username="o.newcomer")
    person = f"/administration/people/{made.ref}"
    assert "The post is given." in send(f"{person}/posts", post="brokerage", **day()).content.decode()
    assert (
        "The post is given."
        in send(f"{person}/posts", post="team_manager", unit=team.pk, **day()).content.decode()
    )
    assert "The team is saved." in send(f"{person}/team", team=team.pk, **day()).content.decode()
    words = send("/administration/forums/switch-on", forum="ror", **day("live_from")).content.decode()
    assert "The forum is switched on. Fill its seats next." in words
    assert "Vacant" in words
    words = send(
        "/administration/forums/ror/seats/coordinator", staff=made.pk, capacity="holder", **day()
    ).content.decode()
    assert "Órfhlaith Newcomer since 14 Oct 2026" in words
    words = send.client.get(person).content.decode()
    for held in ("Brokerage", "Team manager, North team", "North team", "Coordinator"):
        assert held in words
    assert made.must_change_password
    assert [row.verb for row in AuditEvent.objects.order_by("pk")] == [
        *["unit.made"] * 3,
        "account.made",
        *["post.given"] * 2,
        "team.joined",
        "forum.switched_on",
        "seat.filled",
    ]


@pytest.mark.parametrize(
    "address, said, words",
    [
        ("people/add", {**NEW, "username": "taken"}, "There is an account called &#34;taken&#34; already."),
        ("people/add", {**NEW, "username": "No Spaces"}, "Use small letters, figures"),
        ("people/add", {**NEW, "password": "short"}, "at least 12 characters long"),
        ("people/add", {**NEW, "name": ""}, "Enter name"),
        ("people/add", {**NEW, "name": "x" * 151}, "Name must be 150 characters or fewer"),
        ("people/add", {**NEW, "email": "nobody"}, "like name@example.com"),
        ("units", {"kind": "team", "name": "Lone team"}, "Each team stands in one service."),
        ("units", {"kind": "area", "name": "x" * 121}, "Name must be 120 characters or fewer"),
        ("units", {"kind": "area", "name": "Known area"}, "There is an area called"),
        ("units", {"name": "No kind"}, "Select what it is"),
        ("people/{taken}/posts", {"post": "team_manager", **day()}, "Choose the team."),
        ("people/{taken}/posts", {"post": "brokerage", "unit": "{team}", **day()}, "Leave the unit out."),
        ("people/{taken}/posts", {"post": "director", **day()}, "They hold this post already."),
        ("people/{taken}/posts", {"post": "director"}, "Enter the first day"),
        ("forums/switch-on", {"forum": "ror", **day("live_from")}, "is switched on already"),
        ("forums/switch-on", {"forum": "xyz", **day("live_from")}, "Select forum from the list"),
        ("forums/ror/seats/coordinator", {"capacity": "holder", **day()}, "Select the person who takes the seat"),
        ("forums/ror/seats/coordinator", {"staff": "{sitting}", "capacity": "deputy", **day()}, "hold this seat already"),
        ("forums/ror/seats/locality", {"staff": "{person}", "capacity": "holder", **day(), **day("until", TODAY.replace(day=1))}, "It cannot end before it began."),
    ],
)  # fmt: skip
def test_what_is_refused_stands_on_the_form_and_changes_nothing(send, address, said, words):
    team, forum = a_team(), a_forum()
    Unit.objects.create(kind="area", name="Known area", name_folded="known area")
    person = staff("Taken Already", username="taken", posts=[Post.DIRECTOR])
    sitting = SeatHolding.objects.filter(forum=forum, seat="coordinator").get().staff_id
    keys = {"team": team.pk, "taken": person.ref, "person": person.pk, "sitting": sitting}
    said = {name: value.format(**keys) if isinstance(value, str) else value for name, value in said.items()}
    answer = send(f"/administration/{address}".format(**keys), **said)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert words in page
    assert "There is a problem" in page
    assert "<title>Error: " in page
    assert AuditEvent.objects.count() == 0


def test_everything_that_is_wrong_with_a_new_account_is_said_at_once(send):
    wrong = {**NEW, "name": "", "username": "No Spaces", "password": "short"}
    page = send("/administration/people/add", **wrong).content.decode()
    assert "Enter name" in page
    assert "Use small letters, figures" in page
    assert "at least 12 characters long" in page


def test_a_form_sent_twice_makes_one_account(send):
    send("/administration/people/add", token="same", **NEW)
    assert "only counted once" in send("/administration/people/add", token="same", **NEW).content.decode()
    assert Staff.objects.filter(username="o.newcomer").count() == 1
    assert AuditEvent.objects.count() == 1


@pytest.mark.parametrize(
    "address", ["people/bcdfghjkmnpq", "people/bcdfghjkmnpq/end", "seats/999/leave", "forums/ror/seats/none", "forums/xyz/seats/chair"]
)  # fmt: skip
def test_what_is_not_there_is_not_found(send, address):
    a_forum()
    until = day("until") if "leave" in address else {}
    assert send(f"/administration/{address}", **until).status_code in (404, 405)
    assert send.client.get(f"/administration/{address}").status_code in (200, 404)


def test_a_post_that_ended_meanwhile_is_not_found(send):
    person = staff(posts=[Post.BROKERAGE])
    held = PostHolding.objects.get(staff=person)
    address = f"/administration/people/{person.ref}/posts/{held.pk}/end"
    assert "The post ends on that day." in send(address, **day("until")).content.decode()
    assert send(address, **day("until")).status_code == 404
    assert not viewer_of(person).posts


def test_what_was_given_and_taken_on_one_day_can_be_given_again(send):
    """Mistakes are put right the same day: a seat, a post, a team, each twice."""
    a_forum(seats=False)
    person, one, other = staff("Mis Taken"), a_team(), a_team()
    page, seat_page = f"/administration/people/{person.ref}", "/administration/forums/ror/seats/locality"
    for _ in range(2):
        send(seat_page, staff=person.pk, capacity="holder", **day())
        held = SeatHolding.objects.open().get(staff=person)
        send(f"/administration/seats/{held.pk}/leave", sure=TODAY.isoformat(), **day("until"))
        send(f"{page}/posts", post="brokerage", **day())
        post = PostHolding.objects.open().get(staff=person)
        send(f"{page}/posts/{post.pk}/end", **day("until"))
        for team in (one, other):
            assert send(f"{page}/team", team=team.pk, **day()).status_code == 200
    assert not SeatHolding.objects.on(TODAY).filter(staff=person).exists()
    assert not PostHolding.objects.on(TODAY).filter(staff=person).exists()
    assert TeamMembership.objects.on(TODAY).get(staff=person).team == other
    answer = send(f"{page}/team", team=other.pk, **day())
    assert "They work in this team already." in answer.content.decode()


def test_the_last_administrator_and_ones_own_account_stay(send, administrator):
    held = PostHolding.objects.get(staff=administrator)
    answer = send(f"/administration/people/{administrator.ref}/posts/{held.pk}/end", **day("until"))
    assert "This is the only administrator." in answer.content.decode()
    answer = send(f"/administration/people/{administrator.ref}/end")
    assert "You cannot take your own account out of use." in answer.content.decode()
    staff(posts=[Post.ADMINISTRATOR])
    answer = send(f"/administration/people/{administrator.ref}/posts/{held.pk}/end", **day("until"))
    assert answer.status_code == 403, "no longer an administrator"


def test_a_leaver_loses_account_seats_posts_and_what_they_owed(send, signed_in):
    forum = a_forum()
    leaver = SeatHolding.objects.filter(forum=forum, seat="brokerage").order_by("id").first().staff
    deputy = seat(forum, "brokerage", capacity="deputy")
    PostHolding.objects.create(staff=leaver, post="brokerage", since=TODAY, recorded_at=NOW, source="seed")
    TeamMembership.objects.create(staff=leaver, team=a_team(), since=TODAY, recorded_at=NOW, source="seed")
    meeting = a_meeting(forum)
    from remit.casework.duties import reconcile

    reconcile(meeting_ids=[meeting.pk], now=NOW)
    owed = Duty.objects.filter(state="open", owner=leaver).count()
    assert owed > 0
    theirs = signed_in(leaver)
    assert theirs.get("/").status_code == 200
    words = send(f"/administration/people/{leaver.ref}/end").content.decode()
    assert "The account is out of use." in words
    assert "Take the account out of use" not in words
    assert (
        theirs.get("/")["Location"].startswith(reverse("demo_sign_in")) or theirs.get("/").status_code == 302
    )
    for kind in (SeatHolding, PostHolding, TeamMembership):
        assert not kind.objects.on(TODAY).filter(staff=leaver).exists()
    others = SeatHolding.objects.on(TODAY).filter(seat="brokerage").values_list("staff", flat=True)
    assert deputy.pk in others
    assert not Duty.objects.filter(state="open", owner=leaver).exists()
    assert Duty.objects.filter(state="open", owner__in=others).count() >= owed
    again = send(f"/administration/people/{leaver.ref}/end")
    assert "out of use already" in again.content.decode()


def test_a_seat_left_without_a_deputy_leaves_its_duties_to_whoever_comes_next(send):
    forum = a_forum()
    holder = SeatHolding.objects.filter(forum=forum, seat="coordinator").get()
    meeting = a_meeting(forum)
    from remit.casework.duties import reconcile

    reconcile(meeting_ids=[meeting.pk], now=NOW)
    owed = set(Duty.objects.filter(state="open", owner=holder.staff).values_list("pk", flat=True))
    send(f"/administration/seats/{holder.pk}/leave", sure=TODAY.isoformat(), **day("until"))
    assert not Duty.objects.filter(pk__in=owed, owner=holder.staff).exists()
    following = staff()
    send("/administration/forums/ror/seats/coordinator", staff=following.pk, capacity="holder", **day())
    assert set(Duty.objects.filter(owner=following).values_list("pk", flat=True)) >= owed


def test_the_list_of_people_goes_on_over_pages_with_everybody_once(send):
    made = {staff("Double Name", username=f"n{n}").username for n in range(60)}
    made |= {staff(f"{'Very long name ' * 9}{n}", username=f"l{n}").username for n in range(50)}
    address, seen, pages = "/administration", [], 0
    while address:
        page = send.client.get(address).content.decode()
        seen += [name for name in made if f">{name}<" in page]
        pages += 1
        following = page.partition('rel="next"')[0].rpartition('href="')[2].partition('"')[0]
        address = following.replace("&amp;", "&") if 'rel="next"' in page else ""
        address = address if not address.startswith("?") else f"/administration{address}"
    assert pages == 3
    assert sorted(seen) == sorted(made)


def test_a_person_is_found_by_part_of_the_name(send):
    staff("Órla Searchwell", username="orla")
    assert "Órla Searchwell" in send.client.get("/administration?q=orla").content.decode()
    assert "Nobody is called “xyzzy”" in send.client.get("/administration?q=xyzzy").content.decode()


@pytest.mark.long
@pytest.mark.parametrize(
    "address", ["/administration", "/administration/units", "/administration/forums", "person"]
)
def test_queries_are_as_many_for_60_as_for_3(send, address, administrator):
    forum, counts = a_forum(), []
    address = f"/administration/people/{administrator.ref}" if address == "person" else address
    for many in (3, 57):
        for _ in range(many):
            seat(forum, "duty-officer", staff(posts=[Post.BROKERAGE]), capacity="deputy")
            a_team()
        send.client.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert send.client.get(address).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 12


MINE = [
    (route, part)
    for route, part in (
        ("administration", {}),
        ("staff_add", {}),
        ("staff_page", {"person": "x"}),
        ("staff_change", {"person": "x"}),
        ("staff_password", {"person": "x"}),
        ("staff_end", {"person": "x"}),
        ("staff_post", {"person": "x"}),
        ("staff_post_end", {"person": "x", "holding": 1}),
        ("staff_team", {"person": "x"}),
        ("units", {}),
        ("seats", {}),
        ("switch_on", {}),
        ("seat_fill", {"forum": "ror", "seat": "chair"}),
        ("seat_leave", {"holding": 1}),
    )
]


def test_every_page_of_administration_is_for_administrators_only(signed_in):
    others = [post for post in Post if post is not Post.ADMINISTRATOR]
    person = staff(posts=others)
    client = signed_in(person, raise_request_exception=False)
    assert {name for name, _ in MINE} == {
        name for name, route in TABLE.items() if route.area == "administration"
    }
    for name, parts in MINE:
        address = reverse(name, kwargs=parts)
        assert client.get(address).status_code == 403, name
        assert client.post(address, {"form_token": "x"}).status_code == 403, name
        assert [role for role, may in TABLE[name].access.items() if may == "allowed"] == [Role.ADMINISTRATOR]
    assert Forum.objects.count() == 0


ELSEWHERE = Path(__file__).parents[2] / "authorities" / "elsewhere"


def test_a_forum_of_the_authoritys_own_folder_can_be_switched_on(send, settings):
    settings.TERMS_DIR = ELSEWHERE
    words = send.client.get("/administration/forums/switch-on").content.decode()
    assert "Placement Huddle" in words
    assert "Risk of Residential group" not in words
    send("/administration/forums/switch-on", forum="huddle", **day("live_from"))
    assert Forum.objects.get().slug == "huddle"


def test_a_folder_that_cannot_be_read_says_what_to_do(send, settings, tmp_path):
    (tmp_path / "authority.yaml").write_text("forums: nonsense")
    settings.TERMS_DIR = tmp_path
    answer = send.client.get("/administration/forums/switch-on")
    assert answer.status_code == 422
    assert "Run remit terms check" in answer.content.decode()


def details_of(send, person) -> tuple[str, str]:
    """The address of the page, and the version its form carries."""
    address = reverse("staff_change", kwargs={"person": person.ref})
    words = send.client.get(address).content.decode()
    return address, words.split('name="seen" id="seen" value="')[1].split('"')[0]


def test_a_persons_name_and_email_address_are_put_right(send):
    person = staff("Wrenna Oldname", username="w.oldname")
    address, seen = details_of(send, person)

    given = {"name": "Wrenna Newname", "email": "wrenna@example.org", "job_title": "", "seen": seen}
    words = send(address, token="once", **given).content.decode()
    again = send(address, token="once", **given).content.decode()

    person.refresh_from_db()
    assert "The details are changed." in words
    assert "only counted once" in again
    assert (person.name, person.email, person.username) == (
        "Wrenna Newname",
        "wrenna@example.org",
        "w.oldname",
    )
    assert person.name_folded == "wrenna newname"
    event = AuditEvent.objects.get(verb="account.changed")
    assert event.detail == {"account": "w.oldname", "changed": ["email", "name"]}


def test_a_stale_page_of_details_changes_nothing(send):
    person = staff("Wrenna Oldname")
    address, seen = details_of(send, person)
    send(address, name="Wrenna First", email="", job_title="", seen=seen)

    page = send(address, name="Wrenna Second", email="", job_title="", seen=seen)

    person.refresh_from_db()
    assert (page.status_code, person.name) == (422, "Wrenna First")
    assert "Wrenna Second" in page.content.decode()


def test_details_need_a_name(send):
    person = staff("Wrenna Oldname")
    address, seen = details_of(send, person)
    assert "Enter name" in send(
        address, name=" ", email="", job_title="", seen=seen
    ).content.decode().replace("the ", "")
    person.refresh_from_db()
    assert person.name == "Wrenna Oldname"


def test_it_is_told_who_leaves_on_a_day_to_come_and_how_somebody_comes_back(send):
    person = staff(team=a_team(), leaves_on=TODAY + timedelta(days=7))
    page = f"/administration/people/{person.ref}"
    assert "They leave on 21 October 2026: nobody can sign in" in send.client.get(page).content.decode()
    assert "The children they work with stay with the team" in send.client.get(f"{page}/end").content.decode()
    gone = send(f"{page}/end").content.decode()
    assert 'href="/data/new/people"' in gone
    assert "They leave on" not in gone

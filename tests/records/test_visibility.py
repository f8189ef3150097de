"""The filter over the whole table and the rule about one child give the same answer, in worlds nobody thought of."""

from datetime import timedelta
from itertools import count

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from remit.records.actions import Action
from remit.records.children import Person
from remit.records.cohort_stays import CohortStay
from remit.records.meetings import AgendaItem, Attendance, Meeting
from remit.records.placements_list import EntryDetail
from remit.records.visibility import (
    asking,
    child_facts,
    on_list_visible_to,
    sight_at,
    visible,
    visible_among_many,
    visible_to,
)
from remit.rules.access import may_see
from remit.rules.viewers import Post
from tests.factories import (
    NOW,
    TODAY,
    a_child,
    a_forum,
    a_meeting,
    a_restricted_child,
    a_team,
    allocate,
    an_entry,
    seat,
    staff,
    viewer_of,
)
from tests.factories.forums import in_seat

DAY = timedelta(days=1)
TICK = timedelta(microseconds=1)
POSTS = [
    Post.DIRECTOR,
    Post.BROKERAGE,
    Post.QUALITY_ASSURANCE,
    Post.INFORMATION_GOVERNANCE,
    Post.ADMINISTRATOR,
    Post.DATA_OFFICER,
]
SEATS = ["", "service-manager-commissioning", "coordinator", "placement-support"]
FOLLOWING = ["", "rrg:chair", "rrg:fostering", "clp:coordinator"]
"""Seats of forums whose cohorts the product computes."""
STAYS = [
    ("residential", "", TODAY, None),
    ("residential", "", TODAY + timedelta(days=1), None),
    ("residential", "", TODAY - timedelta(days=9), TODAY),
    ("supported", "", TODAY, None),
    ("care-leavers", "relevant", TODAY, TODAY + timedelta(days=1)),
    ("care-leavers", "eligible", TODAY, None),
]
CLOSED = [None, NOW - TICK, NOW - 28 * DAY + TICK, NOW - 28 * DAY, NOW - 28 * DAY - TICK, NOW - 300 * DAY]
people = st.integers(0, 2)
CHILD = st.fixed_dictionaries(
    {
        "worker": st.none() | people,
        "team": st.sampled_from([None, 0, 1]),
        "allocated": st.sampled_from(["now", "until today", "until tomorrow", "from tomorrow"]),
        "listed": st.sampled_from([None, "open", "left 27", "left 28", "left 29"]),
        "stay": st.sampled_from([None, *STAYS]),
        "leads": st.none() | people,
        "action": st.sampled_from(list(Action.State)),
        "named": st.none() | st.sets(people, max_size=2),
        "agenda": st.sets(st.integers(0, 1)),
        "item": st.sampled_from(list(AgendaItem.State)),
    }
)
MEETING = st.fixed_dictionaries(
    {
        "issued": st.sampled_from([None, NOW - 30 * DAY, NOW, NOW + TICK]),
        "closed": st.sampled_from(CLOSED),
        "until": st.sampled_from([None, NOW - TICK, NOW, NOW + TICK]),
        "cancelled": st.booleans(),
        "who": st.none() | people,
        "capacity": st.sampled_from(list(Attendance.Capacity)),
        "answer": st.sampled_from(list(Attendance.Answer)),
        "struck_out": st.booleans(),
    }
)
VIEWER = st.fixed_dictionaries(
    {
        "posts": st.sets(st.sampled_from(POSTS), max_size=2),
        "manages": st.sampled_from([None, "team", "service", "area"]),
        "seat": st.sampled_from(SEATS),
        "follows": st.sampled_from(FOLLOWING),
    }
)
WORLD = st.fixed_dictionaries(
    {
        "viewers": st.lists(VIEWER, min_size=3, max_size=3),
        "meetings": st.lists(MEETING, min_size=2, max_size=2),
        "children": st.lists(CHILD, min_size=1, max_size=3),
    }
)
numbers = count()


def build(world, forum, following, teams):
    """The world's people and children, on record."""
    viewers = []
    for said in world["viewers"]:
        person = staff(f"Somebody {next(numbers)}", posts=sorted(said["posts"]))
        if said["manages"]:
            at = {"team": teams[0], "service": teams[0].parent, "area": teams[0].parent.parent}[
                said["manages"]
            ]
            post = {"team": "team_manager", "service": "service_manager", "area": "head_of_service"}
            person.posts.create(
                post=post[said["manages"]], unit=at, since=TODAY, recorded_at=NOW, source="seed"
            )
        if said["seat"]:
            seat(forum, said["seat"], person)
        if said["follows"]:
            slug, of = said["follows"].split(":")
            seat(following[slug], of, person)
        viewers.append(person)
    meetings = [held(forum, said, viewers, place) for place, said in enumerate(world["meetings"])]
    for said in world["children"]:
        put(said, viewers, teams, meetings)
    return viewers


def held(forum, said, viewers, place):
    meeting = a_meeting(
        forum,
        on=TODAY + place * DAY,
        issued_at=said["issued"],
        closed_at=said["closed"],
        members_until=said["until"] if said["closed"] else None,
        state=Meeting.State.CANCELLED if said["cancelled"] else Meeting.State.PLANNED,
    )
    if said["who"] is not None:
        Attendance.objects.create(
            meeting=meeting,
            seat="placement-support",
            staff=viewers[said["who"]],
            capacity=said["capacity"],
            answer=said["answer"],
            recorded_by=viewers[0],
            recorded_at=NOW,
            superseded_at=NOW if said["struck_out"] else None,
        )
    return meeting


def put(said, viewers, teams, meetings):
    named = said["named"]
    child = a_child() if named is None else a_restricted_child(*(viewers[n] for n in named))
    if said["team"] is not None:
        worker = None if said["worker"] is None else viewers[said["worker"]]
        row = allocate(child, worker, teams[said["team"]])
        ends = {"until today": TODAY, "until tomorrow": TODAY + DAY}.get(said["allocated"])
        row.since = TODAY + DAY if said["allocated"] == "from tomorrow" else row.since
        row.until = ends
        row.save()
    if said["listed"]:
        entry = an_entry(child, since=TODAY - 60 * DAY)
        if said["listed"] != "open":
            entry.details.update(until=TODAY - int(said["listed"].split()[1]) * DAY)
    for place in sorted(said["agenda"]):
        AgendaItem.objects.create(
            meeting=meetings[place],
            section="focus",
            position=1,
            subject=child.subject,
            state=said["item"],
            added_by=viewers[0],
            added_at=NOW,
        )
    if said["stay"]:
        cohort, part, first, until = said["stay"]
        CohortStay.objects.create(
            person=child,
            cohort=cohort,
            part=part,
            first=first,
            until=until,
            since=first,
            because="",
            source="seed",
        )
    if said["leads"] is not None:
        Action.objects.create(
            subject=child.subject,
            meeting=meetings[0],
            what="Ring",
            lead=viewers[said["leads"]],
            due_on=TODAY,
            due_at=NOW,
            state=said["action"],
            raised_by=viewers[0],
            raised_at=NOW,
        )


@settings(
    max_examples=50,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(world=WORLD)
def test_the_filter_and_the_rule_agree(db, world):
    with transaction.atomic():
        forum = a_forum()
        following = {slug: a_forum(slug) for slug in ("rrg", "clp")}
        service_team = a_team()
        teams = [service_team, a_team()]
        for person in build(world, forum, following, teams):
            viewer = viewer_of(person)
            everybody = list(Person.objects.values_list("pk", flat=True))
            filtered = set(Person.objects.filter(visible_to(viewer, now=NOW)).values_list("pk", flat=True))
            facts = child_facts(everybody, now=NOW)
            ruled = {pk for pk in everybody if may_see(viewer, facts[pk], now=NOW).met}
            assert filtered == ruled
            among_many = Person.objects.filter(visible_among_many(viewer, now=NOW))
            assert set(among_many.values_list("pk", flat=True)) == ruled
            rows = EntryDetail.objects.open()
            listed = set(rows.values_list("entry__person_id", flat=True))
            shown = rows.filter(on_list_visible_to(viewer, now=NOW)).values_list(
                "entry__person_id", flat=True
            )
            assert set(shown) == listed & filtered
            standing = AgendaItem.objects.exclude(state=AgendaItem.State.WITHDRAWN)
            on_agendas = set(standing.values_list("subject_id", flat=True))
            seen_here = visible(sight_at(viewer, forum.slug), asking(viewer, now=NOW))
            here = Person.objects.filter(seen_here, pk__in=on_agendas)
            assert set(here.values_list("pk", flat=True)) == on_agendas & filtered
        transaction.set_rollback(True)


def test_a_member_of_the_forum_sees_a_child_from_issue_on(db):
    forum = a_forum()
    child = a_child()
    meeting = a_meeting(forum)
    chair, member = in_seat(forum, "chair"), in_seat(forum, "member")
    AgendaItem.objects.create(
        meeting=meeting, section="focus", position=1, subject=child.subject, added_by=chair, added_at=NOW
    )

    def seen_by(person):
        return set(Person.objects.filter(visible_to(viewer_of(person), now=NOW)))

    assert seen_by(chair) == {child}
    assert seen_by(member) == set()
    meeting.issued_at = NOW
    meeting.save()
    assert seen_by(member) == {child}

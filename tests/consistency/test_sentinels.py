"""Does anybody's name come where it should not? Everybody made up has names that occur nowhere else.

Whom a role may see is said here once more, in its own words, so that the rule in the product is not its own witness.
"""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db.models import Q

from remit.commands.seeding.children import PROTECTED_ADDRESS
from remit.records.actions import Action
from remit.records.audit import LookPerson
from remit.records.children import Allocation, Identifier, Person, Restriction
from remit.records.facts import CarePeriod, Contradiction, Placement
from remit.records.forums import SeatHolding
from remit.records.meetings import AgendaItem, Attendance
from remit.records.messages import Message
from remit.records.people import PostHolding, Staff
from remit.records.placements_list import EntryDetail
from remit.web.routes import Role
from tests.consistency.crawl import asked, walk
from tests.factories import NOW, TODAY, a_forum
from tests.factories.authority import World
from tests.factories.forums import in_seat

WALKED = [role for role in Role if role is not Role.ANONYMOUS]


def everybody_seen_by(person: Staff) -> set[int]:
    """The children this person may meet, worked out from the record in the plainest way."""
    posts = set(PostHolding.objects.open().filter(staff=person).values_list("post", flat=True))
    seats = set(SeatHolding.objects.filter(staff=person).values_list("seat", flat=True))
    runs = bool(seats & {"coordinator", "service-manager-commissioning", "brokerage"})
    items = AgendaItem.objects.exclude(state="withdrawn")
    lately = Q(until__isnull=True) | Q(until__gt=TODAY - timedelta(days=28))
    listed = set(EntryDetail.objects.known().filter(lately).values_list("entry__person_id", flat=True))
    seen = set(Action.objects.filter(lead=person, state="open").values_list("subject_id", flat=True))
    allocations = Allocation.objects.open()
    seen |= set(allocations.filter(worker=person).values_list("person_id", flat=True))
    for unit in (
        PostHolding.objects.open().filter(staff=person, unit__isnull=False).values_list("unit_id", flat=True)
    ):
        under = Q(team=unit) | Q(team__parent=unit) | Q(team__parent__parent=unit)
        seen |= set(allocations.filter(under).values_list("person_id", flat=True))
    if "director" in posts:
        seen |= set(Person.objects.values_list("pk", flat=True))
    if "brokerage" in posts or runs:
        seen |= listed
    if runs:
        seen |= set(items.values_list("subject_id", flat=True))
    if "data_officer" in posts:  # they settle what their files contradict
        seen |= set(Contradiction.objects.filter(state="open").values_list("person_id", flat=True))
    if "quality_assurance" in posts:
        seen |= set(items.filter(meeting__state="closed").values_list("subject_id", flat=True))
    sat_in = set(
        Attendance.objects.filter(staff=person, item__isnull=True, superseded_at__isnull=True)
        .exclude(answer="apologies")
        .values_list("meeting_id", flat=True)
    )
    recent = Q(meeting__closed_at__isnull=True) | Q(meeting__closed_at__gt=NOW - timedelta(days=28))
    issued = items.filter(recent, meeting__issued_at__isnull=False)
    seen |= set((issued if seats else issued.filter(meeting__in=sat_in)).values_list("subject_id", flat=True))
    named = set(Restriction.objects.open().filter(staff=person).values_list("person_id", flat=True))
    return seen - (set(Person.objects.filter(restricted=True).values_list("pk", flat=True)) - named)


class Sentinels:
    """Whose names and numbers stand in a text?"""

    def __init__(self) -> None:
        self.whose: dict[str, int] = {}
        for child in Person.objects.all():
            self.whose |= {child.given_name: child.pk, child.family_name: child.pk}
        self.whose |= dict(Identifier.objects.values_list("value", "person_id"))

    def children_in(self, text: str) -> set[int]:
        there = (name for name in self.whose if name in text)
        return {self.whose[name] for name in there if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text)}


@pytest.fixture
def world(a_small_authority) -> World:
    return World()


@pytest.mark.long
@pytest.mark.parametrize(
    "role, issued",
    [*((role, True) for role in WALKED), (Role.MEMBER, False)],
    ids=[*map(str, WALKED), "member before the agenda is issued"],
)
def test_nobody_is_shown_a_child_who_is_not_theirs(role, issued, world, signed_in, caplog, capfd):
    if issued:
        world.issue()
    person = world.person(role)
    client = signed_in(person, raise_request_exception=False)
    sentinels = Sentinels()
    walked = walk(client)
    theirs = everybody_seen_by(person)
    shown: set[int] = set()
    for page in walked.pages:
        there = sentinels.children_in(page.text)
        assert there <= theirs, (page.address, page.status, there - theirs)
        assert page.status < 500, page.address
        shown |= there
        if PROTECTED_ADDRESS in page.text:
            assert page.address.startswith("/children/"), page.address
    assert len(walked.opened) >= 5
    assert len(walked.pages) >= 100, "walked next to nothing"
    nobody_to_see = role in {Role.INFORMATION_GOVERNANCE, Role.ADMINISTRATOR, Role.DATA_OFFICER}
    assert shown or nobody_to_see, f"no child was shown to {role}, so the walk shows nothing"
    looked_at = set(LookPerson.objects.filter(look__viewer=person).values_list("subject_id", flat=True))
    assert shown <= looked_at, "somebody was shown and no look says so"
    logged = caplog.text + "".join(capfd.readouterr())
    assert not sentinels.children_in(logged)
    assert PROTECTED_ADDRESS not in logged


def test_whoever_runs_a_forum_meets_whom_its_cohort_holds_and_nobody_else(world, signed_in):
    """Here whom the cohort holds is read off the facts in the plainest way: a home's code, and care that goes on."""
    residential = Placement.objects.open().filter(place__in=["K1", "K2", "R1", "R3", "S1"])
    in_care = CarePeriod.objects.open().values("person")
    theirs = set(residential.filter(person__in=in_care).values_list("person_id", flat=True))
    theirs -= set(Person.objects.filter(restricted=True).values_list("pk", flat=True))
    chair = in_seat(a_forum("rrg"), "chair")
    sentinels, shown = Sentinels(), set()
    for page in walk(signed_in(chair, raise_request_exception=False)).pages:
        there = sentinels.children_in(page.text)
        assert there <= theirs, (page.address, page.status, there - theirs)
        assert page.status < 500, page.address
        assert PROTECTED_ADDRESS not in page.text, page.address
        shown |= there
    assert shown == theirs
    looked_at = set(LookPerson.objects.filter(look__viewer=chair).values_list("subject_id", flat=True))
    assert shown <= looked_at


def test_a_stranger_is_shown_nobody(a_small_authority, client):
    sentinels = Sentinels()
    walked = walk(client)
    for page in walked.pages:
        assert not sentinels.children_in(page.text), page.address
    assert len(walked.pages) >= 100


def test_searching_for_a_child_who_is_not_theirs_finds_nothing_of_the_child(world, signed_in):
    person = world.person(Role.SOCIAL_WORKER)
    theirs, client, searched = everybody_seen_by(person), signed_in(person), 0
    for child in Person.objects.exclude(pk__in=theirs):
        value = Identifier.objects.filter(person=child).values_list("value", flat=True)[0]
        for typed, kept_back in ((child.given_name, child.family_name), (value, child.family_name)):
            page = asked(client, f"/children?q={typed}")
            assert page.status == 200
            assert kept_back not in page.text
            searched += 1
    assert searched >= 60


def test_no_mail_names_a_child(a_small_authority):
    """Neither in its heading nor in its text; initials neither. It leads to a page, which asks who looks."""
    sentinels, initials = (
        Sentinels(),
        set(Person.objects.exclude(initials="").values_list("initials", flat=True)),
    )
    mails = list(Message.objects.values_list("heading", "text"))
    for heading, text in mails:
        assert not sentinels.children_in(f"{heading} {text}")
        assert not {*re.findall(r"[\w.]+", f"{heading} {text.split('http')[0]}")} & initials
    assert len(mails) >= 50

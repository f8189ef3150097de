"""The table "who sees what", walked: every role against every part of a child, in every state of the meeting."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from remit.rules.access import ChildFacts, Part, Said, Sitting, hears_until, may_read, may_see, parts_seen
from remit.rules.viewers import Post, Viewer
from tests.factories.clock import NOW, london

ME, OTHER, MY_TEAM, OTHER_TEAM = 7, 8, 70, 80
DAY = timedelta(days=1)
ISSUED, CLOSED = NOW - 10 * DAY, NOW - 5 * DAY


def viewer(**held: object) -> Viewer:
    values = {"staff_id": ME, "username": "me", "name": "Me", **held}
    return Viewer(**{k: frozenset(v) if isinstance(v, set) else v for k, v in values.items()})


ROLES = {
    "coordinator": viewer(coordinates={"ror"}, sits_on={"ror"}, runs_from_list=True, sees_action_list=True),
    "chair": viewer(chairs={"ror"}, sits_on={"ror"}, runs_from_list=True, sees_action_list=True),
    "chair of a forum that follows": viewer(
        chairs={"rrg"}, sits_on={"rrg"}, follows={("residential", ""), ("care-leavers", "relevant")}
    ),
    "member": viewer(sits_on={"ror"}),
    "substitute": viewer(),
    "social worker": viewer(works_with_children=True),
    "manager": viewer(posts={Post.TEAM_MANAGER}, teams={MY_TEAM}),
    "director": viewer(posts={Post.DIRECTOR}),
    "brokerage": viewer(posts={Post.BROKERAGE}, sees_action_list=True),
    "brokerage that coordinates another forum": viewer(
        posts={Post.BROKERAGE}, coordinates={"marp"}, sees_action_list=True
    ),
    "action holder": viewer(),
    "quality assurance": viewer(posts={Post.QUALITY_ASSURANCE}),
    "information governance": viewer(posts={Post.INFORMATION_GOVERNANCE}),
    "administrator": viewer(posts={Post.ADMINISTRATOR}),
    "data officer": viewer(posts={Post.DATA_OFFICER}),
    "nobody": viewer(),
}


def sat(issued: datetime | None = ISSUED, closed: datetime | None = None, *invited: int, **more) -> Sitting:
    return Sitting("ror", issued, closed, frozenset(invited), **{"on": NOW.date(), **more})


WORLDS = {
    "unconnected": ChildFacts(),
    "on the list": ChildFacts(on_action_list=True),
    "in the cohort": ChildFacts(in_cohorts=frozenset({("residential", "")})),
    "in another part of the cohort": ChildFacts(in_cohorts=frozenset({("care-leavers", "eligible")})),
    "allocated to me": ChildFacts(allocated_to=frozenset({ME}), teams=frozenset({OTHER_TEAM})),
    "in my team": ChildFacts(allocated_to=frozenset({OTHER}), teams=frozenset({MY_TEAM})),
    "on a draft agenda": ChildFacts(sittings=(sat(None, None, ME),)),
    "on an issued agenda": ChildFacts(sittings=(sat(ISSUED, None, ME),)),
    "on an issued agenda, I not named": ChildFacts(sittings=(sat(ISSUED, None),)),
    "heard at a closed meeting": ChildFacts(sittings=(sat(ISSUED, CLOSED, ME),)),
    "heard long ago": ChildFacts(sittings=(sat(NOW - 60 * DAY, NOW - 50 * DAY, ME),)),
    "on the agenda of a cancelled meeting": ChildFacts(sittings=(sat(ISSUED, None, ME, cancelled=True),)),
    "my action": ChildFacts(open_action_leads=frozenset({ME})),
}

ALL = "IEDOA"
"""Identity, entry, discussions, outcomes, address."""
BUT_ADDRESS = "IEDO"

# role -> world -> parts; what is not written is nothing at all.
GRID = {
    "coordinator": {
        "on the list": BUT_ADDRESS,
        "on a draft agenda": BUT_ADDRESS,
        "heard at a closed meeting": BUT_ADDRESS,
        "heard long ago": BUT_ADDRESS,
        "on the agenda of a cancelled meeting": BUT_ADDRESS,
    },
    "chair of a forum that follows": {"in the cohort": BUT_ADDRESS},
    "member": {"on an issued agenda, I not named": BUT_ADDRESS, "heard at a closed meeting": BUT_ADDRESS},
    "director": dict.fromkeys(WORLDS, BUT_ADDRESS),
    "brokerage": {"on the list": "IE"},
    "brokerage that coordinates another forum": {"on the list": "IE"},
    "manager": {"in my team": ALL},
    "quality assurance": {"heard long ago": "IDO"},
}
GRID["coordinator"] |= {"on an issued agenda, I not named": BUT_ADDRESS}
GRID["chair"] = GRID["coordinator"]
# Whatever else they are, each of them works with a child allocated to them, holds an action, and substitutes.
EVERYBODY = {
    "allocated to me": ALL,
    "on an issued agenda": BUT_ADDRESS,
    "heard at a closed meeting": "IDO",
    "my action": "I",
}
LETTERS = {part: part.value[0].upper() for part in Part}


def written(parts: frozenset[Part]) -> set[str]:
    return {LETTERS[part] for part in parts}


@pytest.mark.parametrize("role", ROLES)
def test_each_role_sees_of_each_child_what_the_table_says_and_no_more(role):
    said = 0
    for world, facts in WORLDS.items():
        expected = set(GRID.get(role, {}).get(world, "")) | set(EVERYBODY.get(world, ""))
        assert written(parts_seen(ROLES[role], facts, now=NOW)) == expected, world
        assert may_see(ROLES[role], facts, now=NOW).met is bool(expected), world
        said += len(Part)
    assert said == 65


def test_the_whole_table_was_walked():
    assert len(ROLES) == 16
    assert len(WORLDS) == 13
    assert len(LETTERS) == len(set(LETTERS.values())) == 5
    assert {world for row in GRID.values() for world in row} <= set(WORLDS)


@pytest.mark.parametrize("role", ROLES)
def test_a_restricted_record_is_nothing_to_whoever_is_not_named(role):
    walked = 0
    for facts in WORLDS.values():
        others = replace(facts, restricted_to=frozenset({OTHER}))
        assert parts_seen(ROLES[role], others, now=NOW) == frozenset()
        finding = may_see(ROLES[role], others, now=NOW)
        assert not finding.met
        assert "restricted" in finding.because
        assert not may_read(ROLES[role], others, Said("ror", CLOSED, NOW.date()), now=NOW)
        walked += 1
    assert walked == 13


def test_being_named_on_a_restricted_record_gives_nothing_by_itself():
    facts = ChildFacts(restricted_to=frozenset({ME}))
    assert parts_seen(ROLES["nobody"], facts, now=NOW) == frozenset()
    allocated = ChildFacts(allocated_to=frozenset({ME}), restricted_to=frozenset({ME}))
    assert Part.ADDRESS in parts_seen(ROLES["nobody"], allocated, now=NOW)


@pytest.mark.parametrize(
    "issued, closed, sees",
    [
        (None, None, False),
        (NOW + timedelta(microseconds=1), None, False),
        (NOW, None, True),
        (ISSUED, NOW - 28 * DAY + timedelta(microseconds=1), True),
        (ISSUED, NOW - 28 * DAY, False),
    ],
)
def test_members_see_from_the_issue_until_28_days_after_the_close(issued, closed, sees):
    facts = ChildFacts(sittings=(sat(issued, closed),))
    assert may_see(ROLES["member"], facts, now=NOW).met is sees


def test_clocks_that_change_do_not_move_the_28_days():
    closed = london("2026-10-10 12:00")
    facts = ChildFacts(sittings=(sat(closed, closed),))
    assert may_see(ROLES["member"], facts, now=london("2026-11-07 10:59")).met
    assert not may_see(ROLES["member"], facts, now=london("2026-11-07 11:00")).met


@pytest.mark.parametrize(
    "role, forum, closed, facts, reads",
    [
        ("coordinator", "ror", None, ChildFacts(), True),
        ("coordinator", "marp", CLOSED, ChildFacts(on_action_list=True), False),
        ("member", "ror", NOW - 300 * DAY, ChildFacts(sittings=(sat(),)), True),
        ("member", "marp", NOW - 300 * DAY, ChildFacts(sittings=(sat(),)), False),
        ("member", "ror", NOW - 300 * DAY, ChildFacts(sittings=(sat(None),)), False),
        ("member", "ror", NOW - 300 * DAY, ChildFacts(sittings=(sat(ISSUED, NOW - 40 * DAY),)), False),
        ("social worker", "marp", CLOSED, ChildFacts(allocated_to=frozenset({ME})), True),
        ("social worker", "marp", None, ChildFacts(allocated_to=frozenset({ME})), False),
        ("manager", "marp", CLOSED, ChildFacts(teams=frozenset({MY_TEAM})), True),
        ("director", "marp", CLOSED, ChildFacts(), True),
        ("quality assurance", "marp", CLOSED, ChildFacts(), True),
        ("quality assurance", "marp", None, ChildFacts(), False),
        ("brokerage", "ror", CLOSED, ChildFacts(on_action_list=True), False),
        ("action holder", "ror", CLOSED, ChildFacts(open_action_leads=frozenset({ME})), False),
    ],
)
def test_what_a_forum_said_is_read_by_that_forum_and_by_who_works_with_the_child(
    role, forum, closed, facts, reads
):
    """While a child is on a current agenda its members see that forum's earlier discussions, and no other forum's."""
    assert may_read(ROLES[role], facts, Said(forum, closed, NOW.date()), now=NOW) is reads


@pytest.mark.parametrize(
    "role, sat_on, said_on, reads",
    [
        ("substitute", NOW.date(), NOW.date() - 7 * DAY, True),
        ("substitute", NOW.date(), NOW.date(), True),
        ("substitute", NOW.date() - 7 * DAY, NOW.date() - 6 * DAY, False),
        ("substitute", None, NOW.date(), False),
        ("member", NOW.date() - 7 * DAY, NOW.date(), True),
    ],
)
@pytest.mark.parametrize("closed", [None, CLOSED])
def test_who_holds_no_seat_any_more_reads_up_to_the_meeting_at_which_they_sat(
    role, sat_on, said_on, reads, closed
):
    facts = ChildFacts(sittings=(sat(ISSUED, closed, ME, on=sat_on), sat(ISSUED, None, on=NOW.date())))
    assert may_read(ROLES[role], facts, Said("ror", closed, said_on), now=NOW) is reads


@pytest.mark.parametrize(
    "role, sittings, until",
    [
        ("substitute", (sat(ISSUED, CLOSED, ME), sat(ISSUED, CLOSED - DAY, ME)), CLOSED),
        ("substitute", (sat(ISSUED, CLOSED, ME), sat(ISSUED, None, ME)), None),
        ("member", (sat(ISSUED, CLOSED, ME),), None),
        ("quality assurance", (sat(ISSUED, CLOSED, ME),), None),
        ("nobody", (), None),
    ],
)
def test_what_is_reported_later_is_not_for_who_sat_there_once(role, sittings, until):
    assert hears_until(ROLES[role], ChildFacts(sittings=sittings), "ror", now=NOW) == until

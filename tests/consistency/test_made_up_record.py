"""Is the made-up record of the children plausible, sound, and the same for the same seed?"""

import io
from collections import Counter, defaultdict
from datetime import timedelta
from itertools import pairwise
from random import Random

import pytest
from django.db import transaction

from remit.commands.seeding.families import (
    FAMILY_NAMES,
    children_of,
    family_name,
    given_name,
    homecomer,
    leaver,
)
from remit.commands.seeding.lives import Life
from remit.commands.seeding.names import Names
from remit.commands.seeding.people import make_people
from remit.commands.seeding.progress import Progress
from remit.commands.seeding.record import Made, Record, the_many
from remit.commands.seeding.told import Telling
from remit.records.children import Allocation, Person
from remit.records.facts import CarePeriod
from remit.records.people import TeamMembership
from remit.rules.facts import EXCLUSIVE
from remit.rules.returned import upn_fits, years_old
from remit.terms.codes import code_sets, year_of
from remit.terms.cohort_codes_file import cohort_codes
from tests.factories import NOW, TODAY

FAMILIES = 700


@pytest.fixture(scope="module")
def lives() -> list[Life]:
    random = Random("lives")
    return [one.life for family in range(FAMILIES) for one in children_of(random, family, family * 5, TODAY)]


@pytest.fixture(scope="module")
def everybody(lives: list[Life]) -> list[Life]:
    random = Random("others")
    others = [leaver(random, number, number, TODAY).life for number in range(300)]
    return [*lives, *others, *(homecomer(random, number, number, TODAY).life for number in range(100))]


def said(life: Life, kind: str):
    return [fact for fact in life.facts if fact.kind == kind]


def current(lives: list[Life], kind: str) -> Counter[str]:
    return Counter(str(fact.said[0]) for life in lives for fact in said(life, kind) if fact.held_on(TODAY))


def test_the_same_seed_makes_the_same_lives_and_another_makes_others():
    def made(seed: int):
        random = Random(seed)
        return [one for family in range(40) for one in children_of(random, family, family * 5, TODAY)]

    assert made(1) == made(1)
    assert made(1) != made(2)


def test_facts_of_which_a_child_has_one_at_a_time_never_overlap(everybody):
    for life in everybody:
        by_kind = defaultdict(list)
        for fact in life.facts:
            by_kind[fact.kind].append(fact)
        for kind, facts in by_kind.items():
            facts.sort(key=lambda fact: fact.since)
            assert len({fact.since for fact in facts}) == len(facts), kind
            assert all(fact.until is None or fact.since <= fact.until for fact in facts)
            if kind in EXCLUSIVE:
                assert not any(one.overlaps(other) for one, other in pairwise(facts))


def test_placements_fill_the_time_in_care_without_a_gap(everybody):
    for life in everybody:
        (care,) = said(life, "care")
        for kind in ("placement", "legal"):
            facts = sorted(said(life, kind), key=lambda fact: fact.since)
            assert facts[0].since == care.since
            assert facts[-1].until == care.until
            assert [one.until for one in facts[:-1]] == [one.since for one in facts[1:]]


def test_nothing_happens_before_birth_or_after_today(everybody):
    for life in everybody:
        for fact in life.facts:
            assert life.born <= fact.since <= TODAY
            assert (
                fact.kind == "unaccompanied" or fact.until is None or fact.until <= TODAY + timedelta(days=5)
            )


def test_every_code_was_in_use_when_it_began(everybody):
    sets = code_sets().sets
    for life in everybody:
        for kind, column, at in (
            ("placement", "PLACE", 0),
            ("placement", "PLACE_PROVIDER", 1),
            ("legal", "LS", 0),
        ):
            for fact in said(life, kind):
                year = year_of(fact.since)
                assert sets[column][str(fact.said[at])].in_use(year, year), fact
    assert all(
        upn_fits(str(upn))
        for life in everybody
        for _, _, upn, _ in [said(life, "details")[0].said]
        if upn != "UN4"
    )


def test_who_is_looked_after_is_a_child_and_most_are_in_foster_care(lives):
    ages = [years_old(life.born, TODAY) for life in lives]
    assert set(ages) == set(range(18))
    teens = sum(age >= 10 for age in ages) / len(ages)
    assert 0.5 < teens < 0.75
    places = current(lives, "placement")
    assert sum(places.values()) == len(lives)
    share = {kind: sum(n for place, n in places.items() if place in codes) / len(lives) for kind, codes in {
        "foster": {"U1", "U2", "U3", "U4", "U5", "U6"},
        "residential": cohort_codes().placement_codes("residential"),
        "supported": {"K3"},
        "unregistered": {"Z12", "Z13"},
    }.items()}  # fmt: skip
    assert 0.55 < share["foster"] < 0.78
    assert 0.07 < share["residential"] < 0.2
    assert 0.03 < share["supported"] < 0.18
    assert 0 < share["unregistered"] < 0.02


def test_stays_are_long_and_short_and_reviews_mostly_in_time(lives):
    days = sorted((TODAY - said(life, "care")[0].since).days for life in lives)
    assert 200 < days[len(days) // 2] < 900
    moves = [len(said(life, "placement")) for life in lives]
    assert 0.25 < sum(count == 1 for count in moves) / len(moves) < 0.75
    first = []
    for life in lives:
        began, reviews = said(life, "care")[0].since, said(life, "review")
        if reviews:
            first.append((reviews[0].since - began).days)
    late = sum(gap > 28 for gap in first) / len(first)
    assert 0.03 < late < 0.25


def test_brothers_and_sisters_share_a_name_and_mostly_a_first_day():
    random = Random(5)
    together = [list(children_of(random, family, 0, TODAY)) for family in range(300)]
    groups = [group for group in together if len(group) > 1]
    assert 60 < len(groups) < 160
    assert all(len({one.family for one in group}) == 1 for group in groups)
    same_day = sum(len({one.life.since for one in group}) == 1 for group in groups)
    assert same_day / len(groups) > 0.4


def test_no_two_people_of_any_size_share_a_full_name():
    assert len(set(FAMILY_NAMES)) == len(FAMILY_NAMES) == 600
    families = range(210_000)
    assert len({family_name(number) for number in families}) == len(families)
    assert len({given_name(7, place) for place in range(4)}) == 4


def test_remit_is_told_of_an_end_only_after_it_happened(everybody):
    telling = Telling(NOW - timedelta(weeks=12), NOW)
    for life in everybody[:400]:
        for fact in life.facts:
            for told, recorded, superseded in telling.versions(fact):
                assert recorded <= NOW
                assert superseded is None or recorded < superseded <= NOW
                if recorded > telling.set_up and told.until is not None and told.until <= TODAY:
                    assert recorded.date() >= told.since


def test_a_larger_authority_has_its_children_their_workers_and_their_teams(db):
    def made() -> tuple[list[object], ...]:
        with transaction.atomic():
            people = make_people(Names(Random(1)), NOW - timedelta(weeks=12))
            counted = Made()
            the_many(people, Record("authority", 1, NOW - timedelta(weeks=12), NOW), counted)
            assert (counted.looked_after, counted.leavers, counted.came_home) == (600, 330, 120)
            names = list(
                Person.objects.order_by("pk").values_list("given_name", "family_name", "date_of_birth")
            )
            assert len({name[:2] for name in names}) == len(names) == 1050
            care = list(CarePeriod.objects.known().order_by("person", "since").values_list("since", "until"))
            open_now = CarePeriod.objects.open()
            known = open_now.values("person").distinct().count()
            assert 590 <= known == 600 - counted.not_told, "the words say how many Remit has yet to be told"
            allocated = Allocation.objects.open()
            assert allocated.count() >= 900
            teams = dict(TeamMembership.objects.open().values_list("staff_id", "team_id"))
            assert all(
                teams[worker] == team for worker, team in allocated.values_list("worker_id", "team_id")
            )
            a_load = Counter(allocated.values_list("worker_id", flat=True))
            assert max(a_load.values()) < 60
            transaction.set_rollback(True)
        return names, care

    assert made() == made()


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_bar_shows_how_far_seeding_has_come_and_a_file_gets_lines():
    terminal, file = _Terminal(), io.StringIO()
    for out in (terminal, file):
        progress = Progress(200, "children", out)
        for count in (5, 50, 60, 200):
            progress.done(count)
    assert "[########                      ]  25%  50 of 200 children" in terminal.getvalue()
    assert terminal.getvalue().endswith("\n")
    assert [line.split("  ")[0] for line in file.getvalue().splitlines()] == [" 25%", " 30%", "100%"]

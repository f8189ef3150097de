"""Which cohorts a child would enter and leave, asked of many children at once: the same as each cohort says itself."""

from datetime import timedelta
from random import Random

from remit.rules.cohort_turns import Turns, after
from remit.rules.cohorts import COHORTS, LISTED, history, membership
from remit.rules.fact_comparison import FactChange
from remit.rules.facts import FIELDS, Fact
from remit.rules.leavers import birthday
from remit.terms.cohort_codes_file import cohort_codes
from tests.rules.returned import day, held

TODAY = day("2026-10-14")
SAID = {
    "place": ("K2", "U4", "H5", "P2", "K3", "Z12", "Z1", "R1"),
    "location": ("in", "out", ""),
    "status": ("C2", "V2", "V3"),
    "weekly_pence": (399_999, 400_000),
    "category": ("", "qualifying", "former_relevant"),
    "why_ended": ("", "E4A", "E11"),
    "in_touch": ("", "YES", "DIED"),
}
DAYS = ("2023-12-31", "2024-04-01", "2025-03-31", "2025-04-01", "2026-02-01", "2026-10-14", "2026-10-15")
AGES = (4, 15, 16, 17, 18, 19, 21, 24, 25)
KINDS = ("care", "placement", "legal", "review", "unaccompanied", "cost", "leaver")


def a_fact(random):
    kind, since = random.choice(KINDS), day(random.choice(DAYS))
    until = random.choice((None, None, since + timedelta(days=random.choice((1, 90, 400)))))
    said = tuple(random.choice(SAID.get(name, ("",))) for name in FIELDS[kind])
    return Fact(kind, since, until, said)


def born_of(random):
    around = birthday(TODAY, -random.choice(AGES)) + timedelta(days=random.choice((-1, 0, 1)))
    return random.choice((around, around, around, None))


def a_held(random):
    one = a_fact(random)
    return held(one.kind, str(one.since), str(one.until) if one.until else None)._replace(fact=one)


def cohorts_of(born, facts):
    asked = [one for one in COHORTS.values() if one.narrowed_by != LISTED]
    child = history(born, facts)
    return [one.id for one in asked if membership(one, child, on=TODAY, codes=cohort_codes())]


def changes_of(random, mine):
    added = [FactChange("added", None, a_fact(random)) for _ in range(random.randrange(5))]
    others = (
        lambda one: FactChange("removed", one, None),
        lambda one: FactChange("corrected", one, one.fact._replace(until=None)),
        lambda one: FactChange("ended", one, one.fact._replace(until=TODAY)),
        lambda one: FactChange("contradicted", one, one.fact),
    )
    return added + [random.choice(others)(one) for one in mine if random.randrange(3) == 0]


def test_each_of_many_children_enters_and_leaves_what_the_cohorts_say_when_they_are_asked_one_by_one():
    random, turns = Random(4), Turns(TODAY, cohort_codes())
    turned = set()
    for number in range(3_000):
        born = born_of(random)
        mine = [a_held(random) for _ in range(random.randrange(6))] if number % 2 else []
        changes = changes_of(random, mine)
        before, then = cohorts_of(born, mine), cohorts_of(born, after(mine, changes))
        entered, left = turns.of(born, mine, changes)
        assert list(entered) == [one for one in then if one not in before], (born, mine, changes)
        assert list(left) == [one for one in before if one not in then], (born, mine, changes)
        turned.update(entered, left)
    assert turned == {one.id for one in COHORTS.values() if one.narrowed_by != LISTED}

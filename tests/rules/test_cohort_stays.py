"""What is kept of who was in a cohort from when to when says of every day what asking about that day says."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from remit.rules.cohort_stays import KEPT, stays
from remit.rules.cohorts import history, membership
from remit.rules.facts import FIELDS, Fact, Held
from remit.terms.cohort_codes_file import cohort_codes
from tests.rules.returned import day, held

CODES = cohort_codes()
FIRST, LAST = date(2008, 1, 1), date(2035, 1, 1)
SAID = {
    ("placement", "place"): ["U4", "K2", "K1", "K3", "H5", "Z12", "R3"],
    ("placement", "location"): ["in", "out", ""],
    ("care", "why_ended"): ["", "E4A", "E11", "E3"],
    ("legal", "status"): ["C2", "V3", "V4"],
    ("leaver", "category"): ["", "relevant", "former_relevant"],
    ("cost", "weekly_pence"): [100_000, 400_000, 500_000],
}
KINDS = ("care", "care", "placement", "placement", "legal", "leaver", "cost", "unaccompanied", "review")
days = st.dates(date(2012, 1, 1), date(2028, 1, 1))


@st.composite
def facts(draw):
    kind = draw(st.sampled_from(KINDS))
    since = draw(days)
    until = draw(st.none() | st.integers(0, 900).map(lambda count: since + timedelta(days=count)))
    said = tuple(draw(st.sampled_from(SAID.get((kind, name), [""]))) for name in FIELDS[kind])
    source, provisional = draw(st.sampled_from([("import:a", False), ("staff:b", True)]))
    return Held(0, Fact(kind, since, until, said), source, provisional)


@settings(max_examples=150, deadline=None)
@given(
    st.none() | st.dates(FIRST, date(2014, 1, 1)), st.lists(facts(), max_size=9), st.lists(days, max_size=20)
)
def test_the_stays_say_of_every_day_what_asking_about_that_day_says(born, said, asked):
    child = history(born, said)
    kept = list(stays(child, CODES))
    bounds = {day for one in said for day in (one.fact.since, one.fact.until) if day is not None}
    bounds |= {day for stay in kept for day in (stay.first, stay.until) if day is not None}
    near = {day + timedelta(days=by) for day in bounds for by in (-1, 0, 1, 91, 182)}
    for cohort in KEPT:
        for on in {*asked, *near}:
            there = [
                stay.found
                for stay in kept
                if stay.cohort == cohort.id and stay.first <= on and (stay.until is None or on < stay.until)
            ]
            found = membership(cohort, child, on=on, codes=CODES)
            assert there == ([found] if found else []), (cohort.id, on)


def test_a_stay_ends_on_a_birthday_though_no_fact_does():
    child = history(day("2008-06-01"), [held("care", "2020-01-01")])
    leaving = [stay for stay in stays(child, CODES) if stay.cohort == "care-leavers"]
    assert [(stay.found.part, stay.first, stay.until) for stay in leaving] == [
        ("eligible", day("2024-06-01"), day("2026-06-01")),
        ("former_relevant", day("2026-06-01"), day("2033-06-01")),
    ]


def test_a_placement_that_goes_on_under_another_code_is_one_stay_until_the_kind_changes():
    moves = [
        held("placement", "2026-01-01", "2026-03-01", place="K2"),
        held("placement", "2026-03-01", place="K1"),
    ]
    child = history(day("2012-06-01"), [held("care", "2026-01-01"), *moves])
    (home,) = (stay for stay in stays(child, CODES) if stay.cohort == "residential")
    assert (home.first, home.until, home.found.since) == (
        day("2026-01-01"),
        day("2030-06-01"),  # the eighteenth birthday
        day("2026-01-01"),
    )

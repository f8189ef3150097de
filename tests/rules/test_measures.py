"""Counting: which of which, over which days, and what becomes of what is not known."""

from datetime import date

import pytest
from pydantic import ValidationError

from remit.rules.cohort_stays import KEPT
from remit.rules.figures_told import told
from remit.rules.measures import NEVER, Thing, Things, Window, earliest, figure, has_small_numbers, window_of
from remit.terms import load
from remit.terms.counting import KnownCohort
from remit.terms.model import Count, Measure

OCTOBER = Window(date(2026, 10, 1), date(2026, 11, 1))
TODAY = date(2026, 11, 2)


def measure(**said):
    given = {"id": "one", "name": "One", "source": "The register", "period": "1 month", "clause": "ROR-1"}
    return Measure.model_validate({**given, "missing": "shown_apart", **said})


def item(day, child=1, **said):
    return Thing(date(2026, 10, day), said, child)


def among(of, *things, known_until=TODAY, **others):
    kinds = {(of, ""): things} | {tuple(name.split("_", 1)): found for name, found in others.items()}
    return Things(kinds, known_until)


ITEMS = among(
    "items",
    item(1, presence=True, outcome="home", team="North"),
    item(8, presence=False, outcome="home", team="South"),
    item(15, outcome="deferred", team="North"),
    item(22, presence=True, outcome="deferred"),
)
CAME = {"of": "items", "presence": True}


@pytest.mark.parametrize(
    "missing, counted, of, apart, left_out",
    [("shown_apart", 2, 3, 1, 0), ("left_out", 2, 3, 0, 1), ("counted_as_not", 2, 4, 0, 0)],
)
def test_what_is_not_known_is_shown_apart_left_out_or_counted_as_not(missing, counted, of, apart, left_out):
    share = measure(numerator=CAME, denominator={"of": "items"}, missing=missing)
    whole = figure(share, OCTOBER, ITEMS).whole
    assert (whole.counted, whole.of, whole.apart, whole.left_out) == (counted, of, apart, left_out)


def test_what_lies_outside_the_days_is_not_counted():
    early = Window(date(2026, 10, 2), date(2026, 10, 22))
    assert figure(measure(numerator={"of": "items"}), early, ITEMS).whole.counted == 2


def test_a_figure_is_divided_by_what_the_terms_name_and_what_is_not_known_is_a_group_too():
    by_both = measure(numerator={"of": "items"}, by=["team", "outcome"])
    found = figure(by_both, OCTOBER, ITEMS)
    assert [(group.by, group.tally.counted) for group in found.groups] == [
        (("", "deferred"), 1),
        (("North", "deferred"), 1),
        (("North", "home"), 1),
        (("South", "home"), 1),
    ]
    table = told(found, load.merged("ror")).tables[0]
    assert table.heads == ("Team", "Deferred", "home", "All")
    assert table.rows[-1] == ("All", "2", "2", "4")
    assert [row[0] for row in table.rows] == ["North", "Not known", "South", "All"]


AVOIDED = {
    "numerator": {
        "of": "items",
        "ratings": ["high"],
        "closes": True,
        "other_than": ["start"],
        "without": {"cohort": "residential", "within": "6 months"},
    },
    "denominator": {"of": "items", "ratings": ["high"], "closes": True},
}


def left(child, **said):
    return Thing(date(2026, 1, 15), {"rating": "high", "outcome": "home", "closes": True, **said}, child)


@pytest.mark.parametrize(
    "came, known_until, counted, of, apart",
    [
        (None, date(2026, 7, 16), 1, 1, 0),
        (None, date(2026, 7, 15), 0, 0, 1),
        (date(2026, 7, 15), date(2026, 9, 1), 0, 1, 0),
        (date(2026, 7, 16), date(2026, 9, 1), 1, 1, 0),
        (date(2026, 1, 14), date(2026, 9, 1), 1, 1, 0),
        (date(2026, 2, 1), date(2026, 3, 1), 0, 0, 1),
    ],
)
def test_a_start_is_avoided_when_none_came_in_six_months_and_until_then_nobody_knows(
    came, known_until, counted, of, apart
):
    year = Window(date(2026, 1, 1), date(2026, 9, 1))
    starts = (Thing(came, child=1),) if came else ()
    there = among("items", left(1), known_until=known_until, arrivals_residential=starts)
    whole = figure(measure(**AVOIDED), year, there).whole
    assert (whole.counted, whole.of, whole.apart) == (counted, of, apart)


def test_a_start_is_not_known_at_once_of_some_and_only_in_half_a_year_of_others():
    """Otherwise those left as a start would stand alone in the share until the time of the others is over."""
    year = Window(date(2026, 1, 1), date(2026, 3, 1))
    there = among("items", left(1), left(2, outcome="start"), known_until=date(2026, 3, 1))
    whole = figure(measure(**AVOIDED), year, there).whole
    assert (whole.counted, whole.of, whole.apart) == (0, 0, 2)


def test_what_is_not_on_record_is_no_start_avoided():
    year = Window(date(2026, 1, 1), date(2026, 9, 1))
    covered = {("arrivals", "residential"): date(2026, 2, 1)}
    there = Things({("items", ""): (left(1),)}, date(2026, 9, 1), covered)
    whole = figure(measure(**AVOIDED), year, there).whole
    assert (whole.counted, whole.of, whole.apart) == (0, 0, 1)


def test_another_child_s_start_and_another_rating_change_nothing():
    year = Window(date(2026, 1, 1), date(2026, 9, 1))
    starts = (Thing(date(2026, 2, 1), child=2),)
    there = among(
        "items",
        left(1),
        left(3, outcome="start"),
        left(4, rating="low"),
        known_until=date(2026, 9, 1),
        arrivals_residential=starts,
    )
    whole = figure(measure(**AVOIDED), year, there).whole
    assert (whole.counted, whole.of) == (1, 2)


def test_who_was_there_twice_is_one_child_and_who_left_before_is_none():
    stays = (
        Thing(date(2026, 1, 1), child=1, until=date(2026, 10, 5)),
        Thing(date(2026, 10, 9), child=1),
        Thing(date(2026, 1, 1), child=2, until=date(2026, 10, 1)),
        Thing(date(2026, 11, 1), child=3),
    )
    found = Things({("stays", "residential"): stays}, TODAY)
    there = measure(numerator={"of": "stays", "cohort": "residential"})
    assert figure(there, OCTOBER, found).whole.counted == 1


def test_the_year_before_is_counted_beside_and_is_no_share():
    starts = [Thing(date(2026, 10, 5), child=1), *(Thing(date(2025, 10, day), child=day) for day in (6, 7))]
    found = Things({("arrivals", "residential"): starts}, TODAY)
    start = {"of": "arrivals", "cohort": "residential"}
    against = measure(numerator=start, denominator={**start, "earlier": "12 months"})
    counted = figure(against, OCTOBER, found)
    assert (counted.whole.counted, counted.whole.of, counted.compares) == (1, 2, True)
    assert told(counted, load.merged("ror")).headline.startswith("1, against 2 in the 1 month")
    assert earliest(against, OCTOBER) == date(2025, 10, 1)


def test_a_run_counts_each_month_that_is_over():
    starts = [Thing(date(2026, month, 9), child=month) for month in (3, 9, 9, 10)]
    found = Things({("arrivals", "residential"): starts}, TODAY)
    drawn = measure(
        numerator={"of": "arrivals", "cohort": "residential"}, chart={"shape": "run", "over": "3 months"}
    )
    until_today = window_of(drawn, TODAY)
    assert figure(drawn, until_today, found).months == (
        (date(2026, 8, 1), 0),
        (date(2026, 9, 1), 2),
        (date(2026, 10, 1), 1),
    )
    assert earliest(drawn, until_today) == date(2026, 8, 1)


START = {"of": "arrivals", "cohort": "residential"}
RUN = measure(numerator=START, chart={"shape": "run", "over": "24 months"})
AGAINST = measure(numerator=START, denominator={**START, "earlier": "12 months"})


def starts_on_record(since, *months):
    there = [Thing(date(2026, month, 9), child=month) for month in months]
    return Things({("arrivals", "residential"): there}, TODAY, {("arrivals", "residential"): since})


def test_months_before_the_record_begins_are_left_out_and_never_counted_as_nothing():
    found = figure(RUN, window_of(RUN, TODAY), starts_on_record(date(2026, 8, 1), 8, 9, 10))
    assert found.months == ((date(2026, 8, 1), 1), (date(2026, 9, 1), 1), (date(2026, 10, 1), 1))
    notes = " ".join(told(found, load.merged("ror")).notes)
    assert "Earlier months are left out: there is no record of it before 1 August 2026." in notes
    assert "look for the reason" not in notes


@pytest.mark.parametrize(
    "since, why_not",
    [
        (date(2025, 10, 1), ""),
        (date(2025, 10, 2), "Not measurable yet: there is no record of it before 2 October 2025."),
        (date(2026, 11, 1), "Not measurable yet: there is no record of it before 1 November 2026."),
        (NEVER, "Not measurable yet: there is no record of it."),
    ],
)
def test_a_time_that_is_not_on_record_is_nothing_to_compare_with(since, why_not):
    found = figure(AGAINST, OCTOBER, starts_on_record(since, 10))
    assert found.why_not == why_not
    assert (found.whole is None) == bool(why_not)


def test_a_time_of_which_a_part_is_on_record_is_counted_from_there_and_says_so():
    found = figure(measure(numerator=START), OCTOBER, starts_on_record(date(2026, 10, 5), 10))
    assert found.whole.counted == 1
    assert told(found, load.merged("ror")).notes == (
        "Counted from 5 October 2026: there is no record of it before.",
    )


@pytest.mark.parametrize(
    "said, words",
    [
        ({"numerator": {"of": "items"}, "source": None}, "Not measurable yet: nothing records it."),
        ({"numerator": "Children at home"}, "Not measurable yet: its terms say in words what is meant"),
    ],
)
def test_what_has_no_source_or_no_parts_is_not_counted_and_says_so(said, words):
    found = figure(measure(**said), OCTOBER, ITEMS)
    assert found.whole is None
    shown = told(found, load.merged("ror"))
    assert shown.why_not.startswith(words)
    assert shown.headline == ""
    assert shown.tables == ()


@pytest.mark.parametrize("came, small", [(97, True), (90, False)])
def test_the_few_that_a_share_leaves_are_a_small_number(came, small):
    there = among("items", *(item(1, number, presence=number < came) for number in range(98)))
    share = measure(numerator=CAME, denominator={"of": "items"})
    assert has_small_numbers([figure(share, OCTOBER, there)]) is small


def test_a_month_in_which_few_came_is_a_small_number():
    one_month = measure(numerator=START, chart={"shape": "run", "over": "3 months"})
    starts = [
        Thing(date(2026, month, 9), child=child) for month, few in ((9, 2), (10, 7)) for child in range(few)
    ]
    found = Things({("arrivals", "residential"): starts}, TODAY)
    assert has_small_numbers([figure(one_month, OCTOBER, found)])


def test_a_count_below_five_is_a_small_number_and_none_is_not():
    none, few = measure(numerator={"of": "actions"}), measure(numerator={"of": "items"})
    assert not has_small_numbers([figure(none, OCTOBER, ITEMS)])
    assert has_small_numbers([figure(few, OCTOBER, ITEMS)])


@pytest.mark.parametrize(
    "said",
    [
        {"of": "meetings", "ratings": ["high"]},
        {"of": "arrivals"},
        {"of": "items", "cohort": "residential"},
        {"of": "seats", "outcomes": ["home"]},
    ],
)
def test_a_part_that_does_not_go_with_what_is_counted_is_refused(said):
    with pytest.raises(ValidationError):
        Count.model_validate(said)


@pytest.mark.parametrize(
    "said",
    [
        {"numerator": {"of": "seats"}, "by": ["team"]},
        {"numerator": "In words", "by": ["team"]},
        {"numerator": {"of": "items"}, "chart": {"shape": "bar"}},
        {"numerator": {"of": "items"}, "chart": {"shape": "run"}},
        {"numerator": {"of": "items"}, "period": "3 working days"},
    ],
)
def test_a_measure_that_could_not_be_divided_or_drawn_is_refused(said):
    with pytest.raises(ValidationError):
        measure(**said)


def test_terms_can_name_every_cohort_whose_stays_are_kept():
    assert set(KnownCohort.__args__) == {cohort.id for cohort in KEPT}

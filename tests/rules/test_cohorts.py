"""Who is in which cohort on a day, since when and because of what."""

import pytest

from remit.rules.cohorts import COHORTS, history, membership
from remit.rules.facts import Held
from remit.terms.cohort_codes_file import cohort_codes
from tests.rules.returned import day, held

ON = "2026-10-14"


def asked(cohort, *facts, on=ON, born="2012-03-04"):
    child = history(day(born), facts)
    return membership(COHORTS[cohort], child, on=day(on), codes=cohort_codes())


def care(since="2026-04-01", until=None, **said):
    return held("care", since, until, **said)


def place(code, since="2026-04-01", until=None, **said):
    return held("placement", since, until, place=code, **said)


def test_looked_after_from_the_first_day_until_the_last():
    facts = care("2026-04-01", "2026-06-01")
    assert asked("looked-after", facts, on="2026-04-01").since == day("2026-04-01")
    assert asked("looked-after", facts, on="2026-05-31") is not None
    assert asked("looked-after", facts, on="2026-06-01") is None
    assert asked("looked-after", facts, on="2026-03-31") is None


@pytest.mark.parametrize("code", ["K1", "K2", "R1", "R3", "S1"])
def test_residential_codes(code):
    assert asked("residential", care(), place(code)).because.startswith(f"In residential care ({code})")


@pytest.mark.parametrize("code", ["R2", "R5", "U4", "K3", "P1"])
def test_codes_that_are_not_residential(code):
    assert asked("residential", care(), place(code)) is None


def test_residential_since_the_first_of_homes_without_a_gap():
    homes = [place("K2", "2026-04-01", "2026-06-01"), place("K1", "2026-06-01")]
    assert asked("residential", care(), *homes).since == day("2026-04-01")
    apart = [place("K2", "2026-04-01", "2026-05-01"), place("K1", "2026-06-01")]
    assert asked("residential", care(), *apart).since == day("2026-06-01")


def test_who_is_not_looked_after_any_more_is_in_no_placement():
    assert asked("residential", care("2026-04-01", "2026-06-01"), place("K2")) is None


@pytest.mark.parametrize(
    "code, since, on, found",
    [
        ("K3", "2024-04-01", ON, True),
        ("K3", "2024-03-31", ON, True),  # it was H5 when it began, and its code was put right later
        ("H5", "2023-01-01", "2023-06-01", True),
        ("P2", "2023-01-01", ON, True),
        ("H5", "2025-04-01", ON, False),
    ],
)
def test_supported_by_the_codes_there_are_and_those_before_them(code, since, on, found):
    answer = asked("supported", care(since), place(code, since), on=on)
    assert (answer is not None) == found


@pytest.mark.parametrize("began", ["2026-01-01", "2024-01-01"])
def test_unregistered_by_the_codes_since_2025_whenever_the_placement_began(began):
    assert asked("unregistered", care(began), place("Z12", began)) is not None
    assert asked("unregistered", care(began), place("Z11", began)) is None


@pytest.mark.parametrize(
    "said, cohort",
    [("out", "out-of-authority"), ("in", "out-of-authority-in"), ("", "out-of-authority-unknown")],
)
def test_out_in_and_unknown_are_told_apart(said, cohort):
    names = [name for name in COHORTS if name.startswith("out-of-authority")]
    assert [name for name in names if asked(name, care(), place("U4", location=said))] == [cohort]
    assert len(names) == 3


def test_unaccompanied_while_looked_after_and_until_the_day_given():
    alone = held("unaccompanied", "2026-04-01", "2026-08-01")
    assert asked("unaccompanied", care(), alone, on="2026-07-31") is not None
    assert asked("unaccompanied", care(), alone, on="2026-08-01") is None
    assert asked("unaccompanied", alone, on="2026-07-31") is None


def cost(pence, since="2026-04-01"):
    one = held("cost", since)
    return one._replace(fact=one.fact._replace(said=(pence,)))


def test_high_cost_from_four_thousand_pounds_a_week():
    assert asked("high-cost", care(), cost(400_000)).because.startswith("£4,000.00 a week")
    assert asked("high-cost", care(), cost(399_999)) is None


def review(since):
    return held("review", since, since[:-2] + f"{int(since[-2:]) + 1:02}")


def test_the_second_review_since_the_child_came_into_care():
    before = review("2026-02-01")
    assert asked("second-review", care(), before, review("2026-04-20")) is None
    answer = asked(
        "second-review", care(), before, review("2026-04-20"), review("2026-07-14"), review("2026-09-14")
    )
    assert answer.since == day("2026-07-14")


def test_on_the_action_list():
    listed = Held(1, held("care", "2026-09-01").fact._replace(kind="listed", said=("high",)), "import:l")
    assert asked("action-list", listed).since == day("2026-09-01")


def test_a_fact_that_was_typed_says_so():
    facts = held("care", "2026-04-01", provisional=True, source="staff:x")
    assert "not yet confirmed" in asked("looked-after", facts).because


# Care leavers. Born on 4 March 2009: 14 on 4 March 2023, 16 on 4 March 2025, 18 on 4 March 2027.

BORN = "2009-03-04"


def leaver(*facts, on, born=BORN):
    return asked("care-leavers", *facts, on=on, born=born)


def test_eligible_from_sixteen_after_thirteen_weeks_since_fourteen():
    long = care("2024-01-01")
    assert leaver(long, on="2025-03-03") is None
    answer = leaver(long, on="2025-03-04")
    assert (answer.part, answer.since) == ("eligible", day("2025-03-04"))
    assert answer.because.startswith("Eligible. Looked after at 16 or 17")


def test_eligible_only_once_the_weeks_are_full():
    short = care("2025-06-01")
    assert leaver(short, on="2025-08-30") is None
    assert leaver(short, on="2025-08-31").part == "eligible"


def test_weeks_before_fourteen_do_not_count_and_separate_times_add_up():
    early = care("2022-01-01", "2023-03-04", why_ended="E4A")
    assert leaver(early, care("2025-06-01"), on="2025-08-30") is None
    some = care("2024-01-01", "2024-02-10", why_ended="E4A")
    assert leaver(some, care("2025-06-01"), on="2025-07-25").part == "eligible"


def test_short_breaks_do_not_count():
    breaks = held("legal", "2024-01-01", "2025-06-01", status="V4")
    assert leaver(care("2024-01-01"), breaks, on="2025-08-30") is None


def test_relevant_after_leaving_care_at_sixteen():
    left = care("2024-01-01", "2025-09-01", why_ended="E6")
    answer = leaver(left, on="2026-10-14")
    assert (answer.part, answer.since) == ("relevant", day("2025-09-01"))


def test_former_relevant_from_eighteen_until_twenty_five():
    left = care("2024-01-01", "2025-09-01", why_ended="E6")
    answer = leaver(left, on="2027-03-04")
    assert (answer.part, answer.since) == ("former_relevant", day("2027-03-04"))
    assert leaver(left, on="2034-03-03").part == "former_relevant"
    assert leaver(left, on="2034-03-04") is None


def test_who_stays_in_care_until_eighteen_is_former_relevant():
    assert (
        leaver(care("2024-01-01", "2027-03-04", why_ended="E17"), on="2028-01-01").part == "former_relevant"
    )


def test_qualifying_with_less_than_thirteen_weeks_until_twenty_one():
    left = care("2025-06-01", "2025-07-01", why_ended="E6")
    assert leaver(left, on="2026-01-01").part == "qualifying"
    assert leaver(left, on="2030-03-04") is None


def test_qualifying_after_six_months_at_home():
    left = care("2024-01-01", "2025-09-01", why_ended="E4A")
    assert leaver(left, on="2025-12-01").part == "relevant"
    assert leaver(left, on="2026-03-02").part == "qualifying"


def test_who_left_before_sixteen_was_adopted_or_has_no_birth_date_is_none():
    assert leaver(care("2024-01-01", "2025-03-04", why_ended="E6"), on="2026-01-01") is None
    assert leaver(care("2024-01-01", "2025-09-01", why_ended="E11"), on="2026-01-01") is None
    assert asked("care-leavers", care("2024-01-01"), born=None) is None


def test_who_died_after_leaving_care_is_no_care_leaver_from_the_day_a_return_says_so():
    left = care("2024-01-01", "2025-09-01", why_ended="E6")
    died = held("leaver", "2026-03-04", in_touch="DIED")
    assert leaver(left, died, on="2026-03-03").part == "relevant"
    assert leaver(left, died, on="2026-03-04") is None
    listed = held("leaver", "2026-01-01", category="former_relevant", in_touch="DIED")
    assert leaver(listed, on="2028-01-01") is None
    assert leaver(left, held("leaver", "2026-03-04", in_touch="NO"), on="2026-03-04").part == "relevant"


def test_where_nothing_is_known_of_the_care_the_councils_own_word_counts():
    said = held("leaver", "2026-01-01", category="former_relevant")
    answer = leaver(said, on="2028-01-01")
    assert (answer.part, answer.because) == ("former_relevant", "Former relevant, as the council lists it")


def legal(status, since="2026-04-01", until=None):
    return held("legal", since, until, status=status)


@pytest.mark.parametrize(
    "cohort", ["looked-after", "residential", "out-of-authority-unknown", "second-review"]
)
def test_nobody_is_looked_after_from_the_eighteenth_birthday_on_though_the_episode_is_open(cohort):
    reviews = [held("review", on, on) for on in ("2026-05-01", "2026-06-01")]
    facts = [care(), place("K2"), legal("C2"), *reviews]
    assert asked(cohort, *facts, on="2026-10-13", born="2008-10-14")
    assert asked(cohort, *facts, on="2026-10-14", born="2008-10-14") is None


@pytest.mark.parametrize(
    "status, code, born, there",
    [
        ("V2", "K2", "2008-10-14", True),  # section 20(5), in a community home
        ("V2", "K2", "2005-10-15", True),
        ("V2", "K2", "2005-10-14", False),  # 21 today
        ("V2", "U4", "2008-10-14", False),
        ("C2", "K2", "2008-10-14", False),
    ],
)
def test_an_adult_accommodated_in_a_community_home_is_looked_after_until_21(status, code, born, there):
    assert bool(asked("looked-after", care(), place(code), legal(status), born=born)) is there

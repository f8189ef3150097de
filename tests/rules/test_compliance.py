"""How often was a promise kept: what is counted, and out of what?"""

from datetime import date

from remit.rules.compliance import Counted, Tally, by_month, months_until, tally

OCTOBER, SEPTEMBER = date(2026, 10, 1), date(2026, 9, 1)


def counted(became, count, month=OCTOBER) -> Counted:
    return Counted("ror", "ROR-8", "select-focus-cases", month, became, count)


def test_what_was_waived_stays_in_the_denominator_and_what_is_not_due_yet_does_not():
    whole = tally(
        [
            counted("met", 3),
            counted("late", 1),
            counted("missed", 1),
            counted("waived", 1),
            counted("overdue", 2),
            counted("not_yet_due", 9),
        ]
    )
    assert (whole.fell_due, whole.share_in_time, whole.not_yet_due) == (8, 37, 9)


def test_nothing_due_has_no_share():
    assert Tally(not_yet_due=4).share_in_time is None
    assert Tally(met=2).share_in_time == 100


def test_a_month_without_any_is_empty():
    months = by_month(
        [counted("met", 2), counted("late", 1, SEPTEMBER)], (date(2026, 8, 1), SEPTEMBER, OCTOBER)
    )
    assert months == (Tally(), Tally(late=1), Tally(met=2))


def test_twelve_months_end_with_the_one_asked_for():
    months = months_until(date(2026, 2, 14))
    assert (months[0], months[-1], len(months)) == (date(2025, 3, 1), date(2026, 2, 1), 12)

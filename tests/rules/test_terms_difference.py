"""What changes when a forum runs on other terms, date by date and value by value."""

from datetime import date

from remit.rules.calendar import WorkCalendar
from remit.rules.forum_calendar import by_cadence
from remit.rules.terms_difference import difference
from remit.terms import load
from remit.terms.bank_holidays import bank_holidays

SINCE, UNTIL = date(2026, 1, 1), date(2026, 2, 28)


def changes(forum: str, change):
    now = load.merged(forum)
    then = load.read_otherwise(now, change)
    held = [by_cadence(terms, since=SINCE, until=UNTIL) for terms in (now, then)]
    return difference(*held, since=SINCE, until=UNTIL, calendar=WorkCalendar(bank_holidays()))


def test_the_same_terms_change_nothing():
    for forum in load.forum_ids():
        assert changes(forum, {}) == ()


def test_another_reading_of_a_cut_off_shows_each_date_it_moves():
    alternative = load.merged("marp").clauses["MARP-6"].alternatives[0].change
    found = [one for one in changes("marp", alternative) if one.kind == "deadline"]
    assert [(one.clause, one.before, one.after) for one in found] == [
        ("MARP-6", "Tuesday 23 December 2025, 4pm", "Tuesday 30 December 2025, 4pm"),
        ("MARP-6", "Tuesday 6 January 2026, 4pm", "Tuesday 13 January 2026, 4pm"),
        ("MARP-6", "Tuesday 20 January 2026, 4pm", "Tuesday 27 January 2026, 4pm"),
        ("MARP-6", "Tuesday 3 February 2026, 4pm", "Tuesday 10 February 2026, 4pm"),
    ]


def test_another_day_shows_the_sittings_that_go_and_those_that_come():
    found = changes("rap", {"meets": {"on": "Thursday"}})
    sittings = [one for one in found if one.kind == "sitting"]
    assert sum(one.after is None for one in sittings) == 8
    assert sum(one.before is None for one in sittings) == 9
    assert ("term", "meets", "RAP-2") in {(one.kind, one.what, one.clause) for one in found}


def test_a_form_a_duty_and_a_seat_are_told_whole_when_they_come_or_go():
    found = changes(
        "marp",
        {
            "seats": [{"id": "art", "removed": True}],
            "papers": [{"id": "risk-plan", "name": "Risk plan", "clause": "MARP-12"}],
            "duties": [{"id": "send-minutes", "due": {"days": 5}}],
        },
    )
    terms = {one.what: one for one in found if one.kind == "term"}
    assert set(terms) == {"seats.art", "papers.risk-plan", "duties.send-minutes.due"}
    assert (terms["seats.art"].clause, terms["seats.art"].after) == ("MARP-4", None)
    assert (terms["papers.risk-plan"].before, terms["papers.risk-plan"].clause) == (None, "MARP-12")
    assert (terms["duties.send-minutes.due"].before, terms["duties.send-minutes.due"].after) == (
        "days: 3; after: meeting",
        "days: 5; after: meeting",
    )

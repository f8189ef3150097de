"""The list of bank holidays that ships is the one the `holidays` package computes."""

from remit.records.holidays import working_calendar
from remit.terms.bank_holidays import bank_holidays


def test_the_list_that_ships_is_current():
    assert dict(bank_holidays()) == dict(working_calendar().bank_holidays)

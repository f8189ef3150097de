"""What stands in an address or a hidden field is a number, or is not: anybody can write anything there."""

import pytest
from django.test import RequestFactory

from remit.web.sent_numbers import page_asked, whole_number


@pytest.mark.parametrize(
    "written, number",
    [
        ("7", 7),
        ("0", 0),
        ("007", 7),
        ("", -1),
        ("-3", -1),
        ("3.5", -1),
        ("seven", -1),
        ("²", -1),
        ("9" * 18, 10**18 - 1),
    ],
)
def test_what_is_no_whole_number_is_answered_otherwise(written, number):
    assert whole_number(written, otherwise=-1) == number


@pytest.mark.parametrize("digits", [19, 5_000])
def test_a_number_no_database_and_no_python_takes_is_none(digits):
    assert whole_number("9" * digits, otherwise=None) is None


@pytest.mark.parametrize(
    "asked, page", [("", 1), ("?page=3", 3), ("?page=0", 1), ("?page=next", 1), ("?page=100000", 1)]
)
def test_a_page_that_is_none_is_the_first(asked, page):
    assert page_asked(RequestFactory().get(f"/list{asked}")) == page

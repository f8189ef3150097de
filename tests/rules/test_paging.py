"""Long lists are shown a page at a time."""

import pytest

from remit.rules.paging import on_page, pages_of, window


@pytest.mark.parametrize("lines, pages", [(0, 1), (1, 1), (50, 1), (51, 2), (100, 2), (101, 3)])
def test_so_many_lines_stand_on_so_many_pages(lines, pages):
    assert pages_of(lines, 50) == pages


@pytest.mark.parametrize(
    "page, shown, words",
    [(1, [0, 1, 2], "1 to 3 of 7"), (3, [6], "7 to 7 of 7"), (4, [], "")],
)
def test_a_page_has_its_lines_and_says_which(page, shown, words):
    assert on_page(list(range(7)), page, 3) == shown
    assert window(page, 7, 3) == words


def test_nothing_is_said_of_pages_where_there_is_one():
    assert window(1, 3, 3) == ""

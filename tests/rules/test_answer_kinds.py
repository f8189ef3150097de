"""An answer is sound for its kind, kept in one form, and read out as people read it; what is shown is understood again."""

import pytest

from remit.rules.answer_kinds import date_parts, read_answer, shown_answer, shown_under
from remit.rules.outcomes import Refused
from remit.terms.load import merged
from remit.terms.model import FilledBy, Question
from tests.terms.test_kinds import ELSEWHERE

NAMES = {"date": "Earliest day", "money": "Weekly cost", "yes_no": "Asked the child", "person": "Companion"}


def asked(kind: str) -> Question:
    return Question(
        id="asked", kind=kind, name=NAMES[kind], asks="?", filled_by=FilledBy(role="chair"), clause="HOME-1"
    )


@pytest.mark.parametrize(
    "kind, written, kept, shown",
    [
        ("date", "26/11/2026", "2026-11-26", "26 November 2026"),
        ("date", "6/Nov/2026", "2026-11-06", "6 November 2026"),
        ("date", "2026-11-26", "2026-11-26", "26 November 2026"),
        ("date", "26 november 2026", "2026-11-26", "26 November 2026"),
        ("date", "29.2.2028", "2028-02-29", "29 February 2028"),
        ("money", "1250", "125000", "£1,250"),
        ("money", "£1,250.50", "125050", "£1,250.50"),
        ("money", "0", "0", "£0"),
        ("yes_no", "YES", "yes", "Yes"),
        ("yes_no", "no", "no", "No"),
        ("person", "  Órla   O’Tannerly ", "Órla O’Tannerly", "Órla O’Tannerly"),
    ],
)
def test_an_answer_is_kept_in_one_form_and_its_words_are_understood_again(kind, written, kept, shown):
    assert read_answer(asked(kind), written.strip()) == kept
    assert shown_answer(kind, kept) == shown
    assert read_answer(asked(kind), shown) == kept


@pytest.mark.parametrize(
    "kind, written, says",
    [
        ("date", "26//2026", "Earliest day must include a month."),
        ("date", "//2026", "Earliest day must include a day and month."),
        ("date", "31/2/2026", "Earliest day must be a real date."),
        ("date", "26/11/26", "The year of earliest day must include 4 numbers."),
        ("date", "next week", "Earliest day must include a year."),
        ("money", "about 1250", "Weekly cost must be an amount of money, like 1250 or 1250.50."),
        ("money", "1,25", "Weekly cost must be an amount of money, like 1250 or 1250.50."),
        ("money", "-5", "Weekly cost must be an amount of money, like 1250 or 1250.50."),
        ("money", "9" * 40, "Weekly cost must be an amount of money, like 1250 or 1250.50."),
        ("yes_no", "perhaps", "Select yes or no for asked the child."),
        ("person", "x" * 151, "Companion must be 150 characters or fewer."),
    ],
)
def test_what_is_none_of_its_kind_is_refused_at_its_field(kind, written, says):
    with pytest.raises(Refused) as refused:
        read_answer(asked(kind), written)
    assert (refused.value.problem, refused.value.field) == (says, "asked")


@pytest.mark.parametrize("kind", NAMES)
def test_an_answer_can_be_taken_back(kind):
    assert read_answer(asked(kind), "") == ""


def test_a_date_goes_back_into_its_boxes():
    assert date_parts("date", "2026-11-06") == ("6", "11", "2026")
    assert date_parts("date", "soon") == date_parts("money", "2026-11-06") == ("", "", "")


def test_what_was_kept_before_the_question_had_its_kind_is_shown_as_it_is():
    homeward = merged("homeward", ELSEWHERE)
    assert shown_under(homeward, "weekly-cost", "125050") == "£1,250.50"
    assert shown_under(homeward, "weekly-cost", "not known") == "not known"
    assert shown_under(homeward, "no-such-question", "2026-11-06") == "2026-11-06"

"""What is whoever runs the meeting reminded of, before a case is settled?"""

from remit.rules.prompts import Prompt, before_outcome
from tests.rules.shipped import ROR

FACTS = {"rating": "high", "answered": (), "came": (), "open_actions": 0}


def found(**facts) -> list[tuple[str, str]]:
    return [(one.clause, one.words) for one in before_outcome(ROR, "focus", **{**FACTS, **facts})]


def test_an_untouched_case_is_reminded_of_who_came_and_of_what_is_not_written():
    assert found()[0] == (
        "ROR-7",
        "It is not recorded yet whether the social worker or team manager came.",
    )
    assert ("ROR-1", "Nothing is written yet under Alternatives considered.") in found()
    assert not any("Interim" in words for _, words in found()), "asked only with an outcome"


def test_what_is_done_is_not_asked_for_again():
    every = [question.id for form in ROR.forms for question in form.questions]
    assert found(answered=every, came=["childs-workers"]) == []


def test_open_actions_are_counted():
    every = [question.id for form in ROR.forms for question in form.questions]
    settled = {"answered": every, "came": ["childs-workers"]}
    assert found(**settled, open_actions=1) == [
        ("ROR-4", "1 action asked for before was not reported as done.")
    ]
    assert found(**settled, open_actions=2)[0][1].startswith("2 actions asked for before were")


def test_other_cases_ask_for_nobody_to_come():
    prompts = before_outcome(ROR, "other", **FACTS)
    assert all(isinstance(one, Prompt) for one in prompts)
    assert "ROR-7" not in [one.clause for one in prompts]

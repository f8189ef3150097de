"""Who may do what? Every question, every part somebody plays."""

import pytest

from remit.rules import permissions as may
from remit.rules.outcomes import NotAllowed
from remit.rules.viewers import Post, Viewer

ROR = "ror"


def viewer(**held) -> Viewer:
    return Viewer(staff_id=7, username="somebody", name="Somebody", **held)


PARTS = {
    "coordinator": viewer(
        coordinates=frozenset({ROR}), sits_on=frozenset({ROR}), seats=frozenset({(ROR, "coordinator")}), sees_action_list=True
    ),
    "chair": viewer(
        chairs=frozenset({ROR}), sits_on=frozenset({ROR}), seats=frozenset({(ROR, "brokerage")}), sees_action_list=True
    ),
    "member": viewer(sits_on=frozenset({ROR}), seats=frozenset({(ROR, "fostering")})),
    "chair of another forum": viewer(chairs=frozenset({"rrg"}), sits_on=frozenset({"rrg"})),
    "brokerage": viewer(posts=frozenset({Post.BROKERAGE}), sees_action_list=True),
    "data officer": viewer(posts=frozenset({Post.DATA_OFFICER})),
    "administrator": viewer(posts=frozenset({Post.ADMINISTRATOR})),
    "quality assurance": viewer(posts=frozenset({Post.QUALITY_ASSURANCE})),
    "information governance": viewer(posts=frozenset({Post.INFORMATION_GOVERNANCE})),
    "team manager": viewer(posts=frozenset({Post.TEAM_MANAGER}), teams=frozenset({3})),
    "social worker": viewer(works_with_children=True),
    "nobody in particular": viewer(),
}  # fmt: skip

RUNS = {"coordinator", "chair"}
SITS = RUNS | {"member"}
QUESTIONS = {
    "run the forum": (lambda who: may.why_not_run(who, ROR), RUNS),
    "chair it": (lambda who: may.why_not_chair(who, ROR), {"chair"}),
    "act as its chair": (lambda who: may.why_not_act_as(who, ROR, "chair", clause="ROR-18"), {"chair"}),
    "act as its deputy": (lambda who: may.why_not_act_as(who, ROR, "deputy"), {"chair"}),
    "act as its coordinator": (lambda who: may.why_not_act_as(who, ROR, "coordinator"), RUNS),
    "act as a member": (lambda who: may.why_not_act_as(who, ROR, "member"), SITS),
    "sit on it": (lambda who: may.why_not_sit(who, ROR), SITS),
    "write at an open meeting": (lambda who: may.why_not_write_in_room(who, ROR, is_open=True), SITS),
    "write before it is open": (lambda who: may.why_not_write_in_room(who, ROR, is_open=False), RUNS),
    "write as a substitute": (
        lambda who: may.why_not_write_in_room(who, ROR, present={7}, is_open=True),
        None,
    ),
    "answer for a seat": (
        lambda who: may.why_not_answer(who, ROR, filled_by_seat="fostering", is_open=False),
        SITS,
    ),
    "answer for the child's worker": (
        lambda who: may.why_not_answer(who, ROR, works_with_child=True, is_open=False),
        None,
    ),
    "answer what is asked of nobody in particular": (lambda who: may.why_not_answer(who, ROR, is_open=False), RUNS),
    "update somebody else's action": (lambda who: may.why_not_update_action(who, ROR, lead_id=8), RUNS),
    "report in a lead's place": (lambda who: may.why_not_update_action(who, ROR, lead_id=8, owes=True), None),
    "update an action they lead": (lambda who: may.why_not_update_action(who, ROR, lead_id=7), None),
    "see the action list": (lambda who: may.why_not_see_list(who), {*RUNS, "brokerage"}),
    "change the action list": (lambda who: may.why_not_edit_list(who), {*RUNS, "brokerage"}),
    "load the action list": (lambda who: may.why_not_import(who), {*RUNS, "brokerage", "data officer"}),
    "load returns": (lambda who: may.why_not_load_returns(who), {"data officer"}),
    "load people and seats": (lambda who: may.why_not_load_staff(who), {"data officer", "administrator"}),
    "open somebody else's allocations": (lambda who: may.why_not_open_held(who, "allocations", own=False), {"data officer"}),
    "administer": (lambda who: may.why_not_administer(who), {"administrator"}),
    "deal with a mail of the forum": (lambda who: may.why_not_deal_with_mail(who, ROR), {*RUNS, "administrator"}),
    "deal with a mail of no forum": (lambda who: may.why_not_deal_with_mail(who, ""), {"administrator"}),
    "see the log": (lambda who: may.why_not_see_log(who), {"information governance"}),
    "see how it keeps its terms": (lambda who: may.why_not_see_compliance(who, ROR), {*RUNS, "quality assurance"}),
    "answer somebody else's invitation": (lambda who: may.why_not_answer_invitation(who, 8), set()),
    "read whole minutes": (lambda who: may.why_not_read_minutes(who, ROR), {*SITS, "quality assurance"}),
}  # fmt: skip
"""Each question, and the parts that get a yes; None: everybody does."""


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("question", QUESTIONS)
def test_each_part_may_do_what_is_listed_and_nothing_else(question, part):
    why_not, allowed = QUESTIONS[question]
    refusal = why_not(PARTS[part])
    assert (refusal is None) is (allowed is None or part in allowed)
    if refusal is not None:
        assert isinstance(refusal, NotAllowed)
        assert refusal.remedy.endswith(".")


def test_every_question_is_asked_here():
    asked = {name for name in vars(may) if name.startswith("why_not_")}
    lines = "".join(line for why_not, _ in QUESTIONS.values() for line in why_not.__code__.co_names)
    assert {name for name in asked if name not in lines} == set()
    assert len(QUESTIONS) * len(PARTS) == 348


def test_a_refusal_for_a_role_names_its_clause():
    refusal = may.why_not_act_as(PARTS["member"], ROR, "chair", clause="ROR-18")
    assert refusal is not None
    assert refusal.clause == "ROR-18"

"""What is missing before a meeting, as its coordinator sees it; nobody else does."""

import pytest
from django.urls import reverse

from remit.casework.answers import save_answer
from tests.casework.weeks import a_week
from tests.factories import NOW, a_child, a_restricted_child, a_team, an_entry, staff, viewer_of

pytestmark = pytest.mark.django_db


def text(response) -> str:
    return " ".join(response.content.decode().split())


def test_it_says_which_part_of_which_case_is_missing_and_who_owes_it(signed_in):
    week, worker = a_week(), staff()
    first, second = week.choose(
        an_entry(a_child(worker=worker, team=a_team()), risk="high"),
        an_entry(a_child(worker=staff(), team=a_team()), risk="high"),
    )
    address = reverse("readiness", kwargs={"forum": "ror", "date": week.meeting.nominal_date.isoformat()})
    for question in ("reason-for-risk", "support-in-place", "what-would-help", "childs-view"):
        save_answer(
            item_ref=second.ref,
            question=question,
            text="Said.",
            base_version=0,
            actor=week.coordinator,
            now=NOW,
        )
    save_answer(
        item_ref=first.ref,
        question="childs-view",
        text="Said.",
        base_version=0,
        actor=viewer_of(worker),
        now=NOW,
    )

    page = text(signed_in(week.coordinating).get(address))

    assert "1 of 4" in page, "parts that are complete"
    assert "0 of 7" in page, "seats with an answer"
    assert f"{worker.name}, by Wednesday 14 October 2026, 11:59pm; since 14 October 2026" in page
    assert "Why residential care is in question; Support in place now; What would help" in page
    assert page.count(reverse("sheet", kwargs={"item": second.ref})) == 1, "brokerage's part alone"
    assert signed_in(week.sitting).get(address).status_code in {403, 404}
    assert signed_in(worker).get(address).status_code == 403


def test_a_restricted_record_is_not_named_there(signed_in):
    week = a_week()
    child = a_restricted_child(week.coordinating, worker=staff(), team=a_team())
    week.choose(an_entry(child, risk="high"))
    address = reverse("readiness", kwargs={"forum": "ror", "date": week.meeting.nominal_date.isoformat()})

    assert child.family_name in text(signed_in(week.coordinating).get(address))
    assert child.family_name not in text(signed_in(week.chairing).get(address))

"""Nothing is settled, and nothing commented on, until the approval of the minutes: closing freezes it, so terms cannot say so."""

import pytest

from remit.terms import load
from remit.terms.faults import TermsRefused


def test_terms_that_would_settle_something_by_the_approval_are_refused(tmp_path):
    (tmp_path / "ror.yaml").write_text("attendance: {settled_by: minutes-approved}", encoding="utf-8")
    with pytest.raises(TermsRefused):
        load.merged("ror", tmp_path)


def test_terms_adopted_while_it_could_be_said_are_understood_and_hold_nothing_back():
    document = load.to_document(load.merged("ror"))
    document["attendance"]["settled_by"] = "minutes-approved"
    document["presenters"][0]["settled_by"] = "minutes-approved"
    document["agenda"]["sections"][0]["settled_by"] = "minutes-approved"

    terms = load.from_document(document)
    assert terms.attendance.settled_by is None
    assert terms.presenters[0].settled_by is None
    assert terms.section("focus").settled_by is None
    assert document["attendance"]["settled_by"] == "minutes-approved", "what is kept stays as it is"


def test_terms_that_would_take_comments_after_the_meeting_closed_are_refused(tmp_path):
    def until(act: str) -> str:
        said = f"comments: {{from: agenda-confirmed, to: {act}, clause: ROR-17}}"
        (tmp_path / "ror.yaml").write_text(f"agenda: {{sections: [{{id: other, {said}}}]}}", encoding="utf-8")
        return load.merged("ror", tmp_path).section("other").comments.until

    with pytest.raises(TermsRefused, match="'meeting-closed'"):
        until("minutes-approved")
    assert until("meeting-closed") == "meeting-closed"


def test_terms_adopted_while_comments_could_be_said_to_end_later_end_them_with_the_meeting():
    document = load.to_document(load.merged("ror"))
    place = [one["id"] for one in document["agenda"]["sections"]].index("other")
    document["agenda"]["sections"][place]["comments"]["to"] = "minutes-approved"

    assert load.from_document(document).section("other").comments.until == "meeting-closed"
    assert document["agenda"]["sections"][place]["comments"]["to"] == "minutes-approved"

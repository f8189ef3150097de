"""Nothing is settled by the approval of the minutes: closing freezes it, so the terms cannot say so any more."""

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

"""`--adopted`: by the terms the database has, and the meetings as they were moved."""

from datetime import date, datetime, timedelta

import pytest

from tests.commands.standard_input import Caller
from tests.factories.forums import a_forum
from tests.factories.meetings import a_meeting

pytestmark = pytest.mark.django_db


def test_a_route_counts_with_meetings_where_they_were_moved_to(capsys, monkeypatch):
    forum = a_forum("pf1", seats=False)
    monday = datetime.fromisoformat("2026-01-12T09:00:00+00:00")
    moved = {"date": monday.date(), "starts_at": monday, "ends_at": monday + timedelta(hours=1)}
    a_meeting(forum, date(2026, 1, 9), **moved)
    search = {"kind": "search", "emergency": True, "now": "2026-01-08T16:00:00"}
    (line, *_) = Caller("route", capsys, monkeypatch).answer(search, "--adopted")
    assert (line["forum"], line["meeting"][:10]) == ("pf1", "2026-01-12")
    (line, *_) = Caller("route", capsys, monkeypatch).answer(search)
    assert line["meeting"][:10] == "2026-01-09"


def test_ratings_go_by_the_criteria_that_were_adopted(capsys, monkeypatch):
    rate = Caller("rate", capsys, monkeypatch)
    assert rate.raw(b"{}", "--adopted")[0] == 2
    a_forum("clp", seats=False)
    assert rate.answer({"accommodation": "homeless"}, "--adopted")["accommodation"]["rating"] == "red"

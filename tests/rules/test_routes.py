"""The routes: what must hold of them whatever is proposed."""

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from remit.rules.calendar import WorkCalendar
from remit.rules.clock import in_time
from remit.rules.forum_calendar import by_cadence
from remit.rules.proposals import read_proposal
from remit.rules.routes import route
from remit.rules.sittings_ahead import SittingsAhead
from remit.terms import load
from remit.terms.bank_holidays import bank_holidays
from remit.terms.routes_file import routes_of
from tests.rules.days import london

ROUTES = routes_of()
FORUMS = load.forum_ids()
TERMS = {forum: load.merged(forum) for forum in FORUMS}
NOW = london("8 Jan 2026 10:00")
WORKED = WorkCalendar(bank_holidays())


def lines(given, *, now=NOW):
    proposal = read_proposal(given, ROUTES, forums=FORUMS, now=now)
    ahead = SittingsAhead(
        lambda forum, since, until: by_cadence(TERMS[forum], since=since, until=until), proposal
    )
    return route(proposal, ROUTES, ahead, WORKED)


def value(fact):
    """Something a fact can be, or that it is not known."""
    kinds = {
        "yes_no": st.booleans(),
        "choice": st.sampled_from(fact.of or ("",)),
        "choices": st.lists(st.sampled_from(fact.of or ("",)), max_size=3, unique=True),
        "whole": st.sampled_from((0, 15, 16, 17, 18, 25, 26)),
        "number": st.sampled_from((0, 1, 499, 500, 3999, 4000, 10000)),
        "day": st.sampled_from(("2025-12-20", "2026-01-02", "2026-01-08")),
    }
    return st.none() | kinds[fact.kind]


PROPOSALS = st.fixed_dictionaries({key: value(fact) for key, fact in ROUTES.facts.items()})
SOME_FORUMS = st.lists(st.sampled_from(FORUMS), unique=True)
AT_ANY_HOUR = st.integers(0, 24 * 400).map(lambda hours: NOW + timedelta(hours=hours))


@given(PROPOSALS, SOME_FORUMS, st.sampled_from(FORUMS))
@settings(max_examples=80, deadline=None)
def test_adding_a_forum_never_removes_anothers_route(proposal, on, added):
    before = {line.forum for line in lines(proposal | {"authority_forums": on}) if line.forum}
    after = {line.forum for line in lines(proposal | {"authority_forums": sorted({*on, added})})}
    assert before <= after


@given(PROPOSALS, AT_ANY_HOUR)
@settings(max_examples=80, deadline=None)
def test_each_meeting_is_ahead_and_after_the_one_before_and_can_still_be_reached(proposal, now):
    found = lines(proposal, now=now)
    met = [line.meeting for line in found if line.meeting]
    assert all(meeting.starts_at > now for meeting in met)
    assert all(earlier.ends_at <= later.starts_at for earlier, later in pairwise(met))
    assert all(in_time(now, line.submit_by) for line in found if line.forum and line.submit_by)


@given(PROPOSALS)
@settings(max_examples=80, deadline=None)
def test_the_order_is_always_the_same_and_each_stands_once(proposal):
    found = lines(proposal)
    assert [line.order for line in found] == list(range(1, len(found) + 1))
    places = [ROUTES.order.index(line.forum) for line in found if line.forum]
    assert places == sorted(set(places))
    assert found == lines(proposal)


@given(PROPOSALS)
@settings(max_examples=80, deadline=None)
def test_every_line_says_why_by_which_clause_and_only_what_is_unknown_is_missing(proposal):
    for line in lines(proposal):
        assert line.why
        assert line.clauses
        assert all(proposal[fact] is None for fact in line.missing)


@given(PROPOSALS, st.data())
@settings(max_examples=80, deadline=None)
def test_a_line_that_names_nothing_missing_stays_as_it_is_whatever_else_is_learnt(proposal, data):
    learnt = data.draw(PROPOSALS)
    more = {key: learnt[key] if known is None else known for key, known in proposal.items()}
    later = {line.forum: line for line in lines(more)}
    for line in lines(proposal):
        if line.forum and not line.missing:
            told = later[line.forum]
            assert (line.clauses, line.papers, line.exception) == (told.clauses, told.papers, told.exception)


@given(PROPOSALS, SOME_FORUMS)
@settings(max_examples=60, deadline=None)
def test_only_forums_that_are_on_are_spoken_of(proposal, on):
    for line in lines(proposal | {"authority_forums": on}):
        assert line.forum is None or line.forum in on
        assert {clause.partition("-")[0].lower() for clause in line.clauses} <= {
            f.partition("-")[0] for f in on
        }


@pytest.mark.parametrize("row", ROUTES.routes, ids=lambda row: row.id)
def test_every_row_names_clauses_papers_and_duties_that_stand_in_the_terms(row):
    known = {clause for terms in TERMS.values() for clause in terms.clauses}
    outside = ROUTES.external.get(row.to)
    terms = TERMS[row.to if outside is None else outside.asked_by]
    assert set(row.clauses) <= known
    assert set(row.clauses) & set(terms.clauses)
    assert row.request is None or row.request in {request.id for request in terms.requests}
    assert set(row.papers) <= {paper.id for paper in terms.papers}
    assert set(row.first) <= {one.id for one in terms.submission.first}
    assert row.heard_by is None or row.heard_by.owed in {owed.id for owed in terms.owed}


def test_the_ways_that_no_proposal_takes_name_clauses_too():
    known = {clause for terms in TERMS.values() for clause in terms.clauses}
    assert all(set(way.clauses) <= known for way in ROUTES.elsewhere)

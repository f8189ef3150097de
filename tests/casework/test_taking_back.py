"""What somebody typed by mistake is taken back: what gave way to it holds again, and both stay known as of before."""

from datetime import date, timedelta

import pytest

from remit.casework.facts import record_fact, settle_contradiction
from remit.casework.taking_back import take_back_fact
from remit.casework.undoing_returns import undo_return
from remit.records.audit import AuditEvent
from remit.records.cohort_stays import CohortStay
from remit.records.facts import Contradiction, FactTakenBack, Order, Placement, Review
from remit.rules.facts import fact
from remit.rules.outcomes import NotAllowed, NotFound, Refused, Stale
from remit.rules.viewers import Post
from tests.casework.returned import BORN, a_return, data_officer, episode, load, review
from tests.factories import NOW, a_child, a_restricted_child, a_team, staff, viewer_of

HOUR, WEEK = timedelta(hours=1), timedelta(days=7)
APRIL, OCTOBER, MOVED = date(2026, 4, 1), date(2026, 10, 2), date(2026, 10, 5)
HELD = fact("review", OCTOBER, OCTOBER + timedelta(days=1))
HOME = fact("placement", MOVED, place="K2", location="out")


@pytest.fixture
def case(db):
    team = a_team()
    worker = staff(team=team)
    child = a_child("Wren", "Tarnquill", person_id="701", worker=worker, team=team, date_of_birth=BORN)
    return child, viewer_of(worker)


def typed(case, said, *, now=NOW, told="A call", actor=None):
    record_fact(child_id=case[0].pk, fact=said, told=told, actor=actor or case[1], now=now)


def taken_back(case, said, *, now=NOW + HOUR, why="It never was.", actor=None, **more):
    take_back_fact(
        child_id=case[0].pk,
        kind=said.kind,
        since=said.since,
        why=why,
        actor=actor or case[1],
        now=now,
        **more,
    )


def placements(known_at=None):
    rows = Placement.objects.known(known_at).order_by("since", "pk")
    return list(rows.values_list("place", "since", "until", "provisional"))


def residential(case):
    return CohortStay.objects.filter(person=case[0], cohort="residential").exists()


def test_a_review_that_never_was_is_taken_back_and_stays_known_as_of_before(case):
    typed(case, HELD)
    taken_back(case, HELD, why=" Put off. ")
    assert not Review.objects.known().exists()
    assert Review.objects.known(NOW).get().since == OCTOBER
    kept = FactTakenBack.objects.get()
    assert (kept.kind, kept.since, kept.why, kept.source) == (
        "review",
        OCTOBER,
        "Put off.",
        f"staff:{case[1].username}",
    )
    event = AuditEvent.objects.get(verb="fact.taken_back")
    assert (event.subject_id, event.actor_id) == (case[0].pk, case[1].staff_id)
    assert event.detail == {"kind": "review", "since": "2026-10-02", "put_back": 0}


def test_the_placement_it_ended_goes_on_again_and_the_cohorts_follow(case):
    load(a_return(episode("701", "2026-04-01")))
    before = placements()
    typed(case, HOME, now=NOW + HOUR)
    assert placements() == [("U4", APRIL, MOVED, True), ("K2", MOVED, None, True)]
    assert residential(case)
    taken_back(case, HOME, now=NOW + 2 * HOUR)
    assert placements() == before == [("U4", APRIL, None, False)]
    assert placements(NOW + HOUR)[-1] == ("K2", MOVED, None, True)
    assert not residential(case)


def test_what_a_typed_fact_corrected_reads_as_before(case):
    load(a_return(episode("701", "2026-04-01")))
    before = placements()
    typed(case, fact("placement", APRIL, place="K2", location="in"), now=NOW + HOUR)
    assert placements() != before
    taken_back(case, fact("placement", APRIL), now=NOW + 2 * HOUR)
    assert placements() == before


def test_an_order_and_a_cost_are_taken_back_too(case):
    for said in (fact("order", MOVED, sort="dol"), fact("cost", MOVED, weekly_pence=400_000)):
        typed(case, said)
        taken_back(case, said)
    assert not Order.objects.known().exists()
    assert FactTakenBack.objects.count() == 2


def test_two_mistakes_are_taken_back_one_after_the_other_the_last_first(case):
    load(a_return(episode("701", "2026-04-01")))
    before = placements()
    later = fact("placement", date(2026, 10, 7), place="U6")
    typed(case, HOME, now=NOW + HOUR)
    typed(case, later, now=NOW + 2 * HOUR)
    with pytest.raises(Refused, match="ended when the placement from 7 October 2026") as refused:
        taken_back(case, HOME, now=NOW + 3 * HOUR)
    assert "Take back the placement from 7 October 2026" in refused.value.remedy
    taken_back(case, later, now=NOW + 3 * HOUR)
    assert placements() == [("U4", APRIL, MOVED, True), ("K2", MOVED, None, True)]
    taken_back(case, HOME, now=NOW + 4 * HOUR)
    assert placements() == before


def test_what_was_typed_since_in_its_place_is_taken_back_first(case):
    load(a_return(episode("701", "2026-04-01")))
    typed(case, HOME, now=NOW + HOUR)
    between = fact("placement", date(2026, 9, 1), date(2026, 9, 8), place="U6")
    typed(case, between, now=NOW + 2 * HOUR)
    with pytest.raises(Refused, match="rests on it"):
        taken_back(case, HOME, now=NOW + 3 * HOUR)
    assert ("K2", MOVED, None, True) in placements()


def test_what_was_typed_since_and_ends_where_it_begins_is_taken_back_first(case):
    typed(case, HOME)
    typed(case, fact("placement", date(2026, 9, 1), place="U6"), now=NOW + HOUR)
    assert placements()[0] == ("U6", date(2026, 9, 1), MOVED, True)
    with pytest.raises(Refused, match="The placement from 1 September 2026 was recorded after this"):
        taken_back(case, HOME, now=NOW + 2 * HOUR)


def test_what_a_return_confirmed_is_corrected_by_a_return(case):
    typed(case, HELD)
    load(a_return(episode("701", "2026-04-01"), review("701", "2026-10-02")), now=NOW + HOUR)
    with pytest.raises(Refused, match="A return has confirmed this") as refused:
        taken_back(case, HELD, now=NOW + WEEK)
    assert "next return" in refused.value.remedy
    assert Review.objects.known().count() == 1


def test_once_the_return_that_confirmed_it_is_undone_it_can_be_taken_back(case):
    load(a_return(episode("701", "2026-04-01")))
    before = placements()
    typed(case, HOME, now=NOW + HOUR)
    confirming = a_return(
        episode("701", "2026-04-01", "2026-10-05"), episode("701", "2026-10-05", place="K2", rne="P")
    )
    loaded = load(confirming, now=NOW + WEEK)
    assert [one[-1] for one in placements()] == [False, False]
    undo_return(import_ref=loaded.import_ref, actor=data_officer(), now=NOW + WEEK + HOUR)
    taken_back(case, HOME, now=NOW + WEEK + 2 * HOUR)
    assert placements() == before


def test_what_a_return_said_since_of_the_placement_before_stands(case):
    load(a_return(episode("701", "2026-04-01")))
    typed(case, HOME, now=NOW + HOUR)
    load(a_return(episode("701", "2026-04-01", "2026-10-05")), now=NOW + WEEK)
    taken_back(case, HOME, now=NOW + WEEK + HOUR)
    assert placements() == [("U4", APRIL, MOVED, False)]


def test_while_a_contradiction_waits_that_is_settled_first(case):
    typed(case, HOME)
    load(a_return(episode("701", "2026-10-05", place="K3")), now=NOW + HOUR)
    asked = Contradiction.objects.get()
    with pytest.raises(Refused, match="says otherwise") as refused:
        taken_back(case, HOME, now=NOW + WEEK)
    assert "Contradictions" in refused.value.remedy
    settle_contradiction(contradiction_ref=asked.ref, take=False, why="Rang", actor=case[1], now=NOW + WEEK)
    taken_back(case, HOME, now=NOW + WEEK + HOUR)
    assert not placements()


def test_what_was_asked_of_a_fact_is_asked_of_it_again_once_it_holds_again(case):
    typed(case, HOME)
    load(a_return(episode("701", "2026-10-05", place="K3")), now=NOW + HOUR)
    other = fact("placement", MOVED, place="U6", location="")
    typed(case, other, now=NOW + 2 * HOUR)
    taken_back(case, other, now=NOW + 3 * HOUR)
    assert Contradiction.objects.get().held_id == Placement.objects.known().get().pk


def test_sent_twice_the_second_is_told_that_it_was_done(case):
    typed(case, HELD)
    taken_back(case, HELD)
    with pytest.raises(Refused, match="taken back already, on 14 October 2026"):
        taken_back(case, HELD, now=NOW + 2 * HOUR)
    assert AuditEvent.objects.filter(verb="fact.taken_back").count() == 1


def test_it_can_be_typed_again_and_taken_back_again(case):
    for hours in (0, 2):
        typed(case, HELD, now=NOW + hours * HOUR)
        taken_back(case, HELD, now=NOW + (hours + 1) * HOUR)
    assert not Review.objects.known().exists()
    assert FactTakenBack.objects.count() == 2


def test_who_looked_before_something_else_was_recorded_looks_again(case):
    typed(case, HELD)
    seen = Review.objects.get().pk
    typed(case, fact("review", MOVED, MOVED + timedelta(days=1)), now=NOW + HOUR)
    with pytest.raises(Stale):
        taken_back(case, HELD, now=NOW + 2 * HOUR, seen=seen)
    taken_back(case, HELD, now=NOW + 2 * HOUR, seen=Review.objects.latest("pk").pk)


def test_what_somebody_typed_otherwise_meanwhile_was_changed(case):
    typed(case, HOME)
    until = date(2026, 10, 9)
    typed(case, fact("placement", date(2026, 10, 3), until, place="U6"), now=NOW + HOUR)
    assert ("K2", MOVED, None, True) not in placements()
    with pytest.raises(Stale):
        taken_back(case, HOME, now=NOW + 2 * HOUR)


def test_a_reason_is_asked_for(case):
    typed(case, HELD)
    for why in (" ", "x" * 501):
        with pytest.raises(Refused) as refused:
            taken_back(case, HELD, why=why)
        assert refused.value.field == "why"
    assert Review.objects.known().exists()


def test_only_who_may_record_takes_back_and_nobody_learns_of_a_child_they_may_not_see(case):
    typed(case, HELD)
    with pytest.raises(NotFound):
        taken_back(case, HELD, actor=viewer_of(staff()))
    with pytest.raises(NotAllowed):
        taken_back(case, HELD, actor=viewer_of(staff(posts=[Post.DIRECTOR])))
    taken_back(case, HELD, actor=data_officer())
    hidden = a_restricted_child(staff())
    with pytest.raises(NotFound):
        taken_back((hidden, data_officer()), HELD)


def test_nothing_that_nobody_typed_is_found(case):
    load(a_return(episode("701", "2026-04-01"), review("701", "2026-05-10")))
    for said in (HELD, fact("care", APRIL), fact("worker", APRIL)):
        with pytest.raises(NotFound):
            taken_back(case, said)

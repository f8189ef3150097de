"""Episodes become periods in care, placements and legal statuses."""

from remit.rules.care_history import facts_of
from tests.rules.returned import an_episode, day, held


def spans(facts, kind):
    return [
        (f.said[0], f.since.isoformat(), f.until and f.until.isoformat()) for f in facts if f.kind == kind
    ]


def test_one_episode_is_a_period_in_care_a_placement_and_a_legal_status():
    facts = facts_of([an_episode("2026-04-01")])
    assert spans(facts, "care") == [("N1", "2026-04-01", None)]
    assert spans(facts, "placement") == [("U4", "2026-04-01", None)]
    assert spans(facts, "legal") == [("C2", "2026-04-01", None)]


def test_a_change_of_legal_status_does_not_end_the_placement():
    facts = facts_of(
        [an_episode("2026-04-01", "2026-05-01", ls="V2"), an_episode("2026-05-01", rne="L", ls="C1")]
    )
    assert spans(facts, "placement") == [("U4", "2026-04-01", None)]
    assert spans(facts, "legal") == [("V2", "2026-04-01", "2026-05-01"), ("C1", "2026-05-01", None)]
    assert spans(facts, "care") == [("N1", "2026-04-01", None)]


def test_a_move_between_two_homes_of_one_code_is_two_placements():
    facts = facts_of(
        [an_episode("2026-04-01", "2026-05-01", place="K2"), an_episode("2026-05-01", rne="P", place="K2")]
    )
    assert spans(facts, "placement") == [("K2", "2026-04-01", "2026-05-01"), ("K2", "2026-05-01", None)]
    assert spans(facts, "legal") == [("C2", "2026-04-01", None)]


def test_a_temporary_absence_does_not_end_the_placement_the_child_comes_back_to():
    facts = facts_of(
        [
            an_episode("2026-04-01", "2026-05-01", place="K2"),
            an_episode("2026-05-01", "2026-05-04", rne="P", place="T1"),
            an_episode("2026-05-04", rne="P", place="K2"),
        ]
    )
    assert spans(facts, "placement") == [("K2", "2026-04-01", None)]
    assert spans(facts, "temporary") == [("T1", "2026-05-01", "2026-05-04")]


def test_during_a_temporary_absence_the_placement_before_is_the_current_one():
    facts = facts_of(
        [
            an_episode("2026-04-01", "2026-05-01", place="K2"),
            an_episode("2026-05-01", None, rne="P", place="T4"),
        ]
    )
    assert spans(facts, "placement") == [("K2", "2026-04-01", None)]


def test_a_gap_makes_two_periods_in_care():
    facts = facts_of([an_episode("2025-04-01", "2025-06-01", rec="E4A"), an_episode("2026-01-10")])
    assert spans(facts, "care") == [("N1", "2025-04-01", "2025-06-01"), ("N1", "2026-01-10", None)]
    assert next(f for f in facts if f.kind == "care").value("why_ended") == "E4A"


def test_what_began_before_the_return_keeps_the_day_on_record():
    mine = [
        held("care", "2019-02-03"),
        held("placement", "2024-01-01", place="U4"),
        held("legal", "2023-01-01", status="V2"),
    ]
    facts = facts_of([an_episode("2026-04-01", rne="L", ls="C2")], mine)
    assert spans(facts, "care") == [("N1", "2019-02-03", None)]
    assert spans(facts, "placement") == [("U4", "2024-01-01", None)]
    assert spans(facts, "legal") == [("C2", "2026-04-01", None)]


def test_a_child_who_starts_again_is_not_joined_to_an_earlier_time():
    mine = [held("care", "2019-02-03", "2026-04-01")]
    facts = facts_of([an_episode("2026-04-01", rne="S")], mine)
    assert spans(facts, "care") == [("N1", "2026-04-01", None)]


def test_no_episodes_say_nothing():
    assert facts_of([]) == []
    assert day(None) is None

"""What becomes of facts when a return says the same, more, or otherwise."""

from remit.rules.fact_comparison import Met, compare_facts, unlinked
from remit.rules.facts import fact
from tests.rules.returned import day, held

COMPLETE = frozenset({"placement", "legal", "care", "review"})


def placed(since, until=None, place="U4", **said):
    said = {"provider": "", "urn": "", "postcode": "", "why_changed": ""} | said
    return fact("placement", day(since), day(until), place=place, **said)


def acts(changes):
    return [change.act for change in changes]


def test_the_same_again_changes_nothing():
    mine = [held("placement", "2026-04-01", place="U4")]
    assert compare_facts([placed("2026-04-01")], mine, complete=COMPLETE) == []


def test_what_a_return_does_not_speak_of_stays():
    mine = [held("placement", "2026-04-01", place="U4", location="out")]
    (change,) = compare_facts([placed("2026-04-01", "2026-06-01")], mine, complete=COMPLETE)
    assert change.act == "corrected"
    assert change.after.value("location") == "out"


def test_a_start_that_is_corrected_supersedes_the_fact():
    mine = [held("placement", "2026-04-03", place="U4", location="in")]
    added, removed = compare_facts([placed("2026-04-01")], mine, complete=COMPLETE)
    assert (added.act, removed.act) == ("added", "removed")
    assert added.after.value("location") == "in"
    assert removed.before is mine[0]


def test_a_fact_the_return_leaves_out_was_not_so():
    mine = [
        held("placement", "2026-04-01", "2026-05-01", place="U4"),
        held("placement", "2026-05-01", place="K2"),
    ]
    changes = compare_facts([placed("2026-04-01")], mine, complete=COMPLETE)
    assert sorted(acts(changes)) == ["corrected", "removed"]


def test_what_is_older_than_the_return_stays():
    mine = [held("placement", "2020-04-01", "2021-04-01", place="K2")]
    changes = compare_facts([placed("2026-04-01")], mine, complete=COMPLETE)
    assert acts(changes) == ["added"]


def test_what_began_before_the_return_and_went_on_ends_where_the_return_says_something_else():
    mine = [held("placement", "2020-04-01", place="K2")]
    changes = compare_facts([placed("2026-04-01")], mine, complete=COMPLETE)
    assert sorted(acts(changes)) == ["added", "ended"]
    (ended,) = [change for change in changes if change.act == "ended"]
    assert (ended.after.since, ended.after.until) == (day("2020-04-01"), day("2026-04-01"))


def test_an_older_return_says_nothing_of_what_came_after():
    mine = [held("placement", "2024-06-01", place="K2")]
    (change,) = compare_facts([placed("2020-04-01")], mine, complete=COMPLETE, horizon=day("2021-03-31"))
    assert change.act == "added"
    assert change.after.until == day("2024-06-01")


def test_an_older_return_opens_nothing_again_that_has_ended_since():
    mine = [
        held("care", "2020-04-01", "2024-06-01", need="N1", why_ended="E4A"),
        held("placement", "2020-04-01", "2024-06-01", place="U4", why_changed="CARPL"),
        held("order", "2020-05-01", "2023-05-01", sort="dol"),
        held("worker", "2020-05-01", "2023-05-01", number="SW1", why_changed="MANAGE"),
    ]
    older = [
        fact("care", day("2020-04-01"), need="N1", why_ended=""),
        placed("2020-04-01"),
        fact("order", day("2020-05-01"), sort="dol"),
        fact("worker", day("2020-05-01"), number="SW1", why_changed=""),
    ]
    assert compare_facts(older, mine, complete=COMPLETE, horizon=day("2021-03-31")) == []
    reopened = compare_facts(older, mine, complete=COMPLETE)
    assert acts(reopened) == ["corrected"] * 4
    assert [change.after.until for change in reopened] == [None] * 4


def test_an_older_return_still_corrects_what_was_so_in_its_time():
    mine = [held("care", "2020-04-03", "2024-06-01", need="N1", why_ended="E4A")]
    older = [fact("care", day("2020-04-01"), need="N2", why_ended="")]
    added, removed = compare_facts(older, mine, complete=COMPLETE, horizon=day("2021-03-31"))
    assert (added.act, removed.act) == ("added", "removed")
    assert added.after == fact("care", day("2020-04-01"), day("2024-06-01"), need="N2", why_ended="E4A")
    early = [held("care", "2020-04-01", "2020-09-01", need="N1", why_ended="E4A")]
    open_then = [fact("care", day("2020-04-01"), need="N1", why_ended="")]
    (change,) = compare_facts(open_then, early, complete=COMPLETE, horizon=day("2021-03-31"))
    assert (change.act, change.after.until) == ("corrected", None)


def test_what_somebody_typed_is_not_confirmed_by_an_older_return_that_does_not_know_its_end():
    typed = [held("care", "2020-04-01", "2024-06-01", need="N1", why_ended="E4A", provisional=True)]
    older = [fact("care", day("2020-04-01"), need="N1", why_ended="")]
    (change,) = compare_facts(older, typed, complete=COMPLETE, horizon=day("2021-03-31"))
    assert change.act == "contradicted"


def test_a_source_that_knows_only_the_latest_ends_what_went_on():
    mine = [held("placement", "2026-04-01", place="U4")]
    changes = compare_facts([placed("2026-05-01", place="K2")], mine)
    assert sorted(acts(changes)) == ["added", "ended"]
    ended = next(change for change in changes if change.act == "ended")
    assert ended.after.until == day("2026-05-01")


def test_a_source_that_knows_only_the_latest_moves_the_start_of_care_and_does_not_cut_it():
    mine = [held("care", "2026-04-03", need="N1")]
    (change,) = compare_facts([fact("care", day("2026-04-01"), need="N1", why_ended="")], mine)
    assert change.act == "corrected"
    assert change.after.since == day("2026-04-01")


def test_an_import_that_says_the_same_confirms_what_was_typed():
    mine = [held("placement", "2026-04-01", place="U4", provisional=True, source="staff:x")]
    (change,) = compare_facts([placed("2026-04-01")], mine, complete=COMPLETE)
    assert change.act == "confirmed"


def test_an_import_that_ends_what_was_typed_confirms_it():
    mine = [held("placement", "2026-04-01", place="U4", provisional=True)]
    (change,) = compare_facts([placed("2026-04-01", "2026-06-01")], mine, complete=COMPLETE)
    assert change.act == "confirmed"
    assert change.after.until == day("2026-06-01")


def test_an_import_that_says_otherwise_contradicts_what_was_typed():
    mine = [held("placement", "2026-04-01", place="U4", provisional=True)]
    (change,) = compare_facts([placed("2026-04-01", place="K2")], mine, complete=COMPLETE)
    assert change.act == "contradicted"
    (change,) = compare_facts([placed("2026-03-20", place="K2")], mine, complete=COMPLETE)
    assert change.act == "contradicted"


def test_what_nobody_can_have_typed_is_not_contradicted():
    ended = held("placement", "2026-04-01", "2026-06-01", place="U4", urn="SC1", provisional=True)
    offered = placed("2026-04-01", "2026-06-01", why_changed="CARPL")
    (change,) = compare_facts([offered], [ended], complete=COMPLETE)
    assert change.act == "confirmed"
    assert [change.after.value(name) for name in ("urn", "why_changed")] == ["", "CARPL"]


def test_what_was_typed_and_the_return_does_not_touch_waits():
    mine = [held("placement", "2026-05-01", place="K2", provisional=True)]
    changes = compare_facts([placed("2026-04-01", "2026-05-01")], mine, complete=COMPLETE)
    assert acts(changes) == ["added"]


def test_two_reviews_may_be_known_for_one_child():
    mine = [held("review", "2026-04-01", "2026-04-02", code="PN1")]
    offered = [fact("review", day("2026-04-01"), day("2026-04-02"), code="PN1")]
    offered += [fact("review", day("2026-06-01"), day("2026-06-02"), code="PN1")]
    assert acts(compare_facts(offered, mine, complete=COMPLETE)) == ["added"]


def test_ids_that_may_be_one_child_are_named_and_no_more():
    gone = [Met("A1", day("2020-01-02"), "F", "A123"), Met("A2", day("2020-01-03"), "F", "")]
    new = [Met("B1", day("2020-01-02"), "F", "A123"), Met("B2", day("2020-01-03"), "M", "")]
    (pair,) = unlinked(gone, new)
    assert (pair.gone, pair.new, pair.because) == ("A1", "B1", "the same UPN")

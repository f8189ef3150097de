"""An authority changes what it reads otherwise, and only that."""

from datetime import date
from pathlib import Path

import pytest

from remit.terms import load
from remit.terms.faults import TermsRefused
from remit.terms.placed import at

NEARBY = Path(__file__).parent / "nearby"

READINGS = {
    "cohorts.action-list.discussed": "cohorts: [{id: action-list, discussed: [high]}]",
    "cohorts.action-list.shown": "cohorts: [{id: action-list, shown: []}]",
    "outcomes": "outcomes: [{id: support-at-home, removed: true}]",
    "outcomes.residential-start.requires": "outcomes: [{id: residential-start, requires: [interim-arrangements]}]",
    "outcomes.search-continues.returns": "outcomes: [{id: search-continues, returns: false}]",
    "outcomes.deferred.asks_why": "outcomes: [{id: deferred, asks_why: false}]",
    "seats.coordinator.role": "seats: [{id: coordinator, role: member}]",
    "actions.due": "actions: {due: {before: null, days: 5, after: meeting}}",
    "duties.report-on-action.due": "duties: [{id: report-on-action, due: {action: null, days: 3, after: meeting}}]",
    "duties.report-on-action.again": "duties: [{id: report-on-action, again: null}]",
    "attendance.settled_by": "attendance: {settled_by: null}",
    "attendance.shown_to": "attendance: {shown_to: coordinator}",
    "invitations.members-invited.ahead": "invitations: [{id: members-invited, ahead: 5 weeks}]",
    "invitations.time-of-case.sent_when": "invitations: [{id: time-of-case, sent_when: agenda-drafted}]",
    "seats.brokerage.substitutes": "seats: [{id: brokerage, substitutes: anyone}]",
    "presenters.childs-workers.any_of": "presenters: [{id: childs-workers, any_of: [service_manager]}]",
    "presenters.childs-workers.reason_if_absent": "presenters: [{id: childs-workers, reason_if_absent: false}]",
    "duties.select-focus-cases.due.at": "duties: [{id: select-focus-cases, due: {at: '09:00'}}]",
    "duties.select-focus-cases.due.holiday": "duties: [{id: select-focus-cases, due: {holiday: none}}]",
    "selection.focus-cases.rank_by": "selection: [{id: focus-cases, rank_by: [urgency, risk]}]",
    "selection.focus-cases.capacity": "selection: [{id: focus-cases, capacity: 2}]",
    "selection.focus-cases.rated_first": "selection: [{id: focus-cases, rated_first: false}]",
    "selection.focus-cases.asks_why": "selection: [{id: focus-cases, asks_why: [medium, low]}]",
    "selection.focus-cases.taking_part.absent": "selection: [{id: focus-cases, taking_part: {absent: stop}}]",
    "earlier.offers": "earlier: {offers: 2 weeks}",
    "actions.tracker.shows": "actions: {tracker: {shows: [open]}}",
    "agenda.sections.focus.slot.usual": "agenda: {sections: [{id: focus, slot: {usual: 15 minutes}}]}",
    "selection.focus-cases.late.to": "selection: [{id: focus-cases, late: {to: agenda-confirmed}}]",
    "selection.focus-cases.late.may_be_left_out": "selection: [{id: focus-cases, late: {may_be_left_out: []}}]",
    "agenda.sections.other.frozen_by": "agenda: {sections: [{id: other, frozen_by: meeting-closed}]}",
    "agenda.sections.other.columns": "agenda: {sections: [{id: other, columns: [initials]}]}",
    "agenda.sections.other.comments.from": "agenda: {sections: [{id: other, comments: {from: agenda-drafted}}]}",
    "agenda.sections.other.comments.to": "agenda: {sections: [{id: other, comments: {to: meeting-closed}}]}",
    "agenda.sections.other.settled_by": "agenda: {sections: [{id: other, settled_by: null}]}",
    "agenda.reorderable": "agenda: {reorderable: false}",
    "agenda.sections.analysis.only.in_months": "agenda: {sections: [{id: analysis, only: {in_months: [May]}}]}",
    "duties.complete-tracker.due.working_days": "duties: [{id: complete-tracker, due: {working_days: 2}}]",
    "duties.complete-tracker.owed_by": "duties: [{id: complete-tracker, owed_by: {seat: null, role: chair}}]",
    "letters.focus-case-mail.carries": "letters: [{id: focus-case-mail, carries: [sheet]}]",
    "owed.send-the-tool.due.at": "owed: [{id: send-the-tool, due: {at: '13:00'}}]",
    "owed.send-the-tool.due.holiday": "owed: [{id: send-the-tool, due: {holiday: none}}]",
    "owed.social-work-part.due": "owed: [{id: social-work-part, due: {at: '17:00'}}]",
    "neighbours.sign-off.reached": "neighbours: [{id: sign-off, reached: {outcome: [other-placement]}}]",
    "reminders.before": "reminders: {before: [3 working days]}",
    "reminders.escalates": "reminders: {escalates: {after: 3 working days}}",
    "reports.two-monthly-analysis.due.in_months": "reports: [{id: two-monthly-analysis, due: {in_months: [May]}}]",
    "reports.monthly-pack.due.working_day_of_month": "reports: [{id: monthly-pack, due: {working_day_of_month: 3}}]",
    "measures.starts-avoided.numerator.without.within": "measures: [{id: starts-avoided, numerator: {without: {within: 9 months}}}]",
    "review.shown_ahead": "review: {shown_ahead: 1 month}",
    "measures.internal-and-external.numerator.provider": "measures: [{id: internal-and-external, numerator: {provider: [internal, parents]}}]",
    "owed.keep-the-list.due": "owed: [{id: keep-the-list, due: {days: 1}}]",
    "owed.keep-the-list.missed_when": "owed: [{id: keep-the-list, missed_when: meeting-opened}]",
    "cohorts.action-list.untouched.after": "cohorts: [{id: action-list, untouched: {after: 14 days}}]",
}


def overridden(folder: Path, text: str):
    (folder / "ror.yaml").write_text(text, encoding="utf-8")
    return load.merged("ror", folder)


def test_every_reading_has_an_override_here():
    said = {path for clause in load.merged("ror").clauses.values() for path in clause.set_by}
    assert said == set(READINGS)
    assert len(said) == 53


@pytest.mark.parametrize("path", READINGS)
def test_overriding_a_reading_changes_that_value_and_no_other(tmp_path, path):
    shipped = load.to_document(load.merged("ror"))
    changed = load.to_document(overridden(tmp_path, READINGS[path]))
    assert at(changed, path) != at(shipped, path)
    top = path.split(".")[0]
    assert {key for key in shipped if shipped[key] != changed[key]} == {top}


def test_a_shipped_reading_can_be_worded_anew(tmp_path):
    terms = overridden(tmp_path, "clauses: {ROR-24: {reading: A fortnight.}}")
    assert terms.clauses["ROR-24"].reading == "A fortnight."
    assert terms.clauses["ROR-24"].says == load.merged("ror").clauses["ROR-24"].says


def test_a_folder_changes_one_part_and_keeps_the_rest():
    shipped, nearby = load.merged("ror"), load.merged("ror", NEARBY)
    assert (str(nearby.meets.every), nearby.meets.week, nearby.meets.on) == ("1 month", "last", "Thursday")
    assert nearby.seats == (
        *(
            seat.model_copy(update={"rotates": False}) if seat.id == "locality" else seat
            for seat in shipped.seats
        ),
        nearby.seat("education"),
    )
    assert nearby.purpose.startswith("Looks each month")
    assert str(nearby.section("focus").slot.usual) == "15 minutes"
    assert [outcome.id for outcome in shipped.outcomes if outcome not in nearby.outcomes] == [
        "support-at-home"
    ]
    assert load.live_from("ror", NEARBY) == date(2026, 2, 2)


def test_naming_every_section_sets_their_order(tmp_path):
    names = ["actions", "focus", "other", "analysis", "any-other-business"]
    sections = ", ".join(f"{{id: {name}}}" for name in names)
    terms = overridden(tmp_path, f"agenda: {{sections: [{sections}]}}")
    assert [section.id for section in terms.agenda.sections] == names


def test_a_fault_in_an_override_is_told_where_the_override_stands(tmp_path):
    (tmp_path / "ror.yaml").write_text("purpose: Fine.\nmeets:\n  on: Thorsday\n", encoding="utf-8")
    with pytest.raises(TermsRefused) as refused:
        load.merged("ror", tmp_path)
    fault = refused.value.faults[0]
    assert (fault.file, fault.line, fault.clause) == (str(tmp_path / "ror.yaml"), 3, "ROR-3")


def test_an_override_that_names_one_thing_twice_is_refused(tmp_path):
    (tmp_path / "ror.yaml").write_text(
        "seats:\n  - {id: locality}\n  - {id: locality, rotates: false}\n", encoding="utf-8"
    )
    with pytest.raises(TermsRefused, match=r"ror\.yaml:3: The id locality is given twice in one list"):
        load.merged("ror", tmp_path)


def test_an_override_of_what_is_not_there_says_what_is_missing(tmp_path):
    (tmp_path / "ror.yaml").write_text(
        "duties:\n  - {id: select-focus-case, due: {at: '10:00'}}\n", encoding="utf-8"
    )
    with pytest.raises(TermsRefused) as refused:
        load.merged("ror", tmp_path)
    assert {fault.line for fault in refused.value.faults} == {2}
    assert any("`clause` is missing" in fault.problem for fault in refused.value.faults)


@pytest.mark.parametrize(
    "text", ["forums: {ror: {}}", "name: X\nforums: {ror: {live: yes}}", "name: X\nforums: [ror]"]
)
def test_a_fault_in_authority_yaml_is_told_with_its_line(tmp_path, text):
    (tmp_path / "authority.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(TermsRefused) as refused:
        load.forum_ids(tmp_path)
    assert refused.value.faults[0].line == len(text.splitlines())


def test_only_the_forums_that_are_switched_on_are_listed(tmp_path):
    shipped = load.forum_ids()
    assert shipped[0] == "ror"
    assert len(shipped) == 11
    (tmp_path / "own.yaml").write_text("id: own", encoding="utf-8")
    (tmp_path / "shared-by-both.yaml").write_text("clauses: {}", encoding="utf-8")
    assert load.forum_ids(tmp_path) == (*shipped, "own")
    (tmp_path / "authority.yaml").write_text("name: X\nforums: {own: {}}", encoding="utf-8")
    assert load.forum_ids(tmp_path) == ("own",)


def test_the_digest_is_of_what_is_said_not_of_how_it_is_written(tmp_path):
    shipped = load.merged("ror")
    text = (load.SHIPPED / "ror.yaml").read_text(encoding="utf-8")
    (tmp_path / "ror.yaml").write_text(f"# a remark\n{text}\n\n", encoding="utf-8")
    assert load.digest(load.merged("ror", tmp_path)) == load.digest(shipped)
    assert load.digest(load.merged("ror", NEARBY)) != load.digest(shipped)
    assert len(load.digest(shipped)) == 64


@pytest.mark.parametrize("authority", [None, NEARBY])
def test_a_kept_document_says_the_same_terms(authority):
    terms = load.merged("ror", authority)
    again = load.from_document(load.to_document(terms))
    assert again == terms
    assert load.digest(again) == load.digest(terms)

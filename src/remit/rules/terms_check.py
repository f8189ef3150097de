"""Do these terms of reference hold together? What they leave open, contradict, or do not yet do, clause by clause."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime

from remit.rules import criteria_check, terms_documents
from remit.rules.findings import Found, Place, TermsFinding
from remit.terms.model import ACTION_ACTS, ITEM_ACTS, MEETING_ACTS, Act, Duty, ForumTerms, Owner
from remit.terms.placed import walk
from remit.terms.running import effects_given, not_running


def check(terms: ForumTerms, *, today: date, place: Place) -> tuple[TermsFinding, ...]:
    """Everything found in a forum's terms, in the order of the checks; `place` says where a path stands in the files."""
    found = (
        one
        for question in (*QUESTIONS, *terms_documents.QUESTIONS, *criteria_check.QUESTIONS)
        for one in question(terms)
    )
    return tuple(one.placed(place) for one in (*found, *_review_overdue(terms, today)))


def effects_without_a_term(terms: ForumTerms) -> Iterator[Found]:
    """A clause says it has an effect, and no term says what that is."""
    given = effects_given(terms)
    for clause_id, clause in terms.clauses.items():
        for effect in clause.effects:
            if (clause_id, effect) not in given:
                problem = f"{clause_id} has the effect {effect}, and nothing in these terms gives it."
                remedy = f"Add a term with `clause: {clause_id}` that does, or take the effect out."
                yield Found("error", clause_id, f"clauses.{clause_id}.effects", problem, remedy)


def what_does_not_run_yet(terms: ForumTerms) -> Iterator[Found]:
    """The effects the terms themselves say are missing, and those that are only written down so far."""
    for number, line in enumerate(not_running(terms)):
        problem = f"The {line.effect} of {line.clause} does not run, or not wholly. {line.missing}"
        path = f"not_yet.{number}" if number < len(terms.not_yet) else f"clauses.{line.clause}"
        yield Found("warning", line.clause, path, problem, "Until it does, see to it by hand.")


def where_the_document_says_otherwise(terms: ForumTerms) -> Iterator[Found]:
    """The clauses that run on a reading although the document says something else, or less."""
    for clause_id, clause in terms.clauses.items():
        if clause.as_written:
            problem = f"As written: {clause.as_written} As read: {clause.reading or 'the same.'}"
            yield Found(
                "finding", clause_id, f"clauses.{clause_id}", problem, "Confirm the reading, or override it."
            )


def readings_without_a_value(terms: ForumTerms) -> Iterator[Found]:
    """A reading is a value that the product obeys, not prose."""
    known = {path for path, _ in walk(terms)}
    for clause_id, clause in terms.clauses.items():
        path = f"clauses.{clause_id}"
        if clause.reading and not clause.set_by:
            problem = f"The reading of {clause_id} sets no value."
            yield Found("error", clause_id, path, problem, "Name the values it sets under `set_by`.")
        for target in clause.set_by:
            if not _is_value(terms, target, known):
                problem = f"The reading of {clause_id} sets {target}, which is not there."
                remedy = "Correct the path; if the value was taken out, say so in the reading."
                yield Found("warning", clause_id, f"{path}.set_by", problem, remedy)


def _is_value(terms: ForumTerms, path: str, known: set[str]) -> bool:
    above, _, last = path.rpartition(".")
    if path in known:
        return True
    holder = next((value for at, value in walk(terms) if at == above), None)
    return holder is not None and any(
        last == (field.alias or name) for name, field in type(holder).model_fields.items()
    )


def duties_nobody_can_owe(terms: ForumTerms) -> Iterator[Found]:
    """A duty whose owner or due time cannot be worked out."""
    for duty in terms.duties:
        path = f"duties.{duty.id}"
        reason = _no_owner(terms, duty)
        if reason:
            yield Found("error", duty.clause, f"{path}.owed_by", reason, "Name somebody who is there.")
        if duty.due.kind == "action" and duty.per != "action":
            problem = f"{duty.id} is due when an action is, but is not owed per action."
            yield Found("error", duty.clause, f"{path}.due", problem, "Say `per: action`, or another time.")


def _no_owner(terms: ForumTerms, duty: Duty) -> str | None:
    owner: Owner = duty.owed_by
    if owner.lead and duty.per != "action":
        return f"{duty.id} is owed by the lead of an action, but is not owed per action."
    if owner.worker and duty.per == "meeting":
        return f"{duty.id} is owed by a child's worker, but is owed per meeting, which has no one child."
    if owner.role and not terms.seats_of(owner.role):
        return f"{duty.id} is owed by the {owner.role}, and no seat has that role."
    return None


def duties_met_by_no_act_of_theirs(terms: ForumTerms) -> Iterator[Found]:
    """A duty owed for each meeting cannot be met by what is done with one action, nor the other way about."""
    theirs: dict[str, tuple[Act, ...]] = {
        "meeting": MEETING_ACTS,
        "item": (*ITEM_ACTS, *MEETING_ACTS),
        "action": ACTION_ACTS,
    }
    for duty in terms.duties:
        if duty.met_by not in theirs[duty.per]:
            problem = f"{duty.id} is owed per {duty.per}, and {duty.met_by} is not done with one."
            remedy = f"Acts that can meet it: {', '.join(theirs[duty.per])}."
            yield Found("error", duty.clause, f"duties.{duty.id}.met_by", problem, remedy)


def duties_missed_before_due(terms: ForumTerms) -> Iterator[Found]:
    """A duty that is due after the meeting, but can no longer be met once it has opened."""
    for duty in terms.duties:
        if duty.due.after == "meeting" and duty.missed_when in ("selection-finished", "meeting-opened"):
            problem = f"{duty.id} is due after the meeting, but is missed before it."
            yield Found(
                "error", duty.clause, f"duties.{duty.id}.missed_when", problem, "Take out `missed_when`."
            )


def duties_at_the_same_moment(terms: ForumTerms) -> Iterator[Found]:
    """A duty that waits for another and is due at the very moment that other is."""
    for duty in terms.duties:
        if duty.follows and duty.due == terms.duty(duty.follows).due:
            problem = f"{duty.id} can only be done after {duty.follows}, and both are due at the same moment."
            yield Found(
                "finding", duty.clause, f"duties.{duty.id}.due", problem, "Make the first due earlier."
            )


def roles_without_a_seat(terms: ForumTerms) -> Iterator[Found]:
    """An act is left to a role that nobody can hold."""
    needed = {
        "agenda.drafted_by": terms.agenda.drafted_by,
        "agenda.confirmed_by": terms.agenda.confirmed_by,
        "minutes.approved_by": terms.minutes.approved_by,
    }
    for path, role in needed.items():
        if not terms.seats_of(role):
            problem = f"No seat has the role {role}."
            yield Found("error", terms.agenda.clause, path, problem, "Add such a seat, or name another role.")


def quorum_out_of_reach(terms: ForumTerms) -> Iterator[Found]:
    """More people are asked for than there are places for people who vote."""
    places = sum(seat.holders for seat in terms.seats if seat.votes)
    if terms.quorum.people > places:
        problem = f"{terms.quorum.people} people make a quorum, and there are {places} places."
        yield Found("error", terms.quorum.clause, "quorum.people", problem, "Lower it, or add seats.")


def selections_outside_the_cohort(terms: ForumTerms) -> Iterator[Found]:
    """A selection speaks of ratings that its cohort does not discuss."""
    for selection in terms.selection:
        outside = {*selection.as_a_rule, *selection.asks_why} - {*terms.cohort(selection.cohort).discussed}
        if outside:
            problem = f"{selection.id} takes {', '.join(sorted(outside))}, which its cohort does not discuss."
            remedy = "Let the cohort discuss them, or leave them out."
            yield Found("error", selection.clause, f"selection.{selection.id}", problem, remedy)


def slots_longer_than_the_meeting(terms: ForumTerms) -> Iterator[Found]:
    """One case takes longer than the forum sits."""
    a_day = date(2000, 1, 1)
    sits = datetime.combine(a_day, terms.meets.ends) - datetime.combine(a_day, terms.meets.starts)
    for section in terms.agenda.sections:
        if section.slot and section.slot.usual.fixed > sits:
            problem = f"A slot of {section.slot.usual} does not fit into the meeting."
            path = f"agenda.sections.{section.id}.slot"
            yield Found("error", section.slot.clause, path, problem, "Shorten it, or lengthen the meeting.")


def questions_asked_two_ways(terms: ForumTerms) -> Iterator[Found]:
    """One question id with two meanings; an answer would be offered where it does not fit."""
    for form in terms.forms:
        for question in form.questions:
            first = terms.question(question.id)
            if (question.kind, question.choices) != (first.kind, first.choices):
                problem = f"{question.id} is asked in two ways."
                path = f"forms.{form.id}.questions.{question.id}"
                yield Found("error", question.clause, path, problem, "Give one of them another id.")


def _review_overdue(terms: ForumTerms, today: date) -> Iterator[Found]:
    if terms.review_due and today > terms.review_due.last_day:
        clause = terms.review.clause if terms.review else None
        problem = f"These terms were due for review by {terms.review_due.last_day:%-d %B %Y}."
        yield Found("finding", clause, "review_due", problem, "Review them, and set the next date.")


QUESTIONS: tuple[Callable[[ForumTerms], Iterator[Found]], ...] = (
    effects_without_a_term,
    readings_without_a_value,
    duties_nobody_can_owe,
    duties_met_by_no_act_of_theirs,
    duties_missed_before_due,
    roles_without_a_seat,
    quorum_out_of_reach,
    selections_outside_the_cohort,
    slots_longer_than_the_meeting,
    questions_asked_two_ways,
    duties_at_the_same_moment,
    where_the_document_says_otherwise,
    what_does_not_run_yet,
)

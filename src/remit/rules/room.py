"""What can be done in the room, in the state the meeting and the item are in?"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from remit.rules.closing import needs_outcome
from remit.rules.meeting_gates import why_not_prepare
from remit.rules.outcomes import Refused
from remit.rules.preparing import why_not_title
from remit.rules.reasons import why_not_reason, why_not_that_long
from remit.rules.text import shown_date, shown_day
from remit.terms.model import ForumTerms, Question

LONGEST_ACTION, LONGEST_UPDATE = 1_000, 5_000
"""In characters."""


def asked_in_list(terms: ForumTerms, section_id: str) -> Question | None:
    """The question whose answer stands beside each case where a part of the agenda is a list: the first one asked of all."""
    return next(
        (
            question
            for form in terms.forms
            if section_id in form.sections
            for question in form.questions
            if question.when is None and question.kind == "text"
        ),
        None,
    )


def why_not_longer(text: str, most: int, *, name: str, field: str) -> Refused | None:
    """What is kept in a column of a length is not longer."""
    if len(text.strip()) <= most:
        return None
    return Refused(f"{name} must be {most:,} characters or fewer.", remedy="Shorten it.", field=field)


def why_not_add(
    terms: ForumTerms, section_id: str, *, title: str, has_case: bool, stands_in: str | None, why: str
) -> Refused | None:
    """An item added in the room: a case where cases are taken, a matter of business elsewhere; once, and with a reason."""
    section = next((section for section in terms.agenda.sections if section.id == section_id), None)
    if section is None:
        return Refused("Say where it belongs.", remedy="Choose a part of the agenda.", field="section")
    if section.takes in ("selection", "rest_of_cohort"):
        if not has_case:
            return Refused(
                "Choose the child.",
                remedy="A child who is not on the action list is put on it first.",
                clause=section.clause,
                field="entry",
            )
        if stands_in == section_id:
            return Refused(
                "This case is on the agenda already.", remedy="Open it in the agenda.", field="entry"
            )
        if not why.strip():
            return Refused(
                "Enter why it is added at the meeting.", remedy="A few words will do.", field="why"
            )
        return why_not_that_long(why)
    if section.takes != "business":
        return Refused(
            f"Nothing is added to {section.name} by hand.", remedy="Choose another part.", field="section"
        )
    return why_not_title(title)


def asked_here(terms: ForumTerms, section: str, *, outcome: str | None, rating: str) -> tuple[Question, ...]:
    """The questions asked about an item of this section, with this outcome and rating, in the order of the forms."""
    return tuple(
        question
        for form in terms.forms
        if section in form.sections
        for question in form.questions
        if _applies(question, outcome, rating)
    )


def _applies(question: Question, outcome: str | None, rating: str) -> bool:
    when = question.when
    if when is None:
        return True
    fits_outcome = not when.outcome or outcome in when.outcome
    return fits_outcome and (not when.rating or rating in when.rating)


def why_not_undecided(
    terms: ForumTerms, section: str, outcome: str, *, rating: str, answered: Collection[str]
) -> Refused | None:
    """What the form wants answered before any outcome is recorded, and is not."""
    asked = asked_here(terms, section, outcome=outcome, rating=rating)
    for question in asked:
        if question.required == "to_decide" and question.id not in answered:
            return Refused(
                f"{question.name} has no answer yet.",
                remedy="Answer it first, then record the outcome.",
                clause=question.clause,
                field=question.id,
            )
    return None


def why_not_agree(what: str, *, has_lead: bool, due_on: date | None, today: date) -> Refused | None:
    """An action says what is to be done, who leads it, and is due today or later."""
    if not what.strip():
        return Refused(
            "Enter what is to be done.", remedy="Start with a verb: “Ask…”, “Find…”.", field="what"
        )
    if not has_lead:
        return Refused("Choose who leads the action.", remedy="Choose somebody from the list.", field="lead")
    return why_not_longer(what, LONGEST_ACTION, name="The action", field="what") or why_not_due(
        due_on, today=today
    )


def why_not_due(due_on: date | None, *, today: date) -> Refused | None:
    """Nothing is asked for a day gone by."""
    if due_on is None or due_on >= today:
        return None
    return Refused(
        f"The date it is due must be today or later, and {shown_date(due_on)} is not.",
        remedy="Enter a later date.",
        field="due_on",
    )


def why_not_update(
    state: str, *, text: str, finished: bool, due_on: date | None, today: date, clause: str | None
) -> Refused | None:
    """An open action is updated with words, and with a later date only while it stays open."""
    if state != "open":
        done = "cancelled" if state == "cancelled" else "finished already"
        return Refused(f"This action is {done}.", remedy="Ask for a new action at the next meeting.")
    if not text.strip():
        return Refused(
            "Enter how the action stands.",
            remedy="Say what was done, and what is still to do.",
            clause=clause,
            field="text",
        )
    if finished and due_on is not None:
        return Refused(
            "A finished action has no new date.",
            remedy="Clear the date, or leave the action open.",
            field="due_on",
        )
    return why_not_longer(text, LONGEST_UPDATE, name="The update", field="text") or why_not_due(
        due_on, today=today
    )


def why_not_cancel_action(state: str, *, why: str) -> Refused | None:
    """What is still to be done can be called off, with a reason."""
    if state != "open":
        return Refused(
            "This action is finished or cancelled already.", remedy="There is nothing left to cancel."
        )
    return why_not_reason(why)


def why_not_open_early(*, day: date, today: date) -> Refused | None:
    """Opening freezes what the action list says, so it is done on the day."""
    if today >= day:
        return None
    return Refused(
        f"The meeting is on {shown_day(day)}, and opens on that day.",
        remedy="To hold it sooner, the chair can move it to another day.",
    )


def why_not_note(terms: ForumTerms, section_id: str, state: str) -> Refused | None:
    """What needs no outcome can be noted."""
    section = terms.section(section_id)
    if needs_outcome(section):
        return Refused(
            f"{section.name} are left with an outcome.", remedy="Record the outcome.", clause=section.clause
        )
    if state == "deferred":
        return Refused("This item was put off.", remedy="Record an outcome if it was discussed after all.")
    return None


def why_not_defer(state: str, *, item_state: str, next_meeting: date | None, why: str) -> Refused | None:
    """Putting an item off to the next meeting: until this one is closed, with a reason, and where there is a next one."""
    refusal = why_not_prepare(state)
    if refusal is not None:
        return refusal
    if item_state != "planned":
        return Refused(
            "This item is discussed or deferred already.", remedy="Change its outcome, if it was wrong."
        )
    if next_meeting is None:
        return Refused(
            "There is no next meeting to defer to.", remedy="Plan the forum's meetings further ahead."
        )
    return why_not_reason(why)

"""What may be done with a meeting as it stands? Planned, agenda issued, open, closed; or cancelled.

Who may do it is asked of `permissions`. Each answer is the refusal the page shows and the verb raises.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta

from remit.rules.clock import local, shown_time
from remit.rules.outcomes import Finding, Refused
from remit.rules.reasons import why_not_that_long
from remit.rules.text import counted, listed, shown_date
from remit.terms.model import ForumTerms, Outcome

PLANNED, ISSUED, OPEN, CLOSED, CANCELLED = "planned", "issued", "open", "closed", "cancelled"
LONGEST_PLAN = timedelta(days=3 * 366)
BEFORE_THE_ROOM = (PLANNED, ISSUED)

"""Of a reason, in characters, as kept."""


def why_not_prepare(state: str) -> Refused | None:
    """Changing the meeting, its agenda, its answers: until it is closed."""
    if state == CLOSED:
        return Refused(
            "This meeting is closed, and its record does not change any more.",
            remedy="Put it on the agenda of the next meeting, where it can be corrected with its reason.",
        )
    if state == CANCELLED:
        return Refused("This meeting was cancelled.", remedy="Go to the next meeting of the forum.")
    return None


def why_not_in_room(state: str) -> Refused | None:
    """Recording what happens at the meeting: presence, discussion, outcomes. Only while it is open."""
    if state in BEFORE_THE_ROOM:
        return Refused("This meeting is not open yet.", remedy="Open the meeting first.")
    return why_not_prepare(state)


def why_not_write(state: str) -> Refused | None:
    """Writing about a case: considerations before the meeting, what was said during it; not once it is closed."""
    return why_not_prepare(state)


def why_not_choose(state: str) -> Refused | None:
    """Choosing cases, or taking a choice back: until the meeting opens."""
    if state == OPEN:
        return Refused(
            "This meeting is open already.", remedy="Add the case to the agenda on the meeting's page."
        )
    return why_not_prepare(state)


def why_not_finish_selection(
    state: str,
    *,
    finished: bool,
    part: Collection[int],
    taking_part: Finding | None = None,
    stops: bool = False,
) -> Refused | None:
    """Finishing the selection. `part`: staff who took part; `taking_part`: whether those the terms name were among them."""
    refusal = why_not_choose(state)
    if refusal is not None:
        return refusal
    if finished:
        return Refused(
            "The selection for this meeting is finished already.",
            remedy="Add a case that came later as a late one.",
        )
    if not part:
        return Refused(
            "Say who took part in the selection.", remedy="Choose at least one person.", field="part"
        )
    if stops and taking_part is not None and not taking_part.met:
        return Refused(
            taking_part.because,
            remedy="Go through the cases with them, then finish the selection.",
            clause=taking_part.clause,
            field="part",
        )
    return None


def why_not_draft(state: str, *, selected: bool, terms: ForumTerms) -> Refused | None:
    """Putting the agenda before who confirms it: once the cases are chosen, where the terms have them chosen."""
    refusal = _why_not_issue_again(state)
    if refusal is not None:
        return refusal
    if terms.selection and not selected:
        return Refused(
            "The cases for this meeting are not chosen yet.",
            remedy="Finish the selection, then draft the agenda.",
            clause=terms.selection[0].clause,
        )
    return None


def why_not_issue(state: str, *, drafted: bool, terms: ForumTerms) -> Refused | None:
    """Confirming the agenda, which issues it to the members: once it is drafted."""
    refusal = _why_not_issue_again(state)
    if refusal is not None:
        return refusal
    if not drafted:
        return Refused(
            "The agenda is not drafted yet.",
            remedy="Ask the coordinator to draft it, then confirm it.",
            clause=terms.agenda.clause,
        )
    return None


def _why_not_issue_again(state: str) -> Refused | None:
    if state in (ISSUED, OPEN):
        return Refused(
            "The agenda is issued already.", remedy="Change the agenda itself: members see it as it stands."
        )
    return why_not_prepare(state)


def why_not_open(state: str, *, terms: ForumTerms) -> Refused | None:
    """Opening the meeting: once its agenda is confirmed."""
    if state == PLANNED:
        return Refused(
            "The agenda of this meeting is not confirmed yet.",
            remedy="Draft the agenda and have the chair confirm it, then open the meeting.",
            clause=terms.agenda.clause,
        )
    if state == OPEN:
        return Refused("This meeting is open already.", remedy="Go on with it on the meeting's page.")
    return why_not_prepare(state)


def why_not_close(state: str, *, unsettled: Sequence[str]) -> Refused | None:
    """Closing the meeting: once everything unfinished is settled, or waived with a reason. `unsettled`: what is neither."""
    refusal = why_not_in_room(state)
    if refusal is not None:
        return refusal
    if unsettled:
        return Refused(
            f"{counted(len(unsettled), 'thing')} {'is' if len(unsettled) == 1 else 'are'} unfinished.",
            remedy="Settle each of them, or give the reason why the meeting closes without it.",
        )
    return None


def why_not_approve_minutes(state: str, *, approved: bool) -> Refused | None:
    """Approving the minutes: once the meeting is closed, and only once."""
    if approved:
        return Refused("These minutes are approved already.", remedy="Download them from the meeting's page.")
    if state == CANCELLED:
        return why_not_prepare(state)
    if state != CLOSED:
        return Refused(
            "The minutes are a draft until the meeting is closed.", remedy="Close the meeting first."
        )
    return None


def why_not_correct(state: str, *, approved: bool) -> Refused | None:
    """Correcting what was written: between closing and approval, while the minutes are a draft."""
    if approved:
        return Refused(
            "These minutes are approved, so their words do not change any more.",
            remedy="Ask the next meeting to note the correction.",
        )
    if state == CANCELLED:
        return why_not_prepare(state)
    if state != CLOSED:
        return Refused("The meeting is not closed yet.", remedy="Change the words on the meeting's page.")
    return None


def why_not_correct_to(text: str, *, name: str) -> Refused | None:
    """A correction leaves words: what an outcome required stays answered."""
    if text:
        return None
    return Refused(
        f"Enter the words for {name}.",
        remedy="To keep a text out of a child’s extract, release an empty wording in the minutes.",
        field="text",
    )


def why_not_record_outcome(
    terms: ForumTerms, outcome: str, *, answered: Collection[str], why: str = ""
) -> Refused | None:
    """Recording how a case is left: one of the outcomes of the terms, with all that it requires.

    `answered`: questions with an answer in words. `why`: the reason given, for an outcome that asks for one.
    """
    found = next((one for one in terms.outcomes if one.id == outcome), None)
    if found is None:
        return Refused("Choose an outcome.", remedy="Choose one of those listed.", field="outcome")
    lacking = missing_for(found, answered=answered)
    if lacking:
        names = listed([terms.question(question).name.lower() for question in lacking])
        return Refused(
            f"The outcome “{found.name}” needs an answer for {names} first.",
            remedy="Write what was agreed, then record the outcome.",
            clause=found.clause,
            field=lacking[0],
        )
    if found.asks_why and not why.strip():
        return Refused(
            f"Say why the outcome is “{found.name}”.",
            remedy="Enter a reason.",
            clause=found.clause,
            field="why",
        )
    return None


def missing_for(outcome: Outcome, *, answered: Collection[str]) -> tuple[str, ...]:
    """The questions an outcome requires that have no answer yet, in the order of the terms."""
    return tuple(question for question in outcome.requires if question not in answered)


def why_not_reschedule(state: str) -> Refused | None:
    """Moving or cancelling a meeting at all: until it opens."""
    if state == OPEN:
        return Refused(
            "This meeting is open: it can be neither moved nor cancelled.",
            remedy="Close it, or put off what is left.",
        )
    return why_not_prepare(state)


def why_not_move(state: str, *, to: date, today: date, taken: Collection[date], why: str) -> Refused | None:
    """Moving a meeting to another day or time: until it opens, not into the past, not onto another meeting of the forum."""
    refusal = why_not_reschedule(state) or why_not_on(to, today=today, taken=taken)
    if refusal is not None:
        return refusal
    if not why.strip():
        return Refused("Say why the meeting is moved.", remedy="Enter a reason.", field="why")
    return why_not_that_long(why)


def why_not_begin(starts_at: datetime, *, now: datetime) -> Refused | None:
    """A meeting is moved to, or called for, a time that is still to come."""
    if starts_at >= now:
        return None
    day = shown_date(local(starts_at).date())
    return Refused(
        f"{shown_time(starts_at)} on {day} is past already.",
        remedy="Enter a later time, or another date.",
        field="start",
    )


def why_not_call(
    on: date, *, today: date, taken: Collection[date], left: Collection[date] = ()
) -> Refused | None:
    """Calling a meeting out of turn. `left`: days whose own meeting was moved away or cancelled; they keep its name."""
    refusal = why_not_on(on, today=today, taken=taken)
    if refusal is None and on in left:
        return Refused(
            f"The meeting planned for {shown_date(on)} was moved or cancelled, and that date stays its name.",
            remedy="Move another meeting to that day, or enter another date.",
            field="date",
        )
    return refusal


def why_not_on(day: date, *, today: date, taken: Collection[date]) -> Refused | None:
    """Days on which a meeting can be: from today on, within three years, where the forum does not meet already."""
    if day < today:
        return Refused(
            f"{shown_date(day)} is in the past.", remedy="Enter a date from today on.", field="date"
        )
    if day > today + LONGEST_PLAN:
        return Refused(
            f"{shown_date(day)} is more than three years ahead.",
            remedy="Enter an earlier date.",
            field="date",
        )
    if day in taken:
        return Refused(
            f"The forum meets on {shown_date(day)} already.", remedy="Enter another date.", field="date"
        )
    return None


def why_not_cancel(state: str, *, why: str, cases: int) -> Refused | None:
    """Cancelling a meeting: until it opens, with nothing left on its agenda, and with a reason."""
    refusal = why_not_reschedule(state)
    if refusal is not None:
        return refusal
    if cases:
        return Refused(
            f"{counted(cases, 'item')} would be lost with this meeting.",
            remedy="Put each off to the next meeting, or take it off the agenda; or move the meeting instead.",
        )
    if not why.strip():
        return Refused("Say why the meeting is cancelled.", remedy="Enter a reason.", field="why")
    return why_not_that_long(why)


def why_not_hours(start: time, end: time) -> Refused | None:
    """Times between which a meeting can be: it ends after it starts, on the same day."""
    if start < end:
        return None
    return Refused("The meeting ends before it starts.", remedy="Enter an end after the start.", field="end")


def why_not_plan(until: date, *, today: date) -> Refused | None:
    """Planning meetings until a day: one to come, and within three years."""
    if until <= today:
        return Refused("That day is past.", remedy="Enter a day to come.", field="until")
    if until > today + LONGEST_PLAN:
        return Refused(
            "Meetings are planned at most three years ahead.", remedy="Enter an earlier day.", field="until"
        )
    return None

"""What stands in the way while an agenda is prepared: of a choice taken back, a slot, an item taken off, a draft again?

What the state of a meeting allows in general is asked of `meeting_gates`, what the ratings allow of `selection`.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import time

from remit.rules.clock import shown_clock
from remit.rules.meeting_gates import ISSUED, why_not_choose, why_not_prepare
from remit.rules.outcomes import Refused
from remit.rules.reasons import why_not_reason
from remit.rules.text import counted
from remit.terms.model import MEETING_ACTS, ForumTerms, MeetingAct, Question, Section, Selection

LONGEST_SLOT = 240
"""In minutes."""
LONGEST_TITLE = 200
"""In characters, as kept."""
OPENING: MeetingAct = "meeting-opened"


def frozen_before_opening(section: Section) -> bool:
    """Whether the rest of a list is kept from an act before the meeting on."""
    return section.frozen_by is not None and _before(section.frozen_by, OPENING)


def live_while_open(section: Section) -> bool:
    """Whether the rest of a list goes on showing what the list says while the meeting is open."""
    return section.frozen_by is not None and _before(OPENING, section.frozen_by)


def _before(one: MeetingAct, other: MeetingAct) -> bool:
    return MEETING_ACTS.index(one) < MEETING_ACTS.index(other)


def rest_stands(section: Section, happened: Collection[str]) -> bool:
    """Whether the cases nobody chose stand on the agenda one by one: from an act the terms name, or the opening."""
    since = section.comments.since if section.comments else None
    return OPENING in happened or section.frozen_by in happened or since in happened


def brings_rest(section: Section, act: MeetingAct) -> bool:
    """Whether that act puts the cases nobody chose on the agenda, or brings them up to date there for the last time."""
    if act in (section.frozen_by, OPENING):
        return True
    if section.comments is None or section.comments.since != act:
        return False
    return section.frozen_by is None or _before(act, section.frozen_by)


def rest_is_live(section: Section, happened: Collection[str]) -> bool:
    """Whether cases that stand there still show what the list says now: until the act that keeps them."""
    return section.takes == "rest_of_cohort" and (section.frozen_by or OPENING) not in happened


def why_not_choose_again(selection: Selection, *, on_list: bool, chosen: bool) -> Refused | None:
    """Whether a case can be chosen: on the list still, and not chosen yet."""
    if not on_list:
        return Refused(
            "This child is not on the action list any more.",
            remedy="Look at the list again, and choose another case.",
            clause=selection.clause,
        )
    if chosen:
        return Refused(
            "This case is on the agenda already.",
            remedy="There is nothing more to do.",
            clause=selection.clause,
        )
    return None


def asked_to_select(terms: ForumTerms, selection: Selection) -> tuple[Question, ...]:
    """The questions that are to be answered about a case before the choice of it stands."""
    forms = (form for form in terms.forms if selection.section in form.sections)
    return tuple(one for form in forms for one in form.questions if one.required == "to_select")


def why_not_unanswered(question: Question, *, cases: int) -> Refused | None:
    """Finishing the selection while a question that is to be answered first has no answer about so many cases."""
    if not cases:
        return None
    return Refused(
        f"{question.name} has no answer yet for {counted(cases, 'case')} chosen.",
        remedy="Have it answered on the page of the case, or take the choice back; then finish the selection.",
        clause=question.clause,
    )


def why_not_drop(state: str, *, finished: bool, clause: str | None) -> Refused | None:
    """Whether a choice can be taken back without a reason: as long as choosing goes on."""
    if refusal := why_not_choose(state):
        return refusal
    if finished:
        return Refused(
            "The selection is finished, so a case is not simply taken back.",
            remedy="Take the case off the agenda, with a reason.",
            clause=clause,
        )
    return None


def why_not_drop_silently(*, came_back: bool, clause: str | None) -> Refused | None:
    """Whether a choice can be taken back without a reason: not that of a case which came back by itself."""
    if not came_back:
        return None
    return Refused(
        "This case came back from an earlier meeting, so it is not simply taken back.",
        remedy="Take the case off the agenda, with a reason.",
        clause=clause,
    )


def why_not_reopen(state: str, *, why: str, clause: str) -> Refused | None:
    """Whether an issued agenda can be taken back to a draft: until the meeting opens, with a reason."""
    if refusal := why_not_choose(state):
        return refusal
    if state != ISSUED:
        return Refused("This agenda is a draft.", remedy="Change it as it is.", clause=clause)
    return why_not_reason(why)


def why_not_slot(at: time, minutes: int, *, start: time, end: time, clause: str | None) -> Refused | None:
    """Whether an item can be given this time: it begins within the meeting, and lasts a sensible while."""
    if not start <= at < end:
        return Refused(
            f"The meeting is from {shown_clock(start)} to {shown_clock(end)}.",
            remedy="Enter a time within the meeting.",
            clause=clause,
            field="at",
        )
    if not 1 <= minutes <= LONGEST_SLOT:
        return Refused(
            f"A slot has 1 to {LONGEST_SLOT} minutes.",
            remedy="Enter how many minutes it needs.",
            clause=clause,
            field="minutes",
        )
    return None


def why_not_withdraw(
    state: str, *, settled: bool, why: str, late_as: str | None, selection: Selection | None
) -> Refused | None:
    """Whether an item can be taken off an agenda. `late_as`: the rating of a late addition that is still on the list."""
    if refusal := why_not_prepare(state):
        return refusal
    if settled:
        return Refused(
            "This item has been discussed or deferred.",
            remedy="It stays on the agenda, as what happened to it.",
        )
    late = selection.late if selection else None
    if late is not None and late_as is not None:
        can = late_as in late.may_be_left_out
        return Refused(
            f"A late case rated {late_as.capitalize()} is not taken off the agenda.",
            remedy="Leave it out where the cases are chosen, with a reason."
            if can
            else "Defer it, if it has to wait.",
            clause=late.clause,
        )
    return why_not_reason(why)


def why_not_place(*, put_off: bool, clause: str | None) -> Refused | None:
    """Whether an item has a place and a time at this meeting: not once it is put off."""
    if not put_off:
        return None
    return Refused(
        "This item is put off, so it has no place or time at this meeting.",
        remedy="Find it on the agenda of the next meeting, and place it there.",
        clause=clause,
    )


def why_not_move(terms: ForumTerms, *, position: int, of: int) -> Refused | None:
    """Whether an item can go to this place in its section."""
    if not terms.agenda.reorderable:
        return Refused(
            "The terms fix the order of this agenda.", remedy="Leave it as it is.", clause=terms.agenda.clause
        )
    if not 1 <= position <= of:
        return Refused(
            f"This part of the agenda has {counted(of, 'place')}.",
            remedy=f"Enter a number from 1 to {of}." if of > 1 else "There is nothing to move.",
            field="position",
        )
    return None


def why_not_title(title: str) -> Refused | None:
    """Whether a matter of business can be called so."""
    if not title.strip():
        return Refused("Enter what is to be discussed.", remedy="A few words are enough.", field="title")
    if len(title.strip()) > LONGEST_TITLE:
        return Refused(
            "The title is too long.", remedy=f"Enter {LONGEST_TITLE} characters or fewer.", field="title"
        )
    return None

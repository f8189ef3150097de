"""What was asked for by a button of the room: the verb it calls, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from django.contrib import messages

from remit.casework import attendance as people
from remit.casework import room as verbs
from remit.casework.actions import agree_action
from remit.casework.agenda import move_item
from remit.casework.decisions import defer_item, record_outcome
from remit.reading.case_shown import Case
from remit.reading.room import RoomPage
from remit.reading.room_adding import cases_to_add
from remit.rules.outcomes import NotFound, Refused, Stale
from remit.rules.text import counted
from remit.web.middleware import Request
from remit.web.room.answers import Sent, save_all
from remit.web.room.forms import (
    AbsenceForm,
    ActionForm,
    AddForm,
    CasePresenceForm,
    PresenceForm,
    StaffForm,
)
from remit.web.room.presenters import left_to_note
from remit.web.room.pressed import pressed, refusal_of, stays_chosen, unsent
from remit.web.room.projector import listed_by_initials, projected
from remit.web.room.rail import in_order
from remit.web.room.unrecorded import keep, reason, still_chosen
from remit.web.sent_numbers import whole_number


@dataclass
class Done:
    """What came of a form: finished, or shown again with what is wrong."""

    action: ActionForm
    presence: PresenceForm
    case_presence: CasePresenceForm
    absence: AbsenceForm
    sent: Sent = field(default_factory=Sent)
    refusal: Refused | None = None
    outcome: str = ""
    why: str = ""
    stays_chosen: str = ""
    """An outcome that is chosen and not recorded yet, and did not stand in the way."""
    finished: bool = False
    next: str = ""

    @property
    def forms(self) -> tuple[StaffForm | AbsenceForm, ...]:
        """Every form of the page."""
        return (self.action, self.presence, self.case_presence, self.absence)

    @property
    def wrong(self) -> object:
        """The form with faults in it, for the title of the page."""
        return next((form for form in self.forms if form.is_bound and form.errors), None)

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return self.wrong is None and self.refusal is None and self.sent.sound

    @property
    def status(self) -> int:
        """What the answer says to the browser: changed meanwhile, or not accepted."""
        return 409 if self.sent.conflicts or isinstance(self.refusal, Stale) else 422


def blank(page: RoomPage, request: Request | None = None, bound: str = "") -> Done:
    """The forms of a page, empty; the one called `bound` filled with what was sent."""
    data = {name: request.POST if request and name == bound else None for name in FORMS}
    return Done(
        ActionForm(data["action"], page=page, prefix="action"),
        PresenceForm(data["presence"], page=page, prefix="presence"),
        CasePresenceForm(data["case_presence"], page=page, prefix="case"),
        AbsenceForm(data["absence"], prefix="absence"),
    )


FORMS = ("action", "presence", "case_presence", "absence")


def as_opened(request: Request, page: RoomPage) -> Done:
    """The forms of a page that is opened or refreshed: empty, but for an outcome that stays chosen."""
    done, chosen = blank(page), still_chosen(request)
    if page.case and chosen in {choice.id for choice in page.case.outcomes}:
        done.outcome, done.why = chosen, reason(request, page.case, chosen)
        left = page.case.left
        if left is None or (left.outcome, left.why) != (chosen, done.why.strip()):
            done.stays_chosen = chosen
    return done


def at_item(request: Request, page: RoomPage) -> Done:
    """Carry out what was asked for on the page of an item."""
    assert page.case is not None
    wanted = pressed(request.POST, page.case)
    act = AT_ITEM.get(wanted)
    if act is None:
        raise NotFound("button")
    done = blank(page, request, bound=wanted)
    _carry(request, page.case, done, wanted)
    if done.sound:
        act(request, page, page.case, done)
    if done.finished:
        keep(request, page.case.line.ref, done.stays_chosen, done.why)
    if done.finished and done.stays_chosen:
        reason_too = " and the reason you wrote are" if done.why.strip() else " is"
        messages.info(request, f"The outcome you chose{reason_too} not recorded yet.")
    return done


def _carry(request: Request, case: Case, done: Done, wanted: str) -> None:
    """Save what stands in the boxes, whatever was pressed. Words another button is there for stay, and that is said."""
    done.outcome = request.POST.get("outcome", "")
    done.why = request.POST.get(f"why-{done.outcome}", request.POST.get("why", ""))
    done.sent = save_all(request, case.line.ref, case.questions, only_changed=wanted != "answers")
    for left in unsent(request.POST, case, wanted):
        if left.button == "outcome" and (chosen := stays_chosen(request.POST, wanted)):
            done.stays_chosen = chosen
        elif left.box:
            getattr(done, left.button).keep(request.POST, left.box, refusal_of(left))
        else:
            done.refusal = refusal_of(left)


def at_meeting(request: Request, page: RoomPage) -> Done:
    """Agree an action about the forum's own work."""
    done = blank(page, request, bound="action" if request.method == "POST" else "")
    if done.action.is_bound:
        _agree(request, page, done, item_ref=None)
    return done


def at_section(request: Request, page: RoomPage) -> Done:
    """Carry out what was asked for on a page that is a list."""
    match request.POST.get("do"):
        case "note":
            return _note_one(request, page)
        case "note-all":
            return _note_all(request, page)
    raise NotFound("button")


def _note_one(request: Request, page: RoomPage) -> Done:
    done, item = blank(page), request.POST.get("item", "")
    line = next((line for part in page.sections for line in part.items if line.ref == item), None)
    if line is None:
        raise NotFound("agenda item")
    attempt(done, lambda: verbs.note_item(item_ref=item, actor=request.viewer, now=request.now))
    if done.finished:
        messages.success(request, f"{line.name} is noted as discussed.")
    return done


def _note_all(request: Request, page: RoomPage) -> Done:
    """Whatever the list shows as not taken yet; a case that was taken meanwhile stays as it is."""
    done = blank(page)
    left = left_to_note(page)
    for line in left:
        attempt(done, partial(verbs.note_item, item_ref=line.ref, actor=request.viewer, now=request.now))
        if done.refusal:
            return done
    done.finished = True
    messages.success(
        request, f"{counted(len(left), 'case')} {'is' if len(left) == 1 else 'are'} noted as discussed."
    )
    return done


def _answers(request: Request, page: RoomPage, case: Case, done: Done) -> None:
    done.finished = True
    messages.success(request, "Saved.")


def _outcome(request: Request, page: RoomPage, case: Case, done: Done) -> None:
    """The answers are saved by now, those that go with the outcome too."""
    asked = [question for question in case.questions if question.outcomes]
    attempt(
        done,
        lambda: record_outcome(
            item_ref=case.line.ref,
            outcome=done.outcome,
            seen=whole_number(request.POST.get("seen", ""), otherwise=-1),
            why=done.why,
            actor=request.viewer,
            now=request.now,
        ),
    )
    if done.finished:
        messages.success(request, "The outcome is recorded.")
    elif done.refusal is not None and done.refusal.field in {question.id for question in asked}:
        clause = f" ({done.refusal.clause})" if done.refusal.clause else ""
        said = f"{done.refusal.problem} {done.refusal.remedy}{clause}"
        done.sent.errors[str(done.refusal.field)] = said


def _action(request: Request, page: RoomPage, case: Case, done: Done) -> None:
    _agree(request, page, done, item_ref=case.line.ref)


def _agree(request: Request, page: RoomPage, done: Done, *, item_ref: str | None) -> None:
    form = done.action
    if not form.is_valid():
        return
    given = form.cleaned_data
    attempt(
        done,
        lambda: agree_action(
            meeting_id=page.head.id,
            item_ref=item_ref,
            what=given["what"],
            lead_id=given["lead"],
            due_on=given["due_on"],
            actor=request.viewer,
            now=request.now,
        ),
        form,
    )
    if done.finished:
        messages.success(request, "The action is agreed.")


def _came(request: Request, page: RoomPage, case: Case, done: Done) -> None:
    form = done.case_presence
    if form.is_valid():
        attempt(
            done,
            lambda: people.record_case_presence(
                item_ref=case.line.ref, who=form.somebody(), actor=request.viewer, now=request.now
            ),
            form,
        )


def _stayed_away(request: Request, page: RoomPage, case: Case, done: Done) -> None:
    form = done.absence
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        attempt(
            done,
            lambda: people.record_case_absence(
                item_ref=case.line.ref, reason=reason, actor=request.viewer, now=request.now
            ),
            form,
        )


def _take_back(request: Request, page: RoomPage, case: Case, done: Done) -> None:
    ref = request.POST.get("take-back", "")
    if ref not in {line.ref for line in case.presence}:
        raise NotFound("record of attendance")
    attempt(done, lambda: people.strike_out(attendance_ref=ref, actor=request.viewer, now=request.now))


def _take(request: Request, page: RoomPage, case: Case, done: Done) -> None:
    attempt(done, lambda: verbs.take_item(item_ref=case.line.ref, actor=request.viewer, now=request.now))


def _note(request: Request, page: RoomPage, case: Case, done: Done) -> None:
    attempt(done, lambda: verbs.note_item(item_ref=case.line.ref, actor=request.viewer, now=request.now))


def _move(request: Request, page: RoomPage, case: Case, done: Done) -> None:
    step = -1 if request.POST.get("move") == "up" else 1
    order = in_order(page, case.line.section)
    # What is put off meanwhile has no place, and casework says so.
    place = order.index(case.line.ref) + 1 + step if case.line.ref in order else 1
    attempt(
        done,
        lambda: move_item(
            item_ref=case.line.ref, position=place, seen=None, actor=request.viewer, now=request.now
        ),
    )


def _defer(request: Request, page: RoomPage, case: Case, done: Done) -> None:
    attempt(
        done,
        lambda: defer_item(
            item_ref=case.line.ref, why=done.why, seen=None, actor=request.viewer, now=request.now
        ),
    )
    if done.finished:
        messages.success(request, "The item goes to the next meeting.")


AT_ITEM: dict[str, Callable[[Request, RoomPage, Case, Done], None]] = {
    "answers": _answers,
    "outcome": _outcome,
    "action": _action,
    "case_presence": _came,
    "absence": _stayed_away,
    "take-back": _take_back,
    "take": _take,
    "note": _note,
    "move": _move,
    "defer": _defer,
}
"""The buttons on the page of an item, by the word each sends."""


def add(request: Request, page: RoomPage) -> tuple[AddForm, str]:
    """The form for adding an item, and the reference of what was added; empty where nothing was."""
    sections = [
        (part.id, part.name)
        for part in page.sections
        if part.takes in ("selection", "rest_of_cohort", "business")
    ]
    listed = cases_to_add(request.viewer, meeting_id=page.head.id, sections=page.sections, now=request.now)
    on_a_wall = projected(request)
    entries = [
        (ref, listed_by_initials(words, known) if on_a_wall else words) for ref, words, known in listed
    ]
    form = AddForm(request.POST or None, sections=sections, entries=entries)
    if not form.is_bound or not form.is_valid():
        return form, ""
    given = form.cleaned_data
    try:
        return form, verbs.add_item_in_room(
            meeting_id=page.head.id,
            section=given["section"],
            entry_ref=given["entry"] or None,
            title=given["title"],
            why=given["why"],
            actor=request.viewer,
            now=request.now,
        )
    except Refused as refusal:
        form.refuse(refusal)
        return form, ""


def attempt(done: Done, act: Callable[[], object], form: StaffForm | AbsenceForm | None = None) -> None:
    """Carry it out; what is refused stands beside its field, or above the page."""
    try:
        act()
    except NotFound:
        raise
    except Refused as refusal:
        if form is not None:
            form.refuse(refusal)
        else:
            done.refusal = refusal
    else:
        done.finished = True

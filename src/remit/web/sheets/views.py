"""The pages of a case's sheet. What is sent is never lost: what cannot be saved stands on the page that answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from remit.casework import sheets as verbs
from remit.casework.answers import Conflict, save_answer
from remit.reading.case_questions import Asked
from remit.reading.readiness import readiness as read_readiness
from remit.reading.sheet import Sheet
from remit.reading.sheet import sheet as read
from remit.rules.outcomes import NotFound, Refused
from remit.rules.text import counted
from remit.web.middleware import Request
from remit.web.once import once
from remit.web.refresh import conflict, not_saved, saved
from remit.web.room.answers import Sent, save_all, written
from remit.web.room.outcomes import conflict_view
from remit.web.sent_numbers import whole_number
from remit.web.sheets.presenters import named, present, present_readiness

OFF_THE_AGENDA = Refused(
    "This case does not stand on the agenda any more, or the sheet is no longer yours to fill in.",
    remedy="Copy what you wrote, and give it to the coordinator of the forum.",
)


@dataclass
class Done:
    """What came of a form: finished, or shown again with what is wrong."""

    sent: Sent = field(default_factory=Sent)
    refusal: Refused | None = None

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return self.refusal is None and self.sent.sound

    @property
    def status(self) -> int:
        """What the answer says to the browser: changed meanwhile, or not accepted."""
        return 409 if self.sent.conflicts else 422


@require_GET
def readiness(request: Request, forum: str, date: str) -> HttpResponse:
    """What is missing before a meeting."""
    page = read_readiness(request.viewer, forum=forum, nominal=date, now=request.now)
    return render(request, "sheets/readiness.html", {"page": present_readiness(page)})


@once
@require_http_methods(["GET", "POST"])
def sheet(request: Request, item: str) -> HttpResponse:
    """The sheet of a case; what is sent is saved, then what was asked for is done."""
    done, words = Done(), _words(request)
    try:
        page = read(request.viewer, item=item, now=request.now)
        if request.method == "POST":
            done = _act(request, page)
            if done.sound:
                return redirect("sheet", item=item)
            page = read(request.viewer, item=item, now=request.now)
    except NotFound:
        if not any(text.strip() for _, text in words):
            raise
        return render(request, "sheets/not_taken.html", {"words": words}, status=404)
    context = {"page": present(page), "done": done}
    return render(request, "sheets/sheet.html", context, status=200 if done.sound else done.status)


@require_POST
def keep(request: Request, item: str, question: str) -> HttpResponse:
    """Keep one answer while it is being written."""
    try:
        kept = save_answer(
            item_ref=item,
            question=question,
            text=request.POST.get(question, ""),
            base_version=whole_number(request.POST.get(f"{question}-base", ""), otherwise=-1),
            actor=request.viewer,
            now=request.now,
        )
    except Conflict as found:
        # Somebody else's words about a child are shown: that is a look at the child.
        page = read(request.viewer, item=item, now=request.now)
        view = conflict_view(found, named(page, question))
        return conflict(request, "sheets/_conflict.html", {"conflict": view})
    except NotFound:
        return not_saved(OFF_THE_AGENDA)
    except Refused as refusal:
        return not_saved(refusal)
    return saved(kept.version, request.now)


def _act(request: Request, page: Sheet) -> Done:
    """Save what the form holds, then do what the button pressed says."""
    questions = [one.asked for part in page.parts for one in part.questions]
    _refuse_what_would_be_lost(request, questions)
    taking = request.POST.get("take", "")
    if taking:
        questions = [one for one in questions if one.id != taking]
    done = Done(save_all(request, page.item, questions))
    if not done.sent.sound:
        return done
    for name, act in ACTS.items():
        if wanted := request.POST.get(name, ""):
            return _attempt(done, lambda act=act, wanted=wanted: act(request, page, wanted))  # type: ignore[misc]
    messages.success(request, "Saved." if done.sent.saved else "Nothing was changed.")
    return done


def _refuse_what_would_be_lost(request: Request, questions: Iterable[Asked]) -> None:
    """Words for a question that takes none any more are shown again, to be copied."""
    for asked in questions:
        if not asked.writes and (written(request.POST, asked) or asked.value) != asked.value:
            raise NotFound("question")


def _attempt(done: Done, act: Callable[[], None]) -> Done:
    try:
        act()
    except NotFound:
        raise
    except Refused as refusal:
        if refusal.field:
            done.sent.errors[refusal.field] = f"{refusal.problem} {refusal.remedy}"
        else:
            done.refusal = refusal
    return done


def _take(request: Request, page: Sheet, question: str) -> None:
    """One earlier answer."""
    found = next((one for part in page.parts for one in part.questions if one.asked.id == question), None)
    if found is None:
        raise NotFound("question")
    if found.offer is None:
        raise Refused(
            "This question has an answer by now, or the earlier one is no longer offered.",
            remedy="Look at what stands here, and change it if it is not right.",
            field=question,
        )
    verbs.take_over_answer(
        item_ref=page.item,
        question=question,
        from_item=found.offer.item,
        base_version=found.asked.version,
        actor=request.viewer,
        now=request.now,
    )
    messages.success(request, f"The answer to {found.asked.name} is taken over.")


def _complete(request: Request, page: Sheet, part: str) -> None:
    verbs.complete_part(item_ref=page.item, part=part, actor=request.viewer, now=request.now)
    messages.success(
        request, "This part of the sheet is complete. You can still change it until the meeting is closed."
    )


def _unchanged(request: Request, page: Sheet, part: str) -> None:
    taken = verbs.say_unchanged(item_ref=page.item, part=part, actor=request.viewer, now=request.now)
    said = f" {counted(taken, 'answer')} {'is' if taken == 1 else 'are'} taken over." if taken else ""
    messages.success(request, f"Nothing has changed, you say: this part of the sheet is complete.{said}")


def _reopen(request: Request, page: Sheet, part: str) -> None:
    verbs.reopen_part(item_ref=page.item, part=part, actor=request.viewer, now=request.now)
    messages.success(request, "This part of the sheet is open again. What is written stays.")


ACTS = {"take": _take, "complete": _complete, "unchanged": _unchanged, "reopen": _reopen}
"""The buttons of the page, by the name each sends its part or question under."""


def _words(request: Request) -> list[tuple[str, str]]:
    """What was sent for each question, by its id."""
    sent = request.POST
    ids = [name.removesuffix("-base") for name in sent if name.endswith("-base")]
    return [(one, str(sent.get(one, ""))) for one in ids]

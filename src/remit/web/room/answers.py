"""The answers of one form, as they were sent: saved one by one, and what two people wrote at once side by side."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.http import QueryDict

from remit.casework.answers import Conflict, save_answer
from remit.reading.case_questions import Asked
from remit.rules.answer_kinds import PARTS
from remit.rules.outcomes import Refused, Stale
from remit.rules.text import written_plainly
from remit.web.middleware import Request
from remit.web.sent_numbers import whole_number


@dataclass
class Sent:
    """What became of the answers that were sent."""

    conflicts: dict[str, Conflict] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    written: dict[str, str] = field(default_factory=dict)
    """What stands in the boxes, where it was not saved."""
    saved: int = 0

    @property
    def sound(self) -> bool:
        """Whether everything was saved."""
        return not self.conflicts and not self.errors


def save_all(request: Request, item: str, questions: Iterable[Asked], *, only_changed: bool = False) -> Sent:
    """Save each answer the form holds. What cannot be saved is kept in the box, with the reason beside it.

    `only_changed`: where the form is sent for something else, what stands there already is not saved again.
    """
    sent = Sent()
    for asked in questions:
        there = asked.writes and written(request.POST, asked) is not None
        if there and not (only_changed and _stands(request.POST, asked)):
            _save(request, item, asked, sent)
    return sent


def _stands(sent: QueryDict, asked: Asked) -> bool:
    """Whether the box holds what is saved already, and no choice between two texts was made."""
    mine = written_plainly(written(sent, asked) or "")
    if f"{asked.id}-yours" in sent:
        return False
    if asked.kind == "date":
        return mine == ("/".join(asked.parts) if any(asked.parts) else "")
    if asked.kind == "yes_no":
        return mine.lower() == asked.value.lower()
    return mine.removeprefix("£") == asked.value.removeprefix("£")


def _save(request: Request, item: str, asked: Asked, sent: Sent) -> None:
    text = chosen(request.POST, asked)
    if text is None:
        sent.conflicts[asked.id] = _undecided(request.POST, asked)
        sent.written[asked.id] = written(request.POST, asked) or ""
        sent.errors[asked.id] = "Choose which words to keep"
        return
    try:
        saved = save_answer(
            item_ref=item,
            question=asked.id,
            text=text,
            base_version=_base(request.POST, asked.id),
            actor=request.viewer,
            now=request.now,
        )
    except Conflict as conflict:
        sent.conflicts[asked.id] = conflict
        sent.written[asked.id] = written(request.POST, asked) or ""
    except Refused as refusal:
        if isinstance(refusal, Stale) or refusal.field == asked.id:
            sent.errors[asked.id] = f"{refusal.problem} {refusal.remedy}"
            sent.written[asked.id] = written(request.POST, asked) or ""
        else:
            raise
    else:
        sent.saved += saved.changed


def written(sent: QueryDict, asked: Asked) -> str | None:
    """What the form holds for a question, a date from its three boxes; none where it does not ask it."""
    if asked.kind == "date":
        boxes = [sent.get(f"{asked.id}-{part}") for part in PARTS]
        if all(box is None for box in boxes):
            return None
        told = [str(box or "").strip() for box in boxes]
        return "/".join(told) if any(told) else ""
    if asked.kind == "yes_no" and f"{asked.id}-base" in sent:
        return str(sent.get(asked.id, ""))
    return str(sent[asked.id]) if asked.id in sent else None


def chosen(sent: QueryDict, asked: Asked) -> str | None:
    """The words to save: what is in the box, or what was chosen between two texts; none where nothing was chosen."""
    mine = written(sent, asked) or ""
    if f"{asked.id}-yours" not in sent or asked.at is None:
        return mine
    match sent.get(f"{asked.id}-keep"):
        case "yours":
            return mine
        case "theirs":
            return asked.value
        case "both" if asked.kind == "text":
            return f"{asked.value}\n\n{mine}" if asked.value.strip() else mine
    return None


def _undecided(sent: QueryDict, asked: Asked) -> Conflict:
    assert asked.at is not None
    return Conflict(
        question=asked.id,
        mine=written(sent, asked) or "",
        theirs=asked.value,
        version=asked.version,
        by=asked.by,
        at=asked.at,
    )


def _base(sent: QueryDict, name: str) -> int:
    """The version the words were written over; where two texts were shown, that of the other one."""
    return whole_number(sent.get(f"{name}-base", "0"), otherwise=-1)

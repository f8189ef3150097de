"""A workbook that came back: held, brought in answer by answer, undone. Nobody's words are written over unseen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from django.db.models import Q

from remit.casework.acts import about, audited, touch
from remit.casework.answers import check_may_write, current_answer, question_of, write_answer
from remit.casework.duties import reconcile_meeting
from remit.casework.imports import held_import, hold_file
from remit.casework.locks import lock_action_list, lock_meeting, locked
from remit.records.answers import Answer
from remit.records.meetings import AgendaItem, Meeting
from remit.records.placements_list import Import
from remit.records.visibility import hidden_from
from remit.rules.answer_kinds import tidied
from remit.rules.meeting_gates import why_not_write
from remit.rules.outcomes import NotFound, Refused, Stale, refuse_if
from remit.rules.viewers import Viewer
from remit.rules.workbook_merge import UNDONE, Choice, Offered, both, merged, was_rewritten
from remit.rules.workbook_merge import WORKBOOK as KIND

CHOOSE = "Choose for each answer that was changed on both sides which text stands."


@dataclass(frozen=True, slots=True)
class BroughtIn:
    """What bringing a workbook in did."""

    import_ref: str
    taken: int
    """Answers written."""
    conflicts: int
    """Answers changed on both sides for which nobody chose: they stand as they were."""


@audited("workbook.held")
def hold_workbook(
    *, forum: str, nominal: str, content: bytes, filename: str, digest: str, actor: Viewer, now: datetime
) -> str:
    """Hold a workbook that was read, so that what differs can be looked at; answers with its reference.

    Refuses: no such meeting; a name that is too long. Drops what was held too long.
    """
    meeting = _the_meeting(forum, nominal)
    held = Import(
        kind=KIND,
        filename=filename,
        digest=digest,
        sheet=_at(forum, nominal),
        content=content,
        basis=meeting.revision,
    )
    about(meeting=meeting.pk)
    return hold_file(held, actor=actor, now=now)


def _at(forum: str, nominal: str) -> str:
    """Where a held workbook belongs, in the column in which a list has its sheet."""
    return f"{forum}/{nominal}"


@audited("workbook.dropped")
def drop_workbook(*, import_ref: str, actor: Viewer, now: datetime) -> None:
    """Let a held workbook go: its content is taken out. Refuses: not theirs, nor come by mail for a
    forum they run; brought in or dropped already.
    """
    held = _held(import_ref, actor)
    held.state, held.content = Import.State.DROPPED, None
    held.save(update_fields=["state", "content", "by"])
    about(imported=import_ref)


@audited("workbook.brought_in")
def bring_in_workbook(
    *,
    import_ref: str,
    offered: Sequence[Offered],
    choices: Mapping[str, Choice],
    actor: Viewer,
    now: datetime,
) -> BroughtIn:
    """Take from a held workbook what was changed there alone, and for the rest what the actor chose (by key).

    One that came by mail may be brought in by who runs the forum too; it is theirs from then on.
    Refuses: not theirs; the meeting takes no more answers; an answer that is not theirs to give, or none of its kind;
    an answer changed since the actor saw it; one changed on both sides for which nothing was chosen.
    """
    lock_action_list()
    held = _held(import_ref, actor)
    meeting = _meeting(held)
    return _brought_in(held, meeting, offered, choices, actor, now, all_chosen=True)


@audited("workbook.loaded")
def load_workbook(
    *,
    forum: str,
    nominal: str,
    filename: str,
    digest: str,
    offered: Sequence[Offered],
    actor: Viewer,
    now: datetime,
) -> BroughtIn:
    """Hold and bring in a workbook in one act, as the command line does; what was changed on both sides stays as it is.

    Refuses what `bring_in_workbook` refuses, but that nothing was chosen; no such meeting; a name that is too long.
    """
    _the_meeting(forum, nominal)
    held = Import(kind=KIND, filename=filename, digest=digest, sheet=_at(forum, nominal), basis=0)
    ref = hold_file(held, actor=actor, now=now)
    held = _held(ref, actor)
    return _brought_in(held, _meeting(held), offered, {}, actor, now, all_chosen=False)


def _held(import_ref: str, actor: Viewer) -> Import:
    lock_action_list()  # before an import is, as everywhere
    whose = Q(by=actor.staff_id) | Q(came_in__meeting__forum__slug__in=actor.runs)
    named = Import.objects.filter(whose, ref=import_ref, kind=KIND).first()
    if named is None:
        raise NotFound("workbook")
    held = held_import(import_ref, named.version, lock=True)
    held.by_id = actor.staff_id  # of one that came by mail: whoever brings it in, and may undo that
    return held


def _meeting(held: Import) -> Meeting:
    """The meeting a workbook belongs to, locked."""
    forum, _, nominal = held.sheet.partition("/")
    return lock_meeting(_the_meeting(forum, nominal).pk)


def _the_meeting(forum: str, nominal: str) -> Meeting:
    try:
        day = date.fromisoformat(nominal)
    except ValueError:
        raise NotFound("meeting") from None
    meeting = Meeting.objects.filter(forum__slug=forum, nominal_date=day).first()
    if meeting is None:
        raise NotFound("meeting")
    return meeting


def _brought_in(
    held: Import,
    meeting: Meeting,
    offered: Sequence[Offered],
    choices: Mapping[str, Choice],
    actor: Viewer,
    now: datetime,
    *,
    all_chosen: bool,
) -> BroughtIn:
    refuse_if(why_not_write(meeting.state))
    items = _items(meeting, offered, actor, now)
    source, wrote, conflicts = f"{KIND}:{held.ref}", list[list[object]](), 0
    for one in offered:
        item = items[one.item]
        form, asked = question_of(meeting, item, one.question)
        current = current_answer(item, one.question)
        text = tidied(asked, one.text)
        settled = _settled(one, text, current, choices.get(one.key), asked.kind)
        if settled is None:
            conflicts += 1
            if all_chosen:
                raise Refused(CHOOSE, remedy="Look at both texts, and choose.", field=one.key)
        if settled is None or settled == (current.value if current else ""):
            continue
        check_may_write(meeting, item, asked.filled_by, actor, now=now)
        before = current.version if current else 0
        made = write_answer(meeting, item, form, one.question, settled, current, actor, now, source)
        wrote.append([one.item, one.question, before, made.version])
    _applied(held, wrote, now)
    if wrote:
        touch(meeting)
        reconcile_meeting(meeting, now=now)
    about(meeting=meeting.pk, imported=held.ref, taken=len(wrote), conflicts=conflicts)
    return BroughtIn(held.ref, len(wrote), conflicts)


def _items(
    meeting: Meeting, offered: Iterable[Offered], actor: Viewer, now: datetime
) -> dict[str, AgendaItem]:
    """The items the answers are about. Refuses one that is not there, or about a child the actor may not see."""
    refs = {one.item for one in offered}
    rows = AgendaItem.objects.filter(meeting=meeting, ref__in=refs, title="")
    found = {row.ref: row for row in rows.exclude(state=AgendaItem.State.WITHDRAWN)}
    if refs - set(found):
        raise Stale("A case of this workbook has left the agenda since you looked at it.")
    if any(hidden_from(actor, row.subject_id, now=now) for row in found.values()):
        raise NotFound("agenda item")
    return found


def _settled(one: Offered, text: str, current: Answer | None, choice: Choice | None, kind: str) -> str | None:
    """The text that stands from now on; none where two texts differ and nobody chose.

    Refuses where the answer beside it is not the one the actor saw.
    """
    ours, version, origin = (current.value, current.version, current.source) if current else ("", 0, "")
    if choice is not None and version != one.seen:
        raise Stale("Somebody has changed one of these answers since you looked at them.")
    rewritten = was_rewritten(version, origin, one.base_version)
    became = merged(text, ours, _base(one, current), rewritten=rewritten)
    if became != "conflict":
        return text if became == "taken" else ours
    if choice is None:
        return None
    if choice == "both" and kind == "text":
        return both(ours, text)
    return text if choice == "theirs" else ours


def _base(one: Offered, current: Answer | None) -> str | None:
    """The answer the file was made from. It stands on record, since nothing is written over."""
    if one.base_version is None:
        return None
    if one.base_version == 0:
        return ""
    if current is not None and current.version == one.base_version:
        return current.value
    rows = Answer.objects.filter(
        response__item__ref=one.item, question=one.question, row_key="", version=one.base_version
    )
    return rows.values_list("value", flat=True).first()


def _applied(held: Import, wrote: list[list[object]], now: datetime) -> None:
    held.state, held.content, held.applied_at = Import.State.APPLIED, None, now
    held.did, held.counts = cast(dict[str, object], {"answers": wrote}), {"changed": len(wrote)}
    held.save(update_fields=["state", "content", "by", "applied_at", "did", "counts"])


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What undoing a workbook did."""

    import_ref: str
    taken_off: int
    """Answers that are blank again."""
    put_back: int
    left: int
    """Answers left as they are, because somebody changed them since."""


@audited("workbook.undone")
def undo_workbook(*, import_ref: str, actor: Viewer, now: datetime) -> TakenBack:
    """Put the answers back as they were before a workbook, but for those that changed since.

    Refuses: not theirs; not brought in, or undone already; the meeting takes no more answers.
    """
    lock_action_list()
    done = locked(Import.objects.filter(ref=import_ref, kind=KIND, by=actor.staff_id)).first()
    if done is None:
        raise NotFound("workbook")
    if done.state != Import.State.APPLIED:
        raise Refused(
            "This workbook is not brought in, so there is nothing to undo.", remedy="Look at the meeting."
        )
    meeting = _meeting(done)
    refuse_if(why_not_write(meeting.state))
    wrote = cast(list[tuple[str, str, int, int]], cast(dict[str, object], done.did).get("answers", []))
    source = f"{UNDONE}:{done.ref}"
    outcomes = [_taken_back(meeting, *one, source=source, actor=actor, now=now) for one in wrote]
    done.state, done.undone_at = Import.State.UNDONE, now
    done.save(update_fields=["state", "undone_at"])
    if any(outcome != "left" for outcome in outcomes):
        touch(meeting)
        reconcile_meeting(meeting, now=now)
    back = TakenBack(import_ref, *(outcomes.count(which) for which in ("taken_off", "put_back", "left")))
    about(
        meeting=meeting.pk,
        imported=import_ref,
        taken_off=back.taken_off,
        put_back=back.put_back,
        left=back.left,
    )
    return back


def _taken_back(
    meeting: Meeting,
    item_ref: str,
    question: str,
    before: int,
    ours: int,
    *,
    source: str,
    actor: Viewer,
    now: datetime,
) -> str:
    item = AgendaItem.objects.exclude(state=AgendaItem.State.WITHDRAWN).filter(ref=item_ref).first()
    if item is None or hidden_from(actor, item.subject_id, now=now):
        return "left"
    form, _ = question_of(meeting, item, question)
    current = current_answer(item, question)
    if current is None or current.version != ours:
        return "left"
    kept = Answer.objects.filter(response=current.response_id, question=question, row_key="", version=before)
    text = kept.values_list("value", flat=True).first() or ""
    write_answer(meeting, item, form, question, text, current, actor, now, source)
    return "put_back" if text else "taken_off"

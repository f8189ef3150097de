"""Loading a meeting held before Remit from its workbook, and taking that back. Nothing is owed because of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from remit.casework.acts import about, audited
from remit.casework.imports import held_import, hold_file
from remit.casework.locks import lock_action_list, lock_forum, locked
from remit.records.forums import Forum
from remit.records.history import PastDiscussion, PastMeeting
from remit.records.meetings import Meeting
from remit.records.placements_list import Import
from remit.records.visibility import child_facts
from remit.rules.access import may_see
from remit.rules.clock import london_day
from remit.rules.outcomes import NotFound, Refused, refuse_if
from remit.rules.past_meetings import (
    HISTORY,
    PastSaid,
    loads_whole_past,
    opens_held_past,
    why_not_load_nobody,
    why_not_load_past,
    why_not_load_past_of,
)
from remit.rules.viewers import Viewer


@dataclass(frozen=True, slots=True)
class LoadedPast:
    """What loading a past meeting did."""

    import_ref: str
    children: int


@audited("past.held")
def hold_past_workbook(
    *, forum: str, content: bytes, filename: str, digest: str, actor: Viewer, now: datetime
) -> str:
    """Hold the workbook of a past meeting that was read, so that its preview can be looked at; answers with its reference.

    Refuses: not theirs; no such forum; a name that is too long. Drops what was held too long.
    """
    refuse_if(why_not_load_past(actor, forum))
    about(subject=lock_forum(forum).pk)
    held = Import(kind=HISTORY, filename=filename, digest=digest, sheet=forum, content=content, basis=0)
    return hold_file(held, actor=actor, now=now)


@audited("past.dropped")
def drop_past_workbook(*, import_ref: str, actor: Viewer, now: datetime) -> None:
    """Let a held workbook go: its content is taken out. Refuses: not theirs; loaded, undone or dropped already."""
    held = _held(import_ref, actor)
    held.state, held.content = Import.State.DROPPED, None
    held.save(update_fields=["state", "content", "by"])
    about(imported=import_ref)


@audited("past.applied")
def apply_past_workbook(
    *, import_ref: str, on: date, said: Sequence[PastSaid], actor: Viewer, now: datetime
) -> LoadedPast:
    """Keep what a held workbook said of a meeting before Remit, as `load_past_meeting` does.

    Refuses what that refuses; loaded, undone or dropped already.
    """
    forum = _forum_of(import_ref)
    row = _forum_to_load(forum, on, said, actor, now)
    return _kept(row, on, said, _held(import_ref, actor), actor, now)


@audited("past.loaded")
def load_past_meeting(
    *,
    forum: str,
    on: date,
    said: Sequence[PastSaid],
    filename: str,
    digest: str,
    actor: Viewer,
    now: datetime,
) -> LoadedPast:
    """Keep what the workbook of a meeting before Remit said. What an earlier version of it said is kept beside; what it
    said of children this actor may not see holds on.

    Refuses: not theirs; the day is not over; Remit held a meeting of that forum on that day itself; nobody in it is on
    record; a child the actor may not see; a name that is too long.
    """
    row = _forum_to_load(forum, on, said, actor, now)
    held = Import(kind=HISTORY, filename=filename, digest=digest, sheet=forum, basis=0)
    ref = hold_file(held, actor=actor, now=now)
    return _kept(row, on, said, held_import(ref, 1, lock=True), actor, now)


def _forum_of(import_ref: str) -> str:
    """Of which forum a workbook of the past tells; it never changes."""
    forum = Import.objects.filter(ref=import_ref, kind=HISTORY).values_list("sheet", flat=True).first()
    if forum is None:
        raise NotFound("import")
    return forum


def _held(import_ref: str, actor: Viewer) -> Import:
    """The held workbook, locked; it is the actor's from now on."""
    refuse_if(why_not_load_past(actor, _forum_of(import_ref)))
    lock_action_list()  # before an import is, as everywhere
    named = Import.objects.filter(ref=import_ref).get()
    if not opens_held_past(actor, own=named.by_id == actor.staff_id):
        raise NotFound("import")
    held = held_import(import_ref, named.version, lock=True)
    held.by_id = actor.staff_id
    return held


def _forum_to_load(forum: str, on: date, said: Sequence[PastSaid], actor: Viewer, now: datetime) -> Forum:
    """The forum, locked, where that meeting of it may be loaded, with the list. Refuses where it may not."""
    refuse_if(why_not_load_past(actor, forum))
    if _unseen(actor, [one.subject for one in said], now):
        raise NotFound("child")
    row = lock_forum(forum)
    held_here = Meeting.objects.filter(forum=row, date=on, opened_at__isnull=False).exists()
    refuse_if(why_not_load_past_of(on, today=london_day(now), held_here=held_here))
    refuse_if(why_not_load_nobody(len(said)))
    lock_action_list()
    return row


def _kept(
    row: Forum, on: date, said: Sequence[PastSaid], done: Import, actor: Viewer, now: datetime
) -> LoadedPast:
    """Write it down in the place of what is known of that meeting."""
    before = list(PastMeeting.objects.filter(forum=row, date=on, superseded_at__isnull=True))
    held_on = _holding_on(before, actor, now)
    PastMeeting.objects.filter(pk__in=[one.pk for one in before]).update(superseded_at=now)
    meeting = PastMeeting.objects.create(forum=row, date=on, imported=done, recorded_at=now)
    PastDiscussion.objects.bulk_create(
        _discussion(meeting, place, one) for place, one in enumerate((*said, *held_on))
    )
    done.state, done.applied_at, done.content = Import.State.APPLIED, now, None
    done.did, done.counts = {"superseded": [one.pk for one in before]}, {"new": len(said)}
    done.save(update_fields=["state", "applied_at", "content", "by", "did", "counts"])
    about(subject=row.pk, imported=done.ref, children=len(said))
    return LoadedPast(done.ref, len(said))


def _discussion(meeting: PastMeeting, place: int, one: PastSaid) -> PastDiscussion:
    return PastDiscussion(
        meeting=meeting,
        subject_id=one.subject,
        position=place,
        section=one.section[:100],
        own_sheet=one.own_sheet,
        risk=one.risk[:60],
        team=one.team[:120],
        outcome=one.outcome[:500],
        lines=[list(pair) for pair in one.lines],
        actions=[list(pair) for pair in one.actions],
    )


def _unseen(actor: Viewer, subjects: Collection[int], now: datetime) -> set[int]:
    """Which of these children are not this actor's to load anything of."""
    if loads_whole_past(actor):
        return set()
    known = child_facts(subjects, now=now)
    return {subject for subject, facts in known.items() if not may_see(actor, facts, now=now).met}


def _holding_on(before: Collection[PastMeeting], actor: Viewer, now: datetime) -> list[PastSaid]:
    """What an earlier file said of children whom this actor does not see, and so cannot have in theirs."""
    rows = list(PastDiscussion.objects.filter(meeting__in=before).order_by("position"))
    unseen = _unseen(actor, [row.subject_id for row in rows], now)
    return [
        PastSaid(
            row.subject_id,
            row.section,
            row.own_sheet,
            row.risk,
            row.team,
            row.outcome,
            _pairs(row.lines),
            _pairs(row.actions),
        )
        for row in rows
        if row.subject_id in unseen
    ]


def _pairs(kept: Any) -> tuple[tuple[str, str], ...]:
    return tuple((str(label), str(text)) for label, text in kept)


@dataclass(frozen=True, slots=True)
class PastTakenBack:
    """What undoing it did."""

    import_ref: str
    taken_off: int
    put_back: int
    left: int = 0


@audited("past.undone")
def undo_past_meeting(*, import_ref: str, actor: Viewer, now: datetime) -> PastTakenBack:
    """Take a past meeting back; what an earlier file said of it holds again.

    Refuses: not theirs; not loaded, undone already, or replaced by a later file.
    """
    forum = _forum_of(import_ref)
    refuse_if(why_not_load_past(actor, forum))
    row = lock_forum(forum)
    lock_action_list()
    done = locked(Import.objects.filter(ref=import_ref)).get()
    meeting = PastMeeting.objects.filter(imported=done, superseded_at__isnull=True).first()
    if done.state != Import.State.APPLIED or meeting is None:
        raise Refused(
            "This import is not in force, so there is nothing to undo.", remedy="Look at the forum."
        )
    taken = PastDiscussion.objects.filter(meeting=meeting).count()
    meeting.superseded_at = now
    meeting.save(update_fields=["superseded_at"])
    earlier = done.did.get("superseded", []) if isinstance(done.did, dict) else []
    back = PastMeeting.objects.filter(pk__in=earlier, forum=row).order_by("-pk").first()
    if back is not None:
        PastMeeting.objects.filter(pk=back.pk).update(superseded_at=None)
    put_back = PastDiscussion.objects.filter(meeting=back).count() if back else 0
    done.state, done.undone_at = Import.State.UNDONE, now
    done.save(update_fields=["state", "undone_at"])
    about(subject=row.pk, imported=import_ref, taken_off=taken, put_back=put_back)
    return PastTakenBack(import_ref, taken, put_back)

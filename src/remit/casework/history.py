"""Loading a meeting held before Remit from its workbook, and taking that back. Nothing is owed because of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from remit.casework.acts import about, audited
from remit.casework.imports import held_import, hold_file
from remit.casework.locks import lock_action_list, lock_forum, locked
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
    why_not_load_past,
    why_not_load_past_of,
)
from remit.rules.viewers import Viewer


@dataclass(frozen=True, slots=True)
class LoadedPast:
    """What loading a past meeting did."""

    import_ref: str
    children: int


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
    refuse_if(why_not_load_past(actor, forum))
    if _unseen(actor, [one.subject for one in said], now):
        raise NotFound("child")
    row = lock_forum(forum)
    held_here = Meeting.objects.filter(forum=row, date=on, opened_at__isnull=False).exists()
    refuse_if(why_not_load_past_of(on, today=london_day(now), held_here=held_here))
    if not said:
        raise Refused(
            "Nobody in this workbook is on record, so there is nothing to load.",
            remedy="Load the action list or a return first, so that the children are known.",
        )
    lock_action_list()
    held = Import(kind=HISTORY, filename=filename, digest=digest, sheet=forum, basis=0)
    ref = hold_file(held, actor=actor, now=now)
    done = held_import(ref, 1, lock=True)
    before = list(PastMeeting.objects.filter(forum=row, date=on, superseded_at__isnull=True))
    held_on = _holding_on(before, actor, now)
    PastMeeting.objects.filter(pk__in=[one.pk for one in before]).update(superseded_at=now)
    meeting = PastMeeting.objects.create(forum=row, date=on, imported=done, recorded_at=now)
    PastDiscussion.objects.bulk_create(
        PastDiscussion(
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
        for place, one in enumerate((*said, *held_on))
    )
    done.state, done.applied_at = Import.State.APPLIED, now
    done.did, done.counts = {"superseded": [one.pk for one in before]}, {"new": len(said)}
    done.save(update_fields=["state", "applied_at", "did", "counts"])
    about(subject=row.pk, imported=ref, children=len(said))
    return LoadedPast(ref, len(said))


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
    forum = Import.objects.filter(ref=import_ref, kind=HISTORY).values_list("sheet", flat=True).first()
    if forum is None:
        raise NotFound("import")
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

"""A return or a file of staff offered on screen: held, worked on, stopped, dropped. `long_work` carries the work out."""

from __future__ import annotations

import hashlib
from datetime import datetime

from remit.casework.acts import about, audited
from remit.casework.imports import held_import, hold_file, throw_previews_away
from remit.casework.locks import lock_action_list, locked
from remit.documents.returns.packing import ROOM, weight
from remit.documents.uploads.limits import ROOMS, too_large
from remit.documents.uploads.sandbox import EMPTY
from remit.records.later_returns import later_return
from remit.records.lengths import why_not_fitting
from remit.records.loads import LoadRun
from remit.records.placements_list import Import
from remit.rules.loads import MOST_AT_ONCE, why_not_begin, why_not_undo_return
from remit.rules.outcomes import NotFound, Refused, refuse_if
from remit.rules.permissions import RETURNS, why_not_load, why_not_open_held
from remit.rules.viewers import Viewer

State, Task = LoadRun.State, LoadRun.Task
LIVE = (State.WAITING, State.RUNNING)
TOO_LATE = "This work is over already, so there is nothing to stop."


@audited("load.held")
def hold_load(*, kind: str, content: bytes, filename: str, actor: Viewer, now: datetime) -> str:
    """Hold a return or a file of staff until it is loaded or dropped; answers with its reference. It is not read yet.

    Refuses: not theirs to load; empty; too large; a name that is too long. Drops what was held too long.
    """
    refuse_if(why_not_load(actor, kind))
    refuse_if(why_not_fitting(Import, filename=filename))
    room = ROOM if kind in RETURNS else "list"
    if not content or len(content) > ROOMS[room].upload:
        said = too_large(room) if content else EMPTY
        raise Refused(said.problem, remedy=said.remedy, field="given")
    digest = hashlib.sha256(content).hexdigest()
    held = Import(kind=kind, filename=filename, digest=digest, content=content, basis=0)
    return hold_file(held, actor=actor, now=now)


@audited("load.preview_asked")
def ask_for_preview(*, import_ref: str, actor: Viewer, now: datetime) -> str:
    """Have it worked out what loading a held file would do; answers with the reference of the work.

    Refuses: not theirs, or somebody else's that names children; applied, undone or dropped already; worked on already.
    """
    held = _held(import_ref, actor)
    return _asked(LoadRun(imported=held, task=Task.PREVIEW, seen=held.version), held, actor, now)


@audited("load.asked")
def ask_to_load(
    *, import_ref: str, seen: int, basis: int, partial: bool, actor: Viewer, now: datetime
) -> str:
    """Have a held file loaded as it was previewed (`basis` names the preview); answers with the reference of the work.

    Refuses: not theirs; changed since seen, applied, undone or dropped already; worked on already.
    """
    held = _held(import_ref, actor, seen)
    run = LoadRun(imported=held, task=Task.APPLY, seen=seen, basis=basis, partial=partial)
    return _asked(run, held, actor, now)


@audited("load.undo_asked")
def ask_to_undo(*, import_ref: str, actor: Viewer, now: datetime) -> str:
    """Have a file that was loaded undone; answers with the reference of the work.

    Refuses: not theirs; not applied, or undone already; a later return stands on it; worked on already.
    """
    lock_action_list()
    done = locked(Import.objects.filter(ref=import_ref).defer("content")).first()
    if done is None:
        raise NotFound("load")
    refuse_if(why_not_load(actor, done.kind))
    if done.state != Import.State.APPLIED:
        raise Refused(
            "This file is not loaded, so there is nothing to undo.", remedy="Look at the list of loads."
        )
    if done.kind in RETURNS:
        refuse_if(why_not_undo_return(later_return(done)))
    return _asked(LoadRun(imported=done, task=Task.UNDO, seen=done.version), done, actor, now)


def _held(import_ref: str, actor: Viewer, seen: int | None = None) -> Import:
    lock_action_list()
    held = locked(Import.objects.filter(ref=import_ref)).first()
    if held is None:
        raise NotFound("load")
    refuse_if(_why_not(actor, held))
    return held_import(import_ref, held.version if seen is None else seen)


def _why_not(actor: Viewer, held: Import) -> Refused | None:
    """Whether this is the actor's to load, and while it is held to open: somebody else's file may name children."""
    refused = why_not_load(actor, held.kind)
    if refused is None and held.state == Import.State.HELD:
        return why_not_open_held(actor, held.kind, own=held.by_id == actor.staff_id)
    return refused


def _asked(run: LoadRun, held: Import, actor: Viewer, now: datetime) -> str:
    refuse_if(why_not_begin(busy=held.runs.filter(state__in=LIVE).exists()))
    run.by_id, run.asked_at = actor.staff_id, now
    run.large = _is_large(run, held)
    run.save(force_insert=True)
    about(imported=held.ref, run=run.ref, task=run.task)
    return str(run.ref)


def _is_large(run: LoadRun, held: Import) -> bool:
    """Whether it may take longer than a request waits: by the size of the file, and once that is gone by what it was."""
    if run.task != Task.UNDO:
        return weight(bytes(held.content or b"")) > MOST_AT_ONCE
    return held.runs.filter(large=True).exists()


@audited("load.taken_up")
def take_up(*, import_ref: str, actor: Viewer, now: datetime) -> None:
    """Start a process for work that lost its own. Whether there is any is for the process to find.

    Refuses: not theirs; nothing waits.
    """
    held = Import.objects.filter(ref=import_ref).defer("content").first()
    if held is None:
        raise NotFound("load")
    refuse_if(_why_not(actor, held))
    if not LoadRun.objects.filter(imported__ref=import_ref, state__in=LIVE).exists():
        raise Refused("Nothing waits to be done with this file.", remedy="Look at what became of it.")
    about(imported=import_ref)


@audited("load.stopped")
def stop_work(*, import_ref: str, actor: Viewer, now: datetime) -> None:
    """Stop the work that goes on or waits on a file. What it had done so far is not kept.

    Refuses: not theirs; nothing goes on any more, because it is done.
    """
    held = Import.objects.filter(ref=import_ref).defer("content").first()
    if held is None:
        raise NotFound("load")
    refuse_if(_why_not(actor, held))
    for run in LoadRun.objects.filter(imported__ref=import_ref, state__in=LIVE):
        # Whoever carries it out writes the same row last: only one of the two finds it in this state.
        stopped = LoadRun.objects.filter(pk=run.pk, state__in=LIVE)
        if stopped.update(state=State.STOPPED, ended_at=now, revision=run.revision + 1):
            about(imported=import_ref, run=run.ref, task=run.task)
            return
    raise Refused(TOO_LATE, remedy="Look at what became of it.")


@audited("load.dropped")
def drop_load(*, import_ref: str, actor: Viewer, now: datetime) -> None:
    """Let a held file go, with its preview. Refuses: not theirs; applied, undone or dropped already; worked on."""
    held = _held(import_ref, actor)
    refuse_if(why_not_begin(busy=held.runs.filter(state__in=LIVE).exists()))
    held.state, held.content = Import.State.DROPPED, None
    held.save(update_fields=["state", "content"])
    throw_previews_away()
    about(imported=import_ref)

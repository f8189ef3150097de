"""Carrying out the work on a file that was asked for, in whichever process comes to it first.

The row of the work is the truth. It is claimed by one process; its last state is written in the transaction of what it
did, so that it is never said to be done where it is not, and never done where it was stopped. A process that dies leaves
it running without a beat; after `LEASE` another takes it up.
"""

from __future__ import annotations

import logging
import subprocess  # nosec B404
import sys
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import cast

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q

from remit.casework.imports import content_of, held_import, throw_previews_away
from remit.casework.loads import drop_load
from remit.casework.locks import lock_action_list
from remit.casework.previews import keep_preview
from remit.casework.returns import apply_return
from remit.casework.staff_files import apply_staff_file, undo_staff_file
from remit.casework.undoing_returns import undo_return
from remit.documents.returns.staff_offered import ReadStaffFile, read_staff_file
from remit.documents.returns.understood import ReadReturn, read_return
from remit.reading import returns as return_reading
from remit.reading import staff_files as staff_reading
from remit.records.loads import LoadRun
from remit.records.placements_list import Import
from remit.records.viewers import load_viewer
from remit.rules.clock import london_day
from remit.rules.loads import MOST_ATTEMPTS
from remit.rules.outcomes import NotAllowed, Refused, Stale
from remit.rules.permissions import RETURNS, why_not_load
from remit.rules.viewers import Viewer

log = logging.getLogger(__name__)

State, Task = LoadRun.State, LoadRun.Task
LEASE = timedelta(minutes=2)
"""So long after its last beat, work is taken to have lost its process."""
Read = ReadReturn | ReadStaffFile
BROKEN = "Something went wrong that Remit did not foresee, so nothing was changed."
DIED = "The work was begun several times and its process ended each time, so nothing was changed."


class StoppedError(Exception):
    """Somebody stopped the work: what it did is not kept."""


def begin(run_ref: str, *, now: datetime) -> None:
    """Do the work at once where it is small; otherwise wake a process of its own, or leave it to the machine's timer."""
    large = LoadRun.objects.filter(ref=run_ref).values_list("large", flat=True).get()
    if not large:
        carry_out(run_ref, now=now)
    else:
        transaction.on_commit(wake)


def wake() -> None:
    """Start a process that does whatever waits, and ends. It outlives the one that started it.

    Not where the machine's timer is to do it alone (`WORK_STARTS_ITSELF`).
    """
    if not settings.WORK_STARTS_ITSELF:
        return
    # The command is fixed; which work there is, it finds in the database.
    subprocess.Popen(  # nosec B603
        [sys.executable, "-m", "remit.commands.main", "work"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )


def waiting(now: datetime) -> str | None:
    """The reference of the work that has waited longest, or that lost its process."""
    found = LoadRun.objects.filter(_to_do(now)).order_by("pk")
    return found.values_list("ref", flat=True).first()


def _to_do(now: datetime) -> Q:
    return Q(state=State.WAITING) | Q(state=State.RUNNING, beat_at__lt=now - LEASE)


def beat(run_ref: str, now: datetime) -> bool:
    """Show that the work goes on; whether it is still to go on."""
    LoadRun.objects.filter(ref=run_ref, state=State.RUNNING).update(beat_at=now)
    return not LoadRun.objects.filter(ref=run_ref, state=State.STOPPED).exists()


def carry_out(run_ref: str, *, now: datetime) -> None:
    """Do the work, if it is still to be done and nobody else does it. What it refuses is kept for the page of it."""
    run = _claimed(run_ref, now)
    if run is None:
        return
    try:
        viewer = load_viewer(run.by_id, on=london_day(now))
        if viewer is None:
            raise NotAllowed(
                "The account that asked for this is out of use.", remedy="Upload the file again."
            )
        TASKS[Task(run.task)](run, viewer, now)
    except StoppedError:
        log.info("Work on a file was stopped.")
    except Refused as refusal:
        _end(run, State.REFUSED, now, refusal.problem, refusal.remedy)
    except Exception:
        log.exception("Work on a file failed.")
        _end(run, State.BROKEN, now, BROKEN, "Tell whoever keeps Remit running; the log has it.")


def _claimed(run_ref: str, now: datetime) -> LoadRun | None:
    """The work as ours, where nobody else has it. Work whose processes keep dying is given up."""
    mine = LoadRun.objects.filter(_to_do(now), ref=run_ref)
    if not mine.update(
        state=State.RUNNING,
        started_at=now,
        beat_at=now,
        step=0,
        attempts=F("attempts") + 1,
        revision=F("revision") + 1,
    ):
        return None
    run = LoadRun.objects.select_related("imported").defer("imported__content").get(ref=run_ref)
    if run.attempts > MOST_ATTEMPTS:
        _end(run, State.BROKEN, now, DIED, "Upload fewer years at a time, or ask who keeps Remit running.")
        return None
    return run


def _step(run: LoadRun, step: int) -> None:
    """Say which step has begun. Raises StoppedError where the work was stopped."""
    ours = LoadRun.objects.filter(pk=run.pk, state=State.RUNNING)
    if not ours.update(step=step, revision=F("revision") + 1):
        raise StoppedError


def _end(run: LoadRun, state: LoadRun.State, now: datetime, problem: str = "", remedy: str = "") -> bool:
    """Write how it ended; whether it still ran. Raises StoppedError where somebody stopped it first: nothing of it is kept."""
    ours = LoadRun.objects.filter(pk=run.pk, state=State.RUNNING)
    ended = ours.update(
        state=state,
        ended_at=now,
        problem=problem[:500],
        remedy=remedy[:500],
        revision=F("revision") + 1,
    )
    if not ended and state == State.DONE:
        raise StoppedError
    return bool(ended)


def _read(held: Import, now: datetime) -> Read:
    if held.kind in RETURNS:
        return read_return(held.kind, content_of(held), held.filename, today=london_day(now))
    return read_staff_file(held.kind, content_of(held), held.filename)


def _preview(run: LoadRun, viewer: Viewer, now: datetime) -> None:
    _step(run, 1)
    held = held_import(run.imported.ref, run.seen)
    refusal = why_not_load(viewer, held.kind)
    if refusal is not None:
        raise refusal
    try:
        read = _read(held, now)
    except Refused as unreadable:
        with transaction.atomic():
            lock_action_list()
            if _end(run, State.REFUSED, now, unreadable.problem, unreadable.remedy):
                drop_load(import_ref=held.ref, actor=viewer, now=now)
        return
    _step(run, 2)
    _work_out(run, held, read, viewer, now)


def _work_out(run: LoadRun, held: Import, read: Read, viewer: Viewer, now: datetime) -> None:
    found = (
        return_reading.worked_out(viewer, read=read, now=now)
        if isinstance(read, ReadReturn)
        else staff_reading.worked_out(viewer, read=read, now=now)
    )
    if run.task == Task.PREVIEW:
        _step(run, 3)
    with transaction.atomic():
        held_import(held.ref, held.version, lock=True)  # a file let go meanwhile keeps no preview
        keep_preview(held, viewer, found, now)
        if run.task == Task.PREVIEW:
            _end(run, State.DONE, now)
        else:
            _step(run, 2)  # it ends as refused, but where it was stopped nothing is kept


def _load(run: LoadRun, viewer: Viewer, now: datetime) -> None:
    _step(run, 1)
    held = held_import(run.imported.ref, run.seen)
    read = _read(held, now)
    _step(run, 2)
    try:
        with transaction.atomic():
            _apply(run, held, read, viewer, now)
            _end(run, State.DONE, now)
            throw_previews_away()
    except Stale:
        _work_out(run, held, read, viewer, now)
        raise


def _apply(run: LoadRun, held: Import, read: Read, viewer: Viewer, now: datetime) -> None:
    if isinstance(read, ReadReturn):
        apply_return(
            import_ref=held.ref,
            seen=run.seen,
            basis=run.basis,
            partial=run.partial,
            has_read=lambda: read,
            actor=viewer,
            now=now,
        )
    else:
        apply_staff_file(
            import_ref=held.ref,
            seen=run.seen,
            basis=run.basis,
            partial=run.partial,
            has_read=lambda: read,
            actor=viewer,
            now=now,
        )


def _undo(run: LoadRun, viewer: Viewer, now: datetime) -> None:
    _step(run, 1)
    verb = undo_return if run.imported.kind in RETURNS else undo_staff_file
    with transaction.atomic():
        undone = verb(import_ref=run.imported.ref, actor=viewer, now=now)
        done = {"taken_off": undone.taken_off, "put_back": undone.put_back, "left": undone.left}
        counts = dict(cast(dict[str, object], run.imported.counts)) | done
        Import.objects.filter(pk=run.imported_id).update(counts=counts)
        _end(run, State.DONE, now)


TASKS: Mapping[LoadRun.Task, Callable[[LoadRun, Viewer, datetime], None]] = {
    Task.PREVIEW: _preview,
    Task.APPLY: _load,
    Task.UNDO: _undo,
}

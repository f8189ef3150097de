"""A file offered for loading: held, corrected, its missing children accounted for, dropped. `loading` applies it."""

from __future__ import annotations

from collections.abc import Mapping as AnyMapping
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from remit.casework.acts import about, audited
from remit.casework.locks import lock_action_list, locked
from remit.documents.action_list import ActionListFile, Mapping, MappingError
from remit.documents.action_list.entries import understood
from remit.records.came_in import CameIn
from remit.records.lengths import why_not_fitting
from remit.records.loads import KeptPreview
from remit.records.mappings import remember_mapping, remembered_mapping
from remit.records.placements_list import EntryDetail, EntryEnding, Import
from remit.rules.action_list import why_not_end
from remit.rules.clock import london_day
from remit.rules.outcomes import NotFound, Refused, Stale, refuse_if
from remit.rules.permissions import why_not_import
from remit.rules.viewers import Viewer

KIND = "action-list"
HELD_FOR = timedelta(days=1)
"""The next upload or sweep drops what was held longer, so that no file of children's data lies about."""
MAILED_HELD_FOR = timedelta(days=28)
"""So long a workbook that came by mail waits: nobody sat before it when it came."""
NO_LONGER_HELD = "This import has been applied, undone or dropped already."


def hold_import(
    *,
    content: bytes,
    filename: str,
    sheet: str | None = None,
    mapping: Mapping | None = None,
    actor: Viewer,
    now: datetime,
) -> str:
    """Hold a file so that its preview can be looked at, corrected and applied. Nothing of the record changes.

    Refuses: not theirs to load; nothing can be read from the file.
    """
    refuse_if(why_not_import(actor))
    file, used = read_file(content, filename, sheet, mapping)
    return hold_read_file(content=content, file=file, mapping=used, actor=actor, now=now)


@audited("import.held")
def hold_read_file(
    *, content: bytes, file: ActionListFile, mapping: Mapping, actor: Viewer, now: datetime
) -> str:
    """Hold a file that has been read: the part of `hold_import` that writes. Drops what was held too long."""
    refuse_if(why_not_import(actor))
    return hold_file(
        Import(
            kind=KIND,
            filename=file.filename[:200],
            digest=file.digest,
            sheet=file.sheet[:100],
            mapping=mapping.to_json(),
            content=content,
            basis=lock_action_list().revision,
        ),
        actor=actor,
        now=now,
    )


def hold_file(held: Import, *, actor: Viewer, now: datetime) -> str:
    """Keep any file that has been read, until it is applied or dropped; answers with its reference.

    Drops what was held too long. Refuses: a name that is too long.
    """
    lock_action_list()  # before an import is, as everywhere
    refuse_if(why_not_fitting(Import, kind=held.kind, filename=held.filename, digest=held.digest))
    dropped = let_old_files_go(now=now)
    held.by_id, held.at = actor.staff_id, now
    held.save(force_insert=True)
    about(imported=held.ref, digest=held.digest, dropped=dropped)
    return str(held.ref)


def let_old_files_go(*, now: datetime) -> int:
    """Drop what was held too long, and the previews of it; answers with how many files. For uploads and the sweep."""
    with transaction.atomic():
        lock_action_list()  # before an import is, as everywhere
        keys = [held.pk for held in locked(_held_too_long(now).defer("content"))]
        if keys:
            Import.objects.filter(pk__in=keys).update(state=Import.State.DROPPED, content=None, choices={})
        throw_previews_away()
    return len(keys)


def old_files_wait(*, now: datetime) -> bool:
    """Whether any file is held too long."""
    return _held_too_long(now).exists()


def _held_too_long(now: datetime) -> QuerySet[Import, Import]:
    mailed = CameIn.objects.filter(imported__isnull=False).values("imported")
    long = Q(at__lt=now - HELD_FOR) & ~Q(pk__in=mailed) | Q(at__lt=now - MAILED_HELD_FOR)
    return Import.objects.filter(long, state=Import.State.HELD)


@audited("imports.let_go")
def drop_old_files(*, actor: Viewer, now: datetime) -> int:
    """Drop what was held too long, for the sweep; answers with how many files."""
    dropped = let_old_files_go(now=now)
    about(dropped=dropped)
    return dropped


def throw_previews_away() -> None:
    """Let go of the previews of files that are no longer held: they name children, as the files did."""
    KeptPreview.objects.exclude(imported__state=Import.State.HELD).delete()


def correct_mapping(
    *,
    import_ref: str,
    seen: int,
    mapping: Mapping,
    remember: bool,
    sheet: str | None = None,
    actor: Viewer,
    now: datetime,
) -> None:
    """Say what the file's columns and words mean, and keep it for the next file with these headers if asked to.

    Refuses: not theirs; changed since seen, applied or dropped; nothing can be read that way.
    """
    refuse_if(why_not_import(actor))
    held = held_import(import_ref, seen)
    file, _ = read_file(content_of(held), held.filename, sheet or held.sheet, mapping)
    with transaction.atomic():
        _reread(import_ref=import_ref, seen=seen, file=file, mapping=mapping, actor=actor, now=now)
        if remember:
            _remember(signature=file.signature, mapping=mapping, actor=actor, now=now)


def choose_sheet(*, import_ref: str, seen: int, sheet: str, actor: Viewer, now: datetime) -> None:
    """Read another sheet of the held workbook, with the mapping kept for its headers if there is one.

    Refuses: not theirs; changed since seen, applied or dropped; there is no such sheet.
    """
    refuse_if(why_not_import(actor))
    held = held_import(import_ref, seen)
    file, mapping = read_file(content_of(held), held.filename, sheet, None)
    _reread(import_ref=import_ref, seen=seen, file=file, mapping=mapping, actor=actor, now=now)


@audited("import.reread")
def _reread(
    *, import_ref: str, seen: int, file: ActionListFile, mapping: Mapping, actor: Viewer, now: datetime
) -> None:
    held = held_import(import_ref, seen, lock=True)
    held.sheet, held.mapping, held.version = file.sheet[:100], mapping.to_json(), held.version + 1
    held.save(update_fields=["sheet", "mapping", "version"])
    about(imported=import_ref, version=held.version)


@audited("import.mapping_remembered")
def _remember(*, signature: str, mapping: Mapping, actor: Viewer, now: datetime) -> None:
    remember_mapping(KIND, signature, mapping.to_json(), by_id=actor.staff_id, at=now)
    about(signature=signature)


@audited("import.endings_given")
def give_endings(
    *,
    import_ref: str,
    seen: int,
    endings: AnyMapping[str, tuple[str, date | None] | None],
    actor: Viewer,
    now: datetime,
) -> None:
    """Say why children who are not in the file left the list (entry reference -> reason and day, today where None).

    None instead of a reason: the entry stays on the list, as do all that are not named.
    Refuses: not theirs; changed since seen, applied or dropped; no such entry; a reason or day that cannot be.
    """
    refuse_if(why_not_import(actor))
    held = held_import(import_ref, seen, lock=True)
    given: dict[str, object] = dict(held.endings)  # type: ignore[call-overload]
    rows = {row.entry.ref: row for row in _open_rows(list(endings))}
    for ref, ending in endings.items():
        given.pop(ref, None)
        if ending is not None:
            given[ref] = _checked(rows, ref, *ending, today=london_day(now))
    held.endings, held.version = given, held.version + 1
    held.save(update_fields=["endings", "version"])
    about(imported=import_ref, endings=len(given))


@audited("import.dropped")
def drop_import(*, import_ref: str, seen: int, actor: Viewer, now: datetime) -> None:
    """Let a held file go: its content is taken out. Refuses: not theirs; changed since seen, applied or dropped."""
    refuse_if(why_not_import(actor))
    held = held_import(import_ref, seen, lock=True)
    if held.kind != KIND:
        raise NotFound("import")
    held.state, held.content, held.choices = Import.State.DROPPED, None, {}
    held.save(update_fields=["state", "content", "choices"])
    about(imported=import_ref)


def held_import(import_ref: str, seen: int, *, lock: bool = False) -> Import:
    """The import while it is held, as the actor saw it (`seen` is its version).

    Refuses: no such import; applied, undone or dropped already; changed since.
    """
    named = Import.objects.filter(ref=import_ref)
    held = (locked(named) if lock else named).first()
    if held is None:
        raise NotFound("import")
    if held.state != Import.State.HELD:
        raise Refused(NO_LONGER_HELD, remedy="Look at the list of imports to see what became of it.")
    if held.version != seen:
        raise Stale
    return held


def content_of(held: Import) -> bytes:
    """The file as it was uploaded."""
    return bytes(held.content or b"")


def read_file(
    content: bytes, filename: str, sheet: str | None, mapping: Mapping | None
) -> tuple[ActionListFile, Mapping]:
    """The file, read before any lock is taken. Refuses one from which nothing can be read."""
    return understood(content, filename, sheet=sheet or None, mapping=mapping, remembered=_remembered)


def _remembered(signature: str) -> Mapping | None:
    kept = remembered_mapping(KIND, signature)
    try:
        return Mapping.from_json(kept) if kept is not None else None
    except MappingError:
        return None  # kept by an older Remit that knew other columns


def _open_rows(refs: list[str]) -> list[EntryDetail]:
    return list(EntryDetail.objects.open().filter(entry__ref__in=refs).select_related("entry"))


def _checked(
    rows: AnyMapping[str, EntryDetail], ref: str, reason: str, on: date | None, *, today: date
) -> dict[str, str]:
    if ref not in rows:
        raise Stale("One of these children has left the list since you opened this page.")
    row, day = rows[ref], on or today
    listed = min(row.since, row.listed_on or row.since)
    refusal = why_not_end(
        reason, day, reasons=tuple(EntryEnding.Reason.values), listed_on=listed, today=today
    )
    if refusal is not None:
        refusal.field = f"{refusal.field}-{ref}"
        raise refusal
    return {"reason": reason, "on": day.isoformat()}

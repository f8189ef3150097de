"""Action lists as .csv files, and who loads them."""

from datetime import datetime

from remit.casework.imports import hold_import
from remit.casework.loading import Applied, apply_import
from remit.records.placements_list import ActionList, EntryDetail, Import
from remit.rules.viewers import Post, Viewer
from tests.factories import NOW, staff, viewer_of

HEADERS = "Person ID,Initials,Risk,Urgency,Days to place,Search update"


def a_list(*rows: str, headers: str = HEADERS) -> bytes:
    """A .csv with these rows below the headers."""
    return "\r\n".join([headers, *rows, ""]).encode()


def brokerage() -> Viewer:
    """Somebody who keeps the list."""
    return viewer_of(staff(posts=[Post.BROKERAGE]))


def hold(content: bytes, actor: Viewer, *, filename: str = "list.csv", now: datetime = NOW) -> str:
    return hold_import(content=content, filename=filename, actor=actor, now=now)


def load(content: bytes, actor: Viewer, *, now: datetime = NOW, **options: object) -> Applied:
    """Hold a list and apply it at once."""
    ref = hold(content, actor, now=now)
    return apply(ref, actor, now=now, **options)


def apply(ref: str, actor: Viewer, *, now: datetime = NOW, **options: object) -> Applied:
    """Apply a held import as it stands now."""
    held = Import.objects.get(ref=ref)
    options.setdefault("basis", revision())
    return apply_import(import_ref=ref, seen=held.version, actor=actor, now=now, **options)


def revision() -> int:
    return ActionList.objects.get(pk=1).revision


def on_the_list() -> dict[str, str]:
    """Every child on the list by id, with the risk."""
    rows = EntryDetail.objects.open().values_list("entry__person__identifiers__value", "risk")
    return dict(rows.order_by("entry__person__identifiers__value"))


def entry_of(person_id: str) -> EntryDetail:
    """The open row of the child with that id."""
    return (
        EntryDetail.objects.open()
        .select_related("entry__person")
        .get(
            entry__person__identifiers__value=person_id,
            entry__person__identifiers__superseded_at__isnull=True,
        )
    )

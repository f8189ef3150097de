"""Which verb takes back an import, by what it had loaded?"""

from __future__ import annotations

from datetime import datetime

from remit.casework.staff_files import undo_staff_file
from remit.casework.undoing import Undone, undo_import
from remit.casework.undoing_returns import undo_return
from remit.documents.returns.staff_offered import KINDS
from remit.records.placements_list import Import
from remit.rules.viewers import Viewer


def undo_any_import(*, import_ref: str, actor: Viewer, now: datetime) -> Undone:
    """Undo an import of whichever kind. Refuses what the verb of its kind refuses."""
    kind = Import.objects.filter(ref=import_ref).values_list("kind", flat=True).first()
    if kind in ("ssda903", "annex-a"):
        return undo_return(import_ref=import_ref, actor=actor, now=now)
    if kind in KINDS:
        return undo_staff_file(import_ref=import_ref, actor=actor, now=now)
    return undo_import(import_ref=import_ref, actor=actor, now=now)

"""How were a council's own headers and words matched last time?"""

from __future__ import annotations

from datetime import datetime

from remit.records.placements_list import RememberedMapping


def remembered_mapping(kind: str, signature: str) -> object | None:
    """The mapping kept for headers of this signature, as plain values; None where none is."""
    kept = RememberedMapping.objects.filter(kind=kind, signature=signature).first()
    return kept.mapping if kept else None


def remember_mapping(kind: str, signature: str, mapping: object, *, by_id: int, at: datetime) -> None:
    """Keep a mapping for the next file with these headers."""
    RememberedMapping.objects.update_or_create(
        kind=kind, signature=signature, defaults={"mapping": mapping, "by_id": by_id, "at": at}
    )

"""Is every text that was acknowledged in the room still there, as it was sent?"""

import json
import sys
from collections.abc import Iterator
from typing import Any

from remit.records.answers import Answer


def carry_out() -> dict[str, Any]:
    """Holds what the server said it had saved, a line each on standard input, against the database."""
    said = [json.loads(line) for line in sys.stdin]
    return {"acknowledged": len(said), "lost": list(_lost(said)), "twice": _twice()}


def _lost(said: list[dict[str, Any]]) -> Iterator[str]:
    rows = Answer.objects.values_list("response__item__ref", "question", "version", "value")
    kept = {(item, question, version): value for item, question, version, value in rows}
    for one in said:
        found = kept.get((one["item"], one["question"], one["version"]))
        if found != one["text"]:
            yield f"version {one['version']} of {one['item']}: sent {one['text']!r}, kept {found!r}"


def _twice() -> int:
    """Answers with more than one version that counts now; there can be none."""
    known = Answer.objects.filter(superseded_at__isnull=True).values_list(
        "response_id", "question", "row_key"
    )
    return len(known) - len(set(known))

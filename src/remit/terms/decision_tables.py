"""Which decision table do the forums that are on rate by? The first forum that has one says."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from remit.terms import load


def decision_table(authority: Path | None = None) -> Mapping[str, Any] | None:
    """The criteria as a document; none if no forum has any. Raises `TermsRefused` with what is wrong with its terms."""
    for forum in load.forum_ids(authority):
        if load.written(forum, authority).child("criteria") is not None:
            criteria = load.merged(forum, authority).criteria
            return None if criteria is None else criteria.model_dump(mode="json")
    return None

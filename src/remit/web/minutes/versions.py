"""How do the versions of minutes read, each correction with both texts side by side?"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher

from markupsafe import Markup

from remit.reading.minutes_versions import CorrectionLine, Versions


@dataclass(frozen=True, slots=True)
class CorrectionView:
    """A correction with what changed marked in both texts."""

    line: CorrectionLine
    what: str
    was: Markup
    now: Markup


@dataclass(frozen=True, slots=True)
class VersionView:
    """A version of the minutes."""

    number: int
    at: datetime
    by: str
    read: bool
    """Whether it is the one that is read."""
    corrections: tuple[CorrectionView, ...]


@dataclass(frozen=True, slots=True)
class VersionsView:
    """The versions, the latest first, and what waits."""

    versions: tuple[VersionView, ...]
    waiting: tuple[CorrectionView, ...]
    shown: int
    latest: int
    closed: str


def present_versions(found: Versions) -> VersionsView:
    """The versions, ready to be shown."""
    closed = "1 correction" if found.closed == 1 else f"{found.closed} corrections"
    return VersionsView(
        versions=tuple(
            VersionView(
                line.number,
                line.at,
                line.by,
                line.number == found.shown,
                tuple(map(_view, line.corrections)),
            )
            for line in reversed(found.lines)
        ),
        waiting=tuple(map(_view, found.waiting)),
        shown=found.shown,
        latest=found.latest,
        closed=f"{closed} about restricted records {'is' if found.closed == 1 else 'are'} not shown to you."
        if found.closed
        else "",
    )


def _view(line: CorrectionLine) -> CorrectionView:
    what = ", ".join(part for part in (line.about, line.what) if part)
    return CorrectionView(line, what, *changes(line.was, line.now))


def changes(was: str, now: str) -> tuple[Markup, Markup]:
    """Both texts, with the words that went marked in the first and those that came in the second."""
    old, new = re.findall(r"\s+|\S+", was), re.findall(r"\s+|\S+", now)
    before, after = Markup(""), Markup("")
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, come = "".join(old[a:b]), "".join(new[c:d])
        before += Markup("<del>{}</del>").format(gone) if kind in ("replace", "delete") else gone
        after += Markup("<ins>{}</ins>").format(come) if kind in ("replace", "insert") else come
    return before, after

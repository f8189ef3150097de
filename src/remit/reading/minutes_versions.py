"""Which versions have these minutes, what was corrected in each, and what waits for approval?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from remit.reading.sittings import Found
from remit.records.corrections import MinutesCorrection
from remit.records.item_texts import OUTCOME_WHY, ItemText
from remit.records.meetings import AgendaItem
from remit.rules.answer_kinds import shown_under
from remit.rules.corrections import Hanging, what_follows
from remit.rules.outcomes import NotFound
from remit.terms.model import ForumTerms

OUTCOME, NOTE = MinutesCorrection.OUTCOME, MinutesCorrection.NOTE


@dataclass(frozen=True, slots=True)
class CorrectionLine:
    """A correction: of what, how it read and how it reads, why, and by whom."""

    ref: str
    about: str
    """The child's name, or what the item is called; empty for a note about the minutes."""
    what: str
    was: str
    now: str
    why: str
    by: str
    at: datetime
    wording: str | None
    mine: bool
    """Whether the viewer proposed it."""
    follows: tuple[str, ...] = ()
    """What becomes of what hangs on it, once it is approved."""


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version of the minutes: when and by whom it was approved, and what it corrected."""

    number: int
    at: datetime
    by: str
    corrections: tuple[CorrectionLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Versions:
    """The versions of approved minutes, the first one first; of a draft none."""

    lines: tuple[VersionLine, ...] = ()
    shown: int = 0
    """The number of the version that is read."""
    waiting: tuple[CorrectionLine, ...] = ()
    """For who runs the forum."""
    closed: int = 0
    """Corrections about records this reader is not named for."""
    rows: tuple[MinutesCorrection, ...] = ()
    """For readings only: what was corrected after the version that is read, the earliest first."""

    @property
    def latest(self) -> int:
        """The number of the version that holds; 0 while the minutes are a draft."""
        return self.lines[-1].number if self.lines else 0

    @property
    def line(self) -> VersionLine | None:
        """The version that is read."""
        return next((line for line in self.lines if line.number == self.shown), None)

    def outcome_of(self, item: int, now: str | None) -> str | None:
        """How an item was left in the version that is read."""
        return next((row.was for row in self.rows if (row.item_id, row.key) == (item, OUTCOME)), now)

    def texts(
        self, now: Mapping[int, tuple[ItemText, ...]], terms: ForumTerms
    ) -> Mapping[int, tuple[ItemText, ...]]:
        """The texts as they stood in the version that is read."""
        was: dict[tuple[int, str], str] = {}
        for row in self.rows:
            if row.item_id is not None:
                key, text = (OUTCOME_WHY, row.reason_was) if row.key == OUTCOME else (row.key, row.was)
                was.setdefault((row.item_id, key), shown_under(terms, key, text))
        if not was:
            return now
        before = {item: _as_before(now.get(item, ()), item, was) for item in {item for item, _ in was}}
        return defaultdict(tuple, {**now, **before})


def _as_before(
    texts: tuple[ItemText, ...], item: int, was: Mapping[tuple[int, str], str]
) -> tuple[ItemText, ...]:
    found = [
        replace(text, text=was[item, text.key], released=was[item, text.key])
        if (item, text.key) in was
        else text
        for text in texts
    ]
    return tuple(text for text in found if text.text.strip())


def _corrections(found: Found) -> list[MinutesCorrection]:
    """Those carried out, by version, then those that wait; one turned down is part of no version."""
    rows = MinutesCorrection.objects.filter(meeting=found.meeting)
    stands = rows.exclude(state=MinutesCorrection.State.TURNED_DOWN)
    return list(stands.select_related("by", "version__by", "item").order_by("version__number", "pk"))


def versions_of(
    found: Found,
    corrected: bool,
    names: Mapping[int, str],
    *,
    version: int | None,
    actions: Callable[[int], int],
    viewer: int,
) -> Versions:
    """The versions of a meeting's minutes. One query where there are corrections, one more where an outcome waits to be corrected.

    `corrected`: whether there are corrections; `names`: of the items this reader is shown; `version`: the one to read, None
    for the latest; `actions`: how many an item has. Refuses a version there is not.
    """
    head = found.head
    if head.approved_at is None:
        if version is not None:
            raise NotFound("minutes")
        return Versions()
    every = _corrections(found) if corrected else []
    rows = [row for row in every if row.item_id is None or row.item_id in names]
    first = VersionLine(1, head.approved_at, head.approved_by)
    lines = {1: first, **_corrected(found, every, {row.pk for row in rows}, names, viewer)}
    wanted = version if version is not None else max(lines)
    if wanted not in lines:
        raise NotFound("minutes")
    waiting = [row for row in rows if row.version is None and head.runs]
    later = _later(found, waiting)

    def hanging(row: MinutesCorrection) -> Hanging:
        item = row.item_id or 0
        return Hanging(actions(item), later.get(item))

    return Versions(
        lines=tuple(line for _, line in sorted(lines.items())),
        shown=wanted,
        waiting=tuple(_waiting(found.terms, row, names, viewer, hanging(row)) for row in waiting),
        closed=len(every) - len(rows) if head.runs else 0,
        rows=tuple(row for row in rows if row.version is not None and row.version.number > wanted),
    )


def _corrected(
    found: Found,
    every: list[MinutesCorrection],
    told: Collection[int],
    names: Mapping[int, str],
    viewer: int,
) -> dict[int, VersionLine]:
    """The versions after the first, by number, each with those of its corrections that are `told` to this reader."""
    lines: dict[int, VersionLine] = {}
    for row in every:
        if row.version is None:
            continue
        number = row.version.number
        line = lines.setdefault(number, VersionLine(number, row.version.at, row.version.by.name))
        if row.pk in told:
            shown = _line(found.terms, row, names, viewer)
            lines[number] = replace(line, corrections=(*line.corrections, shown))
    return lines


def _later(found: Found, waiting: list[MinutesCorrection]) -> dict[int, date]:
    """The next meeting to come on whose agenda each case stands whose outcome waits to be corrected."""
    cases = {
        row.item.subject_id: row.item.pk for row in waiting if row.item is not None and row.key == OUTCOME
    }
    if not cases:
        return {}
    there = AgendaItem.objects.filter(
        subject__in=cases,
        title="",
        state=AgendaItem.State.PLANNED,
        meeting__forum=found.meeting.forum_id,
        meeting__date__gt=found.meeting.date,
        meeting__state__in=("planned", "issued", "open"),
    )
    days = there.order_by("-meeting__date").values_list("subject_id", "meeting__date")
    return {cases[subject]: day for subject, day in days}


def _waiting(
    terms: ForumTerms, row: MinutesCorrection, names: Mapping[int, str], viewer: int, hanging: Hanging
) -> CorrectionLine:
    follows = what_follows(terms, row.key, was=row.was, now=row.text, hanging=hanging)
    return replace(_line(terms, row, names, viewer), follows=follows)


def _line(terms: ForumTerms, row: MinutesCorrection, names: Mapping[int, str], viewer: int) -> CorrectionLine:
    asked = {question.id: question.name for question in terms.questions}
    what = {OUTCOME: "Outcome", NOTE: "The minutes"}.get(row.key) or asked.get(row.key, row.key)
    return CorrectionLine(
        ref=row.ref,
        about=names.get(row.item_id or 0, ""),
        what=what,
        was=_words(terms, row.key, row.was, row.reason_was),
        now=_words(terms, row.key, row.text, row.reason),
        why=row.why,
        by=row.by.name,
        at=row.at,
        wording=row.wording,
        mine=row.by_id == viewer,
    )


def _words(terms: ForumTerms, key: str, text: str, reason: str) -> str:
    if key != OUTCOME:
        return shown_under(terms, key, text)
    name = next((one.name for one in terms.outcomes if one.id == text), text)
    return f"{name}: {reason}" if reason else name

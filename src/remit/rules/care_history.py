"""What do the episodes of a return say of a child's care, placements and legal statuses?

An episode changes whenever anything does. A placement goes on while only the legal status changes, a legal status while only
the placement does, and care goes on until an episode ends without another on the same day. Temporary placements (codes that
begin with T) are no placement: the one before goes on through them where the child comes back to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Protocol

from remit.rules.facts import Fact, Held

STARTED = "S"
SAME_PLACEMENT = frozenset({"L"})
SAME_STATUS = frozenset({"P", "T"})
TEMPORARY = "T"


class Episode(Protocol):
    """An episode as a return gives it."""

    @property
    def since(self) -> date: ...
    @property
    def until(self) -> date | None: ...
    @property
    def new_because(self) -> str: ...
    @property
    def legal_status(self) -> str: ...
    @property
    def need(self) -> str: ...
    @property
    def placement(self) -> str: ...
    @property
    def provider(self) -> str: ...
    @property
    def ended_because(self) -> str: ...
    @property
    def moved_because(self) -> str: ...
    @property
    def placement_postcode(self) -> str: ...
    @property
    def urn(self) -> str: ...


def facts_of(episodes: Iterable[Episode], held: Sequence[Held] = ()) -> list[Fact]:
    """The facts these episodes of one child amount to, by day.

    `held`: what the record has of the child. Where the first episode goes on from before the return, its facts begin
    when the record says they did.
    """
    rows = sorted(episodes, key=lambda row: row.since)
    if not rows:
        return []
    stays = [row for row in rows if not row.placement.startswith(TEMPORARY)]
    found = [*_care(rows), *_legal(rows), *_placements(stays, rows), *_temporary(rows)]
    if rows[0].new_because != STARTED and held:
        found = _begun_before(found, rows[0], held)
    return found


def _care(rows: Sequence[Episode]) -> list[Fact]:
    found: list[Fact] = []
    since = None
    need = ""
    for row, after in zip(rows, [*rows[1:], None], strict=True):
        if since is None:
            since, need = row.since, row.need
        if after is None or row.until is None or after.since > row.until or _left(row, after):
            found.append(
                Fact("care", since, row.until, (need, "" if row.until is None else row.ended_because))
            )
            since = None
    return found


def _left(row: Episode, after: Episode) -> bool:
    """Whether the child left care and came back the same day."""
    return row.ended_because.startswith("E") and after.new_because == STARTED


def _legal(rows: Sequence[Episode]) -> list[Fact]:
    found: list[Fact] = []
    for row in rows:
        last = found[-1] if found else None
        if last is not None and last.said == (row.legal_status,) and last.until == row.since:
            found[-1] = last._replace(until=row.until)
        else:
            found.append(Fact("legal", row.since, row.until, (row.legal_status,)))
    return found


def _placements(stays: Sequence[Episode], rows: Sequence[Episode]) -> list[Fact]:
    """Runs of episodes in one placement; a temporary absence between two of them belongs to the run."""
    ends = {row.since: row.until for row in rows if row.placement.startswith(TEMPORARY)}
    found: list[Fact] = []
    before: Episode | None = None
    for row in stays:
        until = _through_absences(row.until, ends)
        last = found[-1] if found else None
        goes_on = last is not None and before is not None and last.until == row.since and _same(before, row)
        if last is not None and goes_on:
            found[-1] = last._replace(until=until)
        else:
            said = (
                row.placement,
                row.provider,
                row.urn,
                row.placement_postcode,
                None,
                None,
                row.moved_because,
            )
            found.append(Fact("placement", row.since, until, said))
        before = row
    return found


def _through_absences(until: date | None, ends: dict[date, date | None]) -> date | None:
    while until is not None and until in ends and ends[until] != until:
        until = ends[until]
    return until


def _same(before: Episode, row: Episode) -> bool:
    """Whether it is the placement the child was in before: only the status changed, or the child came back from an absence."""
    alike = (before.placement, before.urn) == (row.placement, row.urn)
    return alike and (row.new_because in SAME_PLACEMENT or before.until != row.since)


def _temporary(rows: Sequence[Episode]) -> list[Fact]:
    return [
        Fact("temporary", row.since, row.until, (row.placement, row.provider))
        for row in rows
        if row.placement.startswith(TEMPORARY)
    ]


def _begun_before(found: list[Fact], first: Episode, held: Sequence[Held]) -> list[Fact]:
    goes_on = {"care"}
    if first.new_because in SAME_STATUS:
        goes_on.add("legal")
    if first.new_because in SAME_PLACEMENT:
        goes_on.add("placement")
    joined = []
    for said in found:
        if said.since == first.since and said.kind in goes_on:
            said = said._replace(since=_began(said, held))
        joined.append(said)
    return joined


def _began(said: Fact, held: Sequence[Held]) -> date:
    """When what is held and reaches to this fact began."""
    for one in held:
        fact = one.fact
        if fact.kind != said.kind or fact.since >= said.since:
            continue
        reaches = fact.until is None or fact.until >= said.since
        if reaches and (said.kind == "care" or fact.said[0] == said.said[0]):
            return fact.since
    return said.since

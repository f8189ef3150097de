"""Which codes of a return mean residential, supported, unregistered, high cost; from when until when?"""

from __future__ import annotations

from bisect import bisect_right
from datetime import date
from functools import cached_property

from pydantic import BaseModel, ConfigDict, Field


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Codes(_Part):
    """Codes that mean one thing for facts that began in a time."""

    codes: frozenset[str]
    since: date | None = Field(None, alias="from")
    until: date | None = None
    reading: str


class Placements(_Part):
    """The kinds of placement a cohort asks for."""

    residential: tuple[Codes, ...]
    supported: tuple[Codes, ...]
    unregistered: tuple[Codes, ...]
    temporary: tuple[Codes, ...]


class Providers(_Part):
    """Who provides a placement: the authority itself, somebody else, or nobody, since the child lives with parents."""

    internal: tuple[Codes, ...]
    external: tuple[Codes, ...]
    parents: tuple[Codes, ...]


class Beyond(_Part):
    """Who is looked after beyond that age all the same: with one of these legal statuses, in one of these placements."""

    statuses: frozenset[str]
    places: frozenset[str]
    until_age: int
    since: date | None = Field(None, alias="from")
    until: date | None = None
    reading: str


class LookedAfter(_Part):
    """Until which birthday somebody can be looked after, in years."""

    until_age: int
    reading: str
    beyond: tuple[Beyond, ...] = ()


class Onward(_Part):
    """By which placement, or which end of care, a child went to a family, say."""

    placements: frozenset[str]
    endings: frozenset[str]
    reading: str


class WaysOn(_Part):
    """Where children go from residential care, as far as it is a step down."""

    family: Onward
    independence: Onward


class Leavers(_Part):
    """What the definitions of care leavers need to know of codes."""

    returned_home: frozenset[str]
    adopted_or_died: frozenset[str]
    died_later: frozenset[str] = frozenset()
    """What a return says of being in touch with who died after leaving care."""
    short_breaks: frozenset[str]
    special_guardianship: frozenset[str]


class Cost(_Part):
    """From which weekly cost on a placement is of high cost, in pence."""

    at_least: int
    since: date | None = Field(None, alias="from")
    until: date | None = None
    reading: str


class Costs(_Part):
    """What costs mean."""

    weekly_pence: tuple[Cost, ...]


class CohortCodes(_Part):
    """The whole file."""

    placements: Placements
    providers: Providers
    looked_after: LookedAfter
    onward: WaysOn
    leavers: Leavers
    costs: Costs

    @cached_property
    def codes_of_placements(self) -> dict[str, frozenset[str]]:
        """By kind of placement, every code that ever meant it."""
        return {kind: frozenset(code for row in rows for code in row.codes) for kind, rows in self.placements}

    def placement_codes(self, kind: str) -> frozenset[str]:
        """Every code that ever meant that kind of placement: for narrowing a question to the database."""
        return self.codes_of_placements[kind]

    def is_placement(self, kind: str, code: str, *, began: date) -> bool:
        """Whether a placement of that code which began that day is of that kind."""
        rows: tuple[Codes, ...] = getattr(self.placements, kind)
        return any(code in row.codes and _in_time(row, began) for row in rows)

    def provided_by(self, code: str, *, began: date) -> str | None:
        """Who provides a placement of that provider's code which began that day; None where it is not known."""
        for who, rows in self.providers:
            if any(code in row.codes and _in_time(row, began) for row in rows):
                return str(who)
        return None

    def stays_looked_after(self, age: int, *, status: str, place: str, on: date) -> bool:
        """Whether somebody of that age, in years, under that legal status in that placement, can be looked after on a day."""
        return age < self.looked_after.until_age or any(
            age < row.until_age and status in row.statuses and place in row.places and _in_time(row, on)
            for row in self.looked_after.beyond
        )

    @cached_property
    def days_of_placements(self) -> list[date]:
        """The days from which a code begins or ceases to mean a kind of placement."""
        rows = [row for _, rows in self.placements for row in rows]
        return sorted({day for row in rows for day in (row.since, row.until) if day is not None})

    def era(self, began: date) -> int:
        """Between which two of these days one lies: codes mean the same for all placements that began in one era."""
        return bisect_right(self.days_of_placements, began)

    @cached_property
    def last_ages(self) -> tuple[int, ...]:
        """The birthdays, in years, on which somebody may stop being looked after."""
        return (self.looked_after.until_age, *(row.until_age for row in self.looked_after.beyond))

    @cached_property
    def days_of_adults(self) -> frozenset[date | None]:
        """The days from which who is looked after beyond the first of these birthdays begins or ceases to be told so."""
        return frozenset(day for row in self.looked_after.beyond for day in (row.since, row.until))

    def went_to(self, *, placement: str, ending: str) -> str | None:
        """Where a child went on leaving a place: by the placement that followed, else by how care ended. None: not known."""
        for name, way in (("family", self.onward.family), ("independence", self.onward.independence)):
            if placement in way.placements or (not placement and ending in way.endings):
                return name
        if placement in self.placement_codes("residential"):
            return "residential"
        return "elsewhere" if placement or ending else None

    def high_cost(self, *, on: date) -> int:
        """Pence a week from which on a placement was of high cost on that day."""
        return next(row.at_least for row in self.costs.weekly_pence if _in_time(row, on))


def _in_time(row: Codes | Cost | Beyond, day: date) -> bool:
    return (row.since is None or row.since <= day) and (row.until is None or day < row.until)

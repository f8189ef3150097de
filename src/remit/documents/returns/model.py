"""What does a return or a staff file hold once it has been read? The values everything after the reading is given.

A row keeps the number it has in its file, so that whatever is said of it later can be found there. Text that a file does
not give is empty, a date or yes/no that it does not give is None. Codes are given in capitals as the year's code set
writes them. A period's `until` is the first day it no longer held for, as everywhere in Remit: the return's own DEC.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Generic, NamedTuple, TypeVar


class Table(StrEnum):
    """The tables of the SSDA903 return. Those under `NOT_USED` are known by name and passed over."""

    HEADER = "header"
    EPISODES = "episodes"
    REVIEWS = "reviews"
    UASC = "uasc"
    OC3 = "oc3"
    MISSING = "missing"
    WORKERS = "sw_episodes"
    DEPRIVATION = "dolo"
    OC2 = "oc2"
    ADOPTION = "ad1"
    PLACED_FOR_ADOPTION = "placed_adoption"
    PREVIOUS_PERMANENCE = "previous_permanence"


NOT_USED = frozenset({Table.OC2, Table.ADOPTION, Table.PLACED_FOR_ADOPTION, Table.PREVIOUS_PERMANENCE})


@dataclass(frozen=True, slots=True)
class Fault:
    """What must be put right before the row, or the whole file where `row` is None, can be loaded."""

    table: str
    """The table of a return, or the sheet of a workbook."""
    row: int | None
    column: str
    problem: str
    remedy: str
    children: tuple[str, ...] = ()
    """The ids, as the file has them, of the children whom its words name."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something a person should know of, although the row can be loaded."""

    table: str
    row: int | None
    column: str
    says: str
    children: tuple[str, ...] = ()
    """The ids, as the file has them, of the children whom its words name."""


@dataclass(frozen=True, slots=True)
class SetAside:
    """A row that is not given because of a fault. Its child is in the file all the same: nothing of it has vanished."""

    table: str
    row: int
    child: str


@dataclass(frozen=True, slots=True)
class HeaderRow:
    """A child, once."""

    row: int
    child: str
    sex: str
    born: date | None
    """None for an unborn child's record made early; else always there."""
    ethnicity: str
    upn: str
    mother: bool | None
    child_of_mother_born: date | None


@dataclass(frozen=True, slots=True)
class EpisodeRow:
    """A stretch of being looked after under one legal status in one placement."""

    row: int
    child: str
    since: date
    """DECOM."""
    new_because: str
    """RNE: S started, L legal status, P placement and carer, T placement only, B both, U status and placement."""
    legal_status: str
    need: str
    """CIN, N1 to N8."""
    placement: str
    provider: str
    until: date | None
    """DEC, or the day on which a later episode began before that: no two of a child's hold at once. None while it goes on."""
    ended_because: str
    """REC. X1 where another begins the same day; an E code where the child ceased to be looked after; empty while it goes on."""
    moved_because: str
    home_postcode: str
    placement_postcode: str
    urn: str
    dec: date | None
    """DEC as it stands in the file."""


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A review that was held."""

    row: int
    child: str
    born: date | None
    on: date
    code: str


@dataclass(frozen=True, slots=True)
class UnaccompaniedRow:
    """An unaccompanied asylum-seeking child."""

    row: int
    child: str
    born: date | None
    until: date | None
    """DUC: the day the child stopped being one, often the eighteenth birthday and in the future."""


@dataclass(frozen=True, slots=True)
class CareLeaverRow:
    """Where a care leaver stands around a birthday (OC3)."""

    row: int
    child: str
    born: date | None
    in_touch: str
    activity: str
    accommodation: str


@dataclass(frozen=True, slots=True)
class MissingRow:
    """A time a child was missing (M) or away without authorisation (A)."""

    row: int
    child: str
    born: date | None
    kind: str
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class WorkerRow:
    """A time a social worker was allocated to a child."""

    row: int
    child: str
    born: date | None
    worker: str
    """SW_ID: the Social Work England number, or the council's own."""
    since: date
    until: date | None
    ended_because: str


@dataclass(frozen=True, slots=True)
class DeprivationRow:
    """A time a child was deprived of liberty by an order of the High Court or the Court of Protection (2026-27 on)."""

    row: int
    child: str
    born: date | None
    since: date
    until: date | None


@dataclass(frozen=True)
class TableRead:
    """A table as it was found in the return."""

    table: Table
    name: str
    """The file or sheet it stood in."""
    rows: int
    """Rows found, faulty ones too."""
    used: bool


@dataclass(frozen=True)
class Ssda903File:
    """An SSDA903 return as read. The row tuples hold sound rows only, in the order of the file."""

    filename: str
    digest: str
    year: int
    """2025 for the year from 1 April 2025 to 31 March 2026."""
    tables: tuple[TableRead, ...]
    headers: tuple[HeaderRow, ...]
    episodes: tuple[EpisodeRow, ...]
    reviews: tuple[ReviewRow, ...]
    unaccompanied: tuple[UnaccompaniedRow, ...]
    care_leavers: tuple[CareLeaverRow, ...]
    missing: tuple[MissingRow, ...]
    workers: tuple[WorkerRow, ...]
    deprivations: tuple[DeprivationRow, ...]
    set_aside: tuple[SetAside, ...]
    faults: tuple[Fault, ...]
    warnings: tuple[Notice, ...]
    unlinked: tuple[Notice, ...]
    """Rows of other tables about a child that the header does not have: given above, for whoever knows the child."""
    number_ids: frozenset[str]
    """Ids that stood in cells as numbers, so that leading zeros may have been lost: match only where one known id fits."""

    @property
    def whole(self) -> bool:
        """Whether it has both the header and the episodes, so that a child who is not in it has vanished."""
        there = {one.table for one in self.tables}
        return {Table.HEADER, Table.EPISODES} <= there


class LookedAfterRow(NamedTuple):
    """A row of Annex A list 8: a child looked after in the last year."""

    row: int
    child: str
    child_is_number: bool
    """The cell held a number, so that leading zeros may have been lost: match only where exactly one known id fits."""
    sex: str
    ethnicity: str
    born: date | None
    unaccompanied: bool | None
    disabled: bool | None
    since: date | None
    need: str
    second_period: bool | None
    legal_status_since: date | None
    legal_status: str
    """The code where one is written or its words are known ("C2: FCO" is C2), else empty."""
    legal_status_written: str
    last_review: date | None
    last_visit: date | None
    plan: str
    placements_in_a_year: int | None
    until: date | None
    ended_because: str
    placement_since: date | None
    placement: str
    """The code, as with the legal status."""
    placement_written: str
    provider: str
    placement_postcode: str
    urn: str
    inside: bool | None
    """Placement location: inside the authority, outside, or not known."""
    authority_of_placement: str
    team: str
    worker: str


class LeaverRow(NamedTuple):
    """A row of Annex A list 9: a care leaver, or a child entitled to the services of one."""

    row: int
    child: str
    child_is_number: bool
    sex: str
    ethnicity: str
    born: date | None
    unaccompanied: bool | None
    disabled: bool | None
    team: str
    worker: str
    adviser: str
    eligibility: str
    """eligible, relevant, former_relevant, qualifying, or empty."""
    eligibility_written: str
    pathway_review: date | None
    in_touch: bool | None
    last_contact: date | None
    accommodation: str
    """The letter of the code, or empty."""
    suitable: bool | None
    activity: str


@dataclass(frozen=True)
class AnnexAFile:
    """Lists 8 and 9 of Annex A as read."""

    filename: str
    digest: str
    lists: tuple[str, ...]
    """Which of "8" and "9" the file has: of a list it lacks it says nothing."""
    looked_after: tuple[LookedAfterRow, ...]
    leavers: tuple[LeaverRow, ...]
    set_aside: tuple[SetAside, ...]
    faults: tuple[Fault, ...]
    warnings: tuple[Notice, ...]


@dataclass(frozen=True, slots=True)
class StaffRow:
    """A member of staff, one post or team a row; the same username may stand on several rows."""

    row: int
    username: str
    name: str
    email: str
    job_title: str
    role: str
    """A post of `remit.rules.viewers.Post`, or empty for a member of a team and no more."""
    team: str
    service: str
    area: str
    """The unit a post is over is the narrowest of the three that is given."""
    since: date | None
    until: date | None
    """The first day they no longer work there: a leaver."""


@dataclass(frozen=True, slots=True)
class SeatRow:
    """Who holds a seat of a forum, or is the deputy."""

    row: int
    forum: str
    """The forum's id, as in "marp": also found by its name."""
    seat: str
    username: str
    deputy: bool
    since: date | None
    until: date | None


@dataclass(frozen=True, slots=True)
class AllocationRow:
    """Who works with which child."""

    row: int
    child: str
    child_is_number: bool
    worker: str
    """A username, an email address or a full name: whichever exactly one member of staff has. Empty: the team's."""
    team: str
    since: date | None
    until: date | None


RowOfStaff = TypeVar("RowOfStaff", StaffRow, SeatRow, AllocationRow)


@dataclass(frozen=True)
class RowsFile(Generic[RowOfStaff]):
    """`remit import people`, `seats` or `allocations` as read: rows of one kind."""

    filename: str
    digest: str
    rows: tuple[RowOfStaff, ...]
    set_aside: tuple[SetAside, ...]
    faults: tuple[Fault, ...]
    warnings: tuple[Notice, ...]

"""What does an action list hold once it has been read? The values every reader of the list is given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from remit.documents.cells.cell import Cell


class Risk(StrEnum):
    """How close a child is to residential care, in the words of ROR-8."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    UNRATED = "unrated"


class Urgency(StrEnum):
    """How soon a placement is needed."""

    TODAY = "today"
    WITHIN_5_DAYS = "within_5_days"
    PLANNED = "planned"
    NOT_KNOWN = "not_known"


class Field(StrEnum):
    """What a column of the list can mean. A column that means none of these is kept as an extra."""

    PERSON_ID = "person_id"
    REFERENCE = "reference"
    INITIALS = "initials"
    NAME = "name"
    FAMILY_NAME = "family_name"
    GIVEN_NAME = "given_name"
    DATE_OF_BIRTH = "date_of_birth"
    AGE = "age"
    TEAM = "team"
    WORKER = "worker"
    MANAGER = "manager"
    WORKER_AND_MANAGER = "worker_and_manager"
    DUTY_WORKER = "duty_worker"
    REFERRER = "referrer"
    LEGAL_STATUS = "legal_status"
    CURRENT_PLACEMENT = "current_placement"
    PLACEMENT_REQUIRED = "placement_required"
    URGENCY = "urgency"
    DAYS_TO_PLACE = "days_to_place"
    RISK = "risk"
    ON_LIST_SINCE = "on_list_since"
    LAST_ACTION_ON = "last_action_on"
    SEARCH_UPDATE = "search_update"
    COMMENTS = "comments"


@dataclass(frozen=True, slots=True)
class PersonName:
    """A name as written ("SMITH-JONES, Kai") and split. Where it cannot be split, both parts are empty."""

    family: str
    given: str
    as_written: str


@dataclass(frozen=True, slots=True)
class ListRow:
    """One child on the list. Text that is not in the file is empty."""

    row: int
    """The row number Excel shows; in a .csv the line the record begins on."""
    person_id: str
    person_id_is_number: bool
    """The cell held a number, so that leading zeros may have been lost: match only where exactly one known id fits."""
    reference: str
    initials: str
    name: PersonName | None
    date_of_birth: Cell[date | None]
    age: Cell[int | None]
    team: str
    worker: str
    manager: str
    duty_worker: str
    referrer: str
    legal_status: str
    current_placement: str
    placement_required: str
    urgency: Cell[Urgency]
    days_to_place: Cell[int | None]
    risk: Cell[Risk]
    on_list_since: Cell[date | None]
    last_action_on: Cell[date | None]
    search_update: str
    comments: str
    extra: tuple[tuple[str, str], ...]
    """(header, text) of the columns Remit has no name for, where something is written."""


@dataclass(frozen=True, slots=True)
class FaultyRow:
    """A row set aside because of a fault. Its child is on the list all the same: it has not vanished."""

    row: int
    person_id: str
    """Empty where the row has none."""
    person_id_is_number: bool


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that must be put right before the row, or the whole file where `row` is None, can be loaded."""

    sheet: str
    row: int | None
    column: str
    problem: str
    remedy: str


@dataclass(frozen=True, slots=True)
class SheetOffer:
    """A sheet of the workbook: whether its headers fit, whether Remit proposes it, and why or why not."""

    name: str
    fits: bool
    proposed: bool
    why: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the sheet and what it was taken to mean."""

    index: int
    letter: str
    header: str
    """Made unique within the sheet: a mapping names columns by it."""
    field: Field | None
    guessed: bool
    """False where a mapping said so."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word found in the risk or urgency column, how often, and its code; None where its meaning is not known."""

    as_written: str
    count: int
    meaning: str | None


@dataclass(frozen=True, slots=True)
class Words:
    """The distinct words for risk and for urgency, so that a person can say what they mean."""

    risk: tuple[Word, ...] = ()
    urgency: tuple[Word, ...] = ()


@dataclass(frozen=True)
class ActionListFile:
    """An action list as read from a file. `rows` holds the sound rows only."""

    filename: str
    digest: str
    sheets: tuple[SheetOffer, ...]
    sheet: str
    header_rows: tuple[int, ...]
    columns: tuple[Column, ...]
    fields: frozenset[Field]
    """What the file speaks of at all; what it does not mention must not be taken as blank."""
    signature: str
    rows: tuple[ListRow, ...]
    faulty_rows: tuple[FaultyRow, ...]
    faults: tuple[Fault, ...]
    warnings: tuple[str, ...]
    words: Words = field(default_factory=Words)
    copy_of: str = ""
    """The mark of the export the file was made from; empty where Remit did not write it."""
    written: Mapping[str, int] = field(default_factory=dict)
    """By the reference of each entry the key of the row that export wrote it from."""
    rather: tuple[str, str] | None = None
    """What it is instead of an action list, and where that goes; None where nothing speaks against its being one."""

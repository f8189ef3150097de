"""Which table of the SSDA903 return is this, by what its columns mean? And what does each column hold?"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import islice

from remit.documents.cells.text import cell_text, letters_only
from remit.documents.returns.model import Table
from remit.documents.uploads.grid import GridRow, GridSheet
from remit.documents.uploads.unreadable import UnreadableError


class Holds(Enum):
    """What stands in a column."""

    CHILD = "child"
    DAY = "day"
    CODE = "code"
    TEXT = "text"
    POSTCODE = "postcode"
    YES_NO = "yes or no"
    SUITED = "code and suitability"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table, by the name the return gives it."""

    name: str
    holds: Holds
    must_stand: bool = False
    """The table cannot be read without it."""
    must_say: bool = False
    """A row that leaves it blank is a fault."""
    unknown_is_fault: bool = True
    """Whether a code of no year is a fault, or only said."""


def _child(name: str = "CHILD") -> Column:
    return Column(name, Holds.CHILD, must_stand=True, must_say=True)


_CHILD = _child()
_BORN = Column("DOB", Holds.DAY)

COLUMNS: Mapping[Table, Sequence[Column]] = {
    Table.HEADER: (
        _CHILD,
        Column("SEX", Holds.CODE),
        Column("DOB", Holds.DAY, must_stand=True, must_say=True),
        Column("ETHNIC", Holds.TEXT),
        Column("UPN", Holds.TEXT),
        Column("MOTHER", Holds.YES_NO),
        Column("MC_DOB", Holds.DAY),
    ),
    Table.EPISODES: (
        _CHILD,
        Column("DECOM", Holds.DAY, must_stand=True, must_say=True),
        Column("RNE", Holds.CODE),
        Column("LS", Holds.CODE, must_stand=True, must_say=True),
        Column("CIN", Holds.CODE),
        Column("PLACE", Holds.CODE, must_stand=True, must_say=True),
        Column("PLACE_PROVIDER", Holds.CODE),
        Column("DEC", Holds.DAY, must_stand=True),
        Column("REC", Holds.CODE),
        Column("REASON_PLACE_CHANGE", Holds.CODE),
        Column("HOME_POST", Holds.POSTCODE),
        Column("PL_POST", Holds.POSTCODE),
        Column("URN", Holds.TEXT),
    ),
    Table.REVIEWS: (
        _CHILD,
        _BORN,
        Column("REVIEW", Holds.DAY, must_stand=True, must_say=True),
        Column("REVIEW_CODE", Holds.CODE),
    ),
    Table.UASC: (_CHILD, _BORN, Column("DUC", Holds.DAY, must_stand=True)),
    Table.OC3: (
        _CHILD,
        _BORN,
        Column("IN_TOUCH", Holds.CODE, must_stand=True),
        Column("ACTIV", Holds.CODE),
        Column("ACCOM", Holds.SUITED),
    ),
    Table.MISSING: (
        _CHILD,
        _BORN,
        Column("MISSING", Holds.CODE),
        Column("MIS_START", Holds.DAY, must_stand=True, must_say=True),
        Column("MIS_END", Holds.DAY),
    ),
    Table.WORKERS: (
        _CHILD,
        _BORN,
        Column("SW_ID", Holds.TEXT, must_stand=True, must_say=True),
        Column("SW_DECOM", Holds.DAY, must_stand=True, must_say=True),
        Column("SW_DEC", Holds.DAY),
        Column("SW_REASON", Holds.CODE, unknown_is_fault=False),
    ),
    Table.DEPRIVATION: (
        _CHILD,
        _BORN,
        Column("DOLO_START", Holds.DAY, must_stand=True, must_say=True),
        Column("DOLO_END", Holds.DAY),
    ),
}
"""In the order in which the rows of the model have them."""

_MEANINGS: Mapping[str, str] = {
    "CHILD": "child childid childidentifier childreference childuniqueid childuniqueidentifier ssda903id personid localid",
    "DOB": "dob dateofbirth birthdate childdob childdateofbirth",
    "SEX": "sex gender",
    "ETHNIC": "ethnic ethnicity ethnicorigin ethniccode",
    "UPN": "upn uniquepupilnumber",
    "MOTHER": "mother ismother motheryn",
    "MC_DOB": "mcdob motherschilddob dobofchild childsdobofmother dateofbirthofmotherschild",
    "DECOM": "decom dateepisodecommenced episodestart episodestartdate dateepisodestarted startofepisode",
    "RNE": "rne reasonfornewepisode reasonnewepisode reasonofnewepisode",
    "LS": "ls legalstatus legalstatuscode",
    "CIN": "cin cincode categoryofneed needcode primaryneed primaryneedcode",
    "PLACE": "place pl placement placementtype placementcode placementtypecode typeofplacement",
    "PLACE_PROVIDER": "placeprovider placementprovider placementprovidercode provider providercode",
    "DEC": "dec dateepisodeceased episodeend episodeenddate dateepisodeended endofepisode",
    "REC": "rec reasonepisodeceased reasonforepisodeceasing reasonepisodeended",
    "REASON_PLACE_CHANGE": "reasonplacechange reasonforplacementchange reasonforplacechange reasonplacementchange",
    "HOME_POST": "homepost homepostcode",
    "PL_POST": "plpost placepost placementpostcode placepostcode",
    "URN": "urn placementurn urnofplacement ofstedurn providerurn",
    "REVIEW": "review reviewdate dateofreview",
    "REVIEW_CODE": "reviewcode participation participationcode reviewparticipation participationmethod",
    "DUC": "duc dateuascceased uascceased uascenddate dateuascstatusceased",
    "IN_TOUCH": "intouch",
    "ACTIV": "activ activity mainactivity activitystatus activitycode",
    "ACCOM": "accom accommodation accommodationtype accommodationcode",
    "MISSING": "missing missingtype missingaway missingcode",
    "MIS_START": "misstart missingstart missingstartdate startdateofmissing startofmissing",
    "MIS_END": "misend missingend missingenddate enddateofmissing endofmissing",
    "SW_ID": "swid socialworkerid swenumber socialworkenglandnumber socialworkerno",
    "SW_DECOM": "swdecom swstart swstartdate socialworkerstart socialworkerstartdate",
    "SW_DEC": "swdec swend swenddate socialworkerend socialworkerenddate",
    "SW_REASON": "swreason socialworkerreason reasonforsocialworkerchange reasonforchange",
    "DOLO_START": "dolostart dolstart dolostartdate dolstartdate deprivationoflibertystart",
    "DOLO_END": "doloend dolend doloenddate dolenddate deprivationoflibertyend",
    "SDQ_SCORE": "sdqscore",
    "HEALTH_CHECK": "healthcheck",
    "DATE_INT": "dateint",
    "DATE_MATCH": "datematch",
    "DATE_PLACED": "dateplaced",
    "PREV_PERM": "prevperm previouspermanence",
}
_BY_LETTERS = {letters: name for name, said in _MEANINGS.items() for letters in said.split()}
_HOW_WRITTEN = re.compile(r"(ddmmyyyy|yyyymmdd|ddmmyy)$")

_MARKS: Sequence[tuple[Table, Sequence[str]]] = (
    (Table.DEPRIVATION, ("DOLO_START", "DOLO_END")),
    (Table.WORKERS, ("SW_DECOM", "SW_ID")),
    (Table.MISSING, ("MIS_START", "MIS_END")),
    (Table.OC3, ("IN_TOUCH", "ACCOM")),
    (Table.PREVIOUS_PERMANENCE, ("PREV_PERM",)),
    (Table.PLACED_FOR_ADOPTION, ("DATE_PLACED",)),
    (Table.ADOPTION, ("DATE_INT", "DATE_MATCH")),
    (Table.OC2, ("SDQ_SCORE", "HEALTH_CHECK")),
    (Table.EPISODES, ("DECOM", "RNE")),
    (Table.REVIEWS, ("REVIEW", "REVIEW_CODE")),
    (Table.UASC, ("DUC",)),
    (Table.HEADER, ("ETHNIC", "UPN", "MOTHER", "MC_DOB")),
)
"""A table is known by a column that no other has; the first that fits."""

_NAMES: Sequence[tuple[Table, re.Pattern[str]]] = tuple(
    (table, re.compile(pattern))
    for table, pattern in (
        (Table.WORKERS, r"\bsw\b|swepisode|social ?worker"),
        (Table.DEPRIVATION, r"\bdolo?\b|deprivation"),
        (Table.PREVIOUS_PERMANENCE, r"permanence|prevperm"),
        (Table.PLACED_FOR_ADOPTION, r"sbpfa|should be placed|placed (for )?adopt"),
        (Table.ADOPTION, r"\bad ?1\b"),
        (Table.OC2, r"\boc ?2\b"),
        (Table.OC3, r"\boc ?3\b|care ?leaver"),
        (Table.UASC, r"\buasc\b|unaccompanied"),
        (Table.MISSING, r"missing"),
        (Table.REVIEWS, r"review"),
        (Table.EPISODES, r"episode|\bepi\b"),
        (Table.HEADER, r"header"),
    )
)
_SEPARATORS = re.compile(r"[\W_]+")
_HEAD_ROWS = 12


@dataclass(frozen=True)
class Head:
    """The row with the names of the columns, and where each column the return knows stands."""

    row: int
    at: Mapping[str, int]
    repeated: Sequence[tuple[str, int]]
    """Columns that stand there twice, and where the second stands: the first is read."""
    letters: Sequence[str]
    """What stands in the row, its letters alone."""

    def named_alike(self, name: str, second: int) -> bool:
        """Whether the second column of that meaning is called as the first is."""
        return self.letters[self.at[name]] == self.letters[second]


def find_head(sheet: GridSheet) -> Head | None:
    """Of the first rows the one that names the most columns of the return: at least two, the child among them.

    Some put a row in plain words above the one that has the names.
    """
    found: Head | None = None
    try:
        for row in islice(sheet.rows(), _HEAD_ROWS):
            head = _head_of(row)
            if len(head.at) > (len(found.at) if found else 1) and "CHILD" in head.at:
                found = head
    except UnreadableError:
        if found is None:
            raise
        # A short file that is cut off: whoever reads it to its end says so.
    return found


def table_of(head: Head | None, name: str) -> Table | None:
    """The table these columns are of; by the name of the file or sheet where the columns do not say."""
    if head is not None:
        for table, marks in _MARKS:
            if any(mark in head.at for mark in marks):
                return table
    return named_table(name)


def named_table(name: str) -> Table | None:
    """The table that a file or sheet is named after, in the many ways councils write it."""
    words = _SEPARATORS.sub(" ", name.casefold())
    words = re.sub(r"([a-z])(\d)", r"\1 \2", words)
    return next((table for table, pattern in _NAMES if pattern.search(words)), None)


def _head_of(row: GridRow) -> Head:
    at: dict[str, int] = {}
    repeated = []
    written = [letters_only(cell_text(cell)) for cell in row.cells]
    for index, letters in enumerate(written):
        name = _BY_LETTERS.get(letters) or _BY_LETTERS.get(_HOW_WRITTEN.sub("", letters))
        if name is None:
            continue
        if name in at:
            repeated.append((name, index))
        else:
            at[name] = index
    return Head(row.number, at, repeated, written)

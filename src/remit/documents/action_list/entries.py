"""What would a row of the file make of an entry on record?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from remit.documents.action_list import Mapping, Unreadable, read_action_list
from remit.documents.action_list.model import ActionListFile, Field, ListRow
from remit.rules.action_list import EntryValues
from remit.rules.list_comparison import ChildDetails, Offered
from remit.rules.outcomes import Refused

# Which values come from which column. A column the file does not have leaves what is on record.
_TEXTS: dict[str, tuple[Field, ...]] = {
    "team": (Field.TEAM,),
    "worker": (Field.WORKER, Field.WORKER_AND_MANAGER),
    "manager": (Field.MANAGER, Field.WORKER_AND_MANAGER),
    "duty_worker": (Field.DUTY_WORKER,),
    "referrer": (Field.REFERRER,),
    "legal_status": (Field.LEGAL_STATUS,),
    "current_placement": (Field.CURRENT_PLACEMENT,),
    "placement_required": (Field.PLACEMENT_REQUIRED,),
    "search_update": (Field.SEARCH_UPDATE,),
    "comments": (Field.COMMENTS,),
    "reference": (Field.REFERENCE,),
}

Remembered = Callable[[str], Mapping | None]
"""The mapping kept for headers of this signature."""


def understood(
    content: bytes,
    filename: str,
    *,
    sheet: str | None,
    mapping: Mapping | None,
    remembered: Remembered,
) -> tuple[ActionListFile, Mapping]:
    """The file as read with this mapping, or where none is given with the one kept for its headers.

    Refuses a file from which nothing at all can be read, and, where nobody chose the sheet, one that is another file.
    """
    file = _read(content, filename, sheet, mapping)
    if file.rather is not None and sheet is None:
        raise Refused(file.rather[0], remedy=file.rather[1], field="file")
    if mapping is not None:
        return file, mapping
    kept = remembered(file.signature)
    if kept is None:
        return file, Mapping()
    return _read(content, filename, file.sheet, kept), kept


def _read(content: bytes, filename: str, sheet: str | None, mapping: Mapping | None) -> ActionListFile:
    file = read_action_list(content, filename, sheet=sheet, mapping=mapping)
    if isinstance(file, Unreadable):
        raise Refused(file.problem, remedy=file.remedy, field="file")
    return file


def offered(file: ActionListFile) -> tuple[Offered, ...]:
    """The sound rows, each ready to be held against what is on record."""
    said = _Said.by(file)
    return tuple(
        Offered(row.row, row.person_id, row.person_id_is_number, partial(said.merged, row), _child(row))
        for row in file.rows
    )


def set_aside(file: ActionListFile) -> tuple[tuple[str, bool], ...]:
    """Ids of the rows with faults: their children have not vanished."""
    return tuple((row.person_id, row.person_id_is_number) for row in file.faulty_rows if row.person_id)


def _child(row: ListRow) -> ChildDetails:
    return ChildDetails(
        given_name=row.name.given if row.name else "",
        family_name=row.name.family if row.name else "",
        initials=row.initials[:10],
        date_of_birth=row.date_of_birth.value,
    )


@dataclass(frozen=True, slots=True)
class _Said:
    """What a file speaks of at all: worked out once, not for each of its rows."""

    fields: frozenset[Field]
    headers: frozenset[str]
    texts: tuple[str, ...]
    """Names of the values it has a column for."""
    others: tuple[str, ...]
    """Names of the values it has none for: a row may have one all the same, out of another column."""

    @classmethod
    def by(cls, file: ActionListFile) -> _Said:
        there = {name for name, columns in _TEXTS.items() if not file.fields.isdisjoint(columns)}
        return cls(
            file.fields,
            frozenset(column.header for column in file.columns),
            tuple(name for name in _TEXTS if name in there),
            tuple(name for name in _TEXTS if name not in there),
        )

    def merged(self, row: ListRow, before: EntryValues | None) -> EntryValues:
        """What the row makes of what is on record; columns the file does not have keep theirs."""
        values = self._values(row)
        if before is None:
            return EntryValues(**values, extra=row.extra)
        elsewhere = tuple(pair for pair in before.extra if pair[0] not in self.headers)
        return replace(before, **values, extra=(*row.extra, *elsewhere))

    def _values(self, row: ListRow) -> dict[str, Any]:
        values: dict[str, Any] = {name: getattr(row, name) for name in self.texts}
        values |= {name: text for name in self.others if (text := getattr(row, name))}
        if Field.RISK in self.fields:
            values |= {"risk": row.risk.value.value, "risk_written": row.risk.as_written}
        if Field.URGENCY in self.fields:
            values |= {"urgency": row.urgency.value.value, "urgency_written": row.urgency.as_written}
        if Field.DAYS_TO_PLACE in self.fields:
            values |= {"days_to_place": row.days_to_place.value, "days_written": row.days_to_place.as_written}
        if Field.AGE in self.fields:
            values["age"] = row.age.value
        if Field.ON_LIST_SINCE in self.fields:
            values["listed_on"] = row.on_list_since.value
        if Field.LAST_ACTION_ON in self.fields:
            values["last_action_on"] = row.last_action_on.value
        return values

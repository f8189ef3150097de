"""What should a person know about how the list was read, although nothing is wrong?"""

from __future__ import annotations

from collections.abc import Iterator

from remit.documents.action_list.duplicates import alike_but_for_zeros
from remit.documents.action_list.headers import Headers
from remit.documents.action_list.mapping import Mapping
from remit.documents.action_list.model import Field, Risk, Urgency
from remit.documents.action_list.rows import RowReader
from remit.documents.cells.text import folded
from remit.rules.text import listed

_DECIDING = {Field.RISK: ("risk", "unrated"), Field.URGENCY: ("urgency", "not known")}
"""The columns a selection turns on, and what every child counts as where there is none."""
_SPOKEN = {code: code.value.replace("_", " ") for code in (*Risk, *Urgency)}


def warnings_about(headers: Headers, mapping: Mapping, reader: RowReader | None) -> tuple[str, ...]:
    """Everything worth saying, in the order a person would ask it."""
    return (
        *_about_mapping(headers, mapping),
        *_about_absent(headers),
        *(_about_rows(reader) if reader else ()),
    )


def _about_mapping(headers: Headers, mapping: Mapping) -> Iterator[str]:
    there = {folded(column.header) for column in headers.columns}
    for header in mapping.columns:
        if folded(header) not in there:
            yield f"The mapping speaks of a column “{header}”, which this sheet does not have."


def _about_absent(headers: Headers) -> Iterator[str]:
    unknown = ", ".join(f"“{column.header[:80]}”" for column in headers.columns if column.field is None)
    for field, (name, taken_as) in _DECIDING.items():
        if Field.PERSON_ID in headers.fields and field not in headers.fields:
            which = f" Columns not recognised: {unknown}." if unknown else ""
            yield (
                f"No column was recognised as the {name}, so it is {taken_as} for every child."
                f" If there is one, say in the mapping which.{which}"
            )


def _about_rows(reader: RowReader) -> Iterator[str]:
    for kind, custom in (
        ("urgency", reader.child.urgency.by_custom()),
        ("risk", reader.child.risk.by_custom()),
    ):
        if custom:
            were = "was" if len(custom) == 1 else "were"
            yield (
                f"{listed(list(custom))} in the {kind} column {were} taken to mean"
                f" {listed([_SPOKEN[code] for code in custom.values()])}."
                " If that is wrong, say what the words mean."
            )
    for heading, count in reader.left_out.items():
        yield f"Rows left out because they stand under “{heading[:80]}”: {count}."
    for number, heading in reader.empty_sections:
        yield f"Row {number}, “{heading[:80]}”, stands alone with no child below it, and was passed over."
    for one, other in alike_but_for_zeros([*reader.rows, *reader.faulty])[:20]:
        yield f"The person ids {one} and {other} differ only in the zeros before them."
    if numbers := sum(row.person_id_is_number for row in reader.rows):
        yield f"Person ids that are numbers, not text, so that zeros before them may have been lost: {numbers}."

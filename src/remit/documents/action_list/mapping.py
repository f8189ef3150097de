"""How does one council's list say what Remit calls risk, urgency and the rest? A mapping a person made and can keep."""

from __future__ import annotations

from collections.abc import Mapping as AnyMapping
from dataclasses import dataclass, field
from typing import TypeVar

from remit.documents.action_list.model import Field, Risk, Urgency
from remit.documents.cells.text import folded

_PARTS = ("columns", "risk", "urgency")
Code = TypeVar("Code", Field, Risk, Urgency)


class MappingError(ValueError):
    """A mapping that contradicts itself or names what does not exist. Its text can be shown to a person."""


@dataclass(frozen=True)
class Mapping:
    """Overrides what Remit would guess: for the columns it names by header, and for the words it names.

    A column mapped to None is kept as an extra. Headers and words are compared without regard to case and spaces.
    """

    columns: AnyMapping[str, Field | None] = field(default_factory=dict)
    risk: AnyMapping[str, Risk] = field(default_factory=dict)
    urgency: AnyMapping[str, Urgency] = field(default_factory=dict)

    def __post_init__(self) -> None:
        used: dict[Field, str] = {}
        for header, meant in self.columns.items():
            if meant is not None and meant in used:
                raise MappingError(
                    f"The columns “{used[meant]}” and “{header}” are both mapped to {meant.value}."
                )
            if meant is not None:
                used[meant] = header
        _refuse_two_meanings("risk", self.risk)
        _refuse_two_meanings("urgency", self.urgency)

    def to_json(self) -> dict[str, dict[str, str | None]]:
        """The mapping as plain values that JSON can hold."""
        return {
            "columns": {header: meant.value if meant else None for header, meant in self.columns.items()},
            "risk": {word: code.value for word, code in self.risk.items()},
            "urgency": {word: code.value for word, code in self.urgency.items()},
        }

    @classmethod
    def from_json(cls, plain: object) -> Mapping:
        """The mapping held in plain values. Raises MappingError, saying what is wrong with them."""
        parts = _object("mapping", plain)
        for part in parts:
            if part not in _PARTS:
                raise MappingError(f"A mapping has no part called “{part}”.")
        columns, risk, urgency = (_object(part, parts.get(part, {})) for part in _PARTS)
        return cls(
            columns={header: _column(header, meant) for header, meant in columns.items()},
            risk={word: _code(Risk, word, code) for word, code in risk.items()},
            urgency={word: _code(Urgency, word, code) for word, code in urgency.items()},
        )


def _refuse_two_meanings(kind: str, words: AnyMapping[str, Risk] | AnyMapping[str, Urgency]) -> None:
    meanings: dict[str, str] = {}
    for word, code in words.items():
        if meanings.setdefault(folded(word), code) != code:
            raise MappingError(f"The {kind} word “{word}” is given two meanings.")


def _object(name: str, plain: object) -> dict[str, object]:
    if not isinstance(plain, dict) or not all(isinstance(key, str) for key in plain):
        raise MappingError(f"The {name} of a mapping must be an object.")
    return plain


def _column(header: str, meant: object) -> Field | None:
    if meant is None or meant == "":
        return None
    return _code(Field, header, meant)


def _code(kind: type[Code], name: str, plain: object) -> Code:
    try:
        return kind(str(plain))
    except ValueError:
        known = ", ".join(kind)
        raise MappingError(f"“{name}” is mapped to “{plain}”, which is not one of: {known}.") from None

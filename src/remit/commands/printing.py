"""How is a long answer printed as JSON? A row to a line: quick to write, and readable at any length."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date


def print_rows(rows: Sequence[object]) -> None:
    """Print a list as one JSON document."""
    print(_listed(rows))


def print_answer(answer: Mapping[str, object]) -> None:
    """Print an answer as one JSON document: each of its parts on a line, of lists each row on one."""
    parts = (f"{_written(name)}: {_part(value)}" for name, value in answer.items())
    print("{\n" + ",\n".join(parts) + "\n}")


def _part(value: object) -> str:
    return _listed(value) if isinstance(value, list) else _written(value)


def _listed(rows: Sequence[object]) -> str:
    return "[\n" + ",\n".join(map(_written, rows)) + "\n]" if rows else "[]"


def _written(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=_plain)


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"JSON has no {type(value).__name__}.")

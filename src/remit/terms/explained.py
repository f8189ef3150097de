"""How does a fault that pydantic found read to somebody who wrote the file?"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from remit.terms.faults import TermsFault
from remit.terms.model import ForumTerms
from remit.terms.written import Node


def explained(
    error: ValidationError, root: Node, kind: type[BaseModel] = ForumTerms
) -> tuple[TermsFault, ...]:
    """One fault for each value that is wrong, with its line, however many ways pydantic tried to read it."""
    found = [(root.along(detail["loc"]), detail) for detail in error.errors(include_url=False)]
    found.sort(key=lambda pair: (pair[0][-1].file, pair[0][-1].line))
    grouped = groupby(found, key=lambda pair: (id(pair[0][-1]), _missing(pair[1])))
    return tuple(_fault([detail for _, detail in group], root, kind) for group in map(_group, grouped))


def _group(
    pair: tuple[object, Iterable[tuple[tuple[Node, ...], ErrorDetails]]],
) -> list[tuple[tuple[Node, ...], ErrorDetails]]:
    return list(pair[1])


def _missing(detail: ErrorDetails) -> str:
    return str(detail["loc"][-1]) if detail["type"] == "missing" else ""


def _fault(details: Sequence[ErrorDetails], root: Node, kind: type[BaseModel]) -> TermsFault:
    way = root.along(details[0]["loc"])
    told = [_told(detail, kind) for detail in details]
    problem = next(iter(problem for problem, _ in told))
    remedy = " Or: ".join(dict.fromkeys(remedy for _, remedy in told))
    return TermsFault(way[-1].file, way[-1].line, clause_of(way, details[0]["loc"]), problem, remedy)


def clause_of(way: Sequence[Node], path: Sequence[str | int]) -> str | None:
    """The clause a place belongs to: the nearest one named on the way to it."""
    if len(path) > 1 and path[0] == "clauses":
        return str(path[1])
    for node in reversed(way):
        named = node.child("clause") if isinstance(node.value, dict) else None
        if named is not None and isinstance(named.value, str):
            return named.value
    return None


def _told(detail: ErrorDetails, kind: type[BaseModel]) -> tuple[str, str]:
    key, given = detail["loc"][-1] if detail["loc"] else "", detail["input"]
    context: Mapping[str, Any] = detail.get("ctx", {})
    match detail["type"]:
        case "extra_forbidden":
            return (
                f"There is no `{key}` here.",
                f"What can stand here: {', '.join(_keys(kind, detail['loc'][:-1]))}.",
            )
        case "missing":
            return f"`{key}` is missing.", "Add it."
        case "literal_error" | "enum":
            return f"{given!r} cannot stand here.", f"Write {context['expected']}."
        case "string_pattern_mismatch":
            return f"{given!r} is not written as it has to be.", f"It has to fit {context['pattern']}."
        case "value_error":
            now = f"Change it: it says {given!r} now." if _is_plain(given) else "Change it so."
            return f"{_sentence(str(context['error']))}", now
        case "greater_than_equal" | "greater_than" | "less_than_equal" | "less_than":
            return f"{given!r} is out of bounds.", _bounds(context)
        case _:
            return f"{_sentence(detail['msg'])}", f"It says {given!r} now." if _is_plain(
                given
            ) else "Write it otherwise."


def _bounds(context: Mapping[str, Any]) -> str:
    words = {"ge": "{} or more", "gt": "more than {}", "le": "{} or less", "lt": "less than {}"}
    said = [form.format(context[key]) for key, form in words.items() if key in context]
    return f"Write {said[0]}."


def _is_plain(given: object) -> bool:
    return given is None or isinstance(given, str | int | float | bool)


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith('.') else '.'}"


def _keys(kind: type[BaseModel], path: Sequence[str | int]) -> Iterator[str]:
    """The keys that can stand at a path."""
    for step in path:
        if isinstance(step, int):
            continue
        field = next((f for name, f in kind.model_fields.items() if (f.alias or name) == step), None)
        kind = next(_models(field.annotation), kind) if field else kind
    return (field.alias or name for name, field in kind.model_fields.items())


def _models(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models(part)

"""Where in a forum's terms does each term stand, and which clause and effects is it for?"""

from collections.abc import Iterator
from dataclasses import dataclass

from remit.terms.model import ForumTerms, Term
from remit.terms.values import Effect, Value


@dataclass(frozen=True, slots=True)
class Placed:
    """A term with its path, such as `duties.select-focus-cases`, and its clause."""

    path: str
    clause: str
    term: Term

    @property
    def gives(self) -> frozenset[Effect]:
        return self.term.gives


def walk(value: Value, path: str = "") -> Iterator[tuple[str, Value]]:
    """Everything in the terms with the path to it; ids stand for the items of a list."""
    yield path, value
    for name, field in type(value).model_fields.items():
        yield from _below(getattr(value, name), _join(path, field.alias or name))


def _below(found: object, path: str) -> Iterator[tuple[str, Value]]:
    if isinstance(found, Value):
        yield from walk(found, path)
    elif isinstance(found, dict):
        for key, item in found.items():
            yield from _below(item, _join(path, key))
    elif isinstance(found, tuple):
        for number, item in enumerate(found):
            yield from _below(item, _join(path, str(getattr(item, "id", number))))


def _join(path: str, step: str) -> str:
    return f"{path}.{step}" if path else step


def placed(terms: ForumTerms) -> tuple[Placed, ...]:
    """Every term that gives effect to a clause, in the order of the file."""
    return tuple(
        Placed(path, clause, value)
        for path, value in walk(terms)
        if isinstance(value, Term) and (clause := getattr(value, "clause", None))
    )


def at(document: object, path: str) -> object:
    """What stands at a path of a document. Raises `KeyError` where nothing does."""
    for step in path.split("."):
        document = _step(document, step)
    return document


def _step(document: object, step: str) -> object:
    if isinstance(document, dict):
        return document[step]
    if isinstance(document, list):
        for number, item in enumerate(document):
            if (isinstance(item, dict) and item.get("id") == step) or str(number) == step:
                return item
    raise KeyError(step)

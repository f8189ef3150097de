"""Where in a forum's terms does each term stand, and which clause and effects is it for?"""

from collections.abc import Iterator
from dataclasses import dataclass

from remit.terms.model import ForumTerms, Term
from remit.terms.values import Effect, Value

_HEARD = ("selection", "rest_of_cohort", "business")
"""What a part of the agenda takes for cases to be heard in it on screen."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A term with its path, such as `duties.select-focus-cases`, and its clause; and whether the product carries it out."""

    path: str
    clause: str
    term: Term
    runs: bool

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
    idle = tuple(_where_nothing_is_heard(terms))
    return tuple(
        Placed(path, clause, value, value.runs and not f"{path}.".startswith(idle))
        for path, value in walk(terms)
        if isinstance(value, Term) and (clause := getattr(value, "clause", None))
    )


def set_without_a_clause(terms: ForumTerms) -> tuple[tuple[str, Term], ...]:
    """What stands in the file and no clause asks for, with its path: the authority's own settings."""
    return tuple(
        (path, value)
        for path, value in walk(terms)
        if isinstance(value, Term) and getattr(value, "clause", "") is None
    )


def _where_nothing_is_heard(terms: ForumTerms) -> Iterator[str]:
    """The paths of what is asked, and of who comes, in parts of the agenda the product cannot fill yet, or at other moments."""
    filled = {section.id for section in terms.agenda.sections if section.takes in _HEARD}
    for form in terms.forms:
        if form.asked_at != "item" or not filled & {*form.sections}:
            yield f"forms.{form.id}."
    for presenters in terms.presenters:
        if not filled & {*presenters.sections}:
            yield f"presenters.{presenters.id}."
    if not filled:
        yield "outcomes."


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

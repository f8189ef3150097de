"""What stands in a file of terms, and on which line? Files are read and laid over one another before anything is understood."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from remit.terms.faults import TermsFault, TermsRefused

Scalar = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Node:
    """A value as written, with the place where it stands."""

    value: Mapping[str, Node] | tuple[Node, ...] | Scalar
    file: str
    line: int

    def plain(self) -> object:
        """The value alone, as pydantic wants it."""
        if isinstance(self.value, Mapping):
            return {key: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, tuple):
            return [node.plain() for node in self.value]
        return self.value

    def child(self, step: str | int) -> Node | None:
        """What stands under a key, an index, or the id of one in a list."""
        if isinstance(self.value, Mapping):
            return self.value.get(str(step))
        if not isinstance(self.value, tuple):
            return None
        if str(step).isdigit():
            return self.value[int(step)] if int(step) < len(self.value) else None
        return next((node for node in self.value if identity(node) == str(step)), None)

    def along(self, path: Iterable[str | int]) -> tuple[Node, ...]:
        """The nodes on the way down a path, as far as it goes; this one first."""
        found = [self]
        for step in path:
            below = found[-1].child(step)
            if below is None:
                break
            found.append(below)
        return tuple(found)


def identity(node: Node) -> str | None:
    """By what an item of a list is known when files are laid over one another: its id, or its clause and effect."""
    for keys in (("id",), ("clause", "effect")):
        parts = [node.child(key) if isinstance(node.value, Mapping) else None for key in keys]
        if all(part is not None for part in parts):
            return " ".join(str(part.value) for part in parts if part is not None)
    return None


def refused(file: str, line: int | None, problem: str, remedy: str) -> TermsRefused:
    """The refusal of a file for one fault."""
    return TermsRefused([TermsFault(file, line, None, problem, remedy)])


def as_written(document: object, file: str) -> Node:
    """A document that was kept, as if it were read from a file of this name."""
    if isinstance(document, Mapping):
        return Node({str(key): as_written(below, file) for key, below in document.items()}, file, 1)
    if isinstance(document, list | tuple):
        return Node(tuple(as_written(below, file) for below in document), file, 1)
    if document is None or isinstance(document, str | int | float | bool):
        return Node(document, file, 1)
    return Node(str(document), file, 1)


def laid_over(base: Node, change: Node) -> Node:
    """A file with another's changes. Items of lists are known by their id; `removed: true` takes one out.

    Lists of plain words are replaced whole. A list that names every item of the one below sets their order.
    """
    if isinstance(base.value, Mapping) and isinstance(change.value, Mapping):
        both = dict(base.value)
        for key, node in change.value.items():
            both[key] = laid_over(both[key], node) if key in both else node
        return Node(both, change.file, change.line) if change.value else base
    if isinstance(base.value, tuple) and isinstance(change.value, tuple) and _known_by_id(base, change):
        return Node(_items(base.value, change.value), change.file, change.line)
    return change


def _known_by_id(*lists: Node) -> bool:
    return all(identity(item) for node in lists if isinstance(node.value, tuple) for item in node.value)


def _items(base: tuple[Node, ...], change: tuple[Node, ...]) -> tuple[Node, ...]:
    below, above = _by_identity(base), _by_identity(change)
    order = above if below.keys() <= above.keys() else {**below, **above}
    gone = {name for name, node in above.items() if _is_removed(node)}
    both = {name: laid_over(node, above[name]) for name, node in below.items() if name in above}
    return tuple({**below, **above, **both}[name] for name in order if name not in gone)


def _by_identity(items: tuple[Node, ...]) -> dict[str | None, Node]:
    found: dict[str | None, Node] = {}
    for node in items:
        name = identity(node)
        if name in found:
            remedy = f"Keep one; the other is on line {found[name].line}."
            raise refused(node.file, node.line, f"The id {name} is given twice in one list.", remedy)
        found[name] = node
    return found


def _is_removed(node: Node) -> bool:
    flag = node.child("removed")
    return flag is not None and flag.value is True

"""What stands in a file of terms, and on which line? Files are read and laid over one another before anything is understood."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode

from remit.terms.faults import TermsFault, TermsRefused

Scalar = str | int | float | bool | None
_TAGS = "tag:yaml.org,2002:"
_LONGEST = 1_000_000
_DEEPEST = 20


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


def read(path: Path, shown_as: str | None = None) -> Node:
    """Everything a file says. Raises `TermsRefused` if it is not YAML or says something twice."""
    file = shown_as or str(path)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as problem:
        raise _refused(
            file, None, f"The file cannot be read: {problem}.", "Save it as text in UTF-8."
        ) from problem
    if len(text) > _LONGEST:
        raise _refused(file, None, "The file is over a million characters long.", "Is it a file of terms?")
    try:
        root = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as problem:
        mark = problem.problem_mark or problem.context_mark
        line = mark.line + 1 if mark else None
        raise _refused(
            file,
            line,
            f"This is not YAML: {problem.problem}.",
            "Look at the indents, colons and quotes here.",
        ) from problem
    except (YAMLError, RecursionError) as problem:
        raise _refused(
            file, None, "This is not YAML.", "Look at the indents, colons and quotes."
        ) from problem
    if root is None:
        return Node({}, file, 1)
    return _node(root, file, depth=0)


def _refused(file: str, line: int | None, problem: str, remedy: str) -> TermsRefused:
    return TermsRefused([TermsFault(file, line, None, problem, remedy)])


def _node(raw: object, file: str, *, depth: int) -> Node:
    if depth > _DEEPEST:
        raise _refused(
            file, None, f"Values are nested more than {_DEEPEST} deep.", "No term is; look at the indents."
        )
    if isinstance(raw, MappingNode):
        return _mapping(raw, file, depth)
    if isinstance(raw, SequenceNode):
        items = tuple(_node(item, file, depth=depth + 1) for item in raw.value)
        return Node(items, file, raw.start_mark.line + 1)
    if isinstance(raw, ScalarNode):
        return Node(_scalar(raw), file, raw.start_mark.line + 1)
    raise _refused(file, None, "Something here is no value.", "Write it out in plain YAML.")


def _mapping(raw: MappingNode, file: str, depth: int) -> Node:
    said: dict[str, Node] = {}
    for key, value in raw.value:
        name, line = str(key.value), key.start_mark.line + 1
        if name in said:
            raise _refused(
                file, line, f"`{name}` is said twice.", f"Keep one; the other is on line {said[name].line}."
            )
        below = _node(value, file, depth=depth + 1)
        said[name] = Node(below.value, file, line)
    return Node(said, file, raw.start_mark.line + 1)


def _scalar(raw: ScalarNode) -> Scalar:
    """YAML 1.2 with nothing clever: dates and times stay text, `yes` is a word."""
    kind, text = str(raw.tag).removeprefix(_TAGS), str(raw.value)
    if kind == "null":
        return None
    if kind == "bool":
        return text.lower() == "true"
    if kind == "int" and text.lstrip("+-").isdigit():
        return int(text)
    return text


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
            raise _refused(node.file, node.line, f"The id {name} is given twice in one list.", remedy)
        found[name] = node
    return found


def _is_removed(node: Node) -> bool:
    flag = node.child("removed")
    return flag is not None and flag.value is True

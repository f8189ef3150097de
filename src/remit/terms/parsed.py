"""What does a file of YAML say, and on which line? Nothing clever: dates and times stay text."""

from __future__ import annotations

from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode

from remit.terms.written import Node, Scalar, refused

_TAGS = "tag:yaml.org,2002:"
_LONGEST = 1_000_000
_DEEPEST = 20


def parsed(path: Path, file: str) -> Node:
    """Everything a file says, with its lines. Raises `TermsRefused` if it is not YAML or says something twice."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as problem:
        raise refused(
            file, None, f"The file cannot be read: {problem}.", "Save it as text in UTF-8."
        ) from problem
    if len(text) > _LONGEST:
        raise refused(file, None, "The file is over a million characters long.", "Is it a file of terms?")
    try:
        root = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as problem:
        mark = problem.problem_mark or problem.context_mark
        line = mark.line + 1 if mark else None
        raise refused(
            file,
            line,
            f"This is not YAML: {problem.problem}.",
            "Look at the indents, colons and quotes here.",
        ) from problem
    except (YAMLError, RecursionError) as problem:
        raise refused(file, None, "This is not YAML.", "Look at the indents, colons and quotes.") from problem
    if root is None:
        return Node({}, file, 1)
    return _node(root, file, depth=0)


def _node(raw: object, file: str, *, depth: int) -> Node:
    if depth > _DEEPEST:
        raise refused(
            file, None, f"Values are nested more than {_DEEPEST} deep.", "No term is; look at the indents."
        )
    if isinstance(raw, MappingNode):
        return _mapping(raw, file, depth)
    if isinstance(raw, SequenceNode):
        items = tuple(_node(item, file, depth=depth + 1) for item in raw.value)
        return Node(items, file, raw.start_mark.line + 1)
    if isinstance(raw, ScalarNode):
        return Node(_scalar(raw), file, raw.start_mark.line + 1)
    raise refused(file, None, "Something here is no value.", "Write it out in plain YAML.")


def _mapping(raw: MappingNode, file: str, depth: int) -> Node:
    said: dict[str, Node] = {}
    for key, value in raw.value:
        name, line = str(key.value), key.start_mark.line + 1
        if name in said:
            raise refused(
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

"""Which forums ship, in which file does each stand, and what does it inherit?

A file can hold several sittings of one forum; each is a forum of its own that shares the rest of the file.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from remit.terms.faults import TermsFault, TermsRefused
from remit.terms.kept import read, read_kept
from remit.terms.written import Node, identity, laid_over

_HERE = Path(__file__).parent
_FORUMS = _HERE / "forums"


@cache
def _index() -> Mapping[str, str]:
    """Each forum that ships with its file, in the order they are listed."""
    found = read_kept(_HERE / "shipped.yaml", "terms/shipped.yaml").child("forums")
    assert found is not None
    assert isinstance(found.value, Mapping)
    return {forum: str(file.value) for forum, file in found.value.items()}


def shipped_forums() -> tuple[str, ...]:
    """The ids of the forums that ship, in order."""
    return tuple(_index())


def file_of(forum_id: str) -> str:
    """The name of the file a forum stands in."""
    return _index().get(forum_id, f"{forum_id}.yaml")


def is_shipped_file(name: str) -> bool:
    """Whether terms ship in a file of this name, be it one that forums inherit from."""
    return (_FORUMS / name).is_file() or (_HERE / name).is_file()


def shipped_files() -> tuple[Path, ...]:
    """Every file of terms that ships."""
    return (*sorted(_FORUMS.glob("*.yaml")), *sorted(_HERE.glob("*.yaml")))


@cache
def shipped(forum_id: str) -> Node:
    """What ships of a forum, without what it inherits."""
    name = file_of(forum_id)
    root = read_kept(_FORUMS / name, f"terms/forums/{name}")
    sitting = root.along(("sittings", forum_id))
    if len(sitting) < 3 or not isinstance(root.value, Mapping):
        return root
    shared = {key: node for key, node in root.value.items() if key != "sittings"}
    return laid_over(Node(shared, root.file, root.line), sitting[-1])


def with_inherited(root: Node, authority: Path | None) -> Node:
    """A forum's terms with those it inherits below them; its own come first."""
    names = root.child("inherits")
    for name in names.value if names is not None and isinstance(names.value, tuple) else ():
        base = _inherited(str(name.value), name, authority)
        root = _own_first(laid_over(base, root), root, base)
    return root


def _inherited(name: str, where: Node, authority: Path | None) -> Node:
    ours = _HERE / f"{name}.yaml"
    layers = [read_kept(ours, f"terms/{name}.yaml")] if ours.is_file() else []
    if authority is not None and (authority / f"{name}.yaml").is_file():
        layers.append(read(authority / f"{name}.yaml"))
    if not layers:
        problem = f"There is no file {name}.yaml to inherit from."
        raise TermsRefused(
            [
                TermsFault(
                    where.file, where.line, None, problem, "Put it beside this file, or take the name out."
                )
            ]
        )
    base = layers[0] if len(layers) == 1 else laid_over(layers[0], layers[1])
    return _marked(base, name)


def _marked(base: Node, name: str) -> Node:
    """The file with each clause saying where it was inherited from."""
    clauses = base.child("clauses")
    if clauses is None or not isinstance(clauses.value, Mapping) or not isinstance(base.value, Mapping):
        return base
    marked = {
        clause: laid_over(
            said, Node({"inherited_from": Node(name, said.file, said.line)}, said.file, said.line)
        )
        for clause, said in clauses.value.items()
    }
    return Node({**base.value, "clauses": Node(marked, clauses.file, clauses.line)}, base.file, base.line)


def _own_first(both: Node, own: Node, base: Node) -> Node:
    assert isinstance(both.value, Mapping)
    assert isinstance(own.value, Mapping)
    ordered = {key: _led_by(node, own.value.get(key), base.child(key)) for key, node in both.value.items()}
    return Node(ordered, both.file, both.line)


def _led_by(both: Node, own: Node | None, base: Node | None) -> Node:
    """What only the forum says first, then what it inherits in the order it has there; of lists what the forum names first."""
    if own is None or base is None:
        return both
    if isinstance(both.value, Mapping) and isinstance(own.value, Mapping):
        order = dict.fromkeys((*(key for key in own.value if base.child(key) is None), *both.value))
        return Node({key: both.value[key] for key in order}, both.file, both.line)
    if isinstance(both.value, tuple) and isinstance(own.value, tuple):
        named = {identity(item): item for item in both.value}
        if None in named:
            return both
        names = dict.fromkeys([*map(identity, own.value), *named])
        return Node(tuple(named[name] for name in names if name in named), both.file, both.line)
    return both

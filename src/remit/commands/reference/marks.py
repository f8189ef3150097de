"""Which tests bear the mark of which clause? Read from the tests' own text; nothing is run."""

from __future__ import annotations

import ast
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

MARK = "clause"


def clauses_tested(tests: Path) -> str:
    """For each clause the ids of its tests, as JSON, in order."""
    found: dict[str, set[str]] = defaultdict(set)
    for path in sorted(tests.rglob("test_*.py")):
        name = path.relative_to(tests.parent).as_posix()
        for clause, test in _of_file(ast.parse(path.read_text(encoding="utf-8")), name):
            found[clause].add(test)
    ordered = {clause: sorted(found[clause]) for clause in sorted(found, key=_by_number)}
    return json.dumps(ordered, indent=1) + "\n"


def _by_number(clause: str) -> tuple[str, int]:
    forum, _, number = clause.partition("-")
    return forum, int(number) if number.isdigit() else 0


def _of_file(module: ast.Module, name: str) -> Iterator[tuple[str, str]]:
    lists = {
        target.id: node.value
        for node in module.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    whole = list(_marks(lists["pytestmark"], lists)) if "pytestmark" in lists else []
    yield from _of_body(module.body, name, whole, lists)


def _of_body(
    body: list[ast.stmt], name: str, above: list[str], lists: Mapping[str, ast.expr]
) -> Iterator[tuple[str, str]]:
    for node in body:
        if not isinstance(node, ast.ClassDef | ast.FunctionDef):
            continue
        marked = [clause for decorator in node.decorator_list for clause in _marks(decorator, lists)]
        if isinstance(node, ast.ClassDef):
            yield from _of_body(node.body, f"{name}::{node.name}", [*above, *marked], lists)
        elif node.name.startswith("test_"):
            for clause in (*above, *marked):
                yield clause, f"{name}::{node.name}"


def _marks(node: ast.expr, lists: Mapping[str, ast.expr]) -> Iterator[str]:
    """The clauses marked in what stands there, and in the lists of the file that it names."""
    for below in ast.walk(node):
        if isinstance(below, ast.Call) and _called(below.func) == MARK:
            yield from (str(arg.value) for arg in below.args if isinstance(arg, ast.Constant))
        elif isinstance(below, ast.Name) and isinstance(found := lists.get(below.id), ast.List):
            yield from _marks(found, {})


def _called(function: ast.expr) -> str:
    """`clause` of `pytest.mark.clause(...)`, and of `clause(...)` where a file gives the mark that short name."""
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""

"""Where does the product put on record what was done and who was shown? Every such call, found in its source.

A call that is added is in the list by itself, and can be heard or left out like the others.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from importlib import import_module
from pathlib import Path
from typing import Any

import remit

SOURCE = Path(remit.__file__).parent


@dataclass(frozen=True, order=True)
class Place:
    """A line of a module of ours."""

    module: str
    line: int


@dataclass(frozen=True)
class Call:
    """One call, and the function it stands in."""

    place: Place
    within: str
    noting: str
    """What it calls: `shown`, `begin_visit` or `about`."""


def noting() -> dict[str, Callable[..., None]]:
    """The functions that put something on record."""
    from remit.casework import acts
    from remit.reading import looks

    return {"shown": looks.shown, "begin_visit": looks.begin_visit, "about": acts.about}


def calls() -> list[Call]:
    """Every call of these functions there is."""
    return [call for path in sorted(SOURCE.rglob("*.py")) for call in _calls_in(path)]


def _calls_in(path: Path) -> Iterator[Call]:
    source = path.read_text()
    if not any(f"{name}(" in source for name in noting()):
        return
    module = import_module(".".join(("remit", *path.relative_to(SOURCE).with_suffix("").parts)))
    tree = ast.parse(source)
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (name := _noted(node.func, module)):
            around = [one for one in functions if one.lineno <= node.lineno <= (one.end_lineno or 0)]
            yield Call(Place(module.__name__, node.lineno), around[-1].name, name)


def _noted(called: ast.expr, module: Any) -> str | None:
    """Which of the functions this is, as the module names it: `looks.shown`, or `shown` where that was imported."""
    if isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name):
        what = getattr(getattr(module, called.value.id, None), called.attr, None)
    else:
        what = getattr(module, called.id, None) if isinstance(called, ast.Name) else None
    return next((name for name, function in noting().items() if what is function), None)


@contextmanager
def carried_out_where(wanted: Callable[[Place], bool]) -> Iterator[None]:
    """Inside, each of these calls asks first, with the place it stands at, whether it is to be carried out."""
    replaced = [
        (module, key, function, _asking(function, wanted))
        for function in noting().values()
        for name, module in sorted(sys.modules.items())
        if name.startswith("remit.")
        for key, what in list(vars(module).items())
        if what is function
    ]
    for module, key, _, asking in replaced:
        setattr(module, key, asking)
    try:
        yield
    finally:
        for module, key, function, _ in replaced:
            setattr(module, key, function)


def _asking(function: Callable[..., None], wanted: Callable[[Place], bool]) -> Callable[..., None]:
    @wraps(function)
    def ask(*parts: Any, **given: Any) -> None:
        caller = sys._getframe(1)
        if wanted(Place(caller.f_globals["__name__"], caller.f_lineno)):
            function(*parts, **given)

    return ask

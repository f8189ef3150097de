"""Every verb of casework, intercepted where it is called: to try something with its very arguments before it is carried out."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from importlib import import_module
from inspect import isfunction, signature
from pkgutil import iter_modules
from typing import Any

import remit.casework
from tests.remembered import built_anew

Trial = Callable[["Call"], None]


@dataclass(frozen=True)
class Call:
    """One call of a verb, about to be carried out."""

    name: str
    function: Callable[..., Any]
    given: dict[str, Any]

    def __call__(self, **changed: object) -> object:
        return self.function(**{**self.given, **changed})


def public_functions() -> dict[str, Callable[..., Any]]:
    """The functions of casework that pages and commands call: by keyword, for an actor, at a time."""
    found = {}
    for module in iter_modules(remit.casework.__path__):
        here = import_module(f"remit.casework.{module.name}")
        for name, what in vars(here).items():
            own = isfunction(what) and what.__module__ == here.__name__
            if own and not name.startswith("_") and {"actor", "now"} <= set(signature(what).parameters):
                found[f"{module.name}.{name}"] = what
    return found


@contextmanager
def tried_before_each(trial: Trial, *, skip: frozenset[str] = frozenset()) -> Iterator[set[str]]:
    """Try this before each call of such a function, but not within one; yields the names of those that were called."""
    called: set[str] = set()
    within = [False]

    def through(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(function)
        def carry_out(*parts: Any, **given: Any) -> Any:
            if within[0] or parts:
                return function(*parts, **given)
            within[0] = True
            try:
                trial(Call(name, function, given))
                called.add(name)
                return function(**given)
            finally:
                within[0] = False

        return carry_out

    replaced = []
    for name, function in public_functions().items():
        if name in skip:
            continue
        stand_in = through(name, function)
        for module in [one for key, one in sys.modules.items() if key.startswith(("remit.", "tests."))]:
            for key, what in list(vars(module).items()):
                if what is function:
                    replaced.append((module, key, function))
                    setattr(module, key, stand_in)
    try:
        with built_anew():
            yield called
    finally:
        for module, key, function in replaced:
            setattr(module, key, function)

"""Where does a page stand? A page of many rows asks for hundreds of addresses, so each route's pattern is taken apart once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache

from django.urls import get_script_prefix, reverse

from remit.web.routes import TABLE

PART = re.compile(r"<(slug|str):(\w+)>")
PLAIN = re.compile(r"[A-Za-z0-9_-]+")
"""What stands in an address as it is, whatever its kind."""


def address(name: str, **parts: str) -> str:
    """The address of a route; empty where it is not served, so that nothing is linked that is not there."""
    return address_of(name, parts) if name in TABLE else ""


def address_of(name: str, parts: dict[str, str]) -> str:
    """The address of a route, as `reverse` gives it. Refuses, as that does, what is no route or not its parts."""
    places = _places(TABLE[name].path) if name in TABLE else None
    if places is None or parts.keys() != places[1] or not all(map(_plain, parts.values())):
        return reverse(name, kwargs=parts or None)
    return (_PREFIX.get() or get_script_prefix()) + places[0].format_map(parts)


@contextmanager
def one_prefix() -> Iterator[None]:
    """Ask only once under which path Remit is served, while one request is answered: Django takes its time to say it."""
    token = _PREFIX.set(get_script_prefix())
    try:
        yield
    finally:
        _PREFIX.reset(token)


_PREFIX: ContextVar[str] = ContextVar("prefix", default="")


@cache
def _places(path: str) -> tuple[str, frozenset[str]] | None:
    """A route's path with places for its parts, and their names; none where its parts are of other kinds."""
    named = frozenset(part for _, part in PART.findall(path))
    pattern = PART.sub(r"{\2}", path)
    return None if "<" in pattern or path.count("{") else (pattern, named)


def _plain(part: object) -> bool:
    return isinstance(part, str) and PLAIN.fullmatch(part) is not None

"""How is the database asked about very many keys? In lists that one statement can take."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

AT_ONCE = 5_000
"""Keys in one statement: the embedded database takes some thirty thousand."""
Key = TypeVar("Key")


def in_parts(keys: Sequence[Key]) -> Iterator[Sequence[Key]]:
    """The keys in lists that one statement can take."""
    for start in range(0, len(keys), AT_ONCE):
        yield keys[start : start + AT_ONCE]

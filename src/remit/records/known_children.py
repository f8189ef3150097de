"""The children who could be named in a text: names and numbers of everybody on record, in three queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from remit.records.children import Identifier, Person
from remit.rules.names import folded


@dataclass(frozen=True, slots=True)
class KnownChild:
    """A child by key, name and numbers; `near` where people at this meeting may speak of them by one name."""

    subject: int
    given_name: str
    family_name: str
    ids: tuple[str, ...]
    near: bool


def children_known(*, near: Collection[int]) -> list[KnownChild]:
    """Everybody on record. Near are the children given, and whoever shares a family name with one of them."""
    ids: dict[int, list[str]] = defaultdict(list)
    known = Identifier.objects.known().filter(scheme=Identifier.PERSON_ID)
    for person, value in known.values_list("person_id", "value"):
        ids[person].append(value)
    rows = list(Person.objects.values_list("pk", "given_name", "family_name"))
    families = {folded(family) for pk, _, family in rows if pk in near and family}
    return [
        KnownChild(pk, given, family, tuple(ids[pk]), pk in near or folded(family) in families)
        for pk, given, family in rows
    ]

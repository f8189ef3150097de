"""The children who could be named in a text: names and numbers of everybody on record."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Set
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet, Value

from remit.records.children import Identifier, Person
from remit.records.prepared import prepared
from remit.rules.names import folded, stem


@dataclass(frozen=True, slots=True)
class KnownChild:
    """A child by key, name and numbers; `near` where people at this meeting may speak of them by one name."""

    subject: int
    given_name: str
    family_name: str
    ids: tuple[str, ...]
    near: bool


def children_known(*, near: Collection[int]) -> list[KnownChild]:
    """Everybody on record. Near are the children given, and whoever shares a family name with one of them. One query."""
    ids: dict[int, list[str]] = defaultdict(list)
    rows: list[tuple[int, str, str]] = []
    for kind, person, said, family in _everybody():
        if kind == "id":
            ids[person].append(said)
        else:
            rows.append((person, said, family))
    families = {folded(family) for pk, _, family in rows if pk in near and family}
    return [
        KnownChild(pk, given, family, tuple(ids[pk]), pk in near or folded(family) in families)
        for pk, given, family in rows
    ]


@prepared
def _everybody() -> QuerySet[Any, Any]:
    known = Identifier.objects.known().filter(scheme=Identifier.PERSON_ID).order_by()
    people = Person.objects.order_by().values_list(Value("child"), "pk", "given_name", "family_name")
    return people.union(known.values_list(Value("id"), "person_id", "value", Value("")), all=True)


def children_written(words: Set[str], *, near: Collection[int]) -> list[KnownChild]:
    """Those on record of whose name or numbers a word is among these (folded, as `names.words_of` finds them).

    Near as in `children_known`. Three queries.
    """
    ids: dict[int, list[str]] = defaultdict(list)
    numbers = [word for word in words if any(letter.isdigit() for letter in word)]
    same = Q(value__in=[*numbers, *map(str.upper, numbers)]) | Q(stem__in=[stem(word) for word in numbers])
    known = Identifier.objects.known().filter(same, scheme=Identifier.PERSON_ID)
    for person, value in known.values_list("person_id", "value") if numbers else ():
        ids[person].append(value)
    rows = [
        row
        for row in Person.objects.values_list("pk", "given_name", "family_name", "name_folded")
        if row[0] in near or row[0] in ids or not words.isdisjoint(row[3].replace("-", " ").split())
    ]
    families = {folded(family) for pk, _, family, _ in rows if pk in near and family}
    return [
        KnownChild(pk, given, family, tuple(ids[pk]), pk in near or folded(family) in families)
        for pk, given, family, _ in rows
    ]

"""Where does Remit have a fact from, in words a reader knows?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet, Value

from remit.records.people import Staff
from remit.records.placements_list import Import
from remit.records.prepared import GivenEach, prepared

FILES = {
    "ssda903": "SSDA903 return",
    "annex-a": "Annex A",
    "people": "File of people",
    "seats": "File of seats",
    "allocations": "File of allocations",
}
"""What was loaded, by the kind of the import; anything else is a list."""


def source_words(sources: Iterable[str]) -> dict[str, str]:
    """Where each of these facts comes from, in words: by whom, or from which file."""
    asked = set(sources)
    names = {source.partition(":")[2] for source in asked}
    rows = _named(names=names) if names else []
    staff = {name: said for kind, name, said in rows if kind == "staff"}
    loaded = {ref: f"{FILES.get(kind, 'List')} loaded by {by}" for kind, ref, by in rows if kind != "staff"}
    words = {}
    for source in asked:
        kind, _, name = source.partition(":")
        if kind == "import":
            words[source] = loaded.get(name, "A file loaded by an account no longer here")
        elif kind == "staff":
            words[source] = staff.get(name, name)
        else:
            words[source] = "Set up with Remit"
    return words


@prepared
def _named() -> QuerySet[Any, Any]:
    """Accounts by user name, and imports by their reference: their kind, and who loaded them."""
    staff = Staff.objects.filter(username__in=GivenEach("names")).order_by()
    loaded = Import.objects.filter(ref__in=GivenEach("names")).order_by()
    return staff.values_list(Value("staff"), "username", "name").union(
        loaded.values_list("kind", "ref", "by__name"), all=True
    )

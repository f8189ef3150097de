"""Where does Remit have a fact from, in words a reader knows?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet, Value

from remit.records.people import Staff
from remit.records.placements_list import Import
from remit.records.prepared import GivenEach, prepared


def source_words(sources: Iterable[str]) -> dict[str, str]:
    """Where each of these facts comes from, in words: by whom, or from which file."""
    asked = set(sources)
    names = {source.partition(":")[2] for source in asked}
    rows = _named(names=names) if names else []
    staff = {name: said for kind, name, said in rows if kind == "staff"}
    loaded = {ref: said for kind, ref, said in rows if kind == "import"}
    words = {}
    for source in asked:
        kind, _, name = source.partition(":")
        if kind == "import":
            words[source] = f"List loaded by {loaded.get(name, 'an account no longer here')}"
        elif kind == "staff":
            words[source] = staff.get(name, name)
        else:
            words[source] = "Set up with Remit"
    return words


@prepared
def _named() -> QuerySet[Any, Any]:
    """Accounts by user name, and who loaded imports by their reference."""
    staff = Staff.objects.filter(username__in=GivenEach("names")).order_by()
    loaded = Import.objects.filter(ref__in=GivenEach("names")).order_by()
    return staff.values_list(Value("staff"), "username", "name").union(
        loaded.values_list(Value("import"), "ref", "by__name"), all=True
    )

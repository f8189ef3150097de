"""Where does Remit have a fact from, in words a reader knows?"""

from __future__ import annotations

from collections.abc import Iterable

from remit.records.people import Staff
from remit.records.placements_list import Import


def source_words(sources: Iterable[str]) -> dict[str, str]:
    """Where each of these facts comes from, in words: by whom, or from which file."""
    asked = set(sources)
    names = {source.partition(":")[2] for source in asked}
    staff = dict(Staff.objects.filter(username__in=names).values_list("username", "name"))
    loaded = dict(Import.objects.filter(ref__in=names).values_list("ref", "by__name"))
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

"""Where does Remit have a fact from, in words a reader knows?"""

from __future__ import annotations

from collections.abc import Iterable

from remit.records.people import Staff
from remit.records.placements_list import Import

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
    staff = dict(Staff.objects.filter(username__in=names).values_list("username", "name"))
    loaded = {
        ref: f"{FILES.get(kind, 'List')} loaded by {by}"
        for ref, kind, by in Import.objects.filter(ref__in=names).values_list("ref", "kind", "by__name")
    }
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

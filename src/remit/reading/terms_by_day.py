"""On which terms does each forum run, day by day over a stretch of days? A version may begin in the midst of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from remit.records.forums import TermsVersion
from remit.records.terms_store import terms_by_id
from remit.rules.viewers import Viewer
from remit.terms.model import ForumTerms


@dataclass(frozen=True, slots=True)
class TermsByDay:
    """The versions of a forum's terms, each with the day it comes into effect, in order; there is at least one."""

    live_from: date
    versions: tuple[tuple[date, ForumTerms], ...]

    def on(self, day: date) -> ForumTerms:
        """The version in force on that day, else the first to come."""
        begun = [said for since, said in self.versions if since <= day]
        return begun[-1] if begun else self.versions[0][1]

    def parts(self, since: date, until: date) -> Iterator[tuple[ForumTerms, date, date]]:
        """Each version with the part of these days it is in force: from a day until (and without) another."""
        ends = [later for later, _ in self.versions[1:]] + [until]
        for (begins, said), ends_on in zip(self.versions, ends, strict=True):
            first, last = max(since, begins), min(until, ends_on)
            if first < last:
                yield said, first, last


def terms_by_day(viewer: Viewer, *, since: date, until: date, today: date) -> dict[str, TermsByDay]:
    """By forum: those that are live today, and those the reader runs or sits on, who prepare for it. One query.

    A version that ended before these days, or begins after them, is left out where there is another.
    """
    theirs = Q(forum__live_from__lte=today) | Q(forum__slug__in=viewer.runs | viewer.sits_on)
    rows = TermsVersion.objects.filter(theirs).order_by("effective_from", "id")
    chosen: dict[str, list[tuple[date, int, str]]] = {}
    live_from: dict[str, date] = {}
    for slug, live, begins, key, digest in rows.values_list(
        "forum__slug", "forum__live_from", "effective_from", "id", "digest"
    ):
        found = chosen.setdefault(slug, [])
        if begins <= since:
            found.clear()
        if begins <= until or not found:
            found.append((begins, key, digest))
        live_from[slug] = live
    return {
        slug: TermsByDay(
            live_from[slug], tuple((begins, terms_by_id(key, digest)) for begins, key, digest in versions)
        )
        for slug, versions in chosen.items()
    }

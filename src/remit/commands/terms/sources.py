"""Whose terms are asked about: those that ship, an authority's folder, or what the database has adopted?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Protocol

from remit.rules.clashes import Shared, shared_on, shared_services
from remit.rules.clock import london_day
from remit.rules.findings import Place
from remit.rules.forum_calendar import AROUND, Held, by_cadence
from remit.terms import load
from remit.terms.model import ForumTerms


class Source(Protocol):
    """Where terms come from."""

    def forums(self) -> tuple[str, ...]:
        """The ids of the forums that are on, in order."""

    def terms(self, forum: str) -> tuple[ForumTerms, Place]:
        """A forum's terms, and where each value of them stands. Raises `TermsRefused`."""

    def live_from(self, forum: str) -> date | None:
        """From when the forum is on, where that is said."""

    def held(self, forum: str, since: date, until: date) -> Held:
        """The forum's sittings between two days and around them."""

    def shared(self, one: ForumTerms, other: ForumTerms) -> Shared:
        """Who is wanted at both forums."""


@dataclass(frozen=True, slots=True)
class Files:
    """The terms that ship, with an authority's folder laid over them."""

    authority: Path | None

    def forums(self) -> tuple[str, ...]:
        return load.forum_ids(self.authority)

    def terms(self, forum: str) -> tuple[ForumTerms, Place]:
        found = load.loaded(forum, self.authority)
        return found.terms, found.place

    def live_from(self, forum: str) -> date | None:
        return load.live_from(forum, self.authority)

    def held(self, forum: str, since: date, until: date) -> Held:
        return by_cadence(self.terms(forum)[0], since=since, until=until)

    def shared(self, one: ForumTerms, other: ForumTerms) -> Shared:
        return shared_services(one, other)


class Adopted:
    """What the database has adopted, with the meetings it has planned, moved or cancelled."""

    def __init__(self) -> None:
        from remit.commands.main import django_ready

        django_ready()

    def forums(self) -> tuple[str, ...]:
        from remit.records.forums import Forum

        found = set(Forum.objects.values_list("slug", flat=True))
        order = {forum: number for number, forum in enumerate(load.forum_ids())}
        return tuple(sorted(found, key=lambda forum: (order.get(forum, len(order)), forum)))

    def terms(self, forum: str) -> tuple[ForumTerms, Place]:
        from remit.records.terms_store import adopted, terms_of

        version = adopted(forum, max(london_day(datetime.now(UTC)), self.live_from(forum)))
        where = f"adopted, in force from {version.effective_from.isoformat()}"
        return terms_of(version), lambda path: (where, None)

    def in_force(self, forum: str, on: date) -> ForumTerms:
        """The terms in force on a day. Raises `NotFound` before the forum is live."""
        from remit.records.terms_store import adopted, terms_of

        return terms_of(adopted(forum, on))

    def live_from(self, forum: str) -> date:
        from remit.records.forums import Forum

        return Forum.objects.get(slug=forum).live_from

    def held(self, forum: str, since: date, until: date) -> Held:
        """The meetings planned; beyond the last of them, what the cadence gives."""
        from remit.records.planned import planned_sittings, planned_until
        from remit.records.sitters import sitters

        terms, _ = self.terms(forum)
        planned = planned_sittings(forum, since - AROUND, until + AROUND)
        last = planned_until(forum)
        later = [
            meeting
            for meeting in by_cadence(terms, since=since, until=until).meetings
            if last is None or meeting.day > last
        ]
        said = {sitting.held_on.day: sitting.said for sitting in planned if sitting.said}
        meetings = (*(sitting.held_on for sitting in planned), *later)
        return Held(terms, meetings, said, sitters(since, until))

    def shared(self, one: ForumTerms, other: ForumTerms) -> Shared:
        """Who holds a seat of both today (once both are live), or deputises; the service where a seat has no holder."""
        from remit.records.sitters import sitters

        day = max(london_day(datetime.now(UTC)), self.live_from(one.id), self.live_from(other.id))
        return shared_on(day, one, other, sitters(day, day, forums=(one.id, other.id)))

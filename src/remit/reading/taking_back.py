"""What is a fact that somebody typed, and what follows where it is taken back?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from remit.reading.children import name_of
from remit.reading.contradictions import cohorts_of
from remit.reading.fact_words import said_of
from remit.reading.recording import Lines, child_to_record
from remit.reading.sources import source_words
from remit.records.fact_store import held_facts
from remit.records.taking_back import typed_fact
from remit.rules.clock import london_day
from remit.rules.cohorts import history
from remit.rules.facts import KIND_WORDS
from remit.rules.outcomes import NotFound, Refused, refuse_if
from remit.rules.recording import BY_HAND
from remit.rules.viewers import Viewer


@dataclass(frozen=True, slots=True)
class TakingBack:
    """A fact that somebody typed, as it is asked about before it is taken back."""

    key: int
    """The child's."""
    name: str
    what: str
    """Which kind of fact, in words."""
    said: Lines
    told: str
    by: str
    at: datetime
    again: tuple[Lines, ...]
    """What each fact says that holds again then, and where it comes from."""
    leaves: tuple[str, ...]
    enters: tuple[str, ...]
    """The cohorts the child would be in no longer today, and be in instead."""
    seen: int
    """The key of what was written last of this kind."""


def taking_back(viewer: Viewer, *, child_ref: str, kind: str, since: date, now: datetime) -> TakingBack:
    """For the page on which it is taken back.

    Refuses: no such child for this viewer; not theirs to record; nothing typed there, or why it cannot be taken back.
    """
    person = child_to_record(viewer, child_ref=child_ref, now=now)
    if kind not in BY_HAND:
        raise NotFound("fact")
    typed = typed_fact(person.pk, kind, since)
    if isinstance(typed, Refused):
        raise typed
    refuse_if(typed.why_not)
    held = held_facts([person.pk])[person.pk]
    gone = {(kind, one.pk) for one in typed.gone}
    after = [one for one in held if (one.fact.kind, one.pk) not in gone] + list(typed.again)
    today = london_day(now)
    before, then = (cohorts_of(history(person.date_of_birth, each), today) for each in (held, after))
    words = source_words({typed.held.source, *(one.source for one in typed.again)})
    return TakingBack(
        key=person.pk,
        name=name_of(person),
        what=KIND_WORDS[kind],
        said=said_of(typed.held.fact),
        told=typed.told,
        by=words[typed.held.source],
        at=typed.at,
        again=tuple((*said_of(one.fact), ("Source", words[one.source])) for one in typed.again),
        leaves=tuple(sorted(before - then)),
        enters=tuple(sorted(then - before)),
        seen=typed.last,
    )

"""Episodes and facts for tests, short enough to be read in a table."""

from dataclasses import dataclass
from datetime import date
from itertools import count

from remit.rules.facts import Held, fact

_keys = count(1)


def day(text: str | None) -> date | None:
    """`day("2026-10-14")`; None for None."""
    return date.fromisoformat(text) if text else None


@dataclass(frozen=True)
class AnEpisode:
    """An episode as a return gives it: `AnEpisode(day("2026-04-01"), new_because="S", placement="U4")`."""

    since: date
    until: date | None = None
    new_because: str = "S"
    legal_status: str = "C2"
    need: str = "N1"
    placement: str = "U4"
    provider: str = "PR1"
    ended_because: str = ""
    moved_because: str = ""
    placement_postcode: str = ""
    urn: str = ""


def an_episode(
    since: str, until: str | None = None, rne: str = "S", ls: str = "C2", place: str = "U4", **more
):
    """An episode in one line. It ends with X1 unless told otherwise."""
    ended = more.pop("rec", "X1" if until else "")
    return AnEpisode(day(since), day(until), rne, ls, placement=place, ended_because=ended, **more)


def held(kind: str, since: str, until: str | None = None, *, source="import:a", provisional=False, **said):
    """A fact on record."""
    whole = fact(kind, day(since), day(until), **said)
    filled = tuple("" if value is None else value for value in whole.said)
    return Held(next(_keys), whole._replace(said=filled), source, provisional)

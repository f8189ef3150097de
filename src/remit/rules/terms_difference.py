"""What would change if a forum ran on other terms: which sittings, which due times, and which duties, forms and seats?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from remit.rules.calendar import WorkCalendar
from remit.rules.clock import due_date, local, shown_due_time
from remit.rules.forum_calendar import Due, ForumSitting, Held, calendar_of
from remit.rules.text import shown_day
from remit.terms.model import ForumTerms
from remit.terms.placed import walk
from remit.terms.told import is_a_word, told

Kind = Literal["sitting", "deadline", "term"]


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that would be otherwise. Nothing `before`: it is new. Nothing `after`: it is gone."""

    kind: Kind
    what: str
    clause: str | None
    before: str | None
    after: str | None


def difference(
    now: Held, then: Held, *, since: date, until: date, calendar: WorkCalendar
) -> tuple[Change, ...]:
    """Every date from a day to a day that would change, and every value of the terms that does."""
    sat = calendar_of(now, since=since, until=until, calendar=calendar)
    would_sit = calendar_of(then, since=since, until=until, calendar=calendar)
    return (*_dates(sat, would_sit), *_values(now.terms, then.terms))


def _dates(now: Iterable[ForumSitting], then: Iterable[ForumSitting]) -> Iterator[Change]:
    before = {sitting.meeting.day: sitting for sitting in now}
    after = {sitting.meeting.day: sitting for sitting in then}
    for day in sorted({*before, *after}):
        one, other = before.get(day), after.get(day)
        if _hours(one) != _hours(other):
            yield Change("sitting", f"Meeting of {shown_day(day)}", None, _hours(one), _hours(other))
        if one and other:
            yield from _dues(day, one, other)


def _hours(sitting: ForumSitting | None) -> str | None:
    if sitting is None:
        return None
    start, end = local(sitting.meeting.starts_at), local(sitting.meeting.ends_at)
    return f"{start:%H:%M} to {end:%H:%M}"


def _dues(day: date, now: ForumSitting, then: ForumSitting) -> Iterator[Change]:
    before, after = _by_path(now), _by_path(then)
    for path in dict.fromkeys((*before, *after)):
        one, other = before.get(path), after.get(path)
        if _due(one) != _due(other):
            said = other or one
            assert said is not None
            what = f"{said.what}, for the meeting of {shown_day(day)}"
            yield Change("deadline", what, said.clause, _due(one), _due(other))


def _by_path(sitting: ForumSitting) -> Mapping[tuple[str, str], Due]:
    return {(due.path, due.what): due for due in (*sitting.before, *sitting.after)}


def _due(due: Due | None) -> str | None:
    return None if due is None else f"{_day(due.due)}, {shown_due_time(due.due)}"


def _day(at: datetime) -> str:
    return shown_day(due_date(at))


def _values(now: ForumTerms, then: ForumTerms) -> Iterator[Change]:
    before, after = _plain(now), _plain(then)
    for path in dict.fromkeys((*before, *after)):
        one, other = before.get(path), after.get(path)
        above = path.rpartition(".")[0]
        if (one is None) != (other is None) and (above in before) != (above in after):
            continue  # told with what it stands in
        if (one and one[0]) != (other and other[0]) or (one is None) != (other is None):
            clause = (other or one or ("", None))[1]
            yield Change("term", path, clause, one and one[0], other and other[0])


def _plain(terms: ForumTerms) -> dict[str, tuple[str, str | None]]:
    """What stands at each path beside what stands below it, in words, and its clause."""
    found: dict[str, tuple[str, str | None]] = {}
    for path, value in walk(terms):
        if path and not is_a_word(value):
            above = found.get(path.rpartition(".")[0])
            clause = getattr(value, "clause", None) or _clause_of(path) or (above and above[1])
            found[path] = (told(value), clause)
    return found


def _clause_of(path: str) -> str | None:
    top, _, rest = path.partition(".")
    return rest.split(".")[0] if top == "clauses" else None

"""What was outstanding when a forum went live, and by when is it to be done? For who runs the forum.

Read off what trackers from before Remit leave open.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from remit.reading import looks
from remit.reading.children import ChildLine, lines_by_key
from remit.records.backlog import BacklogWord, Outstanding, outstanding, words_of_chair
from remit.records.children import Person
from remit.records.forums import Forum
from remit.records.terms_store import adopted, terms_of
from remit.records.visibility import visible_to
from remit.rules.clock import london_day
from remit.rules.outcomes import NotFound, refuse_if
from remit.rules.paging import on_page, pages_of
from remit.rules.permissions import why_not_run
from remit.rules.viewers import Viewer

A_PAGE = 50


@dataclass(frozen=True, slots=True)
class BacklogLine:
    """An outstanding action."""

    mark: str
    seen: int
    """Which word of the chair stands beside it; 0 for none."""
    child_ref: str
    child_name: str
    person_id: str
    what: str
    said: str
    """What the latest tracker said of it."""
    first_told: date
    due_on: date | None
    overdue: bool
    ended: bool
    by: str
    """Who set the date, or said that nothing is left to do."""


@dataclass(frozen=True, slots=True)
class Backlog:
    """A page of a forum's backlog."""

    forum: str
    forum_name: str
    short: str
    live_from: date
    lines: tuple[BacklogLine, ...]
    undated: int
    dated: int
    overdue: int
    ended: int
    hidden: int
    """Actions about children this viewer may not see."""
    page: int
    pages: int
    sets_dates: bool


def backlog(viewer: Viewer, *, forum: str, now: datetime, page: int = 1) -> Backlog:
    """What has no date first, then by date, what is done with last. Refuses: not theirs to run; no such forum that is live."""
    refuse_if(why_not_run(viewer, forum))
    today = london_day(now)
    row = Forum.objects.filter(slug=forum, live_from__lte=today).first()
    if row is None:
        raise NotFound("forum")
    terms, words = terms_of(adopted(forum, today)), words_of_chair(forum)
    told = outstanding(forum)
    theirs = sorted(_seen_by(viewer, told, now), key=lambda one: _place(one, words.get(one.mark)))
    said = [words[one.mark].due_on for one in theirs if one.mark in words]
    due = [day for day in said if day is not None]
    pages = pages_of(len(theirs), A_PAGE)
    page = min(max(page, 1), pages)
    return Backlog(
        forum=forum,
        forum_name=terms.name,
        short=terms.short,
        live_from=row.live_from,
        lines=_lines(on_page(theirs, page, A_PAGE), words, today),
        undated=len(theirs) - len(said),
        dated=len(due),
        overdue=sum(day < today for day in due),
        ended=len(said) - len(due),
        hidden=len(told) - len(theirs),
        page=page,
        pages=pages,
        sets_dates=forum in viewer.chairs,
    )


def _seen_by(viewer: Viewer, told: Sequence[Outstanding], now: datetime) -> list[Outstanding]:
    """Those about children this viewer may see."""
    people = Person.objects.filter(visible_to(viewer, now=now), pk__in={one.subject for one in told})
    seen = set(people.values_list("pk", flat=True))
    return [one for one in told if one.subject in seen]


def _place(one: Outstanding, word: BacklogWord | None) -> tuple[int, date, date, str]:
    """Where it stands on the page: without a date, with one, done with; within each the oldest first."""
    if word is None:
        return 0, one.first_told, one.first_told, one.mark
    if word.due_on is None:
        return 2, one.first_told, one.first_told, one.mark
    return 1, word.due_on, one.first_told, one.mark


def _lines(
    told: Sequence[Outstanding], words: Mapping[str, BacklogWord], today: date
) -> tuple[BacklogLine, ...]:
    keys = {one.subject for one in told}
    looks.shown(looks.LISTED, sorted(keys))
    children = lines_by_key(keys, on=today)
    return tuple(_line(one, children[one.subject], words.get(one.mark), today) for one in told)


def _line(one: Outstanding, child: ChildLine, word: BacklogWord | None, today: date) -> BacklogLine:
    due_on = word.due_on if word else None
    return BacklogLine(
        mark=one.mark,
        seen=word.pk if word else 0,
        child_ref=child.ref,
        child_name=child.name,
        person_id=child.person_id,
        what=one.what,
        said=one.said,
        first_told=one.first_told,
        due_on=due_on,
        overdue=due_on is not None and due_on < today,
        ended=word is not None and due_on is None,
        by=word.by.name if word else "",
    )

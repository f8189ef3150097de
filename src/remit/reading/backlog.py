"""What was outstanding when a forum went live, for who runs it: what trackers from before Remit leave open, and by when it is to be done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from remit.reading import looks
from remit.reading.children import lines as child_lines
from remit.records.backlog import Outstanding, outstanding, words_of_chair
from remit.records.children import Person
from remit.records.forums import Forum
from remit.records.terms_store import adopted, terms_of
from remit.records.visibility import visible_to
from remit.rules.clock import london_day
from remit.rules.outcomes import NotFound, refuse_if
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
    subjects = {one.subject for one in told}
    seen = set(
        Person.objects.filter(visible_to(viewer, now=now), pk__in=subjects).values_list("pk", flat=True)
    )
    theirs = sorted((one for one in told if one.subject in seen), key=lambda one: _place(one, words))
    due = [words[one.mark].due_on if one.mark in words else None for one in theirs]
    pages = max(1, -(-len(theirs) // A_PAGE))
    page = min(max(page, 1), pages)
    return Backlog(
        forum=forum,
        forum_name=terms.name,
        short=terms.short,
        live_from=row.live_from,
        lines=_lines(theirs[(page - 1) * A_PAGE : page * A_PAGE], words, today),
        undated=sum(one.mark not in words for one in theirs),
        dated=sum(day is not None for day in due),
        overdue=sum(day is not None and day < today for day in due),
        ended=sum(one.mark in words for one in theirs) - sum(day is not None for day in due),
        hidden=len(told) - len(theirs),
        page=page,
        pages=pages,
        sets_dates=forum in viewer.chairs,
    )


def _place(one: Outstanding, words: Any) -> tuple[int, date, date, str]:
    word = words.get(one.mark)
    if word is None:
        return 0, one.first_told, one.first_told, one.mark
    return (
        (1, word.due_on, one.first_told, one.mark)
        if word.due_on
        else (2, one.first_told, one.first_told, one.mark)
    )


def _lines(told: list[Outstanding], words: Any, today: date) -> tuple[BacklogLine, ...]:
    keys = sorted({one.subject for one in told})
    looks.shown(looks.LISTED, keys)
    refs = dict(Person.objects.filter(pk__in=keys).values_list("pk", "subject__ref"))
    children = {line.ref: line for line in child_lines(keys, on=today)}
    found = []
    for one in told:
        word, child = words.get(one.mark), children[refs[one.subject]]
        due_on = word.due_on if word else None
        found.append(
            BacklogLine(
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
        )
    return tuple(found)

"""Giving what was outstanding when a forum went live its dates. Nothing of it is owed as a duty, or counted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from remit.casework.acts import about, audited
from remit.casework.locks import lock_forum
from remit.records.backlog import BacklogWord, outstanding, words_of_chair
from remit.records.children import Person
from remit.records.forums import Forum
from remit.records.visibility import visible_to
from remit.rules.backlog import why_not_end, why_not_give_date
from remit.rules.clock import london_day
from remit.rules.outcomes import NotFound, Stale, refuse_if
from remit.rules.permissions import why_not_chair
from remit.rules.viewers import Viewer


@audited("backlog.dated")
def date_backlog(
    *, forum: str, chosen: Mapping[str, int], due_on: date | None, actor: Viewer, now: datetime
) -> int:
    """Say by when these outstanding actions are to be done; answers with how many there were.

    `chosen`: by mark what the chair's latest word on it was that was seen (its key; 0 for none).
    Refuses: not theirs to chair; none chosen; no date, or one gone by; an action that is not outstanding any more, or of
    which somebody has said something since.
    """
    refuse_if(why_not_chair(actor, forum))
    refuse_if(why_not_give_date(len(chosen), due_on, today=london_day(now)))
    return _say(forum, chosen, due_on, actor, now)


@audited("backlog.ended")
def end_backlog(*, forum: str, chosen: Mapping[str, int], actor: Viewer, now: datetime) -> int:
    """Say that nothing is left to do of these; otherwise as `date_backlog`."""
    refuse_if(why_not_chair(actor, forum))
    refuse_if(why_not_end(len(chosen)))
    return _say(forum, chosen, None, actor, now)


def _say(forum: str, chosen: Mapping[str, int], due_on: date | None, actor: Viewer, now: datetime) -> int:
    row = lock_forum(forum)
    about(subject=row.pk, actions=sorted(chosen), due=due_on.isoformat() if due_on else None)
    _check(row, chosen, actor, now)
    BacklogWord.objects.filter(forum=row, mark__in=list(chosen), superseded_at__isnull=True).update(
        superseded_at=now
    )
    BacklogWord.objects.bulk_create(
        [
            BacklogWord(forum=row, mark=mark, due_on=due_on, by_id=actor.staff_id, at=now)
            for mark in sorted(chosen)
        ]
    )
    return len(chosen)


def _check(row: Forum, chosen: Mapping[str, int], actor: Viewer, now: datetime) -> None:
    """Each is outstanding still, about a child the actor may see, and as it was seen."""
    there = {one.mark: one.subject for one in outstanding(row.slug)}
    words = words_of_chair(row.slug)
    if any(mark not in there for mark in chosen):
        raise Stale(
            "A workbook was loaded or taken back since, and not all of these are outstanding any more."
        )
    subjects = {there[mark] for mark in chosen}
    if Person.objects.filter(visible_to(actor, now=now), pk__in=subjects).count() < len(subjects):
        raise NotFound("child")
    if any((words[mark].pk if mark in words else 0) != seen for mark, seen in chosen.items()):
        raise Stale

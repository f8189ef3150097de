"""What was outstanding when a forum went live: read off the trackers from before Remit, with the dates its chair set."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db import models

from remit.records.forums import Forum
from remit.records.history import PastDiscussion
from remit.records.periods import KNOWN_NOW
from remit.rules.backlog import mark_of, told_as_ended


class BacklogWord(models.Model):
    """What the chair said of an outstanding action: by when it is to be done, or that nothing is left to do."""

    forum = models.ForeignKey(Forum, on_delete=models.PROTECT, related_name="backlog_words")
    mark = models.CharField(max_length=16)
    """Of which action, as `rules.backlog.mark_of` names it."""
    due_on = models.DateField(null=True, blank=True)
    """None where nothing is left to do."""
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["forum", "mark"], condition=KNOWN_NOW, name="one_known_word_an_action"
            )
        ]


@dataclass(frozen=True, slots=True)
class Outstanding:
    """An action the trackers leave open, as the latest of them tells of it."""

    mark: str
    subject: int
    what: str
    said: str
    first_told: date
    """The first meeting whose tracker has it."""


def outstanding(forum: str) -> tuple[Outstanding, ...]:
    """The actions no tracker from before Remit says are over, the oldest first. One query."""
    rows = PastDiscussion.objects.filter(meeting__forum__slug=forum, meeting__superseded_at__isnull=True)
    found: dict[str, Outstanding] = {}
    ended: set[str] = set()
    told = rows.exclude(actions=[]).order_by("meeting__date", "position", "pk")
    lines: Any = told.values_list("subject_id", "meeting__date", "actions")
    for subject, on, actions in lines:
        for what, said in actions:
            mark = mark_of(subject, what)
            first = found[mark].first_told if mark in found else on
            found[mark] = Outstanding(mark, subject, what, said, first)
            (ended.add if told_as_ended(said) else ended.discard)(mark)
    return tuple(one for one in found.values() if one.mark not in ended)


def words_of_chair(forum: str) -> Mapping[str, BacklogWord]:
    """What the chair said last of each, by mark. One query."""
    rows = BacklogWord.objects.filter(forum__slug=forum, superseded_at__isnull=True).select_related("by")
    return {row.mark: row for row in rows}

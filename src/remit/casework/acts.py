"""What makes a function a verb? One transaction, and its audit event inside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from functools import wraps
from typing import ParamSpec, TypeVar, cast

from django.db import transaction

from remit.records.audit import AuditEvent
from remit.records.meetings import Meeting
from remit.rules.viewers import Viewer

P = ParamSpec("P")
R = TypeVar("R")


@dataclass
class Event:
    """What an act was about: ids and codes."""

    subject_id: int | None = None
    meeting_id: int | None = None
    clause: str = ""
    detail: dict[str, object] = field(default_factory=dict)


_current: ContextVar[Event | None] = ContextVar("current_event", default=None)

VERBS: dict[str, Callable[..., object]] = {}
"""Every verb by the name its audit events carry."""


def audited(verb: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a function a verb: it takes `actor` and `now` by keyword, and its event is written with what it changed."""

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        @wraps(function)
        def act(*args: P.args, **kwargs: P.kwargs) -> R:
            actor, now = cast(Viewer, kwargs["actor"]), cast(datetime, kwargs["now"])
            with transaction.atomic(), _event() as event:
                result = function(*args, **kwargs)
                write_event(verb, event, actor_id=actor.staff_id, at=now)
                return result

        VERBS[verb] = act
        return act

    return decorate


def about(
    *, subject: int | None = None, meeting: int | None = None, clause: str | None = None, **detail: object
) -> None:
    """Say what the verb being carried out is about. Ids and codes only: no name, no free text about a child."""
    event = _current.get()
    if event is None:
        raise RuntimeError("about() belongs inside an audited verb")
    event.subject_id = subject if subject is not None else event.subject_id
    event.meeting_id = meeting if meeting is not None else event.meeting_id
    event.clause = clause or event.clause
    event.detail.update(detail)


@contextmanager
def _event() -> Iterator[Event]:
    token = _current.set(Event())
    try:
        yield cast(Event, _current.get())
    finally:
        _current.reset(token)


def write_event(verb: str, event: Event, *, actor_id: int | None, at: datetime) -> None:
    """Put on record that this was done; by nobody known, where somebody failed to sign in."""
    AuditEvent.objects.create(
        verb=verb,
        actor_id=actor_id,
        at=at,
        subject_id=event.subject_id,
        meeting_id=event.meeting_id,
        clause=event.clause,
        detail=event.detail,
    )


def touch(meeting: Meeting, *also: str) -> None:
    """Count up the revision of a locked meeting, saving these other fields with it."""
    meeting.revision += 1
    meeting.save(update_fields=["revision", *also])

"""Who looked at whom? The log, by opaque keys; opening an identity asks a reason and is itself logged."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from remit.reading import looks
from remit.reading.children import name_of
from remit.records.audit import AuditEvent, Look, LookPerson
from remit.records.children import Identifier, Person
from remit.rules.clock import london_day
from remit.rules.outcomes import NotFound, Refused, refuse_if
from remit.rules.permissions import why_not_see_log
from remit.rules.viewers import Viewer

A_PAGE = 50
LEAST_REASON = 10
"""Characters of a reason for opening an identity: enough to say which complaint or request it is about."""


@dataclass(frozen=True, slots=True)
class LookLine:
    """One response that showed children, or refused to. Children by opaque key only."""

    key: int
    at: datetime
    viewer: str
    route: str
    kind: str
    reason: str
    children: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ActLine:
    """One act of a verb."""

    key: int
    at: datetime
    actor: str
    verb: str
    child: str
    clause: str

    @property
    def words(self) -> str:
        """The act as a heading: "Case admitted late"."""
        return self.verb.replace(".", " ").replace("-", " ").replace("_", " ").capitalize()


@dataclass(frozen=True, slots=True)
class Log:
    """A page of the log, newest first; `older` continues it."""

    lines: tuple[LookLine, ...]
    older: int | None


@dataclass(frozen=True, slots=True)
class Acts:
    """A page of what was done, newest first; `older` continues it."""

    lines: tuple[ActLine, ...]
    older: int | None


@dataclass(frozen=True, slots=True)
class Identity:
    """Who an opaque key is."""

    key: str
    name: str
    person_id: str


def log_of_looks(
    viewer: Viewer, *, before: int | None = None, kind: str = "", child: str = "", who: str = ""
) -> Log:
    """The log of looks: all, or of one kind, one child's key, one user name. Refuses: not information governance."""
    refuse_if(why_not_see_log(viewer))
    rows = Look.objects.select_related("viewer").order_by("-pk")
    rows = rows.filter(pk__lt=before) if before else rows
    rows = rows.filter(kind=kind) if kind in Look.Kind.values else rows
    rows = rows.filter(persons__subject__ref=child) if child else rows
    rows = rows.filter(viewer__username=who) if who else rows
    page = list(rows[: A_PAGE + 1])
    shown = page[:A_PAGE]
    keys: dict[int, list[str]] = defaultdict(list)
    persons = LookPerson.objects.filter(look__in=[row.pk for row in shown]).order_by("pk")
    for look, ref in persons.values_list("look_id", "subject__ref"):
        keys[look].append(ref)
    lines = tuple(
        LookLine(row.pk, row.at, row.viewer.username, row.route, row.kind, row.reason, tuple(keys[row.pk]))
        for row in shown
    )
    return Log(lines, older=shown[-1].pk if len(page) > A_PAGE else None)


def log_of_acts(viewer: Viewer, *, before: int | None = None, child: str = "", who: str = "") -> Acts:
    """What was done, by whom, when. Refuses: not information governance."""
    refuse_if(why_not_see_log(viewer))
    rows = AuditEvent.objects.select_related("actor", "subject").order_by("-pk")
    rows = rows.filter(pk__lt=before) if before else rows
    rows = rows.filter(subject__ref=child) if child else rows
    rows = rows.filter(actor__username=who) if who else rows
    page = list(rows[: A_PAGE + 1])
    shown = page[:A_PAGE]
    lines = tuple(
        ActLine(
            row.pk,
            row.at,
            row.actor.username if row.actor else "",
            row.verb,
            row.subject.ref if row.subject else "",
            row.clause,
        )
        for row in shown
    )
    return Acts(lines, older=shown[-1].pk if len(page) > A_PAGE else None)


def open_identity(viewer: Viewer, *, child: str, reason: str, now: datetime) -> Identity:
    """Who an opaque key is; the reason is kept with the look.

    Refuses: not information governance; no reason worth the name; no such child.
    """
    refuse_if(why_not_see_log(viewer))
    if 0 < len(reason.strip()) < LEAST_REASON:
        raise Refused(
            "Say more about why you need to know who this is.",
            remedy=f"Write at least {LEAST_REASON} characters, for example which complaint it is about and who made it.",
            field="reason",
        )
    if not reason.strip():
        raise Refused(
            "Enter why you need to know who this is.",
            remedy="Your reason is kept in the log.",
            field="reason",
        )
    person = Person.objects.select_related("subject").filter(subject__ref=child).first()
    if person is None:
        raise NotFound("child")
    looks.shown(looks.OPENED, [person.pk], reason=reason.strip())
    person_id = (
        Identifier.objects.on(london_day(now)).filter(person=person).values_list("value", flat=True).first()
    )
    return Identity(child, name_of(person), person_id or "")

"""Who was shown whom? Every response that shows a child writes one look, or is not shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from remit.records.audit import Look, LookPerson
from remit.records.kept_looks import keep
from remit.rules.viewers import Viewer

LISTED, OPENED, EXPORTED, DENIED = Look.Kind.LISTED, Look.Kind.OPENED, Look.Kind.EXPORTED, Look.Kind.DENIED
STRENGTH = {LISTED: 0, OPENED: 1, EXPORTED: 2, DENIED: 3}
LONGEST_STAY = timedelta(hours=12)
"""A stay on a page that lasts longer is logged again."""


@dataclass
class Looking:
    """What one response has shown so far."""

    viewer: Viewer
    route: str
    now: datetime
    visit: str = ""
    new_visit: bool = False
    """It begins with this page, so it has shown nothing before."""
    kind: Look.Kind = LISTED
    reason: str = ""
    subjects: set[int] = field(default_factory=set)


_current: ContextVar[Looking | None] = ContextVar("looking", default=None)


@contextmanager
def looking(viewer: Viewer, *, route: str, now: datetime, visit: str = "") -> Iterator[Looking]:
    """Collect what is shown while this lasts, and log it at the end; also where a refusal ends it."""
    collected = Looking(viewer, route, now, visit)
    token = _current.set(collected)
    try:
        yield collected
    except BaseException:
        if collected.kind == DENIED:
            write(collected)
        raise
    else:
        write(collected)
    finally:
        _current.reset(token)


def shown(kind: Look.Kind, subject_ids: Iterable[int], *, reason: str = "") -> None:
    """Note that these children are in the answer. Reading outside a look is a bug."""
    collected = _current.get()
    if collected is None:
        raise RuntimeError("Children are read inside looks.looking(...) only.")
    collected.subjects.update(subject_ids)
    collected.kind = max(collected.kind, kind, key=STRENGTH.__getitem__)
    collected.reason = reason or collected.reason


def begin_visit(visit: str, *, new: bool = False) -> None:
    """Name the stay on this page, so that its refreshes log only children newly shown. `new`: it begins with this page."""
    collected = _current.get()
    if collected is None:
        raise RuntimeError("A visit begins inside looks.looking(...) only.")
    collected.visit, collected.new_visit = visit, new


def write(collected: Looking) -> None:
    """Write the look and the persons in it, whatever their number; both or neither."""
    if not collected.subjects:
        return
    if fresh := collected.subjects - _shown_in_visit(collected):
        keep(
            viewer=collected.viewer.staff_id,
            route=collected.route,
            kind=collected.kind,
            at=collected.now,
            visit=collected.visit,
            reason=collected.reason,
            subjects=fresh,
        )


def _shown_in_visit(collected: Looking) -> set[int]:
    """Whom this visit has shown already, as openly as now; what is exported or denied is logged every time."""
    if not collected.visit or collected.new_visit or collected.kind in (EXPORTED, DENIED):
        return set()
    kinds = [kind for kind in (LISTED, OPENED) if STRENGTH[kind] >= STRENGTH[collected.kind]]
    seen = LookPerson.objects.filter(
        look__visit=collected.visit,
        look__viewer_id=collected.viewer.staff_id,
        look__kind__in=kinds,
        look__at__gt=collected.now - LONGEST_STAY,
    )
    return set(seen.values_list("subject_id", flat=True))

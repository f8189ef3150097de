"""The day's digest: one mail a person on a working day at eight; and a mail of its own for what comes up and is due that day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from remit.casework import links
from remit.casework.acts import Event, write_event
from remit.casework.outbox import About, post
from remit.records.audit import AuditEvent
from remit.records.duties import Duty
from remit.records.duty_steps import DutyStep
from remit.records.holidays import working_calendar
from remit.records.terms_store import terms_by_id
from remit.rules.clock import end_of_day, instant, is_past, london_day
from remit.rules.digest import AT, Digest, Matter, heading_of, single, text_of

MADE = "digests.made"
KIND, SINGLE = "digest", "due-today"
OUT_OF_A_JOB = timedelta(days=31)
"""The first digest ever, and one after a long rest, look no further back for what is new."""


@transaction.atomic
def post_digests(*, now: datetime) -> int:
    """Post the digests of the day, once, from eight on a working day; answers with how many. Safe as often as wanted."""
    day, calendar = london_day(now), working_calendar()
    begins = instant(day, AT)
    if now < begins or not calendar.is_working(day):
        return 0
    last = AuditEvent.objects.filter(verb=MADE).order_by("-at").values_list("at", flat=True).first()
    if last is not None and last >= begins:
        return 0
    following = calendar.after(day, 1)
    since = max(last or begins - timedelta(days=1), now - OUT_OF_A_JOB)
    posted = 0
    for staff, digest in sorted(_digests(since, end_of_day(following), now).items()):
        ref = post(
            key=f"{KIND}:{day.isoformat()}:{staff}",
            kind=KIND,
            to=staff,
            heading=heading_of(digest),
            text=text_of(digest, by=following, home=links.home()),
            now=now,
        )
        posted += ref is not None
    write_event(MADE, Event(detail={"day": day.isoformat(), "posted": posted}), actor_id=None, at=now)
    return posted


@transaction.atomic
def post_what_cannot_wait(*, now: datetime) -> int:
    """Post one mail for each duty that came up after the day's digest and is due by its end; answers with how many."""
    day = london_day(now)
    made = AuditEvent.objects.filter(verb=MADE, at__gte=instant(day, AT)).order_by("-at").first()
    if made is None:
        return 0
    posted = 0
    for duty in _open().filter(raised_at__gt=made.at, due_at__lte=end_of_day(day)):
        assert duty.owner_id is not None
        heading, text = single(_matter(duty), home=links.home())
        ref = post(
            key=f"{SINGLE}:{duty.ref}:{duty.owner_id}",
            kind=SINGLE,
            to=duty.owner_id,
            heading=heading,
            text=text,
            about=About(duty.clause, duty.term, duty.meeting_id),
            now=now,
        )
        posted += ref is not None
    return posted


def _digests(since: datetime, until: datetime, now: datetime) -> Mapping[int, Digest]:
    """What each person hears of; nobody who hears of nothing."""
    found: dict[int, dict[str, list[Matter]]] = defaultdict(lambda: defaultdict(list))
    for duty in _open():
        assert duty.owner_id is not None
        if is_past(duty.due_at, now=now):
            found[duty.owner_id]["overdue"].append(_matter(duty))
        elif duty.due_at <= until:
            found[duty.owner_id]["due"].append(_matter(duty))
        elif duty.raised_at > since:
            found[duty.owner_id]["new"].append(_matter(duty))
    steps = DutyStep.objects.filter(
        kind=DutyStep.Kind.ESCALATION, taken_at__gt=since, to__is_active=True, duty__state=Duty.State.OPEN
    )
    steps = steps.select_related("duty__owner", "duty__meeting__terms", "duty__meeting__forum")
    for step in steps.defer("duty__meeting__terms__document").order_by("pk"):
        assert step.to_id is not None
        owner = step.duty.owner.name if step.duty.owner else "nobody"
        found[step.to_id]["come_up"].append(_matter(step.duty, owner=owner))
    return {staff: Digest(**matters) for staff, matters in found.items()}


def _open() -> QuerySet[Duty, Duty]:
    rows = Duty.objects.filter(state=Duty.State.OPEN, owner__is_active=True, meeting__isnull=False)
    rows = rows.select_related("meeting__terms", "meeting__forum").defer("meeting__terms__document")
    return rows.order_by("due_at", "pk")


def _matter(duty: Duty, *, owner: str = "") -> Matter:
    assert duty.meeting is not None
    terms = terms_by_id(duty.meeting.terms_id, duty.meeting.terms.digest)
    return Matter(duty.what, terms.name, duty.clause, duty.due_at, owner)

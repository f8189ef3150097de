"""The day's digest: one mail a person on a working day at eight; and a mail of its own for what comes up and is due that day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet

from remit.casework import links
from remit.casework.acts import Event, write_event
from remit.casework.locks import lock_for_digests
from remit.casework.outbox import About, post
from remit.records.audit import AuditEvent
from remit.records.duties import Duty
from remit.records.duty_steps import DutyStep
from remit.records.holidays import working_calendar
from remit.records.invitations import not_answered
from remit.records.key_lists import in_parts
from remit.records.terms_store import terms_by_id
from remit.rules.clock import MIDNIGHT, end_of_day, instant, is_past, london_day
from remit.rules.digest import (
    AT,
    Digest,
    Matter,
    Unanswered,
    heading_of,
    single,
    text_of,
    told_of_invitation,
)

MADE = "digests.made"
KIND, SINGLE = "digest", "due-today"
OUT_OF_A_JOB = timedelta(days=31)
"""The first digest ever, and one after a long rest, tell of no older step."""


@transaction.atomic
def post_digests(*, now: datetime) -> int:
    """Post the digests of the day, once, from eight on a working day; answers with how many. Safe as often as wanted."""
    day, calendar = london_day(now), working_calendar()
    begins = instant(day, AT)
    if now < begins or not calendar.is_working(day):
        return 0
    if _made_since(begins) or not lock_for_digests() or _made_since(begins):
        return (
            0  # asked again once nobody else can be making them: who had the lock may have made them just now
        )
    following = calendar.after(day, 1)
    posted, told = 0, _Told()
    digests = _with_unanswered(_digests(told, end_of_day(following), now), now)
    for staff, digest in sorted(digests.items()):
        ref = post(
            key=f"{KIND}:{day.isoformat()}:{staff}",
            kind=KIND,
            to=staff,
            heading=heading_of(digest),
            text=text_of(digest, by=following, home=links.home()),
            now=now,
        )
        posted += ref is not None
    told.keep(now)
    write_event(MADE, Event(detail={"day": day.isoformat(), "posted": posted}), actor_id=None, at=now)
    return posted


def _made_since(begins: datetime) -> bool:
    return AuditEvent.objects.filter(verb=MADE, at__gte=begins).exists()


@transaction.atomic
def post_what_cannot_wait(*, now: datetime) -> int:
    """Post one mail for each duty due by the end of the day that came up, or is reminded of, after the day's digest.

    Answers with how many.
    """
    day = london_day(now)
    if not _made_since(instant(day, AT)):
        return 0
    told, posted = _Told(), 0
    reminded = {step.duty_id: step.step for step in _untold(DutyStep.Kind.REMINDER, now)}
    today = _open().filter(due_at__gte=instant(day, MIDNIGHT), due_at__lte=end_of_day(day))
    for duty in today.filter(Q(told_at__isnull=True) | Q(pk__in=reminded)):
        posted += _post_single(duty, reminded.get(duty.pk, ""), now)
        told.of(duty)
    told.keep(now)
    return posted


def _post_single(duty: Duty, step: str, now: datetime) -> bool:
    assert duty.owner_id is not None
    heading, text = single(_matter(duty), new=duty.told_at is None, home=links.home())
    ref = post(
        key=":".join(filter(None, (SINGLE, duty.ref, str(duty.owner_id), step))),
        kind=SINGLE,
        to=duty.owner_id,
        heading=heading,
        text=text,
        about=About(duty.clause, duty.term, duty.meeting_id),
        now=now,
    )
    return ref is not None


class _Told:
    """Which duties and steps a round of mails tells of, to be kept with it."""

    def __init__(self) -> None:
        self.duties: set[int] = set()
        self.steps: set[int] = set()

    def of(self, duty: Duty) -> None:
        """A duty, told to its owner."""
        self.duties.add(duty.pk)

    def keep(self, now: datetime) -> None:
        """Put it on record: from now on these are not new. A reminder is told with its duty."""
        for keys in in_parts(sorted(self.duties)):
            Duty.objects.filter(pk__in=keys, told_at__isnull=True).update(told_at=now)
            reminders = DutyStep.objects.filter(duty__in=keys, kind=DutyStep.Kind.REMINDER)
            reminders.filter(told_at__isnull=True).update(told_at=now)
        for keys in in_parts(sorted(self.steps)):
            DutyStep.objects.filter(pk__in=keys).update(told_at=now)


def _digests(told: _Told, until: datetime, now: datetime) -> Mapping[int, Digest]:
    """What each person hears of; nobody who hears of nothing."""
    found: dict[int, dict[str, list[Matter]]] = defaultdict(lambda: defaultdict(list))
    reminded = {step.duty_id for step in _untold(DutyStep.Kind.REMINDER, now)}
    for duty in _open():
        assert duty.owner_id is not None
        part = _part_of(duty, reminded, until, now)
        if part:
            found[duty.owner_id][part].append(_matter(duty))
            told.of(duty)
    for step in _untold(DutyStep.Kind.ESCALATION, now):
        assert step.to_id is not None
        owner = step.duty.owner.name if step.duty.owner else "nobody"
        found[step.to_id]["come_up"].append(_matter(step.duty, owner=owner))
        told.steps.add(step.pk)
    return {staff: _digest(matters) for staff, matters in found.items()}


def _digest(matters: Mapping[str, list[Matter]]) -> Digest:
    """What somebody owes, head by head."""
    heads = ("overdue", "due", "new", "reminded", "come_up")
    overdue, due, new, reminded, come_up = (matters.get(head, ()) for head in heads)
    return Digest(overdue, due, new, reminded, come_up)


def _with_unanswered(digests: Mapping[int, Digest], now: datetime) -> Mapping[int, Digest]:
    """The same, with the invitations nobody has answered; also for whom there is nothing else."""
    last = (
        AuditEvent.objects.filter(verb=MADE, at__lt=now).order_by("-at").values_list("at", flat=True).first()
    )
    found: dict[int, list[Unanswered]] = defaultdict(list)
    for row in not_answered(now=now):
        if told_of_invitation(starts_at=row.starts_at, sent_at=row.changed_at, last=last, now=now):
            terms = terms_by_id(row.meeting.terms_id, row.meeting.terms.digest)
            of_case = row.item_id is not None
            one = Unanswered(terms.name, of_case, row.starts_at, row.ends_at, row.ref)
            found[row.staff_id].append(one)
    with_them = {
        staff: replace(digests.get(staff, Digest()), unanswered=rows) for staff, rows in found.items()
    }
    return {**digests, **with_them}


def _part_of(duty: Duty, reminded: Collection[int], until: datetime, now: datetime) -> str:
    """Under which head its owner reads of it; empty where not today."""
    if is_past(duty.due_at, now=now):
        return "overdue"
    if duty.due_at <= until:
        return "due"
    if duty.told_at is None:
        return "new"
    return "reminded" if duty.pk in reminded else ""


def _untold(kind: DutyStep.Kind, now: datetime) -> QuerySet[DutyStep, DutyStep]:
    """Steps that no mail has told of, of duties that are still open with the due time they were taken for."""
    steps = DutyStep.objects.filter(
        kind=kind,
        told_at__isnull=True,
        taken_at__gt=now - OUT_OF_A_JOB,
        to__is_active=True,
        duty__state=Duty.State.OPEN,
        duty__due_at=F("due_at"),
    )
    steps = steps.select_related("duty__owner", "duty__meeting__terms", "duty__meeting__forum")
    return steps.defer("duty__meeting__terms__document").order_by("pk")


def _open() -> QuerySet[Duty, Duty]:
    rows = Duty.objects.filter(state=Duty.State.OPEN, owner__is_active=True, meeting__isnull=False)
    rows = rows.select_related("meeting__terms", "meeting__forum").defer("meeting__terms__document")
    return rows.order_by("due_at", "pk")


def _matter(duty: Duty, *, owner: str = "") -> Matter:
    assert duty.meeting is not None
    terms = terms_by_id(duty.meeting.terms_id, duty.meeting.terms.digest)
    return Matter(duty.what, terms.name, duty.clause, duty.due_at, owner)

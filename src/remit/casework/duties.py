"""Keeping the duties on record as they are owed: created, re-dated, reassigned, discharged, void or revived; never deleted.

Verbs reconcile the meetings they touch, in their own transaction; the meetings are locked here, where they are not yet.
The sweep does all of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from remit.casework.inviting import keep_invited
from remit.casework.locks import lock_meetings
from remit.records.duties import Duty
from remit.records.duty_facts import DutyFacts, duty_facts
from remit.records.holidays import working_calendar
from remit.records.meetings import Meeting
from remit.rules.calendar import WorkCalendar
from remit.rules.duties import DutyKey, DutyState, OwedDuty, owed
from remit.rules.duty_changes import DutyChange, KeptDuty, Kind, changes
from remit.rules.report_duties import reports_owed

MEETINGS_A_CHUNK = 100
IN_TIME_BEFORE = (
    "When it was done it was due later: the meeting was moved since, and what was in time stays in time"
)
CHANGEABLE = ("what", "owner", "owed_by", "due_at", "because", "state", "discharged_at", "evidence")


@dataclass(frozen=True, slots=True)
class Swept:
    """What a sweep did: how many meetings, which changes, and the meeting it came to."""

    meetings: int
    changes: Mapping[Kind, int] = field(default_factory=dict)
    last: int = 0


def reconcile(*, meeting_ids: Collection[int], now: datetime) -> Counter[Kind]:
    """Make the duties of these meetings, their cases and their actions what they should be; answers with what changed.

    Whoever was invited to them is kept invited as the facts are now. Doing it again changes nothing. Belongs inside a
    transaction. A verb that holds the lock of one meeting and reconciles others with it has locked them all before.
    """
    calendar = working_calendar()
    locked = list(lock_meetings(meeting_ids).values())
    facts = duty_facts(locked, now=now)
    should = [duty for one in facts for duty in _owed(one, calendar)]
    rows = {row.pk: row for row in Duty.objects.filter(meeting__in=meeting_ids)}
    found = changes(should, [_kept(row) for row in rows.values()])
    _create([change.owed for change in found if change.kind == "create" and change.owed], now)
    changed = {change.kept.id for change in found if change.kept}
    for change in found:
        if change.kept is not None:
            _apply(rows[change.kept.id], change, now)
    Duty.objects.bulk_update([rows[pk] for pk in sorted(changed)], CHANGEABLE, batch_size=500)
    keep_invited(locked, now=now)
    return Counter(change.kind for change in found)


def _owed(one: DutyFacts, calendar: WorkCalendar) -> Iterator[OwedDuty]:
    yield from owed(one.terms, one.meeting, calendar)
    yield from reports_owed(one.terms, one.meeting, calendar)


def reconcile_meeting(meeting: Meeting, *, now: datetime) -> None:
    """As `reconcile`, for the one meeting a verb has locked."""
    reconcile(meeting_ids=[meeting.pk], now=now)


def reconcile_forum(forum_id: int, *, now: datetime) -> None:
    """As `reconcile`, for whatever is open at a forum: when a seat changes hands."""
    _reconcile_open(Meeting.objects.filter(forum=forum_id), now)


def reconcile_open(*, now: datetime) -> None:
    """As `reconcile`, for whatever is open anywhere: when somebody leaves, or a manager's post changes hands."""
    _reconcile_open(Meeting.objects.all(), now)


def _reconcile_open(meetings: QuerySet[Meeting], now: datetime) -> None:
    still = Duty.objects.filter(state=Duty.State.OPEN, meeting__isnull=False).values("meeting")
    if ids := list(meetings.filter(pk__in=still).order_by("pk").values_list("pk", flat=True)):
        reconcile(meeting_ids=ids, now=now)


def sweep(*, now: datetime, after: int = 0, chunk: int = MEETINGS_A_CHUNK) -> Swept:
    """Reconcile every meeting, by range of their keys, each chunk in a transaction of its own.

    `after`: go on behind this meeting, where an earlier sweep stopped.
    """
    done: Counter[Kind] = Counter()
    meetings, last = 0, after
    while ids := _next_chunk(last, chunk):
        with transaction.atomic():
            done += reconcile(meeting_ids=ids, now=now)
        meetings, last = meetings + len(ids), ids[-1]
    return Swept(meetings, dict(done), last)


def _next_chunk(after: int, chunk: int) -> list[int]:
    return list(Meeting.objects.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:chunk])


def _kept(row: Duty) -> KeptDuty:
    because = row.because if isinstance(row.because, list) else []
    return KeptDuty(
        id=row.pk,
        key=DutyKey(row.clause, row.term, row.subject_id, row.occasion),
        owner=row.owner_id,
        due=row.due_at,
        state=DutyState(row.state),
        because=tuple(str(step) for step in because),
        discharged_at=row.discharged_at,
    )


def _create(duties: Collection[OwedDuty], now: datetime) -> None:
    rows = []
    for duty in duties:
        assert duty.due is not None
        rows.append(
            Duty(
                clause=duty.key.clause,
                term=duty.key.term,
                subject_id=duty.key.subject,
                occasion=duty.key.occasion,
                meeting_id=duty.meeting,
                action_id=duty.action,
                what=duty.what,
                owner_id=duty.owner,
                owed_by=duty.owed_by,
                raised_at=now,
                due_at=duty.due.due,
                because=list(duty.due.because),
                state=duty.state_by(duty.due.due).value,
                discharged_at=duty.discharged_at,
                evidence=duty.evidence,
            )
        )
    # Another verb may have created the same duty of a neighbouring meeting this minute: it is the same duty.
    Duty.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)


def _apply(row: Duty, change: DutyChange, now: datetime) -> None:
    row.state = change.state.value
    if change.owed is None:
        row.discharged_at, row.evidence = now, change.reason
        return
    duty = change.owed
    if change.kind == "void":
        row.discharged_at, row.evidence = now, change.reason
        return
    if duty.due is not None:
        row.due_at, row.because = duty.due.due, list(duty.due.because)
    if change.kind == "re-date" and change.state is not DutyState.OPEN:
        if row.discharged_at is not None and change.state is DutyState.MET and row.discharged_at > row.due_at:
            row.because = [*duty.due.because, IN_TIME_BEFORE] if duty.due else row.because
        return
    if change.kind != "discharge":
        row.owner_id, row.what, row.owed_by = duty.owner, duty.what, duty.owed_by
    row.discharged_at, row.evidence = duty.discharged_at, duty.evidence

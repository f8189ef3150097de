"""A meeting of sixty items being held, and thirty people who sit at it, each with an answer of their own to write."""

from django.db import transaction

from benchmarks.prepare import FORUM, HELD, NOW, TODAY, _meeting, _session, enlarge, hold_meeting
from remit.records.forums import Forum, SeatHolding
from remit.records.meetings import AgendaItem
from remit.records.people import Staff

ITEMS = 60
QUESTION = "comments"
"""The question of the other cases that anybody who sits at the meeting may write."""


def carry_out(people: int) -> list[dict[str, str]]:
    """Prepare it; answers with a session and an item for each person."""
    with transaction.atomic():
        enlarge(ITEMS)
        hold_meeting()
        sitting = _seated(people)
    items = AgendaItem.objects.filter(
        meeting=_meeting(HELD), section="other", subject__person__restricted=False
    )
    refs = list(items.order_by("position").values_list("ref", flat=True)[:people])
    assert len(refs) == people, "there are fewer other cases than people"
    return [
        {"session": _session(staff), "forum": FORUM, "date": HELD, "item": ref, "question": QUESTION}
        for staff, ref in zip(sitting, refs, strict=True)
    ]


def _seated(people: int) -> list[Staff]:
    """So many people with an account in use, each of whom sits on the forum as a deputy where they did not before."""
    forum = Forum.objects.get(slug=FORUM)
    sitting = list(Staff.objects.filter(is_active=True, is_service_account=False).order_by("pk")[:people])
    assert len(sitting) == people, "there are fewer accounts than people"
    seated = set(SeatHolding.objects.on(TODAY).filter(forum=forum).values_list("staff_id", flat=True))
    SeatHolding.objects.bulk_create(
        SeatHolding(
            forum=forum,
            seat="fostering",
            staff=staff,
            capacity="deputy",
            since=TODAY,
            recorded_at=NOW,
            source="benchmark",
        )
        for staff in sitting
        if staff.pk not in seated
    )
    return sitting

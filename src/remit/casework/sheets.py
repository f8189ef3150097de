"""Filling in a case's sheet before its meeting: taking over earlier answers, and saying that one's part is done.

Answers themselves are saved by `casework.answers.save_answer`, on the sheet as in the room.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from remit.casework.acts import about, audited, touch
from remit.casework.answers import Saved, check_may_write, current_answer, question_of, write_answer
from remit.casework.duties import reconcile_meeting
from remit.casework.items import lock_item, said
from remit.records.answers import PartSaid
from remit.records.meetings import AgendaItem, Meeting
from remit.records.offers import Offer, offers
from remit.records.sheets import answered_of, rating_of, said_of
from remit.rules.clock import london_day
from remit.rules.outcomes import NotFound, Stale, refuse_if
from remit.rules.sheets import (
    Filled,
    Part,
    filled,
    offered_from,
    parts,
    still_said,
    why_not_complete,
    why_not_unchanged,
)
from remit.rules.viewers import Viewer


@audited("answer.taken-over")
def take_over_answer(
    *, item_ref: str, question: str, from_item: str, base_version: int, actor: Viewer, now: datetime
) -> Saved:
    """Make an answer given before this sheet's own, marked with where it is from.

    Refuses: not asked here, or not theirs to answer; the meeting is closed; nothing of the kind is offered to the actor;
    somebody answered it meanwhile.
    """
    meeting, item = lock_item(item_ref, actor=actor, now=now)
    form, asked = question_of(meeting, item, question)
    check_may_write(meeting, item, asked.filled_by, actor, now=now)
    since = offered_from(said(meeting), london_day(now))
    offer = offers(item, [asked], viewer=actor, since=since, now=now).get(question)
    if offer is None or offer.item != from_item:
        raise NotFound("earlier answer")
    current = current_answer(item, question)
    if (current.version if current else 0) != base_version:
        raise Stale
    about(question=question, clause=asked.clause, taken_from=offer.source)
    saved = write_answer(meeting, item, form, question, offer.kept, current, actor, now, source=offer.source)
    touch(meeting)
    reconcile_meeting(meeting, now=now)
    return Saved(question, saved.version, changed=True)


@audited("sheet.completed")
def complete_part(*, item_ref: str, part: str, actor: Viewer, now: datetime) -> None:
    """Say that one's part of a sheet is complete, whatever has no answer in it. Saying it again changes nothing.

    Refuses: no such part, or not theirs; the meeting is closed; nothing is written in it.
    """
    meeting, item = lock_item(item_ref, actor=actor, now=now)
    asked, stands = _part(meeting, item, part, actor, now)
    refuse_if(why_not_complete(asked, stands))
    about(part=part, clause=asked.questions[0].clause)
    _say(meeting, item, asked, PartSaid.What.COMPLETE, actor, now)


@audited("sheet.reopened")
def reopen_part(*, item_ref: str, part: str, actor: Viewer, now: datetime) -> None:
    """Take back that one's part is complete. What is answered stays; what is owed for it is open again.

    Refuses: no such part, or not theirs; the meeting is closed; nobody said that it is complete.
    """
    meeting, item = lock_item(item_ref, actor=actor, now=now)
    asked, _ = _part(meeting, item, part, actor, now)
    before = said_of([item.pk]).get(item.pk, {}).get(asked.id)
    if before is None:
        raise Stale
    about(part=part, clause=asked.questions[0].clause, said_by=before.by_id, said_at=before.at.isoformat())
    before.delete()
    touch(meeting)
    reconcile_meeting(meeting, now=now)


@audited("sheet.unchanged")
def say_unchanged(*, item_ref: str, part: str, actor: Viewer, now: datetime) -> int:
    """Say that nothing has changed: every earlier answer is taken over where there is none yet, and the part is complete.

    Answers with how many were taken over. Refuses: no such part, or not theirs; the meeting is closed; something that is
    needed was never answered.
    """
    meeting, item = lock_item(item_ref, actor=actor, now=now)
    asked, stands = _part(meeting, item, part, actor, now)
    since = offered_from(said(meeting), london_day(now))
    bare = [one for one in asked.questions if one not in stands.answered]
    offered = offers(item, bare, viewer=actor, since=since, now=now)
    refuse_if(why_not_unchanged(asked, stands, offered))
    about(part=part, clause=asked.questions[0].clause, taken=len(offered))
    _take_all(meeting, item, offered, actor, now)
    _say(meeting, item, asked, PartSaid.What.UNCHANGED, actor, now)
    return len(offered)


def _part(meeting: Meeting, item: AgendaItem, name: str, actor: Viewer, now: datetime) -> tuple[Part, Filled]:
    """The part of that name, and how it stands. Refuses: no such part, or not the actor's; no more words are taken."""
    asked = parts(said(meeting), item.section, rating=rating_of(item))
    part = next((one for one in asked if one.id == name), None)
    if part is None:
        raise NotFound("part of the sheet")
    check_may_write(meeting, item, part.filled_by, actor, now=now)
    return part, filled(part, answered_of([item.pk])[item.pk])


def _take_all(
    meeting: Meeting, item: AgendaItem, offered: Mapping[str, Offer], actor: Viewer, now: datetime
) -> None:
    for question, offer in offered.items():
        form, _ = question_of(meeting, item, question)
        current = current_answer(item, question)
        write_answer(meeting, item, form, question, offer.kept, current, actor, now, source=offer.source)


def _say(
    meeting: Meeting, item: AgendaItem, part: Part, what: PartSaid.What, actor: Viewer, now: datetime
) -> None:
    before = said_of([item.pk]).get(item.pk, {}).get(part.id)
    if before is None or not still_said(part, answered_of([item.pk])[item.pk], before.at):
        says = {"what": what, "by_id": actor.staff_id, "at": now}
        PartSaid.objects.update_or_create(item=item, part=part.id, defaults=says)
    touch(meeting)
    reconcile_meeting(meeting, now=now)

"""What is on file of one child, for its time line? One query for each kind of thing, made once."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.db.models import FilteredRelation, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Concat

from remit.records.answers import Answer, ReleasedWording
from remit.records.history import PastDiscussion
from remit.records.meetings import AgendaItem, Waiver
from remit.records.placements_list import EntryDetail
from remit.records.prepared import Given, prepared
from remit.records.told_actions import with_meeting, with_updates
from remit.records.trajectories import Trajectory

ANSWER, RELEASED, PLANNED, PAST = "answer", "released", "planned", "past"


class Words(NamedTuple):
    """A text kept for an item: an answer, or the wording in which a text was released for the child's extract.

    Of a trajectory `key` says which text it is, and `item` nothing.
    """

    kind: str
    item: int
    key: str
    version: int
    text: str


@prepared
def list_rows_of() -> QuerySet[Any, Any]:
    """What the action list said, each row with why its entry ended (`ended`, if it did)."""
    ended = FilteredRelation("entry__endings", condition=Q(entry__endings__superseded_at__isnull=True))
    rows: QuerySet[Any] = EntryDetail.objects.known().filter(entry__person=Given("person"))
    rows = rows.annotate(ended=ended).select_related("entry", "ended")
    return rows.order_by("entry_id", "since", "pk")


@prepared
def items_of() -> QuerySet[Any, Any]:
    """The items of meetings that were opened, each with how it was left (`decided`, if it was), or why the meeting
    closed without discussing it (`undiscussed`) or without an outcome (`undecided`)."""
    decided = FilteredRelation("decisions", condition=Q(decisions__superseded_at__isnull=True))
    items = AgendaItem.objects.filter(subject=Given("person"), meeting__opened_at__isnull=False)
    rows: QuerySet[Any] = items.exclude(state=AgendaItem.State.WITHDRAWN).annotate(
        decided=decided, undiscussed=_waived("discussed"), undecided=_waived("outcome")
    )
    return (
        rows.select_related("meeting__forum", "meeting__terms", "decided")
        .defer("meeting__terms__document")
        .order_by("-meeting__date")
    )


def _waived(kind: str) -> Subquery:
    key = Concat(Value(f"{kind}:"), OuterRef("ref"))
    return Subquery(Waiver.objects.filter(meeting=OuterRef("meeting"), what=key).values("reason")[:1])


@prepared
def words_of() -> QuerySet[Any, Any]:
    """The answers that hold and the wordings released of all items about the child, and its trajectory: rows of `Words`."""
    answers = Answer.objects.filter(response__item__subject=Given("person"), superseded_at__isnull=True)
    released = ReleasedWording.objects.filter(item__subject=Given("person"), superseded_at__isnull=True)
    return answers.values_list(Value(ANSWER), "response__item_id", "question", "version", "value").union(
        released.values_list(Value(RELEASED), "item_id", "question", "answer_version", "wording"),
        *(
            Trajectory.objects.filter(person=Given("person"))
            .order_by()
            .values_list(Value(PLANNED), "person_id", Value(text), "version", text)
            for text in ("until_then", "step_down", "why")
        ),
        PastDiscussion.objects.filter(subject=Given("person"), meeting__superseded_at__isnull=True)
        .order_by()
        .values_list(Value(PAST), "subject_id", Value(""), "position", "section"),
        all=True,
    )


@prepared
def actions_of() -> QuerySet[Any, Any]:
    """The actions about the child, once for each update: see `actions.gathered`."""
    return with_updates(with_meeting().filter(subject=Given("person")))

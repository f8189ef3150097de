"""What decides whether a meeting can be closed, and what its register says of each case: a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery

from remit.records.answers import Answer, Decision
from remit.records.children import Identifier, Person
from remit.records.meetings import AgendaItem, Attendance, Meeting, Waiver
from remit.records.prepared import Given, prepared
from remit.records.terms_store import terms_of
from remit.rules.closing import ClosingFacts, ItemFacts
from remit.terms.model import ForumTerms


def closing_facts(meeting: Meeting, *, called: Mapping[str, str] | None = None) -> ClosingFacts:
    """The facts of one meeting as they are now. `called`: what items (by reference) are called instead of by their names."""
    called = called or {}
    terms = terms_of(meeting.terms)
    items = _items(meeting=meeting.pk)
    order = {section.id: place for place, section in enumerate(terms.agenda.sections)}
    items.sort(key=lambda item: order.get(item.section, len(order)))
    rows = _recorded(meeting=meeting.pk)
    names = _with_numbers({item.subject_id: _called(item.subject.person) for item in items if item.is_case})
    answered = _answered(meeting)
    present = presenters_of(terms, rows)
    return ClosingFacts(
        terms,
        tuple(
            ItemFacts(
                item.ref,
                item.section,
                item.state,
                item.outcome or "",
                answered[item.pk],
                item.rated or "",
                present[item.pk],
                called.get(item.ref) or item.title or names.get(item.subject_id, ""),
            )
            for item in items
        ),
        seats_answered(rows),
    )


@prepared
def _items() -> QuerySet[Any, Any]:
    """What stands on the agenda, each with its child, its outcome and its rating when the meeting opened."""
    left = Decision.objects.filter(item=OuterRef("pk"), superseded_at__isnull=True)
    return (
        AgendaItem.objects.filter(meeting=Given("meeting"))
        .exclude(state=AgendaItem.State.WITHDRAWN)
        .annotate(outcome=Subquery(left.values("outcome")[:1]), rated=F("snapshot__risk"))
        .select_related("subject__person")
        .order_by("position", "pk")
    )


@prepared
def _recorded() -> QuerySet[Attendance, Attendance]:
    return Attendance.objects.filter(meeting=Given("meeting"), superseded_at__isnull=True)


def _called(person: Person) -> str:
    """How a child is called on a page: by name, else by initials; `_with_numbers` knows those who have neither."""
    return f"{person.given_name} {person.family_name}".strip() or person.initials


def _with_numbers(called: dict[int, str]) -> dict[int, str]:
    """With the numbers of those who have neither name nor initials."""
    unnamed = [pk for pk, name in called.items() if not name]
    if unnamed:
        known = Identifier.objects.open().filter(person__in=unnamed, scheme=Identifier.PERSON_ID)
        called.update(dict(known.values_list("person_id", "value")))
    return called


def outcomes_of(meeting: Meeting) -> dict[int, str]:
    """The outcome of each item that has one."""
    known = Decision.objects.filter(item__meeting=meeting, superseded_at__isnull=True)
    return dict(known.values_list("item_id", "outcome"))


def waived_at(meeting: Meeting) -> dict[str, str]:
    """Why the meeting closes without something, by its key; in the order in which it was waived."""
    return dict(Waiver.objects.filter(meeting=meeting).order_by("at", "pk").values_list("what", "reason"))


def seats_answered(rows: Iterable[Attendance]) -> Mapping[str, int]:
    """Of how many holders of each seat is it known that they came, sent somebody or sent apologies?

    Who sends apologies and a substitute is one of them, not two.
    """
    present: dict[str, set[str]] = defaultdict(set)
    instead: dict[str, set[str]] = defaultdict(set)
    sorry: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        if row.item_id is not None or not row.seat:
            continue
        who = str(row.staff_id or row.name)
        if row.answer == Attendance.Answer.APOLOGIES:
            sorry[row.seat].add(who)
        elif row.capacity == Attendance.Capacity.SUBSTITUTE:
            instead[row.seat].add(who)
        else:
            present[row.seat].add(who)
    return {
        seat: len(present[seat]) + max(len(instead[seat]), len(sorry[seat]))
        for seat in {*present, *instead, *sorry}
    }


def presenters_of(terms: ForumTerms, rows: Iterable[Attendance]) -> Mapping[int, frozenset[str]]:
    """Which presenters of the terms are settled for each item: somebody came, or the reason is there why nobody did."""
    needs_reason = {asked.id: asked.reason_if_absent for asked in terms.presenters}
    found: dict[int, set[str]] = defaultdict(set)
    for row in rows:
        if row.item_id is None:
            continue
        came = row.answer == Attendance.Answer.PRESENT
        if came or row.reason or not needs_reason.get(row.seat, True):
            found[row.item_id].add(row.seat)
    return defaultdict(frozenset, {item: frozenset(settled) for item, settled in found.items()})


def _answered(meeting: Meeting) -> Mapping[int, frozenset[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    for item, question in _questions(meeting=meeting.pk):
        found[item].add(question)
    return defaultdict(frozenset, {item: frozenset(answered) for item, answered in found.items()})


@prepared
def _questions() -> QuerySet[Any, Any]:
    known = Answer.objects.filter(response__item__meeting=Given("meeting"), superseded_at__isnull=True)
    return known.exclude(value="").values_list("response__item_id", "question")

"""What decides whether a meeting can be closed, and what its register says of each case: a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from remit.records.answers import Answer, Decision
from remit.records.children import Identifier, Person
from remit.records.meetings import AgendaItem, Attendance, Meeting
from remit.records.terms_store import terms_of
from remit.rules.closing import ClosingFacts, ItemFacts
from remit.terms.model import ForumTerms


def closing_facts(meeting: Meeting) -> ClosingFacts:
    """The facts of one meeting as they are now."""
    terms = terms_of(meeting.terms)
    items = list(
        AgendaItem.objects.filter(meeting=meeting)
        .exclude(state=AgendaItem.State.WITHDRAWN)
        .select_related("snapshot")
        .order_by("position", "pk")
    )
    order = {section.id: place for place, section in enumerate(terms.agenda.sections)}
    items.sort(key=lambda item: order.get(item.section, len(order)))
    rows = list(Attendance.objects.filter(meeting=meeting, superseded_at__isnull=True))
    names = names_of(item.subject_id for item in items)
    answered = _answered(meeting)
    outcomes = outcomes_of(meeting)
    present = presenters_of(terms, rows)
    return ClosingFacts(
        terms,
        tuple(
            ItemFacts(
                item.ref,
                item.section,
                item.state,
                outcomes.get(item.pk, ""),
                answered[item.pk],
                item.snapshot.risk if item.snapshot else "",
                present[item.pk],
                item.title or names.get(item.subject_id, ""),
            )
            for item in items
        ),
        seats_answered(rows),
    )


def names_of(subject_ids: Iterable[int]) -> dict[int, str]:
    """How each child is called on a page: by name, else by initials, else by number."""
    wanted = list(subject_ids)
    people = Person.objects.filter(pk__in=wanted).values_list("pk", "given_name", "family_name", "initials")
    called = {pk: f"{given} {family}".strip() or short for pk, given, family, short in people}
    unnamed = [pk for pk, name in called.items() if not name]
    if unnamed:
        known = Identifier.objects.open().filter(person__in=unnamed, scheme=Identifier.PERSON_ID)
        called.update(dict(known.values_list("person_id", "value")))
    return called


def outcomes_of(meeting: Meeting) -> dict[int, str]:
    """The outcome of each item that has one."""
    known = Decision.objects.filter(item__meeting=meeting, superseded_at__isnull=True)
    return dict(known.values_list("item_id", "outcome"))


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
    known = Answer.objects.filter(response__item__meeting=meeting, superseded_at__isnull=True)
    for item, question in known.exclude(value="").values_list("response__item_id", "question"):
        found[item].add(question)
    return defaultdict(frozenset, {item: frozenset(answered) for item, answered in found.items()})

"""Who is on the placements action list, who left it lately, and which entries has nobody touched?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, TypeAlias

from django.db.models import Exists, OuterRef, QuerySet

from remit.reading import looks
from remit.reading.children import name_of
from remit.reading.list_terms import ListRule, kept_by, list_rule
from remit.records.children import Identifier, Person
from remit.records.entry_details import values_of
from remit.records.key_lists import in_parts
from remit.records.placements_list import EntryDetail, EntryEnding
from remit.records.visibility import on_list_visible_to, visible_to
from remit.rules.access import LEFT_LIST_LOOK_BACK
from remit.rules.action_list import EntryValues, touched_on
from remit.rules.clock import london_day
from remit.rules.names import folded, stem
from remit.rules.outcomes import refuse_if
from remit.rules.paging import on_page
from remit.rules.permissions import why_not_edit_list, why_not_see_list
from remit.rules.viewers import Viewer

A_PAGE = 100
Sort: TypeAlias = Literal["risk", "urgency", "days", "name", "team", "touched"]


@dataclass(frozen=True, slots=True)
class Asked:
    """What of the list is asked for, and in which order."""

    risk: str = ""
    team: str = ""
    words: str = ""
    untouched: bool = False
    sort: Sort = "risk"
    page: int = 1


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One child on the list."""

    ref: str
    seen: int
    """What changes the entry when sent back: the key of the row shown."""
    person_id: str
    name: str
    values: EntryValues
    touched_on: date
    untouched_days: int | None
    """Days since anybody touched the entry, where it is flagged for that."""


@dataclass(frozen=True, slots=True)
class ListPage:
    """The open list, as asked for."""

    asked: Asked
    lines: tuple[EntryLine, ...]
    found: int
    """How many fit what is asked for; a page shows at most `A_PAGE`."""
    on_list: int
    by_risk: Mapping[str, int]
    untouched: int
    teams: tuple[str, ...]
    kept_by: tuple[str, ...]
    rule: ListRule
    may_edit: bool


@dataclass(frozen=True, slots=True)
class EndedLine:
    """A child who left the list."""

    ref: str
    person_id: str
    name: str
    team: str
    on: date
    reason: str
    note: str
    source: str


@dataclass(frozen=True, slots=True)
class _Stub:
    """As much of an open row as choosing and ordering need."""

    rule: ListRule
    pk: int
    since: date
    last_action_on: date | None
    risk: str
    risk_order: int
    urgency_order: int
    days_to_place: int | None
    team: str
    person: int
    name: str
    initials: str
    changed: bool

    @property
    def touched(self) -> date:
        return touched_on(since=self.since, first=not self.changed, last_action_on=self.last_action_on)

    def flagged(self, today: date) -> int | None:
        return self.rule.untouched_for(self.touched, today=today)


def open_list(viewer: Viewer, *, asked: Asked, now: datetime) -> ListPage:
    """The list as this viewer may see it. Refuses whoever neither keeps it nor runs a forum that works from it."""
    refuse_if(why_not_see_list(viewer))
    today = london_day(now)
    rule = list_rule(on=today)
    stubs = _stubs(viewer, rule, now)
    fitting = _fitting(stubs, asked, today)
    fitting.sort(key=_order(asked.sort))
    page = on_page(fitting, asked.page, A_PAGE)
    looks.shown(looks.LISTED, [stub.person for stub in page])
    return ListPage(
        asked=asked,
        lines=_lines(page, today),
        found=len(fitting),
        on_list=len(stubs),
        by_risk=Counter(stub.risk for stub in stubs),
        untouched=sum(stub.flagged(today) is not None for stub in stubs),
        teams=tuple(sorted({stub.team for stub in stubs if stub.team})),
        kept_by=kept_by(on=today),
        rule=rule,
        may_edit=why_not_edit_list(viewer) is None,
    )


def _stubs(viewer: Viewer, rule: ListRule, now: datetime) -> list[_Stub]:
    rows = open_rows(viewer, now).values_list(
        "pk",
        "since",
        "last_action_on",
        "risk",
        "risk_order",
        "urgency_order",
        "days_to_place",
        "team",
        "entry__person_id",
        "entry__person__name_folded",
        "entry__person__initials",
        "changed",
    )
    return [_Stub(rule, *row) for row in rows]


def open_rows(viewer: Viewer, now: datetime) -> QuerySet[Any]:
    """The open rows of the children this viewer may see, each with whether it is a change (`changed`)."""
    earlier = EntryDetail.objects.known().filter(entry=OuterRef("entry"), since__lt=OuterRef("since"))
    rows: QuerySet[Any] = EntryDetail.objects.open().filter(on_list_visible_to(viewer, now=now))
    changed: QuerySet[Any] = rows.annotate(changed=Exists(earlier))
    return changed


def _fitting(stubs: Sequence[_Stub], asked: Asked, today: date) -> list[_Stub]:
    by_id = _persons_by_id(asked.words)
    words = folded(asked.words)
    return [
        stub
        for stub in stubs
        if (not asked.risk or stub.risk == asked.risk)
        and (not asked.team or stub.team == asked.team)
        and (not asked.untouched or stub.flagged(today) is not None)
        and (not words or words in stub.name or words == stub.initials.casefold() or stub.person in by_id)
    ]


def _persons_by_id(words: str) -> set[int]:
    if not any(letter.isdigit() for letter in words):
        return set()
    found = Identifier.objects.open().filter(stem__istartswith=stem(words.strip()))
    return set(found.values_list("person_id", flat=True))


def _order(sort: Sort) -> Callable[[_Stub], tuple[Any, ...]]:
    """By what is asked for, then by risk, urgency and days; who has no days comes last."""

    def key(stub: _Stub) -> tuple[Any, ...]:
        days = (stub.days_to_place is None, stub.days_to_place or 0)
        usual = (stub.risk_order, stub.urgency_order, *days, stub.pk)
        first: dict[Sort, tuple[Any, ...]] = {
            "risk": (),
            "urgency": (stub.urgency_order,),
            "days": days,
            "name": (stub.name or stub.initials.casefold(),),
            "team": (stub.team,),
            "touched": (stub.touched,),
        }
        return (*first[sort], *usual)

    return key


def _lines(stubs: Sequence[_Stub], today: date) -> tuple[EntryLine, ...]:
    details = EntryDetail.objects.filter(pk__in=[stub.pk for stub in stubs])
    rows = {row.pk: row for row in details.select_related("entry__person")}
    ids = ids_of([stub.person for stub in stubs])
    return tuple(
        EntryLine(
            ref=(row := rows[stub.pk]).entry.ref,
            seen=stub.pk,
            person_id=ids.get(stub.person, ""),
            name=name_of(row.entry.person),
            values=values_of(row),
            touched_on=stub.touched,
            untouched_days=stub.flagged(today),
        )
        for stub in stubs
    )


def ids_of(persons: Sequence[int]) -> dict[int, str]:
    """The id each of these children is known by now."""
    known = Identifier.objects.open().filter(scheme=Identifier.PERSON_ID)
    found: dict[int, str] = {}
    for part in in_parts(persons):
        found.update(known.filter(person__in=part).values_list("person_id", "value"))
    return found


def ended_lately(viewer: Viewer, *, now: datetime) -> tuple[EndedLine, ...]:
    """Who left the list in the last weeks, the latest first. Refuses as `open_list` does."""
    refuse_if(why_not_see_list(viewer))
    people = Person.objects.filter(visible_to(viewer, now=now))
    endings = (
        EntryEnding.objects.filter(superseded_at__isnull=True, entry__person__in=people)
        .filter(on__gt=london_day(now) - LEFT_LIST_LOOK_BACK)
        .select_related("entry__person")
        .order_by("-on", "-pk")
    )
    rows = list(endings)
    persons = [row.entry.person_id for row in rows]
    looks.shown(looks.LISTED, persons)
    ids, teams = ids_of(persons), _last_teams([row.entry_id for row in rows])
    return tuple(
        EndedLine(
            ref=row.entry.ref,
            person_id=ids.get(row.entry.person_id, ""),
            name=name_of(row.entry.person),
            team=teams.get(row.entry_id, ""),
            on=row.on,
            reason=EntryEnding.Reason(row.reason).label,
            note=row.note,
            source=row.source,
        )
        for row in rows
    )


def _last_teams(entries: Sequence[int]) -> dict[int, str]:
    rows = EntryDetail.objects.known().filter(entry__in=entries).order_by("since", "pk")
    return dict(rows.values_list("entry_id", "team"))

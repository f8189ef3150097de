"""The action list as its pages say it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse

from remit.reading.action_list import A_PAGE, Asked, EntryLine, ListPage
from remit.reading.list_entry import EntryPage, Step
from remit.rules.action_list import EntryValues
from remit.rules.paging import pages_of
from remit.rules.text import listed
from remit.web import formats
from remit.web.action_list.words import LABELS, ON_AN_ENTRY, RISKS, days_words, shown, urgency_words

SORTS = (
    ("risk", "Risk"),
    ("urgency", "Urgency"),
    ("days", "Days to place"),
    ("touched", "Longest untouched"),
    ("name", "Name"),
    ("team", "Team"),
)


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the list."""

    ref: str
    name: str
    person_id: str
    risk: str
    urgency: str
    days: str
    required: str
    team: str
    touched: str
    untouched: str
    """Words of the flag; empty where it is not flagged."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice of the filter."""

    value: str
    text: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class ListShown:
    """The page of the list."""

    lines: tuple[Line, ...]
    summary: str
    kept_by: str
    risks: tuple[Choice, ...]
    teams: tuple[Choice, ...]
    sorts: tuple[Choice, ...]
    words: str
    only_untouched: bool
    untouched_label: str
    filtered: bool
    empty: bool
    clause: str
    says: str
    reading: str
    may_edit: bool
    previous: str
    next: str
    pages: str


def present_list(page: ListPage) -> ListShown:
    """The list, its filter, and where the next page is."""
    asked = page.asked
    counts = [f"{page.by_risk[code]} {text.lower()}" for code, text in RISKS if page.by_risk.get(code)]
    last = pages_of(page.found, A_PAGE)
    days = f"{page.rule.after.count} {page.rule.after.unit}" if page.rule.after else ""
    return ListShown(
        lines=tuple(map(_line, page.lines)),
        summary=f"{formats.count(page.on_list, 'child', 'children')}: {listed(counts)}" if counts else "",
        kept_by=listed(page.kept_by),
        risks=_choices((("", "Any risk"), *RISKS), asked.risk),
        teams=_choices((("", "Any team"), *((team, team) for team in page.teams)), asked.team),
        sorts=_choices(SORTS, asked.sort),
        words=asked.words,
        only_untouched=asked.untouched,
        untouched_label=f"Only untouched for {days} or more ({page.untouched})" if days else "",
        filtered=bool(asked.risk or asked.team or asked.words or asked.untouched),
        empty=page.on_list == 0,
        clause=page.rule.clause,
        says=page.rule.says,
        reading=page.rule.reading,
        may_edit=page.may_edit,
        previous=_address(asked, asked.page - 1) if asked.page > 1 else "",
        next=_address(asked, asked.page + 1) if asked.page < last else "",
        pages=f"Page {asked.page} of {last}, {page.found:,} children" if last > 1 else "",
    )


def _choices(pairs: tuple[tuple[str, str], ...], chosen: str) -> tuple[Choice, ...]:
    return tuple(Choice(value, text, value == chosen) for value, text in pairs)


def _line(line: EntryLine) -> Line:
    return Line(
        ref=line.ref,
        name=line.name,
        person_id=line.person_id,
        risk=line.values.risk,
        urgency=urgency_words(line.values),
        days=days_words(line.values),
        required=line.values.placement_required,
        team=line.values.team,
        touched=formats.short_date(line.touched_on),
        untouched=f"Untouched {line.untouched_days} days" if line.untouched_days is not None else "",
    )


def _address(asked: Asked, page: int) -> str:
    parts = {
        "risk": asked.risk,
        "team": asked.team,
        "words": asked.words,
        "untouched": "yes" if asked.untouched else "",
        "sort": asked.sort,
        "page": str(page),
    }
    return f"{reverse('action_list')}?{urlencode({name: said for name, said in parts.items() if said})}"


@dataclass(frozen=True, slots=True)
class Event:
    """A step of the history, for the time line."""

    title: str
    at: datetime
    by: str
    text: str


@dataclass(frozen=True, slots=True)
class EntryShown:
    """The page of one entry."""

    ref: str
    seen: int
    child_ref: str
    name: str
    caption: str
    risk: str
    facts: tuple[tuple[str, str], ...]
    extra: tuple[tuple[str, str], ...]
    untouched: str
    clause: str
    says: str
    reading: str
    ended: str
    note: str
    events: tuple[Event, ...]
    may_edit: bool


TITLES = {
    "added": "Put on the list",
    "changed": "Changed",
    "put back": "Put back when a loaded list was undone",
    "ended": "Left the list",
}


def present_entry(page: EntryPage) -> EntryShown:
    """One entry, with everything the list says of it and its history."""
    born = f"born {formats.date(page.date_of_birth)}" if page.date_of_birth else ""
    return EntryShown(
        ref=page.ref,
        seen=page.seen,
        child_ref=page.child_ref,
        name=page.name,
        caption=", ".join(filter(None, [f"Person id {page.person_id}" if page.person_id else "", born])),
        risk=page.values.risk,
        facts=_facts(page.values),
        extra=page.values.extra,
        untouched=f"Nobody has touched this entry for {page.untouched_days} days."
        if page.untouched_days
        else "",
        clause=page.rule.clause,
        says=page.rule.says,
        reading=page.rule.reading,
        ended=f"{page.ending.reason}, {formats.date(page.ending.on)}" if page.ending else "",
        note=page.ending.note if page.ending else "",
        events=tuple(map(_event, page.steps)),
        may_edit=page.may_edit,
    )


def _facts(values: EntryValues) -> tuple[tuple[str, str], ...]:
    words = {"urgency": urgency_words(values), "days_to_place": days_words(values)}
    return tuple((LABELS[name], words.get(name, shown(name, getattr(values, name)))) for name in ON_AN_ENTRY)


def _event(step: Step) -> Event:
    lines = []
    for name, before, after in step.changes:
        if name == "ending":
            lines.append(f"{shown(name, after)}, on {shown(name, before)}")
        else:
            lines.append(
                f"{LABELS[name]}: {shown(name, before) or 'nothing'} → {shown(name, after) or 'nothing'}"
            )
    return Event(TITLES[step.what], step.at, step.source, "\n".join(lines))


@dataclass(frozen=True, slots=True)
class Difference:
    """A value that somebody else changed while this person was writing."""

    label: str
    now: str
    yours: str


def differences(now: EntryValues, yours: EntryValues) -> tuple[Difference, ...]:
    """Where what the list says now differs from what this person wrote."""
    return tuple(
        Difference(
            LABELS[name],
            shown(name, getattr(now, name)) or "nothing",
            shown(name, getattr(yours, name)) or "nothing",
        )
        for name in now.differences(yours)
        if name in ON_AN_ENTRY
    )

"""Which cases of a meeting may this member comment on, what does the list say of them, and what was written so far?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from remit.reading import looks
from remit.reading.children import name_of
from remit.reading.comment_lines import CommentLine, comment_lines
from remit.reading.room import COLUMNS, FACTS
from remit.reading.sittings import Found, Head, find
from remit.records.children import Identifier, Person
from remit.records.comments import Comment, comments_at
from remit.records.duty_facts import acts_of
from remit.records.meetings import AgendaItem
from remit.records.placements_list import EntryDetail
from remit.records.prepared import Given, prepared
from remit.records.visibility import Sight, asking, sight_at, visible
from remit.rules.act_words import IS
from remit.rules.comments import why_not_comment, why_not_take_comments
from remit.rules.outcomes import NotFound, Refused
from remit.rules.paging import on_page, pages_of
from remit.rules.viewers import Viewer
from remit.terms.model import Section

CASES_A_PAGE = 20


@dataclass(frozen=True, slots=True)
class CommentedCase:
    """A case, the facts the terms show of it, and its comments."""

    item: str
    child: str
    """Opaque reference of the child."""
    name: str
    person_id: str
    risk: str
    facts: tuple[tuple[str, str], ...]
    comments: tuple[CommentLine, ...]
    mine: str
    """This viewer's own comment; empty where there is none."""
    seen: int
    """Its version, 0 where there is none."""


@dataclass(frozen=True, slots=True)
class CommentsPage:
    """The cases of one part of an agenda that can be commented on."""

    head: Head
    section: str
    name: str
    clause: str
    until: str
    """The act that ends it, in words."""
    refused: Refused | None
    """Why this viewer writes no comment now."""
    cases: tuple[CommentedCase, ...]
    in_all: int
    with_mine: int
    """On how many of all of them this viewer has written."""
    number: int
    """Of this page; the first is 1."""
    pages: int


def comments(
    viewer: Viewer, *, forum: str, nominal: str, section: str, page: int = 1, now: datetime
) -> CommentsPage:
    """The cases of a part of the agenda with their comments, so many a page; whoever is on it is noted as seen.

    Refuses: no such meeting for this viewer; a part of the agenda without comments; a page there is not.
    """
    found = find(viewer, forum=forum, nominal=nominal, now=now)
    said = _section(found, section)
    items = _standing(viewer, found, section, now)
    pages = pages_of(len(items), CASES_A_PAGE)
    if not 1 <= page <= pages:
        raise NotFound("page")
    shown = on_page(items, page, CASES_A_PAGE)
    looks.shown(looks.LISTED, [item.subject_id for item in shown])
    written = comments_at(found.meeting.pk)
    mine = {
        subject
        for subject, rows in written.items()
        if any(row.text and row.by_id == viewer.staff_id for row in rows)
    }
    return CommentsPage(
        head=found.head,
        section=section,
        name=said.name,
        clause=said.comments.clause if said.comments else said.clause,
        until=IS[said.comments.until] if said.comments else "",
        refused=_refused(viewer, found, said),
        cases=tuple(_case(viewer, said, item, written.get(item.subject_id, ())) for item in shown),
        in_all=len(items),
        with_mine=sum(item.subject_id in mine for item in items),
        number=page,
        pages=pages,
    )


@dataclass(frozen=True, slots=True)
class CommentPage:
    """One case to comment on, and which follows."""

    head: Head
    section: str
    section_name: str
    clause: str
    refused: Refused | None
    case: CommentedCase
    number: int
    in_all: int
    page: int
    """The page of the list the case stands on."""
    next: str
    """Reference of the item that follows; empty after the last."""


def comment(viewer: Viewer, *, forum: str, nominal: str, item: str, now: datetime) -> CommentPage:
    """One case, opened. Refuses: no such meeting or case for this viewer; a part of the agenda without comments."""
    found = find(viewer, forum=forum, nominal=nominal, now=now)
    section = (
        AgendaItem.objects.filter(ref=item, meeting=found.meeting).values_list("section", flat=True).first()
    )
    said = _section(found, section or "")
    items = _standing(viewer, found, said.id, now)
    place = next((place for place, one in enumerate(items) if one.ref == item), None)
    if place is None:
        raise NotFound("case")
    this = items[place]
    looks.shown(looks.OPENED, [this.subject_id])
    written = comments_at(found.meeting.pk).get(this.subject_id, ())
    return CommentPage(
        head=found.head,
        section=said.id,
        section_name=said.name,
        clause=said.comments.clause if said.comments else said.clause,
        refused=_refused(viewer, found, said),
        case=_case(viewer, said, this, written),
        number=place + 1,
        in_all=len(items),
        page=place // CASES_A_PAGE + 1,
        next=items[place + 1].ref if place + 1 < len(items) else "",
    )


def _section(found: Found, section: str) -> Section:
    """The part of the agenda, where its cases stand there and take comments."""
    said = next((one for one in found.terms.agenda.sections if one.id == section), None)
    if said is None or said.comments is None:
        raise NotFound("part of the agenda")
    return said


def _refused(viewer: Viewer, found: Found, said: Section) -> Refused | None:
    assert said.comments is not None
    # Whoever is let in without a seat of the forum sits in for one at this very meeting.
    not_theirs = why_not_comment(viewer, found.head.forum, said.comments, found.terms, present=True)
    over = why_not_take_comments(said, found.meeting.state, happened=acts_of(found.meeting))
    return over or not_theirs


def _standing(viewer: Viewer, found: Found, section: str, now: datetime) -> list[Any]:
    """The cases of that part which this viewer may see, in their order; models, for readings only."""
    sight = sight_at(viewer, found.head.forum)
    return list(_items(sight, meeting=found.meeting.pk, section=section, **asking(viewer, now=now)))


@prepared
def _items(sight: Sight) -> QuerySet[Any, Any]:
    seen = Person.objects.filter(visible(sight), pk=OuterRef("subject"))
    ids = Identifier.objects.open().filter(person=OuterRef("subject"), scheme=Identifier.PERSON_ID)
    listed = EntryDetail.objects.open().filter(entry=OuterRef("entry"))
    items = AgendaItem.objects.filter(
        Exists(seen), meeting=Given("meeting"), section=Given("section"), title=""
    )
    return (
        items.exclude(state=AgendaItem.State.WITHDRAWN)
        .annotate(known_as=Subquery(ids.values("value")[:1]), rated=Subquery(listed.values("risk")[:1]))
        .select_related("subject__person", "snapshot")
        .defer("snapshot__extra")
        .order_by("position", "pk")
    )


def _case(viewer: Viewer, said: Section, item: Any, written: Iterable[Comment]) -> CommentedCase:
    rows = list(written)
    mine = next((row for row in rows if row.by_id == viewer.staff_id), None)
    return CommentedCase(
        item=item.ref,
        child=item.subject.ref,
        name=name_of(item.subject.person),
        person_id=item.known_as or "",
        risk=item.snapshot.risk if item.snapshot else item.rated or "",
        facts=_facts(said, item),
        comments=comment_lines(rows, viewer),
        mine=mine.text if mine else "",
        seen=mine.version if mine else 0,
    )


def _facts(said: Section, item: Any) -> tuple[tuple[str, str], ...]:
    """The facts the terms show in this part of the agenda, those not known left out."""
    if item.snapshot is None:
        return ()
    told = ((COLUMNS[column], FACTS[column](item.snapshot)) for column in said.columns if column in FACTS)
    return tuple((label, text) for label, text in told if text)

"""What did workbooks say of meetings before Remit: what would loading one keep, and what is kept?"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from remit.documents.action_list.model import Fault
from remit.documents.workbook import Past
from remit.documents.workbook.past import PastBook, PastCase, told_of_the_past
from remit.documents.workbook.returned import ReturnedFile
from remit.reading import looks
from remit.records.children import Identifier
from remit.records.history import PastDiscussion, PastMeeting
from remit.records.visibility import child_facts
from remit.rules.access import may_see
from remit.rules.names import stem
from remit.rules.outcomes import Refused, refuse_if
from remit.rules.past_meetings import PastSaid, loads_whole_past, why_not_load_past, why_not_past
from remit.rules.viewers import Viewer


@dataclass(frozen=True, slots=True)
class PastPreview:
    """What loading a workbook of a past meeting would keep."""

    on: date
    filename: str
    digest: str
    said: tuple[PastSaid, ...]
    numbers: Mapping[int, str]
    """The number of each child as it stands in the workbook."""
    unchanged: bool
    """Whether all of it is on record already."""
    faults: tuple[Fault, ...]
    warnings: tuple[str, ...]
    unlinked: tuple[str, ...]

    @property
    def basis(self) -> str:
        """What would be kept, in short: another where a file that is read again would keep anything else."""
        return hashlib.sha256(repr((self.on, self.said)).encode()).hexdigest()[:16]


def preview_of_past(viewer: Viewer, *, file: ReturnedFile, forum: str, now: datetime) -> PastPreview:
    """What loading this workbook would keep, for who runs the forum and the data officer.

    Refuses: not theirs; one that Remit made; a workbook that does not say when the meeting was.
    """
    refuse_if(why_not_load_past(viewer, forum))
    refuse_if(why_not_past(_made_for(file)))
    book = told_of_the_past(file)
    if book.on is None:
        raise Refused(
            "The workbook does not say when the meeting was.",
            remedy="Write the date beside “Date of the meeting” on its first sheet, or into its name like 12-11-26.",
            field="file",
        )
    linked = _linked(viewer, book.cases, now)
    said = _one_a_child(
        _said(case, linked[case.number.text]) for case in book.cases if case.number.text in linked
    )
    looks.shown(looks.OPENED, [one.subject for one in said])
    numbers = {
        linked[case.number.text]: case.number.text
        for case in reversed(book.cases)
        if case.number.text in linked
    }
    return PastPreview(
        on=book.on,
        filename=book.filename,
        digest=book.digest,
        said=said,
        numbers=numbers,
        unchanged=bool(said) and _kept(viewer, forum, book.on, now) == [_content(one) for one in said],
        faults=tuple(book.faults),
        warnings=(*book.warnings, *_warnings(book)),
        unlinked=tuple(
            f"{case.number.text[:40]}: {_unlinked(viewer)}; nothing is kept of it."
            for case in book.cases
            if case.number.text not in linked
        ),
    )


def _made_for(file: ReturnedFile) -> date | str | None:
    """The day of the meeting for which Remit made the file, as far as it says so; none where Remit did not make it."""
    if file.origin is None:
        return None
    try:
        return date.fromisoformat(file.origin.meeting)
    except ValueError:
        return file.origin.meeting[:20]


def _one_a_child(told: Iterable[PastSaid]) -> tuple[PastSaid, ...]:
    """What is said of one child under two numbers, such as one that lost its zeros, put together."""
    found: dict[int, PastSaid] = {}
    for one in told:
        found[one.subject] = _both(found[one.subject], one) if one.subject in found else one
    return tuple(found.values())


def _both(first: PastSaid, then: PastSaid) -> PastSaid:
    own = first if first.own_sheet or not then.own_sheet else then
    return replace(
        own,
        risk=first.risk or then.risk,
        team=first.team or then.team,
        outcome=first.outcome or then.outcome,
        lines=(*first.lines, *then.lines),
        actions=(*first.actions, *then.actions),
    )


def _unlinked(viewer: Viewer) -> str:
    if loads_whole_past(viewer):
        return "nobody on record has this number, or several have"
    return (
        "no child you can see has this number, or several have (the data officer can load the whole workbook)"
    )


def _warnings(book: PastBook) -> tuple[str, ...]:
    leads = sum(bool(case.actions) for case in book.cases)
    if not leads:
        return ()
    return (
        "Its actions are shown as they stood then. Nobody is held to them here; agree anew what is still to be done.",
    )


def _linked(viewer: Viewer, cases: Iterable[PastCase], now: datetime) -> dict[str, int]:
    """The child of each number: the very same, or for a number that lost its zeros where only one fits.

    Whoever does not load workbooks whole is told only of children they may see anyway: a file that somebody wrote with
    the numbers of others is no way to learn who they are.
    """
    wanted = {case.number.text: case.number for case in cases}
    stems = {stem(number): number for number, cell in wanted.items() if cell.is_number or number.isdecimal()}
    rows = Identifier.objects.known().filter(scheme=Identifier.PERSON_ID, stem__in={*map(stem, wanted)})
    exact: dict[str, int] = {}
    by_stem: dict[str, set[int]] = defaultdict(set)
    for person, value, its_stem in rows.values_list("person_id", "value", "stem"):
        if value in wanted:
            exact[value] = person
        by_stem[its_stem].add(person)
    for its_stem, number in stems.items():
        if number not in exact and len(by_stem[its_stem]) == 1:
            exact[number] = next(iter(by_stem[its_stem]))
    if loads_whole_past(viewer):
        return exact
    seen = _seen(viewer, exact.values(), now)
    return {number: person for number, person in exact.items() if person in seen}


def _seen(viewer: Viewer, subjects: Iterable[int], now: datetime) -> set[int]:
    """Which of these children this viewer may see."""
    known = child_facts([*subjects], now=now)
    return {subject for subject, facts in known.items() if may_see(viewer, facts, now=now).met}


def _said(case: PastCase, subject: int) -> PastSaid:
    return PastSaid(
        subject=subject,
        section="" if case.own_sheet else case.section,
        own_sheet=case.own_sheet,
        risk=case.risk,
        team=case.team,
        outcome=case.outcome,
        lines=tuple(case.lines),
        actions=tuple(case.actions),
    )


def _content(one: PastSaid) -> tuple[object, ...]:
    return (
        one.subject,
        one.section[:100],
        one.own_sheet,
        one.risk[:60],
        one.team[:120],
        one.outcome[:500],
        [list(pair) for pair in one.lines],
        [list(pair) for pair in one.actions],
    )


def _kept(viewer: Viewer, forum: str, on: date, now: datetime) -> list[tuple[object, ...]]:
    """What is on record of that meeting, as far as this viewer may load it."""
    found = PastDiscussion.objects.filter(
        meeting__forum__slug=forum, meeting__date=on, meeting__superseded_at__isnull=True
    )
    rows = list(found.order_by("position"))
    if not loads_whole_past(viewer):
        seen = _seen(viewer, (row.subject_id for row in rows), now)
        rows = [row for row in rows if row.subject_id in seen]
    return [
        (row.subject_id, row.section, row.own_sheet, row.risk, row.team, row.outcome, row.lines, row.actions)
        for row in rows
    ]


def past_of_children(forum: int, subjects: Collection[int]) -> dict[int, tuple[Past, ...]]:
    """What is kept of these children's discussions at a forum before Remit, the latest first. One query."""
    rows = PastDiscussion.objects.filter(
        subject__in=subjects, meeting__forum=forum, meeting__superseded_at__isnull=True
    )
    told: dict[int, list[Past]] = defaultdict(list)
    for row in rows.select_related("meeting__imported__by").order_by("-meeting__date", "pk"):
        told[row.subject_id].append(past_told(row))
    return {subject: tuple(kept) for subject, kept in told.items()}


def past_told(row: Any) -> Past:
    """One discussion as it is shown, with where Remit has it from."""
    part = "Focus case" if row.own_sheet else row.section
    title = ", ".join(word for word in (part, source_of(row.meeting)) if word)
    return Past(row.meeting.date, title, lines_of(row))


def lines_of(row: PastDiscussion) -> tuple[tuple[str, str], ...]:
    """The labelled lines of one discussion."""
    pairs: Sequence[Any] = [("Outcome", row.outcome), ("Risk level", row.risk), ("Team", row.team)]
    written: Any = row.lines
    asked: Any = row.actions
    pairs = [*pairs, *written, *(("Action", f"{what} ({told})" if told else what) for what, told in asked)]
    return tuple((str(label), str(text)) for label, text in pairs if text)


def source_of(meeting: PastMeeting) -> str:
    """Where Remit has a past meeting from, in words."""
    return f"from the workbook “{meeting.imported.filename}”, loaded by {meeting.imported.by.name}"


def is_past(*, forum: str | None, on: date) -> str | None:
    """The forum of which a workbook tells that it met that day; none where none does, or several do."""
    rows = PastMeeting.objects.filter(date=on, superseded_at__isnull=True)
    forums = set(rows.values_list("forum__slug", flat=True))
    named = {forum} & forums if forum else forums
    return named.pop() if len(named) == 1 else None

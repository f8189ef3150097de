"""What would a workbook that came back change? Answer by answer, each side beside the other; nothing is stored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from django.db.models import Q

from remit.documents.action_list.model import Fault
from remit.documents.uploads.unreadable import Unreadable
from remit.documents.workbook.matching import Expected, Given, matched
from remit.documents.workbook.naming import sheet_names
from remit.documents.workbook.past import day_told
from remit.documents.workbook.returned import ReturnedFile, read_workbook
from remit.reading import looks
from remit.reading.room_rail import rail
from remit.reading.sittings import Found, Head, find
from remit.reading.workbook_cases import Cases, cases_of
from remit.reading.workbook_own import own_cases
from remit.records.answers import Answer
from remit.records.placements_list import Import
from remit.records.standing import Standing
from remit.rules.answer_kinds import shown_answer, tidied
from remit.rules.meeting_gates import why_not_write
from remit.rules.outcomes import NotFound, Refused, refuse_if
from remit.rules.past_meetings import why_not_of_this_meeting
from remit.rules.viewers import Post, Viewer
from remit.rules.workbook import why_not_bring_in, workbook_of
from remit.rules.workbook_merge import WORKBOOK, Choice, Merged, Offered, merged, offers, was_rewritten
from remit.terms.model import ForumTerms

Kind = Literal["new", "changed", "unchanged", "kept", "emptied", "conflict", "not_theirs"]


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One answer of the file beside the one that stands."""

    kind: Kind
    key: str
    item: str
    question: str
    name: str
    person_id: str
    sheet: str
    cell: str
    theirs: str
    """As people read it; of the file."""
    ours: str
    base: str | None
    """What the file was made from; none where that is not known."""
    kept: str
    """The file's answer as it would be kept."""
    base_version: int | None
    version: int
    """Of the answer that stands."""
    by: str
    offers: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class ReturnPreview:
    """What bringing a workbook in would do."""

    head: Head
    filename: str
    digest: str
    lines: tuple[AnswerLine, ...]
    faults: tuple[Fault, ...]
    warnings: tuple[str, ...]
    unlinked: tuple[str, ...]

    @property
    def counts(self) -> Mapping[str, int]:
        """Of the common answer: what stays as it is counts as unchanged, whatever the reason."""
        found = Counter(line.kind for line in self.lines)
        settled = found["new"] + found["changed"] + found["conflict"]
        return {
            "new": found["new"],
            "changed": found["changed"],
            "unchanged": len(self.lines) - settled,
            "vanished": 0,
            "conflicts": found["conflict"],
        }

    @property
    def conflicts(self) -> tuple[AnswerLine, ...]:
        return tuple(line for line in self.lines if line.kind == "conflict")


def read_returned(content: bytes, filename: str) -> ReturnedFile:
    """The file as read, in a process of its own. Refuses one from which nothing can be read."""
    read = read_workbook(content, filename)
    if isinstance(read, Unreadable):
        raise Refused(read.problem, remedy=read.remedy, field="file")
    return read


def preview_of_workbook(
    viewer: Viewer, *, file: ReturnedFile, forum: str, nominal: str, now: datetime
) -> ReturnPreview:
    """What bringing this file in at that meeting would do, for who sits at it or works with a child in it.

    Refuses: no such meeting or case for this viewer; the file was made for another meeting; the meeting takes no answers.
    """
    found, items, cases = _theirs(viewer, forum, nominal, now)
    refuse_if(why_not_bring_in(found.terms))
    _refuse_other(file, found)
    refuse_if(why_not_write(found.head.state))
    expected = tuple(_expected(found.terms, item, cases) for item in items if item.pk in cases.known)
    said = matched(file, expected, parts=_own_parts(found.terms))
    bases = _bases(file, expected)
    current = _current(expected)
    lines, faults = [], list(said.faults)
    for given in said.given:
        try:
            lines.append(_line(given, file, bases, current, found.terms))
        except Refused as refusal:
            faults.append(Fault(given.sheet, given.row, given.cell, refusal.problem, _remedy(refusal, given)))
    looks.shown(looks.OPENED, {item.subject_id for item in items})
    return ReturnPreview(
        head=found.head,
        filename=file.filename,
        digest=file.digest,
        lines=tuple(lines),
        faults=tuple(faults),
        warnings=(*_warnings(file, found, lines), *said.warnings),
        unlinked=tuple(said.unlinked),
    )


def _remedy(refusal: Refused, given: Given) -> str:
    return f"{refusal.remedy} The cell is {given.cell} of the sheet “{given.sheet}”."


def _theirs(
    viewer: Viewer, forum: str, nominal: str, now: datetime
) -> tuple[Found, Sequence[Standing], Cases]:
    """The meeting and its cases: all of them for who sits there, one's own for who works with a child."""
    try:
        found = find(viewer, forum=forum, nominal=nominal, now=now)
    except NotFound:
        if viewer.holds(Post.DATA_OFFICER):
            raise Refused(
                "Answers are somebody's, so the data officer brings in no workbook of a meeting to come.",
                remedy="Say who brings it in: somebody who runs the forum, or works with the child.",
            ) from None
        own = own_cases(viewer, forum=forum, nominal=nominal, now=now)
        return own.found, own.items, own.cases
    agenda = rail(viewer, found.meeting, found.terms, now=now, whole=True)
    seen = [item for item in agenda.items.values() if item.subject_id in agenda.people]
    return found, seen, cases_of(viewer, found, seen, history=False)


def _refuse_other(file: ReturnedFile, found: Found) -> None:
    origin = file.origin
    if origin is None:
        days = (found.head.date, date.fromisoformat(found.head.nominal))
        refuse_if(why_not_of_this_meeting(day_told(file), days=days))
        return
    if (origin.forum, origin.meeting) == (found.head.forum, found.head.nominal):
        return
    raise Refused(
        "This workbook was made for another meeting.",
        remedy="Open the meeting whose date stands on its summary, and bring it in there.",
        field="file",
    )


def _own_parts(terms: ForumTerms) -> tuple[str, ...]:
    paper = workbook_of(terms)
    names = [sheet.name for sheet in paper.sheets if sheet.name and sheet.shows != "list"] if paper else []
    return tuple(sheet_names(names))


def _expected(terms: ForumTerms, item: Standing, cases: Cases) -> Expected:
    paper = workbook_of(terms)
    shows = {sheet.shows for sheet in paper.sheets if sheet.of == item.section} if paper else set()
    known = cases.known[item.pk]
    questions = cases.questions.get(item.pk, ())
    in_list = "each_case" not in shows
    if in_list:
        questions = cases.listed_question(terms, item)
    return Expected(item.ref, known.person_id or known.initials, questions, in_list)


def _bases(file: ReturnedFile, expected: Sequence[Expected]) -> Mapping[tuple[str, int], str]:
    """What stood in each cell when the file was made, by key and version. One query."""
    if file.origin is None:
        return {}
    items = [case.item for case in expected]
    rows = Answer.objects.filter(response__item__ref__in=items, row_key="")
    kept = rows.values_list("response__item__ref", "question", "version", "value")
    return {(f"{item}/{question}", version): value for item, question, version, value in kept}


def _current(expected: Sequence[Expected]) -> Mapping[str, Answer]:
    items = [case.item for case in expected]
    rows = Answer.objects.filter(response__item__ref__in=items, row_key="", superseded_at__isnull=True)
    told = rows.select_related("by", "response__item")
    return {f"{row.response.item.ref}/{row.question}": row for row in told}


def _line(
    given: Given,
    file: ReturnedFile,
    bases: Mapping[tuple[str, int], str],
    current: Mapping[str, Answer],
    terms: ForumTerms,
) -> AnswerLine:
    asked = given.question
    version = file.origin.versions.get(asked.key) if file.origin else None
    base = "" if version == 0 else bases.get((asked.key, version)) if version is not None else None
    kept = tidied(terms.question(asked.key.partition("/")[2]), _written(given))
    shown = shown_answer(asked.kind, base) if base is not None else None
    stands = current.get(asked.key)
    rewritten = was_rewritten(asked.version, stands.source if stands else "", version)
    return AnswerLine(
        kind=_kind(given, merged(kept, asked.kept, base, rewritten=rewritten)),
        key=asked.key,
        item=given.expected.item,
        question=asked.key.partition("/")[2],
        name=asked.name,
        person_id=given.expected.person_id,
        sheet=given.sheet,
        cell=given.cell,
        theirs=shown_answer(asked.kind, kept),
        ours=shown_answer(asked.kind, asked.kept),
        base=shown,
        kept=kept,
        base_version=version if base is not None else None,
        version=asked.version,
        by=stands.by.name if stands else "",
        offers=offers(asked.kind),
    )


def _written(given: Given) -> str:
    """The cell as an answer of its kind is written: a day whose format was lost is a day still, pounds have pence."""
    said, kind = given.said, given.question.kind
    if kind == "date" and (day := said.as_day) is not None:
        return day.isoformat()
    if kind == "money" and said.is_number:
        return f"{float(said.text):.2f}"
    return said.text


def _kind(given: Given, became: Merged) -> Kind:
    match became:
        case "same":
            return "unchanged"
        case "taken" if given.question.open:
            return "changed" if given.question.kept else "new"
        case "kept":
            return "kept"
        case "emptied":
            return "emptied"
        case "conflict" if given.question.open:
            return "conflict"
    return "not_theirs"


def _warnings(file: ReturnedFile, found: Found, lines: Sequence[AnswerLine]) -> list[str]:
    told = []
    if file.filename.lower().endswith(".xlsm"):
        told.append(
            "The workbook may hold macros. They were not run; only what stands in the cells was read."
        )
    if file.origin is None:
        told.append(
            "This file does not say what it was made from, so a person decides wherever two texts differ."
        )
    elif file.origin.terms != found.meeting.terms.digest:
        told.append(
            "It was made on other terms than the meeting is held under now; questions may have changed."
        )
    for line in lines:
        where = f"Sheet “{line.sheet}”, {line.cell}: “{line.name}”"
        if line.kind == "emptied":
            told.append(
                f"{where} is empty there. What Remit has stays; take it out on screen if that is meant."
            )
        elif line.kind == "not_theirs":
            told.append(f"{where} is not yours to answer, so what Remit has stays.")
    return told


def offered_of(found: ReturnPreview) -> tuple[Offered, ...]:
    """The answers the file offers to whoever may give them, for the verb that takes them."""
    return tuple(
        Offered(line.item, line.question, line.kept, line.base_version, line.version)
        for line in found.lines
        if line.kind in ("new", "changed", "conflict")
    )


@dataclass(frozen=True, slots=True)
class HeldWorkbook:
    """A workbook somebody uploaded, as it is held."""

    content: bytes
    filename: str


def held_workbook(viewer: Viewer, *, ref: str, forum: str, nominal: str) -> HeldWorkbook:
    """A workbook this viewer uploaded for that meeting, or that came by mail from them or to who runs the forum, and
    that was not brought in yet. Refuses: there is none.
    """
    held = Import.objects.filter(_whose(viewer), ref=ref, kind=WORKBOOK, state=Import.State.HELD)
    row = held.filter(sheet=f"{forum}/{nominal}").first()
    if row is None:
        raise NotFound("workbook")
    return HeldWorkbook(bytes(row.content or b""), row.filename)


def _whose(viewer: Viewer) -> Q:
    return Q(by=viewer.staff_id) | Q(came_in__meeting__forum__slug__in=viewer.runs)


def meeting_of(file: ReturnedFile, *, forum: str) -> str:
    """The nominal date of the meeting a file was made for, for commands. Refuses one that does not say."""
    if file.origin is None:
        raise Refused(
            "This workbook does not say which meeting it was made for.", remedy="Say which with --meeting."
        )
    if file.origin.forum != forum:
        raise Refused(
            "This workbook was made for another forum.",
            remedy=f"Bring it in as {file.origin.forum}-tool, if it is that forum's.",
        )
    return file.origin.meeting


@dataclass(frozen=True, slots=True)
class UploadLine:
    """A workbook this viewer uploaded for the meeting, or that came by mail."""

    ref: str
    filename: str
    state: str
    at: datetime
    undoable: bool
    mailed_by: str
    """Whose address it came from, where it came by mail."""


@dataclass(frozen=True, slots=True)
class BringingIn:
    """The page on which a workbook is brought in. It names no child."""

    head: Head
    mine: tuple[UploadLine, ...]


def bringing_in(viewer: Viewer, *, forum: str, nominal: str, now: datetime) -> BringingIn:
    """For who sits at the meeting, or works with a child who comes before it. Refuses: anybody else."""
    found, _, _ = _theirs(viewer, forum, nominal, now)
    refuse_if(why_not_bring_in(found.terms))
    rows = Import.objects.filter(_whose(viewer), kind=WORKBOOK, sheet=f"{forum}/{nominal}")
    takes = why_not_write(found.head.state) is None
    told = rows.select_related("came_in__staff").defer("content")[:20]
    return BringingIn(found.head, tuple(_upload(row, viewer, takes=takes) for row in told))


def _upload(row: Import, viewer: Viewer, *, takes: bool) -> UploadLine:
    mail = getattr(row, "came_in", None)
    return UploadLine(
        row.ref,
        row.filename,
        row.state,
        row.applied_at or row.at,
        takes and row.state == "applied" and row.by_id == viewer.staff_id,
        mail.staff.name if mail and mail.staff else "",
    )

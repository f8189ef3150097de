"""`remit import FORUM-tool FILE`: what people wrote into the workbook of a meeting, answer by answer.

Without `--apply` nothing is stored. What was changed in the workbook and in Remit both is never settled by a command:
it is told under `conflicts`, and stays as Remit has it until a person chooses on the page of the meeting.

A workbook from before Remit, which does not say what it was made from, is kept as history under its own date.
"""

from __future__ import annotations

import argparse
import sys
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from remit.commands.importing.answers import Answer, not_loaded, outline, told, unreadable
from remit.commands.importing.carrying_out import USAGE, carry_out, content_of
from remit.commands.printing import print_answer
from remit.rules.outcomes import NotAllowed, NotFound, Refused
from remit.rules.text import counted
from remit.rules.viewers import Viewer

if TYPE_CHECKING:
    from remit.casework.history import LoadedPast
    from remit.casework.workbook import BroughtIn
    from remit.documents.workbook.returned import ReturnedFile
    from remit.reading.history import PastPreview
    from remit.reading.workbook_return import AnswerLine, ReturnPreview


def load(args: argparse.Namespace) -> int:
    """Preview a workbook, and bring it in where asked to. 0 done, 1 refused or faults, 2 no such file."""
    content = content_of(args.file)
    return USAGE if content is None else carry_out(args, partial(_load, args, content), partial(_say, args))


def _load(
    args: argparse.Namespace, content: bytes, viewer: Viewer, now: datetime
) -> tuple[Answer, Refused | None]:
    from remit.casework.workbook import load_workbook
    from remit.reading.which_meeting import meeting_on
    from remit.reading.workbook_return import meeting_of, offered_of, preview_of_workbook, read_returned

    try:
        file = read_returned(content, args.file.name)
        if file.origin is None and not args.meeting:
            return _past(args, file, viewer, now)
        nominal = (
            meeting_on(forum=args.forum, on=args.meeting)[1]
            if args.meeting
            else meeting_of(file, forum=args.forum)
        )
        found = preview_of_workbook(viewer, file=file, forum=args.forum, nominal=nominal, now=now)
    except (NotAllowed, NotFound):
        raise
    except Refused as refusal:
        return unreadable(refusal, where="sheet") | {"conflicts": []}, refusal
    if not args.apply or (found.faults and not args.partial):
        return _answer(found, None), None
    done = load_workbook(
        forum=args.forum,
        nominal=nominal,
        filename=found.filename,
        digest=found.digest,
        offered=offered_of(found),
        actor=viewer,
        now=now,
    )
    return _answer(found, done), None


def _past(
    args: argparse.Namespace, file: ReturnedFile, viewer: Viewer, now: datetime
) -> tuple[Answer, Refused | None]:
    """A workbook that Remit did not make tells of a meeting before it."""
    from remit.casework.history import load_past_meeting
    from remit.reading.history import preview_of_past
    from remit.reading.which_meeting import why_not_keep_past

    found = preview_of_past(viewer, file=file, forum=args.forum, now=now)
    closed = why_not_keep_past(viewer, forum=args.forum, on=found.on, now=now)
    if closed is not None:
        return not_loaded(_past_answer(found, None), closed, where="sheet"), closed
    if not args.apply or found.unchanged or (found.faults and not args.partial):
        return _past_answer(found, None), None
    try:
        done = load_past_meeting(
            forum=args.forum,
            on=found.on,
            said=found.said,
            filename=found.filename,
            digest=found.digest,
            actor=viewer,
            now=now,
        )
    except NotAllowed:
        raise
    except Refused as refusal:
        return not_loaded(_past_answer(found, None), refusal, where="sheet"), refusal
    return _past_answer(found, done), None


def _past_answer(found: PastPreview, done: LoadedPast | None) -> Answer:
    kind = "unchanged" if found.unchanged else "new"
    rows = [
        {
            "person_id": found.numbers[one.subject],
            "kind": kind,
            "sheet": found.numbers[one.subject] if one.own_sheet else one.section,
            "actions": len(one.actions),
        }
        for one in found.said
    ]
    told_of = outline(
        done.import_ref if done else None,
        {kind: len(found.said)},
        told(((fault.sheet, fault) for fault in found.faults), where="sheet"),
        rows=rows,
        warnings=found.warnings,
        unlinked=found.unlinked,
    )
    return told_of | {"conflicts": [], "meeting": found.on.isoformat()}


def _answer(found: ReturnPreview, done: BroughtIn | None) -> Answer:
    told_of = outline(
        done.import_ref if done else None,
        found.counts,
        told(((fault.sheet, fault) for fault in found.faults), where="sheet"),
        rows=[_row(line) for line in found.lines],
        warnings=found.warnings,
        unlinked=found.unlinked,
    )
    return {**told_of, **found.counts, "conflicts": [_conflict(line) for line in found.conflicts]}


def _conflict(line: AnswerLine) -> Answer:
    return {
        "sheet": line.sheet,
        "cell": line.cell,
        "question": line.question,
        "theirs": line.theirs,
        "ours": line.ours,
        "base": line.base,
    }


def _row(line: AnswerLine) -> Answer:
    return {
        "sheet": line.sheet,
        "cell": line.cell,
        "person_id": line.person_id,
        "question": line.question,
        "kind": line.kind,
        "changes": {line.question: [line.ours, line.theirs]} if line.kind in ("new", "changed") else {},
    }


def _say(args: argparse.Namespace, answer: Answer, refusal: Refused | None) -> None:
    if refusal is not None:
        print(f"{refusal.problem} {refusal.remedy}", file=sys.stderr)
    if args.json:
        print_answer(answer)
        return
    for line in (*answer["warnings"], *answer["unlinked"]):
        print(line, file=sys.stderr)
    for fault in answer["faults"] if refusal is None else ():
        where = f"{fault['sheet']}, row {fault['row']}" if fault["row"] else fault["sheet"]
        print(f"{where}: {fault['problem']} {fault['remedy']}", file=sys.stderr)
    for one in answer["conflicts"]:
        print(f"{one['sheet']}, {one['cell']}: {one['question']} was changed on both sides.", file=sys.stderr)
    done = f"Loaded as {answer['import_id']}" if answer["applied"] else "Nothing was stored"
    print(
        f"{done}: {answer['new']} new, {answer['changed']} changed, {answer['unchanged']} unchanged,"
        f" {counted(len(answer['conflicts']), 'conflict')}, {counted(len(answer['faults']), 'fault')}."
    )

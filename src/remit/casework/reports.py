"""Telling others of a forum's work: the narrative of a report, sharing it, and taking it out as a file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from remit.casework.acts import about, audited, touch
from remit.casework.duties import reconcile_meeting
from remit.casework.locks import lock_meeting
from remit.documents.names import NamedChild, index_of, mentions, word_set
from remit.records.known_children import children_written
from remit.records.lengths import why_not_fitting
from remit.records.reports import ReportText, SharedReport, texts_as_they_stand
from remit.records.told_reports import Standing, find_standing, told_now, written
from remit.rules.clock import london_day
from remit.rules.outcomes import NotFound, Stale, refuse_if
from remit.rules.reports import why_not_see_figures, why_not_share, why_not_share_now, why_not_told
from remit.rules.text import written_plainly
from remit.rules.viewers import Viewer

TAKEN_AS = frozenset({"docx", "xlsx", "pdf"})
"""The forms of a file."""


@audited("report.written")
def write_report_text(
    *,
    forum: str,
    report: str,
    occasion: str,
    part: str,
    text: str,
    seen: int,
    actor: Viewer,
    now: datetime,
) -> int:
    """Write a part of a report's narrative, change it, or take it back with no words; answers with its version.

    `seen` is the version that was on the page, 0 where there was none.
    Refuses: no such report for that sitting or month; somebody else owes it; too long; it names a child although the
    report goes to people who see none; changed since seen.
    """
    standing = _locked(forum, report, occasion, actor)
    if part not in {one.id for one in standing.report.tells}:
        raise NotFound("part of the report")
    kept = written_plainly(text)
    refuse_if(why_not_fitting(ReportText, text=kept))
    refuse_if(why_not_told(standing.report, _named(kept), "kept"))
    of = {"forum_id": standing.meeting.forum_id, "report": report, "occasion": occasion}
    before = texts_as_they_stand(standing.meeting.forum_id, report, occasion).get(part)
    if (before.version if before else 0) != seen:
        raise Stale
    about(report=report, occasion=occasion, part=part, version=seen)
    if (before.text if before else "") == kept:
        return seen
    if before is not None:
        before.superseded_at = now
        before.save(update_fields=["superseded_at"])
    ReportText.objects.create(**of, part=part, text=kept, version=seen + 1, by_id=actor.staff_id, at=now)
    about(version=seen + 1, taken_back=not kept)
    return seen + 1


@audited("report.shared")
def share_report(
    *,
    forum: str,
    report: str,
    occasion: str,
    seen: Mapping[str, int] | None,
    actor: Viewer,
    now: datetime,
) -> None:
    """Say that a report was shared with whom the terms name; its figures and words are kept as they are now.

    The first time meets the duty (ROR-19, ROR-21). Shared again, it is kept again: nothing of the first is lost.
    `seen` is the version of each part of the narrative that was on the page, 0 where there was none.
    Refuses: no such report for that sitting or month; somebody else owes it; what it tells of is not over; somebody wrote
    in it since seen; it names a child although it goes to people who see none.
    """
    standing = _locked(forum, report, occasion, actor)
    refuse_if(why_not_share_now(standing.report, standing.window, today=london_day(now)))
    texts = texts_as_they_stand(standing.meeting.forum_id, report, occasion)
    if seen is not None and any(row.version != seen.get(part, 0) for part, row in texts.items()):
        raise Stale
    told = told_now(standing, {part: row.text for part, row in texts.items()}, now=now)
    refuse_if(why_not_told(standing.report, _named("\n".join(text for _, text in told.texts)), "shared"))
    SharedReport.objects.create(
        forum_id=standing.meeting.forum_id,
        report=report,
        occasion=occasion,
        meeting=standing.meeting,
        by_id=actor.staff_id,
        at=now,
        document=written(told),
    )
    touch(standing.meeting)
    reconcile_meeting(standing.meeting, now=now)
    about(report=report, occasion=occasion)


@audited("report.taken")
def take_report(*, forum: str, report: str, occasion: str, ending: str, actor: Viewer, now: datetime) -> None:
    """Put on record that a report was taken out as a file.

    Refuses: not for this person to see; no such report for that sitting or month, or not in that form.
    """
    refuse_if(why_not_see_figures(actor, forum))
    standing = find_standing(forum, report, occasion)
    if standing is None or ending not in TAKEN_AS:
        raise NotFound("report")
    about(meeting=standing.meeting.pk, clause=standing.report.clause)
    about(report=report, occasion=occasion, ending=ending)


def _locked(forum: str, report: str, occasion: str, actor: Viewer) -> Standing:
    """The report, with the meeting it stands with locked; for who may share it."""
    standing = find_standing(forum, report, occasion)
    if standing is None:
        raise NotFound("report")
    locked = lock_meeting(standing.meeting.pk)
    about(meeting=locked.pk, clause=standing.report.clause)
    refuse_if(why_not_share(actor, forum, standing.report))
    return Standing(locked, standing.terms, standing.report, standing.occasion, standing.window)


def _named(text: str) -> list[str]:
    """Children named in full or by number."""
    known = children_written(word_set([text]), near=())
    index = index_of(
        NamedChild(one.subject, one.given_name, one.family_name, one.ids, by_parts=False) for one in known
    )
    return [one.written for one in mentions(text, index, of=()) if one.certain]

"""A workbook that came by mail: kept until somebody who is signed in has looked it over, or set aside with the reason.

It is brought in by nobody but a person: an address at the head of a mail is no sign-in.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from remit.casework.acts import Event, write_event
from remit.casework.imports import let_old_files_go
from remit.casework.links import home, workbooks
from remit.casework.locks import lock_action_list
from remit.casework.outbox import About, post
from remit.records.came_in import CameIn
from remit.records.lengths import why_not_fitting
from remit.records.meetings import Meeting
from remit.records.placements_list import Import
from remit.records.terms_store import terms_of
from remit.rules.clock import london_day
from remit.rules.text import shown_date
from remit.rules.workbook_merge import WORKBOOK

MOST = 10
"""So many of one person for one meeting wait at once; a mailbox must not fill the database."""
WAITS = "It waits to be looked over and brought in, by them or by who runs the forum. Nothing was stored."
BEFORE = "The same workbook came before. There is nothing more to do."
FULL = "Ten workbooks of theirs wait already, so it was not kept. Look over those first."


@dataclass(frozen=True, slots=True)
class Came:
    """A workbook as it came, and why it cannot wait, where it cannot."""

    why: str = ""
    staff: int | None = None
    """Whose address it came from."""
    forum: str = ""
    nominal: str = ""
    """The meeting it says it was made for."""
    filename: str = ""
    content: bytes = b""
    digest: str = ""


def keep_workbook(row: CameIn, came: Came, *, now: datetime) -> None:
    """Keep it, or note on the row why not; and tell whose address it came from, once a day."""
    row.kind, row.staff_id = CameIn.Kind.WORKBOOK, came.staff
    row.became, row.why = CameIn.Became.SET_ASIDE, came.why
    meeting = _meeting(came)
    row.meeting = meeting
    if meeting is not None and came.staff is not None and not came.why:
        _keep(row, came, meeting, came.staff, now)
    if row.became != CameIn.Became.NOTED and came.staff is not None:
        _tell(row, now)


def _keep(row: CameIn, came: Came, meeting: Meeting, whose: int, now: datetime) -> None:
    lock_action_list()  # before an import is, as everywhere
    let_old_files_go(now=now)
    theirs = Import.objects.filter(kind=WORKBOOK, by=whose, sheet=f"{came.forum}/{came.nominal}")
    refusal = why_not_fitting(Import, filename=came.filename)
    if theirs.filter(digest=came.digest, state__in=(Import.State.HELD, Import.State.APPLIED)).exists():
        row.became, row.why = CameIn.Became.NOTED, BEFORE
    elif theirs.filter(state=Import.State.HELD).count() >= MOST:
        row.why = FULL
    elif refusal is not None:
        row.why = f"{refusal.problem} {refusal.remedy}"
    else:
        held = Import(
            kind=WORKBOOK,
            filename=came.filename,
            digest=came.digest,
            sheet=f"{came.forum}/{came.nominal}",
            content=came.content,
            basis=meeting.revision,
            by_id=whose,
            at=now,
        )
        held.save(force_insert=True)
        row.imported, row.became, row.why = held, CameIn.Became.HELD, WAITS
        said = Event(meeting_id=meeting.pk, detail={"imported": held.ref, "digest": held.digest})
        write_event("workbook.came-by-mail", said, actor_id=None, at=now)


def _meeting(came: Came) -> Meeting | None:
    try:
        day = date.fromisoformat(came.nominal)
    except ValueError:
        return None
    rows = Meeting.objects.select_related("forum", "terms")
    return rows.filter(forum__slug=came.forum, nominal_date=day).first()


def _tell(row: CameIn, now: datetime) -> None:
    """To the address on record. Once a day and meeting, so that no two machines can keep each other writing."""
    meeting, day = row.meeting, london_day(now)
    held = row.became == CameIn.Became.HELD
    what = "A workbook"
    if meeting is not None:
        what += f" of the meeting of {shown_date(meeting.date)} ({terms_of(meeting.terms).name})"
    means = "Please look it over and bring it in; until then nothing of it is stored." if held else row.why
    where = workbooks(meeting.forum.slug, meeting.nominal_date.isoformat()) if meeting else home()
    text = (
        f"{what} came in by mail from your address.\n\n{means}\n\n{where}\n\n"
        "If you did not send it, tell the coordinator of the forum.\n"
    )
    about = About(meeting=meeting.pk if meeting else None)
    post(
        key=f"workbook-came:{row.staff_id}:{meeting.pk if meeting else 0}:{row.became}:{day.isoformat()}",
        kind="workbook-came",
        to=row.staff_id or 0,
        heading="Your workbook waits for you" if held else "Your workbook was not taken",
        text=text,
        about=about,
        now=now,
    )

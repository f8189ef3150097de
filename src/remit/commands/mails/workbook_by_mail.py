"""A workbook that came by mail is read, in a process of its own, to see whose it is; it is kept for them, or set aside."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from remit.documents.incoming import Opened
from remit.documents.uploads.macros import may_hold_macros
from remit.documents.workbook.returned import ReturnedFile

if TYPE_CHECKING:
    from remit.casework.incoming_workbooks import Came
    from remit.rules.viewers import Viewer

STRANGER = "A workbook came from an address nobody here has, so it was not opened. Ask who sent it."
SEVERAL = "Several workbooks came with one mail. Ask for one mail each, or bring them in on the page of the meeting."
UNREAD = "The workbook could not be read. Ask them to save it again in Excel (.xlsx), or to bring it in on the page of the meeting."
MACROS = "The workbook holds macros, so it was not taken. Ask them to save it as an Excel workbook (.xlsx)."


def came(mail: Opened, *, now: datetime) -> Came | None:
    """The workbook a mail brings, and whether it may wait; None where it brings none, or nobody wrote it."""
    from remit.casework.incoming_workbooks import Came
    from remit.reading.workbook_by_mail import viewer_at_mail

    if not mail.workbooks or mail.automatic:
        return None
    viewer = viewer_at_mail(mail.sender, now=now)
    if viewer is None:
        return Came(why=STRANGER)
    if len(mail.workbooks) > 1:
        return Came(why=SEVERAL, staff=viewer.staff_id)
    return _read(mail, viewer, now)


def _read(mail: Opened, viewer: Viewer, now: datetime) -> Came:
    from remit.casework.incoming_workbooks import Came
    from remit.reading.workbook_by_mail import why_not_wait
    from remit.reading.workbook_return import read_returned
    from remit.rules.outcomes import Refused

    (given,) = mail.workbooks
    try:
        file = read_returned(given.content, given.name)
    except Refused:  # whose words name a tab, which may be called after a child
        return Came(why=UNREAD, staff=viewer.staff_id)
    refusal = why_not_wait(viewer, file, now=now)
    why = MACROS if may_hold_macros(given.name, given.content) else ""
    if refusal is not None:
        why = f"{refusal.problem} {refusal.remedy}"
    forum, nominal = _made_for(file)
    return Came(
        why=why,
        staff=viewer.staff_id,
        forum=forum,
        nominal=nominal,
        filename=given.name,
        content=given.content,
        digest=file.digest,
    )


def _made_for(file: ReturnedFile) -> tuple[str, str]:
    return (file.origin.forum, file.origin.meeting) if file.origin else ("", "")

"""The minutes on screen as what the Word and PDF file is made of."""

from __future__ import annotations

from remit.documents.minutes import Minutes, MinutesItem, MinutesSeat, MinutesSection, MinutesVersion
from remit.documents.minutes import MinutesCorrection as Corrected
from remit.reading.minutes_page import MinutesLine, MinutesPage
from remit.reading.minutes_versions import CorrectionLine
from remit.reading.room_attendance import SeatLine, StayLine


def document_of(page: MinutesPage) -> Minutes:
    """The minutes as they are handed out."""
    head = page.head
    return Minutes(
        forum=head.forum_name,
        short=head.short,
        date=head.date,
        start=head.start,
        end=head.end,
        approved_by=head.approved_by,
        approved_at=head.approved_at,
        versions=tuple(
            MinutesVersion(line.number, line.at, line.by, tuple(map(_corrected, line.corrections)))
            for line in page.versions.lines
            if line.number <= page.versions.shown
        ),
        quoracy=page.quoracy,
        agreed=page.agreed,
        agreed_at=page.agreed_at,
        seats=tuple(_seat(seat) for seat in page.seats),
        others=tuple(_stay(stay) for stay in page.others_present),
        sections=tuple(
            MinutesSection(part.name, tuple(_item(line) for line in part.lines)) for part in page.parts
        ),
        general_actions=page.general_actions,
        waived=page.waived,
    )


def _corrected(line: CorrectionLine) -> Corrected:
    return Corrected(
        ", ".join(part for part in (line.about, line.what) if part), line.was, line.now, line.why
    )


def _seat(seat: SeatLine) -> MinutesSeat:
    return MinutesSeat(seat.name, tuple(_stay(stay) for stay in seat.stays))


def _stay(stay: StayLine) -> str:
    if stay.apologies:
        return f"{stay.name} (apologies)"
    service = f", {stay.service}" if stay.service else ""
    return f"{stay.name} (substitute{service})" if stay.capacity == "substitute" else f"{stay.name}"


def _item(line: MinutesLine) -> MinutesItem:
    return MinutesItem(
        name=line.item.name,
        person_id=line.person_id,
        risk=line.item.risk,
        left=line.left.words,
        came=line.came,
        present=line.present.words if line.present else "",
        quorum=line.present.want if line.present else "",
        texts=tuple((text.name, text.text) for text in line.texts if not text.is_action),
        actions=line.actions,
    )

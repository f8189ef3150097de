"""How does it read who is in the room?"""

from __future__ import annotations

from dataclasses import dataclass

from remit.reading.room import RoomPage
from remit.reading.room_attendance import SeatLine, StayLine
from remit.web.room.forms import labels


@dataclass(frozen=True, slots=True)
class CompanyView:
    """Who is in the room, seat by seat, and whether that is a quorum."""

    seats: tuple[SeatLine, ...]
    others: tuple[StayLine, ...]
    """In the room without a seat."""
    present: int
    """How many people are in the room now."""
    missing: int
    """How many holders of seats nothing is recorded of, where there are several."""
    services: tuple[tuple[str, str], ...]
    """Services from which substitutes come, each with the seats it fits."""
    staff: tuple[str, ...]
    """Everybody who can be chosen from a list."""
    quorate: bool
    quoracy: str
    clause: str


def company(page: RoomPage) -> CompanyView:
    """Who is in the room of this page."""
    finding = page.quoracy.finding
    return CompanyView(
        seats=page.seats,
        others=page.others_present,
        present=_present(page),
        missing=_missing(page),
        services=_services(page),
        staff=tuple(labels(page.staff)),
        quorate=finding.met,
        quoracy=finding.because,
        clause=finding.clause or "",
    )


def stays(page: RoomPage) -> list[StayLine]:
    """Everybody recorded for the meeting, in a seat or without one."""
    return [stay for seat in page.seats for stay in seat.stays] + list(page.others_present)


def _services(page: RoomPage) -> tuple[tuple[str, str], ...]:
    fits: dict[str, list[str]] = {}
    for seat in page.seats:
        for service in seat.services if seat.votes else ():
            fits.setdefault(service, []).append(seat.name)
    return tuple((service, "; ".join(seats)) for service, seats in fits.items())


def _missing(page: RoomPage) -> int:
    """How many holders are not recorded yet; with one alone their own button is enough."""
    known = {stay.staff_id for stay in stays(page)}
    holders = {
        holder.staff_id
        for seat in page.seats
        for holder in seat.holders
        if holder.capacity == "holder" and not holder.recorded
    }
    return len(holders - known) if len(holders - known) > 1 else 0


def _present(page: RoomPage) -> int:
    here = [stay for stay in stays(page) if not stay.apologies and stay.left_at is None]
    return len({stay.staff_id or stay.name for stay in here})

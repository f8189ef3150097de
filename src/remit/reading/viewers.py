"""Who is it that looks? The door through which pages and commands get a viewer."""

from __future__ import annotations

from datetime import datetime

from remit.records.calendar_addresses import whose
from remit.records.viewers import load_viewer, staff_id_of
from remit.rules.clock import london_day
from remit.rules.outcomes import NotFound, Refused
from remit.rules.viewers import Viewer


def viewer_for(staff_id: int, *, now: datetime) -> Viewer | None:
    """The viewer this account is today; None where it is no account in use."""
    return load_viewer(staff_id, on=london_day(now))


def viewer_named(username: str, *, now: datetime) -> Viewer:
    """The viewer of that user name, for commands (`--as USER`)."""
    staff_id = staff_id_of(username)
    viewer = viewer_for(staff_id, now=now) if staff_id is not None else None
    if viewer is None:
        raise Refused(
            f'There is no account in use called "{username}".', remedy="Check the name given with --as."
        )
    return viewer


def viewer_at_address(secret: str, *, now: datetime) -> Viewer:
    """The viewer whose calendar's secret address this is.

    Refuses: nobody's address, or one that was replaced or stopped; an account out of use. Nobody can tell which.
    """
    staff_id = whose(secret)
    viewer = viewer_for(staff_id, now=now) if staff_id is not None else None
    if viewer is None:
        raise NotFound("calendar")
    return viewer

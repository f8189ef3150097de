"""May made-up data be used again, or thrown away? Only ever made-up data, and only where the file is ours."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from django.db import connection
from django.db.utils import DatabaseError

from remit.commands.seeding.authority import seeded_on
from remit.commands.seeding.timeline import monday_of
from remit.records.people import Staff
from remit.rules.clock import london_day
from remit.rules.outcomes import Refused


def is_empty() -> bool:
    """Whether nobody is on record."""
    return not Staff.objects.filter(is_service_account=False).exists()


def made_up_on() -> date | None:
    """The day the made-up data are of; None where there are none, or they are of an older shape."""
    try:
        written = seeded_on()
    except DatabaseError:
        return None
    return date.fromisoformat(written) if written else None


def is_stale(now: datetime) -> bool:
    """Whether the data are made up and of another week."""
    made = made_up_on()
    return made is not None and monday_of(made) != monday_of(london_day(now))


def throw_away() -> None:
    """Delete the file of the embedded database. Refuses for a server: its owner gives an empty database."""
    if connection.vendor != "sqlite":
        raise Refused(
            "The made-up data in this database are of another week.",
            remedy="Make an empty database for the demonstration and name it in REMIT_DATABASE_URL.",
        )
    connection.close()
    file = Path(str(connection.settings_dict["NAME"]))
    for path in (file, file.with_name(f"{file.name}-wal"), file.with_name(f"{file.name}-shm")):
        path.unlink(missing_ok=True)


def refuse_real_people() -> None:
    """Refuse to open the one-click sign-in onto people who are not made up."""
    if made_up_on() is None:
        raise Refused(
            "The people in this database are not made up, and a demonstration lets anybody sign in as them.",
            remedy="Set REMIT_DATA_DIR to another folder for the demonstration, or use `remit serve`.",
        )

"""Who can be recorded as having been there, for which seat, and when?"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from remit.rules.names import folded
from remit.rules.outcomes import NotAllowed, Refused
from remit.rules.text import listed
from remit.terms.model import Presenters, Seat


def why_not_arrive(*, present: bool) -> Refused | None:
    """One person is present once at a time."""
    if not present:
        return None
    return Refused(
        "This person is recorded as present already.",
        remedy="Record that they left, or take the earlier record back.",
        field="who",
    )


def why_not_apologise(*, present: bool) -> Refused | None:
    """Nobody is present and sends apologies."""
    if not present:
        return None
    return Refused(
        "This person is recorded as present.",
        remedy="Take that record back first if it was a mistake.",
        field="who",
    )


def why_not_leave(*, arrived_at: datetime | None, left_at: datetime | None, at: datetime) -> Refused | None:
    """Somebody leaves once, and after they came."""
    if left_at is not None:
        return Refused("This person left already.", remedy="If they came back, record them as present again.")
    if arrived_at is None:
        return Refused("This person was not present.", remedy="Record them as present first.")
    if at < arrived_at:
        return Refused("They cannot leave before they came.", remedy="Enter a later time.", field="left_at")
    return None


def why_not_stay(*, arrived_at: datetime, left_at: datetime | None) -> Refused | None:
    """A stay ends after it began."""
    if left_at is None or left_at >= arrived_at:
        return None
    return Refused("They cannot leave before they came.", remedy="Enter a later time.", field="left_at")


def why_not_come_back(*, arrived_at: datetime | None, left_at: datetime | None) -> Refused | None:
    """Who comes back was there and left."""
    if arrived_at is not None and left_at is not None:
        return None
    return Refused("This person has not left.", remedy="Look at who is recorded as present now.")


def why_not_correct(
    *, arrived_at: datetime, left_at: datetime | None, now: datetime, was_present: bool
) -> Refused | None:
    """A time is put right after the fact: not for apologies, and never to what is still to come."""
    if not was_present:
        return Refused(
            "This person sent apologies, which have no times.", remedy="Record them as present instead."
        )
    for at, name, field in ((arrived_at, "came", "arrived"), (left_at, "left", "left")):
        if at is not None and at > now:
            return Refused(
                f"The time they {name} is still to come.", remedy="Enter a time up to now.", field=field
            )
    if left_at is not None and left_at < arrived_at:
        return Refused("They cannot leave before they came.", remedy="Enter a later time.", field="left")
    return None


def why_not_absent(reason: str, *, present: bool, asked: Presenters | None) -> Refused | None:
    """A case nobody came for has the reason, unless the terms ask for none; a case somebody came for has none."""
    clause = asked.clause if asked else None
    if present:
        return Refused(
            "Somebody is recorded as present for this case.",
            remedy="Take that record back first if it was a mistake.",
            clause=clause,
        )
    if reason.strip() or (asked is not None and not asked.reason_if_absent):
        return None
    return Refused(
        "Enter why nobody who works with the child came.",
        remedy="A few words will do, for example: on leave, no cover.",
        clause=clause,
        field="reason",
    )


def _each_once(services: Iterable[str]) -> list[str]:
    """Services as they were first written; two ways of writing one are one."""
    return list({folded(name): name for name in reversed([*services])}.values())[::-1]


def why_not_service(name: str, *, said: str, on_record: str) -> Refused | None:
    """Where somebody with an account works is on record; what is typed beside it does not speak against that."""
    if not said or not on_record or folded(said) == folded(on_record):
        return None
    return Refused(
        f"{name} works in {on_record} as Remit has it, not in {said}.",
        remedy="Leave the service empty. Who has changed teams is changed on record first, by the administrator.",
        field="service",
    )


def why_not_substitute(
    seat: Seat, *, service: str, holders_services: Collection[str], is_holder: bool
) -> Refused | None:
    """A substitute comes from where the terms say: the seat's own service area, anywhere, or not at all.

    `holders_services`: where the people who hold the seat work; empty where that is not known, and then any named
    service is taken.
    """
    if is_holder:
        return Refused(
            "This person holds the seat.",
            remedy="Record them as holder or deputy, not as a substitute.",
            clause=seat.clause,
            field="capacity",
        )
    if seat.substitutes == "none":
        return NotAllowed(
            f"Nobody can stand in for the {seat.name}.",
            remedy="Record apologies for the seat instead.",
            clause=seat.clause,
        )
    if seat.substitutes == "anyone":
        return None
    if not service:
        return Refused(
            "Enter the service the substitute comes from.",
            remedy=f"Whoever stands in for the {seat.name} comes from the same service area.",
            clause=seat.clause,
            field="service",
        )
    fitting = {folded(name) for name in (*holders_services, *seat.represents)}
    if not fitting or folded(service) in fitting:
        return None
    own = listed(_each_once([*holders_services, *seat.represents]), last="or")
    return Refused(
        f"A substitute for the {seat.name} comes from the same service area: {own}.",
        remedy="Record somebody from that service, or record this person as an observer.",
        clause=seat.clause,
        field="service",
    )

"""What has to change, so that the duties on record are those that are owed? Nothing, where they are already."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from remit.rules.duties import DISCHARGED, DutyKey, DutyState, OwedDuty
from remit.rules.outcomes import Refused

NOT_ASKED = "the terms no longer ask for it"
Kind = Literal["create", "re-date", "reassign", "discharge", "revive", "void"]


@dataclass(frozen=True, slots=True)
class KeptDuty:
    """A duty as it stands on record."""

    id: int
    key: DutyKey
    owner: int | None
    due: datetime
    state: DutyState
    because: tuple[str, ...] = ()
    discharged_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class DutyChange:
    """One change: to a duty on record, or a new one (`kept` is None). `owed` is None where nothing of the kind is owed now."""

    kind: Kind
    kept: KeptDuty | None
    owed: OwedDuty | None

    @property
    def state(self) -> DutyState:
        """The state the duty has after it."""
        if self.owed is None:
            return DutyState.VOID
        if self.kind in ("re-date", "reassign"):
            return self.kept.state if self.kept else DutyState.OPEN
        due = self.owed.due.due if self.owed.due else self.kept.due if self.kept else None
        assert due is not None
        return self.owed.state_by(due)

    @property
    def reason(self) -> str:
        """The act or fact that discharged or ended it."""
        if self.owed is None:
            return NOT_ASKED
        return self.owed.void or self.owed.evidence


def changes(owed: Iterable[OwedDuty], kept: Iterable[KeptDuty]) -> tuple[DutyChange, ...]:
    """Everything to create, re-date, reassign, discharge, revive or void. A waived duty stays waived."""
    on_record = {duty.key: duty for duty in kept}
    found: list[DutyChange] = []
    for duty in owed:
        found.extend(_changes(duty, on_record.pop(duty.key, None)))
    found.extend(
        DutyChange("void", duty, None) for duty in on_record.values() if duty.state is DutyState.OPEN
    )
    return tuple(found)


def _changes(duty: OwedDuty, kept: KeptDuty | None) -> Iterator[DutyChange]:
    if kept is None:
        if duty.due is not None and duty.void is None:
            yield DutyChange("create", None, duty)
        return
    if kept.state is DutyState.WAIVED:
        yield from _of_a_settled_duty(duty, kept)
        return
    if duty.void is not None:
        if kept.state is not DutyState.VOID:
            yield DutyChange("void", kept, duty)
    elif duty.discharged_at is not None:
        if kept.state not in DISCHARGED or kept.discharged_at != duty.discharged_at:
            yield DutyChange("discharge", kept, duty)
        else:
            yield from _of_a_settled_duty(duty, kept)
    elif kept.state is not DutyState.OPEN:
        yield DutyChange("revive", kept, duty)
    else:
        yield from _of_an_open_duty(duty, kept)


def _of_a_settled_duty(duty: OwedDuty, kept: KeptDuty) -> Iterator[DutyChange]:
    """What is done stays as it was, with its time. Only its due time goes back with a meeting it must come before."""
    if duty.due is not None and duty.due.latest is not None and kept.due > duty.due.latest:
        yield DutyChange("re-date", kept, duty)


def _of_an_open_duty(duty: OwedDuty, kept: KeptDuty) -> Iterator[DutyChange]:
    if duty.due is not None and (duty.due.due, duty.due.because) != (kept.due, kept.because):
        yield DutyChange("re-date", kept, duty)
    if duty.owner != kept.owner:
        yield DutyChange("reassign", kept, duty)


def why_not_waive(state: DutyState, reason: str, *, clause: str) -> Refused | None:
    """Whether a duty can be waived: only while it is open, overdue or not, and with a reason."""
    if state is not DutyState.OPEN:
        words = {DutyState.VOID: "is not owed any more", DutyState.WAIVED: "was waived already"}
        return Refused(
            f"This {words.get(state, 'is settled already')}.",
            remedy="Go back: there is nothing left to waive.",
            clause=clause,
        )
    if not reason:
        return Refused(
            "A duty is waived with a reason.",
            remedy="Say in a sentence why it need not be done.",
            clause=clause,
            field="reason",
        )
    return None

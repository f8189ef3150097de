"""By when? How terms of reference say a moment: counted from a meeting or an act, or standing in the month."""

from functools import cached_property
from typing import Literal, Self

from pydantic import Field, model_validator

from remit.terms.acts import Act, Event
from remit.terms.values import ClockTime, Month, Span, Unit, Value, Weekday

Anchor = Literal["meeting", "next_meeting"] | Act | Event
At = ClockTime | Literal["end_of_day", "meeting_starts", "meeting_ends", "moment"]
HolidayRule = Literal["none", "next_working_day", "previous_working_day"]
DeadlineKind = Literal["weekday", "distance", "month", "sitting", "action"]
_DISTANCES: dict[str, Unit] = {
    "days": "days",
    "working_days": "working days",
    "weeks": "weeks",
    "months": "months",
}


class Deadline(Value):
    """One moment, in one of five ways (`kind`). Exactly one of them is filled in.

    weekday   `{on: Tuesday, at: "16:00", before: meeting, leaving: 7 working days}`: the last such day strictly before
              (or first strictly after) the anchor, leaving at least so much in between.
    distance  `{working_days: 1, after: meeting}`: so many days, working days, weeks or months from the anchor; 0 is its own day.
    month     `{working_day_of_month: 5, after: meeting}` or `{last_day_of_month: true, after: meeting}`: the nearest such day
              on that side of the anchor, the anchor's own day included.
    sitting   `{sitting: last, in_months: [February]}`: the first or last meeting of those months.
    action    `{action: due}`: when the action itself is due.

    `at` defaults to the end of the day; `moment` keeps the anchor's own time of day (0 days at the moment: at once).
    `holiday` says where a day that is no working day goes.
    """

    on: Weekday | None = None
    leaving: Span | None = None
    days: int | None = Field(default=None, ge=0)
    working_days: int | None = Field(default=None, ge=0)
    weeks: int | None = Field(default=None, ge=0)
    months: int | None = Field(default=None, ge=0)
    before: Anchor | None = None
    after: Anchor | None = None
    working_day_of_month: int | None = Field(default=None, ge=1, le=20)
    last_day_of_month: bool = False
    sitting: Literal["first", "last"] | None = None
    in_months: tuple[Month, ...] = ()
    action: Literal["due"] | None = None
    at: At = "end_of_day"
    holiday: HolidayRule = "none"

    @cached_property
    def distance(self) -> Span | None:
        """How far from the anchor, when counted so."""
        for field, unit in _DISTANCES.items():
            count = getattr(self, field)
            if count is not None:
                return Span(count=count, unit=unit)
        return None

    @property
    def anchor(self) -> Anchor | None:
        """From what it is counted; None for a sitting, or for the day an action is due."""
        return self.before or self.after

    @cached_property
    def kind(self) -> DeadlineKind:
        """The one way in which it is said."""
        return self._kinds()[0]

    def _kinds(self) -> list[DeadlineKind]:
        said: dict[DeadlineKind, bool] = {
            "weekday": self.on is not None,
            "distance": self.distance is not None,
            "month": self.working_day_of_month is not None or self.last_day_of_month,
            "sitting": self.sitting is not None,
            "action": self.action is not None,
        }
        return [kind for kind, is_said in said.items() if is_said]

    @model_validator(mode="after")
    def _says_one_thing(self) -> Self:
        kinds = self._kinds()
        if len(kinds) != 1 or sum(getattr(self, field) is not None for field in _DISTANCES) > 1:
            raise ValueError(
                "a deadline says one thing: a weekday, a distance, a day of the month, a sitting, or action: due"
            )
        counted = kinds[0] in ("weekday", "distance", "month")
        if counted != ((self.before is None) != (self.after is None)):
            raise ValueError(
                "say what it is counted from, `before` or `after`; a sitting and `action: due` need neither"
            )
        if self.leaving and kinds[0] != "weekday":
            raise ValueError("`leaving` goes with `on`: which weekday must leave so much time")
        if self.in_months and kinds[0] != "sitting":
            raise ValueError("`in_months` goes with `sitting`")
        return self

"""Fields as people fill them in: a date in three boxes, a time as it is said."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from remit.web import formats

PARTS = ("day", "month", "year")


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A date as somebody wrote it, sound or not."""

    day: str = ""
    month: str = ""
    year: str = ""

    @property
    def missing(self) -> tuple[str, ...]:
        """The parts left empty."""
        return tuple(part for part in PARTS if not getattr(self, part))


class DateBoxes(forms.Widget):
    """Three boxes: day, month, year."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> WrittenDate:
        return WrittenDate(*(str(data.get(f"{name}-{part}", "")).strip() for part in PARTS))

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return not any(f"{name}-{part}" in data for part in PARTS)

    def format_value(self, value: Any) -> WrittenDate:
        if isinstance(value, date):
            return WrittenDate(str(value.day), str(value.month), str(value.year))
        return value or WrittenDate()


class DateField(forms.Field):
    """A date, written as day, month and year. A month may be written as a word."""

    widget = DateBoxes

    def to_python(self, value: WrittenDate | date | None) -> date | None:
        if value is None or isinstance(value, date):
            return value
        if len(value.missing) == len(PARTS):
            return None
        if value.missing:
            raise ValidationError(
                f"{self.label} must include a {' and '.join(value.missing)}", code="incomplete"
            )
        if not re.fullmatch(r"\d{4}", value.year):
            raise ValidationError(f"The year of {lowered(self.label)} must include 4 numbers", code="year")
        try:
            return date(int(value.year), _month(value.month), int(value.day))
        except ValueError:
            raise ValidationError(f"{self.label} must be a real date", code="unreal") from None

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.widget.format_value(initial) != (data or WrittenDate())  # type: ignore[call-arg]


def _month(written: str) -> int:
    if written.isdecimal():
        return int(written)
    if len(written) >= 3:
        for number, name in enumerate(formats.MONTHS, start=1):
            if name.lower().startswith(written.lower()):
                return number
    raise ValueError(written)


SAID = re.compile(r"(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))?\s*(?P<half>[ap]\.?m\.?)?", re.IGNORECASE)


class TimeField(forms.CharField):
    """A time as people say it: 4pm, 3:20pm, 15:20, midday."""

    def to_python(self, value: Any) -> time | None:  # type: ignore[override]
        written = value if isinstance(value, time) else super().to_python(value)
        if isinstance(written, time) or not written:
            return written or None
        if written.lower() in {"midday", "noon"}:
            return time(12)
        if (said := SAID.fullmatch(written)) and (clock := _clock(said)):
            return clock
        raise ValidationError(f"{self._at} must be a time, like 2:15pm or 14:15", code="unreal")

    @property
    def _at(self) -> str:
        """What is asked for, as the subject of a sentence."""
        label = str(self.label)
        return {"Starts": "The start", "Ends": "The end", "From what time": "The time"}.get(label, label)

    def prepare_value(self, value: Any) -> Any:
        return formats.time(value) if isinstance(value, time) else value


def _clock(said: re.Match[str]) -> time | None:
    hour, minute, half = int(said["hour"]), int(said["minute"] or 0), (said["half"] or "").lower()[:1]
    if half and not 1 <= hour <= 12:
        return None
    if not half and said["minute"] is None:
        return None
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def lowered(label: object) -> str:
    """A label within a sentence: "Date of birth" becomes "date of birth", but "NHS number" stays."""
    words = str(label or "this")
    return words if words[:2].isupper() or words == "I" else words[:1].lower() + words[1:]

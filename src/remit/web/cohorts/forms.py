"""What a cohort is asked for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django import forms

from remit.reading.cohort_pages import Filter
from remit.rules.clock import end_of_day
from remit.web import formats
from remit.web.forms import DateField, Form

WHOLE = "The whole name of the team"


class AskKnown(Form):
    """As known when."""

    known_at = DateField(label="As Remit knew it at the end of this day", required=False)

    def __init__(self, today: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._today = today

    def clean_known_at(self) -> date | None:
        """Nobody knows what will have been known on a day to come."""
        day: date | None = self.cleaned_data["known_at"]
        if day is not None and day > self._today:
            raise forms.ValidationError("As Remit knew it must be today or earlier")
        return day

    @property
    def known_on(self) -> date | None:
        """The day as known at whose end; None for now."""
        return self.cleaned_data.get("known_at") if self.is_bound else None

    def known(self) -> datetime | None:
        """The end of that day; None for now."""
        return end_of_day(self.known_on) if self.known_on else None


class AskCohort(AskKnown):
    """On which day, as known when, and narrowed to what. Everything may be left blank."""

    as_of = DateField(label="On this day", required=False)
    team = forms.TypedChoiceField(label="Team", required=False, coerce=int, empty_value=None)
    age_from = forms.IntegerField(label="Age from", required=False, min_value=0, max_value=30)
    age_to = forms.IntegerField(label="Age to", required=False, min_value=0, max_value=30)
    since = DateField(label="In the cohort since this day or later", required=False)

    def __init__(
        self,
        teams: tuple[tuple[int, str], ...],
        find: Callable[[str], int | None],
        today: date,
        *args: Any,
        **kwargs: Any,
    ) -> None:
        """`teams`: those to choose from; none where they are too many, so that one is written and looked for (`find`)."""
        super().__init__(today, *args, **kwargs)
        self._find = find
        if teams:
            self.let_choose("team", [("", "Every team"), *teams])
        else:
            self.fields["team"] = forms.CharField(
                label="Team", required=False, max_length=200, help_text=WHOLE
            )

    def clean_team(self) -> int | None:
        """The team that was chosen, or the one of the name that was written."""
        said = self.cleaned_data["team"]
        if not isinstance(said, str):
            return int(said) if said is not None else None
        if not said:
            return None
        found = self._find(said)
        if found is None:
            raise forms.ValidationError(
                "There is no team of that name. Write the whole name, or leave it blank"
            )
        return found

    def clean(self) -> dict[str, Any]:
        """Ages the wrong way round would find nobody."""
        said: dict[str, Any] = super().clean() or {}
        youngest, oldest = said.get("age_from"), said.get("age_to")
        if youngest is not None and oldest is not None and oldest < youngest:
            self.add_error("age_to", f"Enter {youngest} or more, or leave one of the ages blank")
        return said

    @property
    def said(self) -> dict[str, Any]:
        """What was understood; nothing of what was not."""
        return self.cleaned_data if self.is_bound else {}

    def narrowed(self) -> Filter:
        """The filter."""
        team, youngest, oldest, since = map(self.said.get, ("team", "age_from", "age_to", "since"))
        return Filter(team, youngest, oldest, since)

    def narrowed_words(self) -> tuple[str, ...]:
        """What was understood of the filter, in words: a list that leaves children out says so."""
        youngest, oldest = self.said.get("age_from"), self.said.get("age_to")
        ages = {
            (True, True): f"aged {youngest} to {oldest}" if youngest != oldest else f"aged {youngest}",
            (True, False): f"aged {youngest} or over",
            (False, True): f"aged {oldest} or under",
        }.get((youngest is not None, oldest is not None), "")
        since = self.said.get("since")
        day = f"in the cohort since {formats.date(since)} or later" if since else ""
        return tuple(words for words in (self._team_words(), ages, day) if words)

    def _team_words(self) -> str:
        if self.said.get("team") is None:
            return ""
        written = str(self["team"].value())
        choices = dict(getattr(self.fields["team"], "choices", ()))
        name = next((name for key, name in choices.items() if str(key) == written), written.strip())
        return f"in {name}"


class AskMoves(AskKnown):
    """Between which days, and as known when."""

    first = DateField(label="From")
    last = DateField(label="To")

    def clean(self) -> dict[str, Any]:
        """Days the wrong way round are said beside the second."""
        said: dict[str, Any] = super().clean() or {}
        first, last = said.get("first"), said.get("last")
        if first and last and last < first:
            self.add_error("last", "Enter a day that is not before the first")
        return said

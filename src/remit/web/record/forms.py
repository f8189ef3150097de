"""What is asked where a fact of a child is recorded by hand, and where a contradiction is settled."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from remit.rules.facts import Fact, fact
from remit.rules.outcomes import Stale
from remit.rules.reasons import LONGEST_REASON
from remit.rules.recording import wrong_days
from remit.web.forms import DateField, Form, SeenForm

KINDS = (
    ("placement", "A placement"),
    ("review", "A review that was held"),
    ("legal", "A legal status, such as a care order"),
    ("order", "An order that authorises depriving the child of liberty"),
    ("cost", "What the placement costs a week"),
)
Choices = tuple[tuple[str, str], ...]
LOCATIONS = (("", "Not known"), ("in", "Inside the authority"), ("out", "Outside the authority"))


SEEN = re.compile(r"([a-z]+):(\d{1,18})(?: |$)")


def as_seen(latest: Mapping[str, int]) -> str:
    """The last fact of each kind, as a form carries it."""
    return " ".join(f"{kind}:{last}" for kind, last in sorted(latest.items()))


class PoundsField(forms.DecimalField):
    """An amount as people write it: 4120.50, £4,120.50."""

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = value.replace("£", "").replace(",", "").replace(" ", "")
        return super().to_python(value)


class RecordFact(Form):
    """Which fact, from when until when, what it says, and from where that is known."""

    kind = forms.ChoiceField(label="What to record", choices=[("", "Choose what"), *KINDS])
    since = DateField(label="From, or the day of the review")
    until = DateField(label="Until", required=False)
    place = forms.ChoiceField(label="Kind of placement", required=False)
    location = forms.ChoiceField(label="Where the placement is", required=False, choices=LOCATIONS)
    status = forms.ChoiceField(label="Legal status", required=False)
    cost = PoundsField(label="Cost a week in pounds", required=False, max_digits=9, decimal_places=2)
    told = forms.CharField(label="Where you have it from", max_length=200)
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=500)
    stale = False
    """Whether something was recorded meanwhile that this would take the place of."""

    def __init__(
        self,
        places: Choices,
        statuses: Choices,
        born: date | None,
        today: date,
        *args: Any,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._born, self._today = born, today
        self.let_choose("place", [("", "Choose the kind"), *places])
        self.let_choose("status", [("", "Choose the status"), *statuses])

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("kind") == "placement" and not said.get("place"):
            self.add_error("place", "Select kind of placement")
        if said.get("kind") == "legal" and not said.get("status"):
            self.add_error("status", "Select legal status")
        if said.get("kind") == "cost" and not said.get("cost") and "cost" not in self.errors:
            self.add_error("cost", "Enter cost a week in pounds")
        if since := said.get("since"):
            until = said.get("until") if said.get("kind") != "review" else None
            # All that is wrong at once: the verb refuses for the first.
            for wrong in wrong_days(since, until, born=self._born, today=self._today):
                self.refuse(wrong)
        return said

    def last_seen(self) -> dict[str, int]:
        """The last fact of each kind that was on record when the page was drawn."""
        return {kind: int(last) for kind, last in SEEN.findall(self.cleaned_data["seen"])}

    def meet_stale(self, refusal: Stale, *, latest: Mapping[str, int]) -> None:
        """Keep what was typed, take what is on record now as seen, and say so: it is sent again as it stands."""
        self.data = {**dict(self.data.items()), "seen": as_seen(latest)}
        self.stale = True
        self.add_error(None, f"{refusal.problem} What you entered is still here.")

    def fact(self) -> Fact:
        """The fact as it was filled in."""
        said = self.cleaned_data
        kind, since = said["kind"], said["since"]
        if kind == "review":
            return fact("review", since, since.fromordinal(since.toordinal() + 1))
        if kind == "placement":
            placed = {"place": said["place"], "location": said["location"]}
            return fact("placement", since, said["until"], **placed)
        if kind == "legal":
            return fact("legal", since, said["until"], status=said["status"])
        if kind == "order":
            return fact("order", since, said["until"], sort="dol")
        cost: Decimal = said["cost"]
        return fact("cost", since, said["until"], weekly_pence=int(cost * 100))


class TakeBack(SeenForm):
    """Why a fact that somebody typed is taken back."""

    why = forms.CharField(
        label="Why it was a mistake", max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 3})
    )


class Settle(Form):
    """Which version is so, and how that is known."""

    contradiction = forms.CharField(widget=forms.HiddenInput, max_length=12)
    take = forms.ChoiceField(
        label="Which is so",
        choices=[("typed", "What was typed"), ("loaded", "What the file says")],
        widget=forms.RadioSelect,
    )
    why = forms.CharField(label="How you know", max_length=LONGEST_REASON)

"""What is asked about who works with a child, and who alone may see the record."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.http import QueryDict

from remit.reading.children import Allocating
from remit.reading.restriction import RestrictionPage
from remit.rules.staff import MOST_WHY
from remit.web.fields import DateField
from remit.web.forms import Form

LOCKED_OUT = (
    "You are not among those named: you will not see this record. Name yourself too, or tick the box to go on. "
    "Information governance can lift the restriction"
)
"""For who is about to leave themselves out."""


class Allocate(Form):
    """A team, the worker in it if one is named, and from when."""

    team = forms.TypedChoiceField(label="Team", coerce=int)
    worker = forms.TypedChoiceField(label="Worker", coerce=int, required=False, empty_value=None)
    since = DateField(label="From")
    told = forms.CharField(
        label="Where you have it from",
        help_text="Such as: email from the team manager, 3 October.",
        max_length=200,
    )

    def __init__(self, known: Allocating, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.let_choose("team", [("", "Choose a team"), *known.teams])
        self.let_choose("worker", [("", "Not named yet"), *known.workers])


class ChangeRestriction(Form):
    """Why, and the version of the restriction that was seen."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    why = forms.CharField(
        label="Why",
        help_text="Kept with the record. Do not name the child or anybody of the family.",
        max_length=MOST_WHY,
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": "Enter why. A few words will do"},
    )

    sure = forms.BooleanField(
        label="I am not among those named, and will not see this record any more", required=False
    )

    def __init__(self, page: RestrictionPage, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"seen": page.version}, **kwargs)
        self.page = page
        self.offer(page)
        if not self.is_bound:
            del self.fields["sure"]

    def left_with(self, said: dict[str, Any]) -> set[int] | None:
        """Who could see the record afterwards; None where it locks nobody out."""
        return None

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        left = None if self.errors else self.left_with(said)
        if left is not None and self.page.locks_out(left) and not said.get("sure"):
            self.add_error("sure", LOCKED_OUT)
        return said

    def offer(self, page: RestrictionPage) -> None:
        """Put what there is to choose on the form."""

    def again(self, page: RestrictionPage) -> ChangeRestriction:
        """The form as it was written, for the page as it is now."""
        data = cast(QueryDict, self.data).copy()
        data[self.add_prefix("seen")] = str(page.version)
        self.data = data
        self.offer(page)
        if "sure" not in self.errors and not self.cleaned_data.get("sure"):
            self.fields.pop("sure", None)
        return self


class NamePeople(ChangeRestriction):
    """Who may see the record: some of those who work with the child, or somebody else."""

    people = forms.TypedMultipleChoiceField(
        label="People who work with the child",
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    other = forms.TypedChoiceField(label="Somebody else", coerce=int, required=False, empty_value=None)
    field_order = ("people", "other", "why", "sure", "seen")

    def offer(self, page: RestrictionPage) -> None:
        if page.near:
            self.let_choose("people", page.near)
        else:
            self.fields.pop("people", None)
            self.fields["other"].label = "Person"
        near = {pk for pk, _ in page.near}
        others = [each for each in page.people if each[0] not in near]
        self.let_choose("other", [("", "Choose a person"), *others])

    def left_with(self, said: dict[str, Any]) -> set[int] | None:
        chosen = _chosen(said)
        if not chosen:
            return None
        return chosen | ({line.staff for line in self.page.named} if self.page.restricted else set())

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        said["people"] = _chosen(said)
        first = "people" if "people" in self.fields else "other"
        if not said["people"] and not self.errors.keys() & {"people", "other"}:
            self.add_error(first, "Select at least one person")
        return said


def _chosen(said: dict[str, Any]) -> set[int]:
    """Everybody ticked, and who was chosen besides."""
    other = said.get("other")
    return {*said.get("people", ()), *([other] if other else [])}


class TakeOff(ChangeRestriction):
    """Who may no longer see the record."""

    person = forms.TypedChoiceField(label="Person to take off", coerce=int)
    field_order = ("person", "why", "sure", "seen")

    def offer(self, page: RestrictionPage) -> None:
        named = [(line.staff, line.name) for line in page.named]
        self.let_choose("person", [("", "Choose a person"), *named])

    def left_with(self, said: dict[str, Any]) -> set[int] | None:
        others = {line.staff for line in self.page.named if line.here} - {said["person"]}
        return others or None


class Lift(ChangeRestriction):
    """Only why."""

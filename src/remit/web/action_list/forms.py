"""What people fill in about an entry of the list."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms

from remit.casework.action_list import Child
from remit.reading.imports import REASONS
from remit.rules.action_list import EntryValues
from remit.web.action_list.words import LABELS, RISKS, URGENCIES
from remit.web.forms import DateField, Form

LENGTHS = {
    "placement_required": 200,
    "current_placement": 200,
    "legal_status": 120,
    "team": 120,
    "worker": 120,
    "manager": 120,
    "duty_worker": 120,
    "referrer": 120,
    "reference": 60,
}
LONGEST = 32_000


class RateForm(Form):
    """How close the child is to residential care."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    risk = forms.ChoiceField(label="Risk of residential", choices=RISKS, widget=forms.RadioSelect)


class EntryForm(Form):
    """Everything the list says of a child. Columns Remit has no name for stay as they are."""

    risk = forms.ChoiceField(label=LABELS["risk"], choices=RISKS, widget=forms.RadioSelect)
    urgency = forms.ChoiceField(label=LABELS["urgency"], choices=URGENCIES, widget=forms.RadioSelect)
    days_to_place = forms.IntegerField(
        label=LABELS["days_to_place"], required=False, min_value=0, max_value=9999
    )
    placement_required = forms.CharField(required=False)
    current_placement = forms.CharField(required=False)
    legal_status = forms.CharField(required=False)
    age = forms.IntegerField(label=LABELS["age"], required=False, min_value=0, max_value=25)
    team = forms.CharField(required=False)
    worker = forms.CharField(required=False)
    manager = forms.CharField(required=False)
    duty_worker = forms.CharField(required=False)
    referrer = forms.CharField(required=False)
    search_update = forms.CharField(
        label=LABELS["search_update"],
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    comments = forms.CharField(
        label=LABELS["comments"], required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3})
    )
    listed_on = DateField(label=LABELS["listed_on"], required=False)
    last_action_on = DateField(label=LABELS["last_action_on"], required=False)
    reference = forms.CharField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, longest in LENGTHS.items():
            field = self.fields[name]
            field.label = LABELS[name]
            field.max_length = longest  # type: ignore[attr-defined]
            field.validators.append(_no_longer_than(longest, LABELS[name]))

    def values(self, before: EntryValues) -> EntryValues:
        """What the entry is to say, given what it said: a word is written anew only where its meaning changed."""
        said = {name: self.cleaned_data[name] for name in EntryForm.base_fields}
        if said["risk"] != before.risk:
            said["risk_written"] = dict(RISKS)[said["risk"]] if said["risk"] != "unrated" else ""
        if said["urgency"] != before.urgency:
            said["urgency_written"] = (
                dict(URGENCIES)[said["urgency"]] if said["urgency"] != "not_known" else ""
            )
        if said["days_to_place"] != before.days_to_place:
            said["days_written"] = "" if said["days_to_place"] is None else str(said["days_to_place"])
        return replace(before, **said)


def _no_longer_than(longest: int, label: str) -> Any:
    from django.core.validators import MaxLengthValidator

    return MaxLengthValidator(longest, f"{label} must be {longest} characters or fewer")


class ChangeForm(EntryForm):
    """Changing an entry."""

    seen = forms.IntegerField(widget=forms.HiddenInput)


class AddForm(EntryForm):
    """A new entry, for a child on record or a new one."""

    person_id = forms.CharField(
        label="Person id",
        max_length=40,
        help_text="As your case system shows it, with any zeros at the beginning.",
        error_messages={"required": "Enter the child's person id"},
    )
    another = forms.BooleanField(
        label="This is another child than the one whose id differs only in the zeros before it",
        required=False,
    )
    given_name = forms.CharField(label="Given name", required=False, max_length=100)
    family_name = forms.CharField(label="Family name", required=False, max_length=100)
    initials = forms.CharField(label="Initials", required=False, max_length=10)
    date_of_birth = DateField(label="Date of birth", required=False)
    field_order = ("person_id", "another", "given_name", "family_name", "initials", "date_of_birth")

    def child(self) -> Child:
        """The child the entry is for."""
        names = ("person_id", "given_name", "family_name", "initials", "date_of_birth", "another")
        return Child(**{name: self.cleaned_data[name] for name in names})


class EndForm(Form):
    """Why and when the child left the list."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.ChoiceField(
        label="Why did the child leave the list?",
        choices=REASONS,
        widget=forms.RadioSelect,
        error_messages={"required": "Select why the child left the list"},
    )
    on = DateField(
        label="Day they left the list", error_messages={"required": "Enter the day they left the list"}
    )
    note = forms.CharField(
        label="Note", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )

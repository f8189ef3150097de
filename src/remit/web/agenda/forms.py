"""What is filled in about an agenda."""

from __future__ import annotations

from typing import Any

from django import forms

from remit.rules.preparing import LONGEST_TITLE
from remit.web.forms import Form, SeenForm, TimeField


class SlotForm(SeenForm):
    """When an item begins and how long it takes."""

    at = TimeField(label="Starts", error_messages={"required": "Enter when it starts, like 3:20pm"})
    minutes = forms.IntegerField(
        label="Minutes",
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "required": "Enter how many minutes it takes",
            "invalid": "Minutes must be a whole number, like 20",
        },
    )
    shift = forms.BooleanField(label="Move the later ones to make room", required=False, initial=True)


class MoveForm(SeenForm):
    """One place up or down by a button, or to the place it was dropped on."""

    item = forms.CharField(widget=forms.HiddenInput)
    move = forms.ChoiceField(choices=[("up", "Up"), ("down", "Down")], required=False)
    place = forms.IntegerField(required=False)

    def clean(self) -> dict[str, Any]:
        """A button says so itself; without one the place has to be there."""
        given: dict[str, Any] = super().clean() or {}
        if not given.get("move") and given.get("place") is None and not self.errors:
            raise forms.ValidationError("Select where it goes")
        return given


class BusinessForm(Form):
    """A matter of business. Another that somebody added meanwhile is no hindrance, so nothing is said of a revision."""

    title = forms.CharField(
        label="What is to be discussed?",
        max_length=LONGEST_TITLE,
        error_messages={"required": "Enter what is to be discussed"},
    )


class ReasonForm(SeenForm):
    """Why."""

    why = forms.CharField(
        label="Reason",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter a reason"},
    )


class LeaveForm(ReasonForm):
    """Why an item leaves, and whether those after it close the gap."""

    shift_later = forms.BooleanField(
        label="Move the later ones forward, so that no gap is left", required=False, initial=True
    )

"""What is filled in when a meeting is called, moved or cancelled."""

from __future__ import annotations

from django import forms

from remit.rules.reasons import LONGEST_REASON
from remit.web.forms import DateField, Form, TimeField


class CallForm(Form):
    """When an extraordinary meeting is held."""

    date = DateField(
        label="Date of the meeting", error_messages={"required": "Enter the date of the meeting"}
    )
    start = TimeField(label="Starts", error_messages={"required": "Enter when it starts, like 3pm"})
    end = TimeField(label="Ends", error_messages={"required": "Enter when it ends, like 4:30pm"})


def _reason() -> forms.CharField:
    return forms.CharField(
        label="Reason",
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter a reason"},
    )


class MoveForm(CallForm):
    """When a meeting is held instead, and why. `confirmed`: the deadlines that move with it were read."""

    confirmed = forms.BooleanField(required=False, widget=forms.HiddenInput)

    seen = forms.IntegerField(widget=forms.HiddenInput)
    why = _reason()


class CancelForm(Form):
    """Why a meeting is not held."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    why = _reason()

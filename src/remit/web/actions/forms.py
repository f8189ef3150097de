"""What can be said of an action."""

from __future__ import annotations

from django import forms

from remit.rules.reasons import LONGEST_REASON
from remit.web.forms import DateField, Form


class CancelForm(Form):
    """Why the action is no longer to be done."""

    why = forms.CharField(
        label="Why is it no longer to be done?",
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)


class UpdateForm(Form):
    """How the action stands."""

    text = forms.CharField(
        label="How the action stands", max_length=5000, widget=forms.Textarea(attrs={"rows": 5})
    )
    state = forms.ChoiceField(
        label="Is it finished?",
        choices=(("open", "Not yet"), ("done", "Yes, it is finished")),
        widget=forms.RadioSelect,
        initial="open",
    )
    due_on = DateField(label="New date, if it needs one", required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput)

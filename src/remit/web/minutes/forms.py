"""What can be changed of draft minutes."""

from __future__ import annotations

from django import forms

from remit.rules.answer_kinds import LONGEST_ANSWER
from remit.web.forms import Form


class CorrectionForm(Form):
    """The text as it should read."""

    text = forms.CharField(label="Text", max_length=LONGEST_ANSWER, widget=forms.Textarea(attrs={"rows": 8}))
    seen = forms.IntegerField(widget=forms.HiddenInput)

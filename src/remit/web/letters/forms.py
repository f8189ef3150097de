"""What is filled in of a letter."""

from __future__ import annotations

from django import forms

from remit.web.forms import SeenForm


class LetterForm(SeenForm):
    """Its subject line and its text."""

    heading = forms.CharField(label="Subject line", error_messages={"required": "Enter a subject line"})
    text = forms.CharField(
        label="Text",
        widget=forms.Textarea(attrs={"rows": 12}),
        error_messages={"required": "Enter the text of the mail"},
    )

"""What is filled in about a case before a meeting."""

from __future__ import annotations

from django import forms

from remit.rules.comments import LONGEST_COMMENT
from remit.web.forms import Form


class CommentForm(Form):
    """One's own comment; left empty it is taken back."""

    text = forms.CharField(
        label="Your comment",
        required=False,
        max_length=LONGEST_COMMENT,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)

"""What is filled in about a case before a meeting."""

from __future__ import annotations

from typing import cast

from django import forms
from django.http import QueryDict

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

    def go_on_from(self, version: int) -> None:
        """Let what was sent, as it was written, be a change of this version from now on."""
        data = cast(QueryDict, self.data).copy()
        data[self.add_prefix("seen")] = str(version)
        self.data = data

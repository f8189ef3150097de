"""What is asked before an identity is opened."""

from __future__ import annotations

from django import forms

from remit.rules.reasons import LONGEST_REASON
from remit.web.forms import Form


class OpenIdentity(Form):
    """Why somebody needs to know who a key is."""

    reason = forms.CharField(
        label="Why you need to know who this is",
        help_text="Your reason is kept in the log, with your name and the time.",
        max_length=LONGEST_REASON,
        widget=forms.Textarea({"rows": 3}),
    )

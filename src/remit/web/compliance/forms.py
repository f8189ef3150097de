"""What is asked on the pages of compliance."""

from __future__ import annotations

from django import forms

from remit.rules.reasons import LONGEST_REASON
from remit.web.forms import Form


class WaiveForm(Form):
    """Why a duty need not be done."""

    reason = forms.CharField(
        label="Reason", max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 3})
    )

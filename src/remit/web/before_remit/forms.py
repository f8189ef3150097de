"""What is sent when a workbook from before Remit is loaded."""

from __future__ import annotations

from django import forms

from remit.web.forms import Form


class LoadForm(Form):
    """Load what was previewed: `basis` names that."""

    basis = forms.CharField(widget=forms.HiddenInput, max_length=16)
    partial = forms.BooleanField(widget=forms.HiddenInput, required=False)

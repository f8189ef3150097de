"""What people fill in when they load data."""

from __future__ import annotations

from typing import Any

from django import forms

from remit.web.forms import Form
from remit.web.uploads import WholeUpload

ENDINGS = {"ssda903": ".zip,.csv,.txt,.xlsx,.xlsm,.xml", "annex-a": ".xlsx,.xlsm,.csv,.zip"}


class UploadForm(WholeUpload):
    """The file or files."""

    given = forms.FileField(label="File", widget=forms.FileInput, max_length=200)
    holds = "given"

    def __init__(self, kind: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        box = self.fields["given"]
        box.widget.attrs["accept"] = ENDINGS.get(kind, ".xlsx,.xlsm,.csv")
        box.error_messages["required"] = "Select the file to load"
        if kind in ENDINGS:
            box.widget.attrs["multiple"] = "multiple"
            box.label = "File or files"


class ApplyForm(Form):
    """Load what was previewed: `seen` and `basis` name the preview."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    basis = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**63 - 1)
    partial = forms.BooleanField(widget=forms.HiddenInput, required=False)

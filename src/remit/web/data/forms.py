"""What people fill in when they load data."""

from __future__ import annotations

from typing import Any

from django import forms

from remit.web.forms import Form

ENDINGS = {"ssda903": ".zip,.csv,.txt,.xlsx,.xlsm,.xml", "annex-a": ".xlsx,.xlsm,.csv,.zip"}


class UploadForm(Form):
    """The file or files. `whole` comes after them in the page: where it is missing, the upload was cut off."""

    given = forms.FileField(label="File", widget=forms.FileInput, max_length=200)
    whole = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, kind: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        box = self.fields["given"]
        box.widget.attrs["accept"] = ENDINGS.get(kind, ".xlsx,.xlsm,.csv")
        box.error_messages["required"] = "Select the file to load"
        if kind in ENDINGS:
            box.widget.attrs["multiple"] = "multiple"
            box.label = "File or files"

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if "given" in said and not said.get("whole"):
            self.add_error("given", "The upload was cut off before its end. Upload the file again.")
        return said


class ApplyForm(Form):
    """Load what was previewed: `seen` and `basis` name the preview."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    basis = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**63 - 1)
    partial = forms.BooleanField(widget=forms.HiddenInput, required=False)

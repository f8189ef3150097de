"""Did a file arrive to its end? A connection that breaks off leaves a form that looks sound, with half a file in it."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from remit.web.forms import Form


class WholeUpload(Form):
    """A form with a file. `whole` stands after it in the page: where it is missing, the upload was cut off."""

    whole = forms.CharField(widget=forms.HiddenInput, required=False)
    holds: ClassVar[str] = "file"
    """The field that holds the file."""

    def clean(self) -> dict[str, Any]:
        """Refuse a file that was cut off."""
        said = super().clean() or {}
        if self.holds in said and not said.get("whole"):
            self.add_error(self.holds, "The upload was cut off before its end. Upload the file again.")
        return said

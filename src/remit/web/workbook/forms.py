"""What people fill in when a workbook comes back: the file, and a choice for each answer changed on both sides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, cast

from django import forms

from remit.reading.workbook_return import AnswerLine
from remit.rules.workbook_merge import Choice
from remit.web.forms import Form

WORDS: Mapping[Choice, str] = {
    "theirs": "Take the workbook’s",
    "ours": "Keep what is in Remit",
    "both": "Keep both, one after the other",
}


class UploadForm(Form):
    """The file. `whole` comes after it in the page: where it is missing, the upload was cut off."""

    file = forms.FileField(
        label="Workbook",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xlsm"}),
        error_messages={"required": "Select the workbook"},
        max_length=200,
    )
    whole = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if "file" in given and not given.get("whole"):
            self.add_error("file", "The upload was cut off before its end. Upload the file again.")
        return given


class BringInForm(Form):
    """For each conflict which text stands, and the version of the answer it was chosen beside."""

    partial = forms.BooleanField(widget=forms.HiddenInput, required=False)

    def __init__(self, conflicts: Iterable[AnswerLine], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conflicts = tuple(conflicts)
        for number, line in enumerate(self.conflicts, start=1):
            self.fields[f"keep-{number}"] = forms.ChoiceField(
                label=line.name,
                choices=[(offer, WORDS[offer]) for offer in line.offers],
                widget=forms.RadioSelect,
                error_messages={"required": f"Choose which text of “{line.name}” for {line.sheet} stands"},
            )
            self.fields[f"seen-{number}"] = forms.IntegerField(
                widget=forms.HiddenInput, initial=line.version, min_value=0, max_value=2**31 - 1
            )

    @property
    def choices(self) -> dict[str, Choice]:
        """What was chosen, by the key of the answer."""
        given = self.cleaned_data
        return {
            line.key: cast(Choice, given[f"keep-{number}"])
            for number, line in enumerate(self.conflicts, start=1)
        }

    @property
    def seen(self) -> dict[str, int]:
        """The version each was chosen beside, by the key of the answer."""
        given = self.cleaned_data
        return {line.key: given[f"seen-{number}"] for number, line in enumerate(self.conflicts, start=1)}

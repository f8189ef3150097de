"""What people fill in when a workbook comes back: the file, and a choice for each answer changed on both sides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, cast

from django import forms

from remit.reading.workbook_return import AnswerLine
from remit.rules.workbook_merge import Choice
from remit.web.forms import Form
from remit.web.uploads import WholeUpload

WORDS: Mapping[Choice, str] = {
    "theirs": "Take the workbook’s",
    "ours": "Keep what is in Remit",
    "both": "Keep both, one after the other",
}


SEEN = "seen-"


class UploadForm(WholeUpload):
    """The file."""

    file = forms.FileField(
        label="Workbook",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xlsm"}),
        error_messages={"required": "Select the workbook"},
        max_length=200,
    )


def keep_field(key: str) -> str:
    """The field in which the text of this answer is chosen: named by the answer, so that no choice is ever another's."""
    return f"keep-{key.replace('/', '-')}"


def seen_field(key: str) -> str:
    """The field that says beside which version of this answer the text was chosen."""
    return f"{SEEN}{key.replace('/', '-')}"


class BringInForm(Form):
    """For each conflict which text stands, and the version of the answer it was chosen beside."""

    partial = forms.BooleanField(widget=forms.HiddenInput, required=False)

    def __init__(self, conflicts: Iterable[AnswerLine], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conflicts = tuple(conflicts)
        for line in self.conflicts:
            self.fields[keep_field(line.key)] = forms.ChoiceField(
                label=line.name,
                choices=[(offer, WORDS[offer]) for offer in line.offers],
                widget=forms.RadioSelect,
                error_messages={"required": f"Choose which text of “{line.name}” for {line.sheet} stands"},
            )
            self.fields[seen_field(line.key)] = forms.IntegerField(
                widget=forms.HiddenInput, initial=line.version, min_value=0, max_value=2**31 - 1
            )

    @property
    def outdated(self) -> bool:
        """Whether what was chosen between is no longer what there is to choose between."""
        posted = {name: given for name, given in self.data.items() if name.startswith(SEEN)}
        return posted != {seen_field(line.key): str(line.version) for line in self.conflicts}

    def chosen(self, line: AnswerLine) -> str:
        """What was chosen beside the text that stands; empty where none was, or beside another."""
        beside_this = self.data.get(seen_field(line.key)) == str(line.version)
        return str(self.data.get(keep_field(line.key), "")) if beside_this else ""

    @property
    def choices(self) -> dict[str, Choice]:
        """What was chosen, by the key of the answer."""
        given = self.cleaned_data
        return {line.key: cast(Choice, given[keep_field(line.key)]) for line in self.conflicts}

    @property
    def seen(self) -> dict[str, int]:
        """The version each was chosen beside, by the key of the answer."""
        given = self.cleaned_data
        return {line.key: given[seen_field(line.key)] for line in self.conflicts}

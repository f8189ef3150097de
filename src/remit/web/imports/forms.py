"""What people fill in when they load a list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from remit.documents.action_list import Column, Field, Mapping, Risk, Urgency, Word
from remit.reading.imports import REASONS
from remit.reading.list_preview import Preview
from remit.web import formats
from remit.web.action_list.words import LABELS, RISKS, URGENCIES
from remit.web.forms import Form
from remit.web.uploads import WholeUpload

FIELD_LABELS = {
    Field.PERSON_ID: "Person id",
    Field.NAME: "Name",
    Field.WORKER_AND_MANAGER: "Social worker and team manager",
    Field.ON_LIST_SINCE: LABELS["listed_on"],
    **{field: LABELS[field.value] for field in Field if field.value in LABELS},
}
KEPT = "Kept as it is"


class UploadForm(WholeUpload):
    """The file."""

    file = forms.FileField(
        label="Action list",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xlsm,.csv"}),
        error_messages={"required": "Select the file that holds your action list"},
        max_length=200,
    )


class SheetForm(Form):
    """Another sheet of the workbook."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    sheet = forms.CharField(max_length=100)


class SeenForm(Form):
    """A button that acts on an import as it was seen."""

    seen = forms.IntegerField(widget=forms.HiddenInput)


class SeenOnForm(SeenForm):
    """A button that acts on an import, and on the list as it was then."""

    basis = forms.IntegerField(widget=forms.HiddenInput)


class ApplyForm(Form):
    """Load what was previewed: `seen` and `basis` name the preview."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    basis = forms.IntegerField(widget=forms.HiddenInput)
    vanished = forms.IntegerField(widget=forms.HiddenInput)
    partial = forms.BooleanField(label="Load the sound rows only", required=False)
    confirm_vanished = forms.BooleanField(label="Yes, they are missing", required=False)
    leave = forms.BooleanField(label="Leave them as they are in Remit", required=False)

    @classmethod
    def of(cls, page: Preview) -> ApplyForm:
        """The form for this very preview."""
        assert page.held is not None
        return cls(
            initial={"seen": page.held.version, "basis": page.basis, "vanished": page.counts["vanished"]}
        )

    def say(self, page: Preview) -> None:
        """Name the numbers beside the boxes."""
        counts = page.counts
        sound = counts["new"] + counts["changed"] + counts["unchanged"]
        self["partial"].label = f"Load the {formats.count(sound, 'sound row')} only"
        gone = f"{counts['vanished']:,} of the {counts['on_list']:,} children on the list"
        undecided = formats.count(counts["undecided"], "cell")
        self["leave"].label = f"Load the rest, and leave {undecided} as Remit has them for now"
        self["confirm_vanished"].label = f"Yes, {gone} are not in this file"

    def confirmed(self) -> int | None:
        """How many the person said are missing; None where they did not say it."""
        given = self.cleaned_data
        return int(given["vanished"]) if given["confirm_vanished"] else None


WRITTEN_DAY = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})")


class DayField(forms.CharField):
    """A day in one box, for a table of many: 12/11/2026."""

    def to_python(self, value: Any) -> date | None:  # type: ignore[override]
        written = super().to_python(value)
        if not written:
            return None
        found = WRITTEN_DAY.fullmatch(written)
        try:
            if found is None:
                raise ValueError(written)
            return date(int(found[3]), int(found[2]), int(found[1]))
        except ValueError:
            raise ValidationError(f"“{written[:20]}” is not a date like 12/11/2026", code="unreal") from None

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%d/%m/%Y}" if isinstance(value, date) else value


class VanishedForm(Form):
    """Why each child of one page who is not in the file left the list; an empty reason leaves them on it."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, page: Preview, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.refs = [line.ref for line in page.gone]
        for line in page.gone:
            reasons = (("", "Stays on the list"), *REASONS)
            self.fields[f"reason-{line.ref}"] = forms.ChoiceField(
                label=f"Why {line.name}, {line.person_id}, left",
                choices=reasons,
                required=False,
                initial=line.reason,
            )
            self.fields[f"on-{line.ref}"] = DayField(
                label=f"Day {line.name}, {line.person_id}, left", required=False, initial=line.on
            )

    def endings(self) -> dict[str, tuple[str, date | None] | None]:
        """Entry reference -> reason and day; None for who stays."""
        given = self.cleaned_data
        return {
            ref: (given[f"reason-{ref}"], given[f"on-{ref}"]) if given[f"reason-{ref}"] else None
            for ref in self.refs
        }


class AllGoneForm(Form):
    """Why all children who are not in the file left the list, but for those of whom it has been said."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    basis = forms.IntegerField(widget=forms.HiddenInput)
    count = forms.IntegerField(widget=forms.HiddenInput)
    all_gone = forms.BooleanField(
        label="All of them have gone", error_messages={"required": "Tick that all of them have gone"}
    )
    all_reason = forms.ChoiceField(
        label="Why they left",
        choices=(("", "Choose"), *REASONS),
        error_messages={"required": "Choose why they left"},
    )
    all_on = DayField(label="Day they left, like 12/11/2026", required=False)

    @classmethod
    def of(cls, page: Preview) -> AllGoneForm:
        """The form for this very preview."""
        assert page.held is not None
        count = page.counts["vanished"]
        return cls(initial={"seen": page.held.version, "basis": page.basis, "count": count})

    def say(self, page: Preview) -> None:
        """Name the number beside the box."""
        self["all_gone"].label = f"All {page.counts['vanished']:,} have gone"


class ColumnsForm(Form):
    """What the columns of a sheet and its words for risk and urgency mean."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    remember = forms.BooleanField(label="Remember this for the next list with these headings", required=False)

    def __init__(self, page: Preview, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        assert page.held is not None
        self.page, self.mapping = page, page.held.mapping
        self.columns = [(f"column_{column.index}", column) for column in page.file.columns]
        self.risk_words = [(f"risk_{at}", word) for at, word in enumerate(page.file.words.risk)]
        self.urgency_words = [(f"urgency_{at}", word) for at, word in enumerate(page.file.words.urgency)]
        meanings = tuple((field.value, label) for field, label in FIELD_LABELS.items())
        for name, column in self.columns:
            self._choice(name, f"{column.letter}: {column.header}", meanings, KEPT, _meant(column))
        for name, word in self.risk_words:
            self._choice(name, f"Risk “{word.as_written}”", RISKS, "Not known to Remit", word.meaning or "")
        for name, word in self.urgency_words:
            self._choice(
                name, f"Urgency “{word.as_written}”", URGENCIES, "Not known to Remit", word.meaning or ""
            )

    def _choice(
        self, name: str, label: str, choices: tuple[tuple[str, str], ...], empty: str, chosen: str
    ) -> None:
        self.fields[name] = forms.ChoiceField(
            label=label, choices=(("", empty), *choices), required=False, initial=chosen
        )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        first: dict[str, Column] = {}
        for name, column in self.columns:
            said = given.get(name)
            if said and (other := first.setdefault(said, column)) is not column:
                meaning = FIELD_LABELS[Field(said)]
                self.add_error(name, f"“{other.header}” and “{column.header}” cannot both mean {meaning}")
        return given

    def given(self) -> Mapping:
        """The mapping as it was with what this person changed. Raises MappingError where it contradicts itself."""
        columns = dict(self.mapping.columns)
        for name, column in self.columns:
            if (said := self.cleaned_data[name]) != _meant(column):
                columns[column.header] = Field(said) if said else None
        risk, urgency = dict(self.mapping.risk), dict(self.mapping.urgency)
        risk |= {word: Risk(said) for word, said in self._changed(self.risk_words)}
        urgency |= {word: Urgency(said) for word, said in self._changed(self.urgency_words)}
        return Mapping(columns=columns, risk=risk, urgency=urgency)

    def _changed(self, words: list[tuple[str, Word]]) -> Iterator[tuple[str, str]]:
        for name, word in words:
            said = self.cleaned_data[name]
            if said and said != (word.meaning or ""):
                yield word.as_written, said


def _meant(column: Column) -> str:
    return column.field.value if column.field else ""

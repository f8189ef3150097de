"""What is sent when a workbook from before Remit is loaded, and when its outstanding actions are given dates."""

from __future__ import annotations

from typing import Any

from django import forms

from remit.reading.backlog import Backlog
from remit.web.forms import DateField, Form


class LoadForm(Form):
    """Load what was previewed: `basis` names that."""

    basis = forms.CharField(widget=forms.HiddenInput, max_length=16)
    partial = forms.BooleanField(widget=forms.HiddenInput, required=False)


class DatesForm(Form):
    """Which outstanding actions, as they were seen, and by when they are to be done."""

    chosen = forms.MultipleChoiceField(
        label="Actions",
        required=False,
        error_messages={"invalid_choice": "Some of these have changed. Look at the page as it is now"},
    )
    due_on = DateField(label="To be done by", required=False)

    def __init__(self, page: Backlog, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["chosen"]
        assert isinstance(field, forms.MultipleChoiceField)
        # Whoever says that nothing is left to do is asked for no date, not even for the rest of one.
        self.fields["due_on"].disabled = "ended" in self.data
        field.choices = [(key, key) for key in (f"{one.mark}.{one.seen}" for one in page.lines)]

    def picked(self) -> dict[str, int]:
        """By mark, as which it was seen."""
        pairs = (key.split(".") for key in self.cleaned_data["chosen"])
        return {mark: int(seen) for mark, seen in pairs}

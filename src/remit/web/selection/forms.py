"""What is filled in when cases are chosen."""

from __future__ import annotations

from typing import Any

from django import forms

from remit.casework.selection import Choices
from remit.reading.selection import SelectionPage
from remit.rules.reasons import LONGEST_REASON
from remit.web.forms import Form


class ChoicesForm(Form):
    """A box for each case on the list, and a reason beside those that need one (`why_<entry>`)."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, page: SelectionPage, *args: Any, **kwargs: Any) -> None:
        self.asked = {
            row.case.entry: row.case.name
            for _, rows in page.groups
            for row in rows
            if row.asks_why and not row.chosen
        }
        super().__init__(*args, initial={"seen": page.head.revision}, **kwargs)
        for entry, name in self.asked.items():
            self.fields[f"why_{entry}"] = forms.CharField(
                label=f"Why {name}", required=False, max_length=LONGEST_REASON
            )

    def ask_for_unchosen(self, ticked: set[str]) -> bool:
        """Say so of each case that was given a reason and is not chosen; whether there is any."""
        forgotten = [
            entry
            for entry in self.asked
            if entry not in ticked and str(self.cleaned_data.get(f"why_{entry}") or "").strip()
        ]
        for entry in forgotten:
            self.add_error(
                f"why_{entry}",
                f"You gave a reason for {self.asked[entry]} but did not choose the case. Choose it, or empty the box",
            )
        return bool(forgotten)

    def choices(self, page: SelectionPage, ticked: set[str]) -> Choices:
        """What was sent, as the verb takes it. Cases are offered as the page has them now."""
        offered = [
            row.case.entry
            for _, rows in page.groups
            for row in rows
            if row.can_be_chosen and not (row.chosen and (page.finished_at or row.came_back))
        ]
        why = {entry: self.cleaned_data.get(f"why_{entry}", "") for entry in self.asked}
        return Choices(offered=offered, ticked=ticked, why=why)


class FinishForm(Form):
    """Who took part."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    part = forms.MultipleChoiceField(
        label="Who took part in the selection?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Select people from the list"},
    )

    def __init__(self, page: SelectionPage, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"seen": page.head.revision}, auto_id="finish-%s", **kwargs)
        field = self.fields["part"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [
            (one.ref, f"{one.name} ({', '.join(one.seats)})" if one.seats else one.name)
            for one in page.choosers
        ]
        if page.wanted:
            seats = "this seat" if len(page.wanted) == 1 else "each of these seats"
            field.help_text = f"Somebody from {seats} should be among them: {', '.join(page.wanted)}."


class ReasonForm(Form):
    """Why."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    why = forms.CharField(
        label="Reason",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter a reason"},
    )

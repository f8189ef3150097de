"""What can be changed of minutes: of a draft the text itself, of approved minutes by a correction with its reason."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from remit.rules.answer_kinds import LONGEST_ANSWER
from remit.rules.corrections import LONGEST_NOTE
from remit.rules.reasons import LONGEST_REASON
from remit.web.forms import Form


def _why() -> forms.CharField:
    words = {"required": "Enter why this is corrected"}
    return forms.CharField(label="Why is this corrected?", max_length=LONGEST_REASON, error_messages=words)


class CorrectionForm(Form):
    """The text as it should read."""

    text = forms.CharField(label="Text", max_length=LONGEST_ANSWER, widget=forms.Textarea(attrs={"rows": 8}))
    seen = forms.IntegerField(widget=forms.HiddenInput)


class ProposalForm(Form):
    """How a text of approved minutes should read, and why; where it may name another child, the wording for the extract."""

    text = forms.CharField(
        label="How it should read", max_length=LONGEST_ANSWER, widget=forms.Textarea(attrs={"rows": 8})
    )
    wording = forms.CharField(
        label="Wording for the child’s extract",
        required=False,
        max_length=LONGEST_ANSWER,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    why = _why()
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asks_wording = "wording" in self.data

    def ask_for_wording(self, text: str) -> None:
        """Show the box for the wording, with the text to begin from."""
        if not self.asks_wording:
            self.data = {**{name: self.data[name] for name in self.data}, "wording": text}
            self.asks_wording = True

    def clean_wording(self) -> str | None:
        """None where it was not asked for; empty leaves the text out of the extract."""
        return self.cleaned_data["wording"] if "wording" in self.data else None


class OutcomeForm(Form):
    """How a case should have been left, and why."""

    outcome = forms.ChoiceField(label="How was the case left?", widget=forms.RadioSelect)
    reason = forms.CharField(
        label="Reason, where the outcome asks for one", required=False, max_length=LONGEST_REASON
    )
    why = _why()
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, outcomes: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.let_choose("outcome", outcomes)


class NoteForm(Form):
    """What the minutes should say besides, and why."""

    text = forms.CharField(
        label="What should the minutes say?",
        error_messages={"required": "Enter what the minutes should say"},
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    why = _why()

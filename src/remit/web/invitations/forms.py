"""What an invited person answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms

from remit.rules.answering import Reply
from remit.rules.invitation_words import REPLIES
from remit.web.forms import Form, TimeField


class AnswerForm(Form):
    """One of the answers that are offered, with what it needs. What only another answer needs is not looked at."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    answer = forms.ChoiceField(label="Your answer", widget=forms.RadioSelect)
    substitute = forms.CharField(
        label="Who comes in your place",
        max_length=150,
        required=False,
        help_text="Their name or their work email address",
    )
    can_from = TimeField(
        label="From when you can come",
        required=False,
        help_text="Like 3:30pm. Leave it empty if you can come at the start",
    )
    can_until = TimeField(
        label="Until when you can come",
        required=False,
        help_text="Like 4pm. Leave it empty if you can stay to the end",
    )

    NEEDED_BY: ClassVar[Mapping[str, str]] = {
        "substitute": "substitute",
        "can_from": "another_time",
        "can_until": "another_time",
    }
    """For each box that only one answer needs: which."""

    def __init__(self, *args: Any, offered: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(reply, words) for reply, words in REPLIES.items() if reply in offered]
        self.let_choose("answer", choices)
        if "substitute" not in offered:
            del self.fields["substitute"]
        if "another_time" not in offered:
            del self.fields["can_from"], self.fields["can_until"]

    def clean(self) -> dict[str, Any]:
        """A box that is out of sight, or not asked for, stands in nobody's way, whatever was typed there."""
        said: dict[str, Any] = self.cleaned_data
        for name, answer in self.NEEDED_BY.items():
            if said.get("answer") not in (None, answer):
                self.errors.pop(name, None)
        return said

    @property
    def as_said(self) -> dict[str, Any]:
        """What the verbs are asked to take."""
        data = self.cleaned_data
        return {
            "answer": data["answer"],
            "substitute": data.get("substitute", ""),
            "said_is": self.said,
            "seen": data["seen"],
        }

    @property
    def said(self) -> Reply:
        """The answer; times only where another time is asked for. Whom the words mean, the verb looks up."""
        data = self.cleaned_data
        if data["answer"] != "another_time":
            return Reply(data["answer"])
        return Reply(data["answer"], can_from=data.get("can_from"), can_until=data.get("can_until"))

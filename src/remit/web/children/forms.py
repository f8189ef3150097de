"""What is asked about who works with a child."""

from __future__ import annotations

from typing import Any

from django import forms

from remit.reading.children import Allocating
from remit.web.fields import DateField
from remit.web.forms import Form


class Allocate(Form):
    """A team, the worker in it if one is named, and from when."""

    team = forms.TypedChoiceField(label="Team", coerce=int)
    worker = forms.TypedChoiceField(label="Worker", coerce=int, required=False, empty_value=None)
    since = DateField(label="From")

    def __init__(self, known: Allocating, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].choices = [("", "Choose a team"), *known.teams]  # type: ignore[attr-defined]
        self.fields["worker"].choices = [("", "Not named yet"), *known.workers]  # type: ignore[attr-defined]

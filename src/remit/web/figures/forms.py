"""What is written in a report's narrative."""

from __future__ import annotations

from typing import Any

from django import forms as fields

from remit.reading.figures import PartLine
from remit.rules.reports import LONGEST
from remit.web.forms import Form


class PartForm(Form):
    """One part of a narrative; each stands on the page under its own id."""

    text = fields.CharField(required=False, max_length=LONGEST, widget=fields.Textarea({"rows": 6}))
    seen = fields.IntegerField(widget=fields.HiddenInput, min_value=0)

    def __init__(self, part: PartLine, *args: Any, **kwargs: Any) -> None:
        initial = {"text": part.text, "seen": part.version}
        super().__init__(*args, prefix=part.id, initial=initial, **kwargs)
        self.fields["text"].label = part.name
        self.fields["text"].help_text = part.asks

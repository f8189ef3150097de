"""How long may a text be? Said once, in the field, and held by a check constraint, since SQLite does not hold it otherwise."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.db.models.signals import class_prepared

from remit.rules.outcomes import Refused


def limits(model: type[models.Model]) -> dict[str, int]:
    """The longest text each of a model's fields takes, by name."""
    fields = (field for field in model._meta.local_concrete_fields if isinstance(field, models.CharField))
    return {field.name: field.max_length for field in fields if field.max_length is not None}


def bound(sender: type[models.Model], **kwargs: Any) -> None:
    """Give a model of ours one constraint for all its texts. Called for each as it is made, so that none is forgotten."""
    meta = sender._meta
    longest = limits(sender)
    if meta.app_label != "records" or meta.abstract or sender.__module__ == "__fake__" or not longest:
        return
    fits = Q(*(LessThanOrEqual(Length(name), limit) for name, limit in sorted(longest.items())))
    held = models.CheckConstraint(condition=fits, name=f"{meta.model_name}_texts_fit")
    meta.constraints = [*meta.constraints, held]
    meta.original_attrs["constraints"] = meta.constraints


def listen() -> None:
    """Bound every model made from now on."""
    class_prepared.connect(bound, dispatch_uid="remit.lengths")


LONGEST_TEXT = 20_000
"""Characters of a text whose column has no length of its own; about four pages."""


def why_not_fitting(model: type[models.Model], **texts: str) -> Refused | None:
    """Whether these texts, by the name of their field, are short enough to be kept."""
    longest = limits(model)
    for name, text in texts.items():
        if len(text) > longest.get(name, LONGEST_TEXT):
            label = name.replace("_", " ").capitalize()
            return Refused(
                f"{label} must be {longest.get(name, LONGEST_TEXT):,} characters or fewer.",
                remedy=f"Shorten it: it has {len(text)}.",
                field=name,
            )
    return None

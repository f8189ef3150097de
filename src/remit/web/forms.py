"""How does a form reach the page, and what does it say when something is missing? Words as GOV.UK writes them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from remit.rules.outcomes import Refused
from remit.web.errors import ANOTHER_PAGE
from remit.web.fields import PARTS, DateBoxes, DateField, TimeField, WrittenDate, lowered

__all__ = ["DateField", "Fault", "Form", "TimeField", "faults", "field_options"]


OPTIONS = ("autocomplete", "autocapitalize", "spellcheck", "inputmode", "pattern", "rows")
"""Attributes of a widget that the GOV.UK macros take as options of their own."""
LEFT_OUT = ("maxlength", "minlength")
"""A browser would cut off what is pasted without a word; we say how many characters are too many."""


ASKING = frozenset(("What", "Which", "Who", "Where", "When", "Why", "How", "Over"))
"""A label that begins so is a question or half of one, and no subject of a sentence."""
PASSWORDS = {
    "password_too_short": "A password must be at least %(min_length)d characters long. Try three random words",
    "password_too_common": "Many people use this password. Choose one that is harder to guess",
    "password_too_similar": "This password is too like the name or user name. Choose another",
}


class Form(forms.Form):
    """A form whose errors are plain English and whose refusals stand beside the field they are about."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "%s")
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = field.label or name.replace("_", " ").capitalize()
            _say_plainly(field, type(self).base_fields.get(name))

    def add_error(self, field: str | None, error: Any) -> None:
        """Note what is wrong, a password's faults in our words."""
        for fault in getattr(error, "error_list", ()):
            fault.message = PASSWORDS.get(fault.code, fault.message)
        super().add_error(field, error)

    def let_choose(self, name: str, choices: Iterable[tuple[Any, str]]) -> None:
        """Offer these values, each with its words: what there is to choose from is known only once the page is read."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(choices)

    def carries_out(self, act: Callable[[], object]) -> bool:
        """Whether the act was carried out; what it refuses stands in the form. What no form can mend goes on up."""
        try:
            act()
        except ANOTHER_PAGE:
            raise
        except Refused as refusal:
            self.refuse(refusal)
            return False
        return True

    def refuse(self, refusal: Refused) -> None:
        """Show what a verb refused: beside its field where it names one of ours, otherwise above the form."""
        clause = f" ({refusal.clause})" if refusal.clause else ""
        field = refusal.field if refusal.field in self.fields else None
        self.add_error(field, f"{refusal.problem}{clause} {refusal.remedy}".strip())


class SeenForm(Form):
    """Which revision of the meeting the person saw."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    stale = False
    """Whether the meeting had moved on from that revision."""

    def meet_stale(self, refusal: Refused, *, revision: int) -> None:
        """Keep what was typed, take the meeting as it is now (`revision`), and say so: it is sent again as it stands."""
        self.data = {**dict(self.data.items()), "seen": str(revision)}
        self.stale = True
        self.add_error(
            None, f"{refusal.problem} What you entered is still here. Check it, then send it again."
        )


def _say_plainly(field: forms.Field, declared: forms.Field | None) -> None:
    """Give the field our words, wherever Django's own still stand."""
    stock = _stock_messages(type(field))
    for code, words in _words(field).items():
        if field.error_messages.get(code) == stock.get(code):
            field.error_messages[code] = words
    for validator in field.validators:
        limit = getattr(validator, "limit_value", None)
        if getattr(validator, "code", "") == "max_length":
            validator.message = f"{_subject(field)} must be {limit:,} characters or fewer"  # type: ignore[attr-defined]
        if words := _bounds(field, getattr(validator, "code", ""), limit):
            validator.message = words  # type: ignore[attr-defined]


def _bounds(field: forms.Field, code: str, limit: Any) -> str:
    """What to say of a figure, text or character that is out of bounds; empty where it is nothing of the kind."""
    most = getattr(field, "max_value", None)
    least = getattr(field, "min_value", None)
    if code in ("min_value", "max_value"):
        if least is not None and most is not None:
            return f"{_subject(field)} must be between {least} and {most:,}"
        return f"{_subject(field)} must be {limit:,} or {'more' if code == 'min_value' else 'less'}"
    return {
        "min_length": f"{_subject(field)} must be {limit} characters or more",
        "null_characters_not_allowed": f"{_subject(field)} holds a character that cannot be kept. Write it again",
    }.get(code, "")


def _subject(field: forms.Field) -> str:
    """A field at the beginning of a sentence: "Reason must be …"; what asks a question has an answer."""
    label = str(field.label)
    asks = label.endswith("?") or label.split(" ")[0] in ASKING
    return "Your answer" if asks and label != "Why" else label


def _stock_messages(kind: type[forms.Field]) -> dict[str, Any]:
    return {
        code: words
        for ancestor in reversed(kind.__mro__)
        for code, words in getattr(ancestor, "default_error_messages", {}).items()
    }


def _words(field: forms.Field) -> dict[str, str]:
    label, written = lowered(field.label), field.label
    match field:
        case DateField() if written == "From":
            return {"required": "Enter the first day"}
        case forms.FileField():
            return {
                "required": f"Select {label}",
                "empty": "The selected file is empty",
                "missing": f"Select {label}",
                "invalid": f"Select {label}",
            }
        case forms.MultipleChoiceField() | forms.TypedMultipleChoiceField():
            return {"required": f"Select {label}", "invalid_choice": f"Select {label} from the list"}
        case forms.BooleanField():
            return {"required": f"Select “{written}”"}
        case forms.ChoiceField():
            return {"required": f"Select {label}", "invalid_choice": f"Select {label} from the list"}
        case forms.FloatField() | forms.DecimalField():
            figures = f"{_subject(field)} must be an amount like 1250 or 1250.50"
            many = ("max_digits", "max_decimal_places", "max_whole_digits")
            return {
                "required": f"Enter {label}",
                "invalid": f"{_subject(field)} must be a number",
            } | dict.fromkeys(many, figures)
        case forms.URLField():
            return {"required": f"Enter {label}", "invalid": "Enter a link that begins with https://"}
        case forms.IntegerField():
            return {"required": f"Enter {label}", "invalid": f"{_subject(field)} must be a whole number"}
        case forms.EmailField():
            return {
                "required": f"Enter {label}",
                "invalid": "Enter an email address in the correct format, like name@example.com",
            }
    return {"required": f"Enter {label}"}


@dataclass(frozen=True, slots=True)
class Fault:
    """One line of the error summary: what is wrong, and where to put it right."""

    text: str
    href: str = ""


def faults(*given: forms.BaseForm) -> list[Fault]:
    """What is wrong on the page, in the order of its fields; each line leads to the first box of its field."""
    return [fault for form in given if form.errors for fault in _faults_of(form)]


def _faults_of(form: forms.BaseForm) -> Iterable[Fault]:
    for text in form.non_field_errors():
        yield Fault(str(text))
    for bound in form:
        for text in bound.errors:
            yield Fault(str(text), f"#{first_box(bound)}")


def first_box(bound: BoundField) -> str:
    """The id of the box to go to."""
    identity = bound.auto_id or bound.html_name
    if isinstance(bound.field.widget, DateBoxes):
        wrong = _wrong_parts(bound)
        return f"{identity}-{wrong[0] if wrong else 'day'}"
    return str(identity)


def field_options(bound: BoundField) -> dict[str, Any]:
    """The options of the GOV.UK macro that shows this field; `kind` says which macro."""
    identity = bound.auto_id or bound.html_name
    options: dict[str, Any] = {"id": identity, "name": bound.html_name}
    if bound.errors:
        options["errorMessage"] = {"text": " ".join(str(error) for error in bound.errors)}
    if bound.help_text:
        options["hint"] = {"text": str(bound.help_text)}
    attrs = {name: value for name, value in bound.field.widget.attrs.items() if name not in LEFT_OUT}
    if further := {name: value for name, value in attrs.items() if name not in OPTIONS}:
        options["attributes"] = further
    return (
        options | _particular(bound, str(identity)) | {name: attrs[name] for name in OPTIONS if name in attrs}
    )


def _particular(bound: BoundField, identity: str) -> dict[str, Any]:
    widget, label = bound.field.widget, {"text": bound.label}
    match widget:
        case DateBoxes():
            return {
                "kind": "date",
                "namePrefix": bound.html_name,
                "items": _boxes(bound),
                "legend": bound.label,
            }
        case forms.CheckboxSelectMultiple():
            return {
                "kind": "checkboxes",
                "idPrefix": identity,
                "items": _choices(bound),
                "legend": bound.label,
            }
        case forms.RadioSelect():
            return {"kind": "radios", "idPrefix": identity, "items": _choices(bound), "legend": bound.label}
        case forms.CheckboxInput():
            only = {"value": "on", "text": bound.label, "checked": bool(bound.value()), "id": identity}
            return {"kind": "checkbox", "idPrefix": identity, "items": [only]}
        case forms.Select():
            return {"kind": "select", "items": _choices(bound), "label": label}
        case forms.FileInput():
            return {"kind": "file", "label": label}
        case forms.Textarea():
            return {"kind": "textarea", "label": label, "value": _written(bound)}
        case forms.HiddenInput():
            return {"kind": "hidden", "value": _written(bound)}
        case forms.PasswordInput():
            return {"kind": "password", "label": label}
    return {"kind": "input", "label": label, "value": _written(bound)}


def _written(bound: BoundField) -> Any:
    value = bound.value()
    return "" if value is None else value


def _choices(bound: BoundField) -> list[dict[str, Any]]:
    chosen = bound.value()
    among = (
        {str(value) for value in chosen} if isinstance(chosen, list | tuple | set) else {str(chosen or "")}
    )
    return [
        {
            "value": str(value),
            "text": str(text),
            "checked": str(value) in among,
            "selected": str(value) in among,
        }
        for value, text in bound.field.choices  # type: ignore[attr-defined]
    ]


def _wrong_parts(bound: BoundField) -> tuple[str, ...]:
    """Which boxes of a date to mark: those left empty of some, otherwise all."""
    if not bound.errors:
        return ()
    written = bound.value()
    missing = written.missing if isinstance(written, WrittenDate) else ()
    return missing if 0 < len(missing) < len(PARTS) else PARTS


def _boxes(bound: BoundField) -> list[dict[str, Any]]:
    written = bound.field.widget.format_value(bound.value())
    wrong = _wrong_parts(bound)
    widths = {"day": 2, "month": 2, "year": 4}
    return [
        {
            "name": part,
            "value": getattr(written, part),
            "classes": f"govuk-input--width-{widths[part]}{' govuk-input--error' if part in wrong else ''}",
        }
        for part in PARTS
    ]

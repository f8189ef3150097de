"""What is asked about a proposal? A field for each fact the routes know, made from the terms; no name, no child."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django import forms

from remit.rules.handed_in import Unusable
from remit.web.forms import DateField, Form

NOT_KNOWN = ("", "Not known")
YES_NO = (("yes", "Yes"), ("no", "No"), NOT_KNOWN)


def proposal_form(facts: Mapping[str, Any], data: Any = None) -> ProposalForm:
    """The form with a field for each fact; the first, what it is about, has to be said."""
    first = next(iter(facts))
    fields = {name: _field(fact, required=name == first) for name, fact in facts.items()}
    kind: type[ProposalForm] = type("ProposalForm", (ProposalForm,), {**fields, "facts": facts})
    return kind(data)


class ProposalForm(Form):
    """Facts, each of which may be left as not known."""

    facts: Mapping[str, Any] = {}

    def given(self) -> dict[str, Any]:
        """The facts that are known, as the rules take them."""
        found = {name: _value(self.facts[name], said) for name, said in self.cleaned_data.items()}
        return {name: value for name, value in found.items() if value is not None}

    def ask_only(self, missing: Collection[str]) -> None:
        """Keep what was said, what is wrong and what would change the answer; leave the rest out."""
        first = next(iter(self.facts))
        for name in list(self.fields):
            if name != first and name not in missing and name not in self.errors and not self._said(name):
                del self.fields[name]

    def mark(self, unusable: Unusable) -> None:
        """Show what is wrong beside the field it is about."""
        for fault in unusable.faults:
            self.add_error(fault.key if fault.key in self.fields else None, f"{fault.problem} {fault.remedy}")

    def _said(self, name: str) -> bool:
        return bool(self.is_bound and self[name].data and str(self[name].data) != "[]") and (
            not hasattr(self[name].data, "missing") or len(self[name].data.missing) < 3
        )


def _field(fact: Any, *, required: bool) -> forms.Field:
    label = f"{fact.name[:1].upper()}{fact.name[1:]}"
    match fact.kind:
        case "yes_no":
            return forms.ChoiceField(label=label, choices=YES_NO, widget=forms.RadioSelect, required=required)
        case "choice":
            choices = [(value, _words(fact, value)) for value in fact.of]
            empty = ("", "Choose one") if required else NOT_KNOWN
            return forms.ChoiceField(label=label, choices=[empty, *choices], required=required)
        case "choices":
            choices = [(value, _words(fact, value)) for value in fact.of]
            widget = forms.CheckboxSelectMultiple
            return forms.MultipleChoiceField(label=label, choices=choices, widget=widget, required=required)
        case "day":
            return DateField(label=label, required=required)
        case "whole":
            return forms.IntegerField(label=label, required=required, widget=forms.TextInput)
    said = {"invalid": f"{label} must be a number"}
    return forms.FloatField(label=label, required=required, widget=forms.TextInput, error_messages=said)


def _words(fact: Any, value: str) -> str:
    """A choice as the terms say it; otherwise its own name."""
    said: str = fact.says.get(value) or value.replace("-", " ")
    return f"{said[:1].upper()}{said[1:]}"


def _value(fact: Any, said: Any) -> Any:
    """What was said, as the rules take it; nothing said is not known."""
    if said in ("", None, []):
        return None
    if fact.kind == "yes_no":
        return said == "yes"
    return said.isoformat() if fact.kind == "day" else said

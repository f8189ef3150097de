"""What administrators fill in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from remit.reading.administration import POSTS, Person, UnitLine
from remit.rules.staff import MANAGES, why_not_username
from remit.web.fields import DateField
from remit.web.forms import Form


def password_field(label: str) -> forms.CharField:
    """A first password, which the person changes when they sign in."""
    return forms.CharField(
        label=label,
        strip=False,
        help_text="At least 12 characters. Give it to them in person or by phone; they choose their own when they sign in.",
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        validators=[validate_password],
    )


class AddPerson(Form):
    """A new account."""

    name = forms.CharField(label="Name", max_length=150)
    username = forms.CharField(
        label="User name",
        max_length=150,
        help_text="Small letters, figures, full stops, hyphens and @, like first.last.",
        widget=forms.TextInput({"autocapitalize": "none", "spellcheck": "false"}),
    )
    email = forms.EmailField(label="Email address", required=False)
    job_title = forms.CharField(label="Job title", max_length=150, required=False)
    password = password_field("First password")

    def clean_username(self) -> str:
        """What cannot be a user name is said with everything else that is wrong."""
        written: str = self.cleaned_data["username"]
        refusal = why_not_username(written, taken=False)
        if refusal is not None:
            raise ValidationError(f"{refusal.problem} {refusal.remedy}")
        return written


class ChangePerson(Form):
    """What an account says of a person."""

    name = forms.CharField(label="Name", max_length=150)
    email = forms.EmailField(label="Email address", required=False)
    job_title = forms.CharField(label="Job title", max_length=150, required=False)
    seen = forms.CharField(widget=forms.HiddenInput)


class NewPassword(Form):
    """A new password for somebody who lost theirs."""

    password = password_field("New password")


class Sure(Form):
    """Nothing to fill in: the button is the answer."""


class GivePost(Form):
    """A post, over a unit where it is a manager's."""

    post = forms.ChoiceField(label="Post", choices=tuple(POSTS.items()))
    unit = forms.TypedChoiceField(
        label="Over which team, service or area",
        required=False,
        coerce=int,
        empty_value=None,
        help_text="Only for team managers, service managers and heads of service.",
    )
    since = DateField(label="From")

    def __init__(self, units: tuple[UnitLine, ...], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        managed = set(MANAGES.values())
        offered = [(unit.key, f"{unit.name} ({unit.kind})") for unit in units if unit.kind in managed]
        self.let_choose("unit", [("", "None"), *offered])


class JoinTeam(Form):
    """The team somebody works in."""

    team = forms.TypedChoiceField(label="Team", coerce=int)
    since = DateField(label="From")

    def __init__(self, units: tuple[UnitLine, ...], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.let_choose("team", [(u.key, u.name) for u in units if u.kind == "team"])


class Until(Form):
    """The first day on which somebody no longer holds it."""

    until = DateField(label="First day they no longer hold it")


class LeaveSeat(Until):
    """The same; and for which day it was said what follows from it."""

    sure = forms.CharField(required=False, widget=forms.HiddenInput)

    @property
    def is_sure(self) -> bool:
        """Whether what follows was shown for this very day."""
        return bool(self.cleaned_data["sure"] == self.cleaned_data["until"].isoformat())


class MakeUnit(Form):
    """A new area, service or team."""

    kind = forms.ChoiceField(
        label="What it is",
        choices=(("area", "Area of a head of service"), ("service", "Service"), ("team", "Team")),
        widget=forms.RadioSelect,
    )
    name = forms.CharField(label="Name", max_length=120)
    parent = forms.TypedChoiceField(
        label="Where it belongs",
        required=False,
        coerce=int,
        empty_value=None,
        help_text="A service belongs to an area, a team to a service.",
    )

    def __init__(self, units: tuple[UnitLine, ...], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(unit.key, f"{unit.name} ({unit.kind})") for unit in units if unit.kind != "team"]
        self.let_choose("parent", [("", "By itself"), *offered])


class FillSeat(Form):
    """Who holds a seat or deputises for it, and from when."""

    staff = forms.TypedChoiceField(
        label="Who", coerce=int, error_messages={"required": "Select the person who takes the seat"}
    )
    capacity = forms.ChoiceField(
        label="As", choices=(("holder", "Holder of the seat"), ("deputy", "Deputy")), widget=forms.RadioSelect
    )
    since = DateField(label="From")
    until = DateField(label="Until (for a seat that rotates)", required=False)

    def __init__(self, people: tuple[Person, ...], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(p.key, f"{p.name}, {p.job_title}" if p.job_title else p.name) for p in people]
        self.let_choose("staff", [("", "Choose a person"), *offered])


class SwitchOn(Form):
    """A forum that ships, and the day it is live."""

    forum = forms.ChoiceField(label="Forum", widget=forms.RadioSelect)
    live_from = DateField(label="Live from", help_text="Nothing before that day is owed or counted.")
    join_link = forms.URLField(
        label="Link to join its meetings", required=False, max_length=500, assume_scheme="https"
    )

    def __init__(self, shipped: tuple[tuple[str, str], ...], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.let_choose("forum", shipped)

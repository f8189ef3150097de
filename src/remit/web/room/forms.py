"""What can be entered in the room."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from remit.casework.attendance_rows import Somebody
from remit.reading.room import RoomPage
from remit.reading.room_attendance import StaffOption
from remit.rules.names import folded
from remit.rules.outcomes import Refused
from remit.rules.reasons import LONGEST_REASON
from remit.web.forms import DateField, Form, TimeField

CAPACITIES = (
    ("holder", "Holder of the seat"),
    ("deputy", "Deputy of the holder"),
    ("substitute", "Substitute for the holder"),
    ("observer", "Observer, without a seat"),
)


def labels(staff: Iterable[StaffOption]) -> dict[str, int]:
    """How each person stands in the list to choose from: by name, with the user name where two share one."""
    people = list(staff)
    names = [person.name for person in people]
    return {
        person.name if names.count(person.name) == 1 else f"{person.name} ({person.username})": person.id
        for person in people
    }


class WhoField(forms.CharField):
    """Somebody with an account, written or chosen from the list beside the box, which works without JavaScript."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": 150, **options})
        self.widget.attrs.update({"list": "staff", "autocomplete": "off"})
        self.known: dict[str, int] = {}

    def find(self, written: str) -> int | None:
        """The account meant; none where the words fit nobody or several."""
        wanted = folded(written)
        fitting = [key for name, key in self.known.items() if folded(name) == wanted]
        if not fitting and len(wanted) > 2:
            fitting = [key for name, key in self.known.items() if wanted in folded(name)]
        return fitting[0] if len(fitting) == 1 else None


class Kept(Form):
    """A form that stands on a page with others: what is in it outlives the press of another's button."""

    def keep(self, sent: QueryDict, box: str, refusal: Refused) -> None:
        """Show what was sent for it, and at that box alone why it is not done."""
        self.data, self.is_bound = sent, True
        self.full_clean()
        self.errors.clear()
        self.add_error(box, f"{refusal.problem} {refusal.remedy}")


class StaffForm(Kept):
    """A form in which somebody is chosen among the staff."""

    def __init__(self, *args: Any, page: RoomPage, **options: Any) -> None:
        super().__init__(*args, **options)
        known = labels(page.staff)
        for field in self.fields.values():
            if isinstance(field, WhoField):
                field.known = known


class ActionForm(StaffForm):
    """An action: what, who leads it, by when."""

    what = forms.CharField(
        label="What is to be done", max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
    lead = WhoField(
        label="Who leads it", error_messages={"required": "Enter the name of the person who leads it"}
    )
    due_on = DateField(label="Due", required=False)

    def clean_lead(self) -> int:
        """The account of the lead."""
        found = self.fields["lead"].find(self.cleaned_data["lead"])  # type: ignore[attr-defined]
        if found is None:
            raise ValidationError("Choose who leads the action from the list")
        return int(found)


class PresenceForm(StaffForm):
    """Somebody came, or sends apologies."""

    seat = forms.ChoiceField(label="Seat", required=False)
    capacity = forms.ChoiceField(label="Came as", choices=CAPACITIES, initial="substitute")
    who = WhoField(label="Who", error_messages={"required": "Enter the name of the person"})
    service = forms.CharField(
        label="Service they come from",
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"list": "services", "autocomplete": "off"}),
    )
    answer = forms.ChoiceField(
        label="Answer",
        choices=(("present", "Present"), ("apologies", "Apologies")),
        widget=forms.RadioSelect,
        initial="present",
    )
    at = TimeField(label="From what time", required=False)

    def __init__(self, *args: Any, page: RoomPage, **options: Any) -> None:
        super().__init__(*args, page=page, **options)
        self.let_choose("seat", [("", "None"), *((seat.id, seat.name) for seat in page.seats)])

    def somebody(self) -> Somebody:
        """The account meant, or the name as it was written."""
        return somebody(self, self.cleaned_data["who"], self.cleaned_data["service"])


class TimesForm(Form):
    """When somebody came, and when they left."""

    arrived = TimeField(label="When they came")
    left = TimeField(label="When they left", required=False)


class CasePresenceForm(StaffForm):
    """Who came for a case."""

    who = WhoField(
        label="Who came for this case", error_messages={"required": "Enter the name of the person who came"}
    )
    service = forms.CharField(
        label="Team or service, if they have no account", max_length=120, required=False
    )

    def somebody(self) -> Somebody:
        """The account meant, or the name as it was written."""
        return somebody(self, self.cleaned_data["who"], self.cleaned_data["service"])


def somebody(form: StaffForm, written: str, service: str) -> Somebody:
    """The account these words mean; otherwise a person without one."""
    found = form.fields["who"].find(written)  # type: ignore[attr-defined]
    return Somebody(found, "", service) if found is not None else Somebody(None, written, service)


class AbsenceForm(Kept):
    """Why nobody came for a case."""

    reason = forms.CharField(label="Why nobody came", max_length=LONGEST_REASON)


class AddForm(Form):
    """A case or a matter of business, added at the meeting."""

    section = forms.ChoiceField(label="Part of the agenda")
    entry = forms.ChoiceField(label="Case of the action list", required=False)
    title = forms.CharField(label="What it is about, if it is no case", max_length=200, required=False)
    why = forms.CharField(label="Why it is added now", max_length=LONGEST_REASON, required=False)

    def __init__(
        self,
        *args: Any,
        sections: Iterable[tuple[str, str]],
        entries: Iterable[tuple[str, str]],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.let_choose("section", sections)
        self.let_choose("entry", [("", "Not a case"), *entries])

"""Forms say what is wrong in plain English, beside the field and above the page."""

from datetime import date, time

import pytest
from django import forms
from django.contrib.auth.password_validation import validate_password

from remit.rules.outcomes import Refused
from remit.web.fields import lowered
from remit.web.forms import DateField, Form, TimeField, faults, field_options


class Sample(Form):
    born = DateField(label="Date of birth")
    at = TimeField(label="Time", required=False)
    note = forms.CharField(label="Note", max_length=5, required=False)


def born(day="", month="", year=""):
    return Sample({"born-day": day, "born-month": month, "born-year": year})


@pytest.mark.parametrize(
    "day, month, year",
    [("31", "3", "2016"), ("31", "03", "2016"), ("31", "Mar", "2016"), (" 31", "march", "2016 ")],
)
def test_a_date_in_three_boxes(day, month, year):
    form = born(day, month, year)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["born"] == date(2016, 3, 31)


@pytest.mark.parametrize(
    "boxes, words, first, marked",
    [
        (("", "", ""), "Enter date of birth", "#born-day", 3),
        (("31", "", "2016"), "Date of birth must include a month", "#born-month", 1),
        (("", "", "2016"), "Date of birth must include a day and month", "#born-day", 2),
        (("31", "2", "2016"), "Date of birth must be a real date", "#born-day", 3),
        (("31", "xx", "2016"), "Date of birth must be a real date", "#born-day", 3),
        (("1", "2", "16"), "The year of date of birth must include 4 numbers", "#born-day", 3),
    ],
)
def test_an_unsound_date_says_what_is_wrong_and_leads_to_its_box(boxes, words, first, marked):
    form = born(*boxes)
    [fault] = faults(form)
    assert (fault.text, fault.href) == (words, first)
    assert (
        sum("govuk-input--error" in box["classes"] for box in field_options(form["born"])["items"]) == marked
    )


def test_a_date_known_already_stands_in_the_boxes():
    form = Sample(initial={"born": date(2016, 3, 31), "at": time(15, 20)})
    assert [box["value"] for box in field_options(form["born"])["items"]] == ["31", "3", "2016"]
    assert field_options(form["at"])["value"] == "3:20pm"
    assert field_options(form["note"])["value"] == ""


@pytest.mark.parametrize(
    "written, meant",
    [
        ("4pm", time(16)),
        ("3:20pm", time(15, 20)),
        ("3.20 PM", time(15, 20)),
        ("15:20", time(15, 20)),
        ("midday", time(12)),
        ("12am", time(0)),
        ("12 p.m.", time(12)),
    ],
)
def test_a_time_as_it_is_said(written, meant):
    assert TimeField(label="Time").clean(written) == meant


@pytest.mark.parametrize("written", ["4", "25:00", "13pm", "0am", "3:75pm", "soon"])
def test_a_time_that_is_none(written):
    with pytest.raises(forms.ValidationError, match="must be a time, like 2:15pm or 14:15"):
        TimeField(label="Time").clean(written)


def test_too_long_says_how_long_it_may_be():
    form = Sample({"note": "123456", "born-day": "1", "born-month": "1", "born-year": "2020"})
    assert form.errors["note"] == ["Note must be 5 characters or fewer"]


def test_words_for_what_is_missing_fit_the_kind_of_field(samples):
    form = samples.Everything({}, {})
    assert [fault.text for fault in faults(form)] == [
        "Enter name",
        "Enter date of birth",
        "Enter time",
        "Enter NHS number",
        "Enter reason",
        "Select risk",
        "Select team",
        "Select who was there",
        "Select “I have told the chair”",
        "Select paper",
    ]


def test_a_fields_own_words_stand():
    class Own(Form):
        name = forms.CharField(error_messages={"required": "Say who it is"})

    assert Own({}).errors["name"] == ["Say who it is"]


def test_a_refusal_stands_beside_the_field_it_names_and_otherwise_above():
    form = Sample({"born-day": "1", "born-month": "1", "born-year": "2020"})
    assert form.is_valid()
    form.refuse(Refused("Too late.", clause="MARP-6", remedy="Ask the chair.", field="at"))
    form.refuse(Refused("Nobody is there.", remedy="Note who is.", field="elsewhere"))
    assert [(fault.text, fault.href) for fault in faults(form)] == [
        ("Nobody is there. Note who is.", ""),
        ("Too late. (MARP-6) Ask the chair.", "#at"),
    ]


def test_labels_within_a_sentence():
    assert [lowered(label) for label in ("Date of birth", "NHS number", None)] == [
        "date of birth",
        "NHS number",
        "this",
    ]


class _Amounts(Form):
    days = forms.IntegerField(label="Days to place", min_value=0)
    share = forms.DecimalField(label="Cost a week in pounds", max_digits=5, decimal_places=2)
    what = forms.CharField(label="What is to be discussed?", max_length=3)
    password = forms.CharField(label="Password", validators=[validate_password])


def test_no_words_of_the_framework_reach_the_page():
    form = _Amounts({"days": "-4", "share": "1.234", "what": "four", "password": "short"})
    assert dict(form.errors) == {
        "days": ["Days to place must be 0 or more"],
        "share": ["Cost a week in pounds must be an amount like 1250 or 1250.50"],
        "what": ["Your answer must be 3 characters or fewer"],
        "password": ["A password must be at least 12 characters long. Try three random words"],
    }

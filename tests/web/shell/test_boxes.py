"""Our boxes are drawn more quickly than the GOV.UK macros draw theirs, and are the same to a browser, part for part."""

from html.parser import HTMLParser

import pytest
from django import forms
from django.template import engines

from remit.web.forms import DateField, field_options
from tests.web.shell.sample import Everything

MACROS = {
    "input": ("input", "Input"),
    "textarea": ("textarea", "Textarea"),
    "radios": ("radios", "Radios"),
    "checkboxes": ("checkboxes", "Checkboxes"),
    "checkbox": ("checkboxes", "Checkboxes"),
    "select": ("select", "Select"),
    "date": ("date-input", "DateInput"),
    "file": ("file-upload", "FileUpload"),
    "password": ("password-input", "PasswordInput"),
}
EVIL = "<b>\"&'"


class Boxes(Everything):
    """One of every kind of box, with what a widget may say of itself."""

    listed = forms.CharField(
        label=EVIL, help_text=EVIL, widget=forms.TextInput({"list": "staff", "pattern": "[0-9]"})
    )
    secret = forms.CharField(label="Password", widget=forms.PasswordInput)
    due = DateField(label="Due", required=False)


SENT = {"name": EVIL, "born-day": "31", "at": "25pm", "cost": "x", "why": f"\n{EVIL}", "team": "b", "who": ["a"], "listed": EVIL}  # fmt: skip
STATES = {"empty": lambda: Boxes(), "wrong": lambda: Boxes(SENT), "prefixed": lambda: Boxes(SENT, prefix="p")}
GIVEN = (
    {},
    {"hint": EVIL},
    {"classes": "govuk-input--width-5", "label_classes": "govuk-label--s"},
    {"heading": True, "hint": "Such as this"},
    {"spellcheck": False, "autocapitalize": "none", "inputmode": "numeric"},
)


class Parts(HTMLParser):
    """What a browser makes of it: tags with their attributes in any order, and words without the space around them."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.found: list[object] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag, attrs):
        said = {name: sorted(value.split()) if name == "class" else value for name, value in attrs}
        self.found.append((tag, said))

    def handle_endtag(self, tag):
        self.found.append(f"/{tag}")

    def handle_data(self, data):
        if data.strip():
            self.found.append(data.strip())


def by_govuk(bound, *, classes="", label_classes="", heading=False, hint="", **options):
    """The same field by the macro of GOV.UK."""
    given = {**field_options(bound), **options, "classes": classes}
    if hint:
        given["hint"] = {"text": hint}
    if "label" in given:
        shown = label_classes or ("govuk-label--l" if heading else "")
        given["label"] = {**given["label"], "classes": shown, "isPageHeading": heading}
    if "legend" in given:
        shown = label_classes or f"govuk-fieldset__legend--{'l' if heading else 's'}"
        given["fieldset"] = {"legend": {"text": given["legend"], "classes": shown, "isPageHeading": heading}}
    folder, name = MACROS[given["kind"]]
    source = f'{{% from "govuk_frontend_jinja/components/{folder}/macro.html" import govuk{name} %}}{{{{ govuk{name}(given) }}}}'
    return engines["jinja2"].env.from_string(source).render(given=given)


def by_us(bound, **options):
    source = '{% from "macros/form.html" import field %}{{ field(bound, **options) }}'
    return engines["jinja2"].env.from_string(source).render(bound=bound, options=options)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("options", GIVEN, ids=lambda given: ", ".join(given) or "nothing")
def test_our_boxes_are_those_of_govuk(state, options):
    form = STATES[state]()
    kinds = set()
    for bound in form:
        kinds.add(field_options(bound)["kind"])
        assert Parts(by_us(bound, **options)).found == Parts(by_govuk(bound, **options)).found, bound.name
    assert kinds == MACROS.keys()

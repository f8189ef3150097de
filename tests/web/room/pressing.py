"""What a browser without scripts sends when a button is pressed: every box of the form the button stands in."""

from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass
class Sheet:
    """A form as it stands on the page."""

    fields: dict[str, str] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Sheet] = []
        self.inside: Sheet | None = None
        self.box = ""

    def handle_starttag(self, tag, attrs):
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            assert self.inside is None, "a form in a form is no form"
            self.inside = Sheet()
            self.forms.append(self.inside)
        elif self.inside is None or "name" not in said:
            return
        elif tag == "button":
            self.inside.buttons.append((said["name"], said.get("value", "")))
        elif tag == "textarea":
            self.box = said["name"]
            self.inside.fields[self.box] = ""
        elif tag == "input" and (said.get("type") not in ("radio", "checkbox") or "checked" in said):
            self.inside.fields[said["name"]] = said.get("value", "")

    def handle_data(self, data):
        if self.box and self.inside is not None:
            self.inside.fields[self.box] += data

    def handle_endtag(self, tag):
        if tag == "form":
            self.inside = None
        elif tag == "textarea" and self.inside is not None and self.box:
            words = self.inside.fields[self.box]
            self.inside.fields[self.box] = words.removeprefix("\n")
            self.box = ""


def press(client, where: str, name: str, value: str, **typed: str):
    """Open the page, type, press the button; what the page answers in the end."""
    return send(client, where, sheet_with(client, where, name, value), name, value, **typed)


def sheet_with(client, where: str, name: str, value: str) -> Sheet:
    """The form of the page in which that button stands."""
    reader = _Reader()
    reader.feed(client.get(where).content.decode())
    return next(form for form in reader.forms if (name, value) in form.buttons)


def send(client, where: str, sheet: Sheet, name: str, value: str, **typed: str):
    """Type into a form that was opened before, and press the button."""
    boxes = {box.replace("_", "-"): words for box, words in typed.items()}
    assert set(boxes) <= set(sheet.fields) | {"outcome"}, "these boxes stand in the form of the button"
    return client.post(where, {**sheet.fields, **boxes, name: value}, follow=True)

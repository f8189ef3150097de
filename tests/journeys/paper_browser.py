"""A browser without a screen: pages are opened, filled in and sent by their own forms, through Django's test client."""

from __future__ import annotations

from urllib.parse import urljoin

from django.test import Client
from lxml import html


class PaperBrowser:
    """One person at the pages. Only what stands on the page that is open can be filled in or pressed."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.address = ""
        self.status = 0
        self.text = ""

    def open(self, address: str) -> PaperBrowser:
        """Go to an address."""
        return self._came(self.client.get(address, follow=True), address)

    def follow(self, words: str) -> PaperBrowser:
        """Follow the one link with these words."""
        return self.open(
            self._one(f"links {words!r}", [a for a in self._links() if words in _words(a)]).get("href")
        )

    def press(self, words: str, *, number: int = 0, beside: str = "", **fields: object) -> PaperBrowser:
        """Fill in the form of the button with these words, and press it.

        `beside`: words that stand in the same row, item or form, where there are several such buttons.
        """
        buttons = [one for one in self._buttons() if words in _words(one)]
        if beside:
            buttons = [one for one in buttons if beside in _near(one)]
        assert len(buttons) > number, f"no button {words!r} {beside!r} at {self.address}:\n{self.words}"
        return self._send(buttons[number], fields)

    def can_press(self, words: str) -> bool:
        """Whether there is such a button."""
        return any(words in _words(one) for one in self._buttons())

    def upload(self, words: str, **files: object) -> PaperBrowser:
        """Press the button of a form with a file in it."""
        return self.press(words, **files)

    @property
    def words(self) -> str:
        """What can be read on the page."""
        return " ".join(self.page.find("body").text_content().split())

    @property
    def page(self):
        return html.fromstring(self.text)

    def _send(self, button, fields: dict[str, object]) -> PaperBrowser:
        form = button.getparent()
        while form.tag != "form":
            form = form.getparent()
        data: dict[str, object] = {}
        for name, value in form.form_values():
            data.setdefault(name, []).append(value)  # type: ignore[attr-defined]
        if button.get("name"):
            data[button.get("name")] = button.get("value", "")
        known = {one.name for one in form.inputs if one.name}
        for name, value in fields.items():
            assert name in known, f"no field {name!r} beside {_words(button)!r}; there are {sorted(known)}"
            data[name] = value
        address = urljoin(self.address, button.get("formaction") or form.get("action") or "")
        return self._came(self.client.post(address, data, follow=True), address)

    def _came(self, response, address: str) -> PaperBrowser:
        self.address = response.redirect_chain[-1][0] if response.redirect_chain else address
        self.status, self.text = response.status_code, response.content.decode()
        return self

    def _links(self) -> list:
        return list(self.page.iter("a"))

    def _buttons(self) -> list:
        return list(self.page.iter("button"))

    def _one(self, what: str, found: list):
        assert found, f"no {what} at {self.address}:\n{self.words}"
        return found[0]


def _words(element) -> str:
    return " ".join(element.text_content().split())


def _near(element) -> str:
    """The words of the row, the list item or the form around it."""
    while element.tag not in ("tr", "li", "form", "section", "fieldset"):
        element = element.getparent()
    return _words(element)

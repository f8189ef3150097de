"""Where a mail leads to is a page there is."""

import pytest
from django.urls import resolve

from remit.casework import links

LEADS_TO = {
    "home": links.home(),
    "meeting": links.meeting("ror", "2026-10-15"),
    "case": links.case("bcdf"),
    "sheet": links.sheet("bcdf"),
}


@pytest.mark.parametrize("name, address", LEADS_TO.items())
def test_each_address_in_a_mail_is_one_of_a_page(name, address):
    begins = "https://remit.example"
    assert address.startswith(f"{begins}/")
    assert resolve(address.removeprefix(begins)).url_name == name

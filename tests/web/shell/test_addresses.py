"""Is the address of every route the one Django gives it?"""

import pytest
from django.urls import NoReverseMatch, reverse

from remit.web.addresses import PART, address, address_of
from remit.web.routes import TABLE
from remit.web.urls import urlpatterns

MADE_UP = {"slug": "part-1_A", "str": "2026-10-15", "int": 7}


def parts_of(path: str) -> dict:
    kinds = [part.split(">")[0].split(":") for part in path.split("<")[1:]]
    return {name: MADE_UP[kind] for kind, name in kinds}


def test_every_route_has_the_address_django_gives_it():
    for route in TABLE.values():
        parts = parts_of(route.path)
        assert address_of(route.name, parts) == reverse(route.name, kwargs=parts or None)
    assert len(TABLE) == len(urlpatterns) >= 50


@pytest.mark.parametrize("written", ["a b", "ü", "a/b", "a?b", "", "1%2", "{0}"])
def test_what_has_to_be_written_otherwise_is_left_to_django(written):
    name = next(route.name for route in TABLE.values() if PART.findall(route.path) == [("slug", "child")])
    with pytest.raises(NoReverseMatch):
        address_of(name, {"child": written})


def test_what_is_no_route_has_no_address():
    assert address("nowhere") == ""
    with pytest.raises(NoReverseMatch):
        address_of("nowhere", {})
    with pytest.raises(NoReverseMatch):
        address_of("case", {"person": "a"})

"""Every address has its row of the table, and the row holds for every role."""

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from remit.web.routes import TABLE, May, Role

OPEN_EVERY_PAGE = (Role.CHAIR, Role.ADMINISTRATOR, Role.INFORMATION_GOVERNANCE, Role.SOCIAL_WORKER)
"""Between them they open every page: as these each is asked for on both databases, as all the others on PostgreSQL alone."""


def walked(resolver: URLResolver, before: str = "") -> list[tuple[str, str | None]]:
    """Every pattern of the resolver: its path and its name."""
    found = []
    for pattern in resolver.url_patterns:
        here = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            found += walked(pattern, here)
        else:
            assert isinstance(pattern, URLPattern)
            found.append((here, pattern.name))
    return found


def test_every_address_stands_in_the_table():
    found = walked(get_resolver("remit.web.urls"))
    assert [path for path, name in found if name not in TABLE or TABLE[name].path != path] == []
    assert len(found) == len(TABLE) == len(set(found))
    assert len(found) >= 4, "walked next to nothing"


def test_every_row_says_something_of_every_role():
    for route in TABLE.values():
        assert set(route.access) == set(Role), route.name
        assert any(may is not May.DENIED for may in route.access.values()), f"nobody may open {route.name}"


def test_only_signing_in_and_out_and_who_has_a_secret_address_is_open_to_strangers():
    open_to_strangers = {
        name for name, route in TABLE.items() if route.access[Role.ANONYMOUS] is not May.DENIED
    }
    assert open_to_strangers == {"sign_in", "sign_out", "demo_sign_in", "calendar_feed", "answer_invitation"}


def test_every_page_is_opened_on_both_databases():
    opened = {
        route.name
        for route in TABLE.values()
        for role in OPEN_EVERY_PAGE
        if route.access[role] is not May.DENIED
    }
    assert opened == set(TABLE)


@pytest.mark.both
@pytest.mark.parametrize(
    "role", [role if role in OPEN_EVERY_PAGE else pytest.param(role, marks=pytest.mark.long) for role in Role]
)
def test_each_route_as_each_role(role, as_role, parts_of):
    """Denied is a sign-in page for strangers and 403 for others; own opens for its owner; allowed opens.

    Anybody may hold an action, so the page of an action decides itself, and says "not found" to who holds none.
    """
    client, asked = as_role(role), 0
    for route in TABLE.values():
        address = reverse(route.name, kwargs=parts_of(route, role))
        status = client.get(address).status_code
        if route.access[role] is not May.DENIED:
            assert status in {200, 302, 405}, (route.name, status)
        elif role is Role.ANONYMOUS:
            assert status == 302, (route.name, status)
        else:
            holders_own = route.access[Role.ACTION_HOLDER] is not May.DENIED
            assert status in ({200, 404} if holders_own else {403}), (route.name, status)
        asked += 1
    assert asked == len(TABLE) >= 60

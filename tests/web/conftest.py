"""Asking for every address as every role, in the seeded authority."""

from collections.abc import Callable

import pytest
from django.test import Client

from remit.web.routes import Role, Route
from tests.factories.authority import World


@pytest.fixture
def world(a_small_authority) -> World:
    """The seeded authority, seen from one child with a history."""
    found = World()
    found.issue()
    return found


@pytest.fixture
def as_role(world) -> Callable[[Role], Client]:
    """A client signed in as somebody with this role and no other; a stranger for `ANONYMOUS`."""

    def client_of(role: Role) -> Client:
        client = Client(raise_request_exception=False)
        if role is not Role.ANONYMOUS:
            client.force_login(world.person(role), backend="remit.records.accounts.Accounts")
        return client

    return client_of


@pytest.fixture
def parts_of(world) -> Callable[[Route, Role], dict[str, str]]:
    """The parts of a route's path for something that is this role's own; for a role without any, of somebody else's."""
    return world.parts

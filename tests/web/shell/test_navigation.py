"""The items at the top are those the person may open."""

import re

import pytest

from remit.rules.viewers import Post
from remit.web.navigation import role_line
from remit.web.routes import May, Role, access, roles

pytestmark = pytest.mark.django_db
WHERE = "Where does this go?"


def items(client, address="/went"):
    page = client.get(address).content.decode()
    navigation = page.split('id="navigation"')[1].split("</ul>")[0]
    return re.findall(
        r'govuk-service-navigation__link" href="[^"]+"[^>]*>(?:<strong[^>]*>)?([^<]+)<', navigation
    )


@pytest.mark.parametrize(
    "held, seen",
    [
        ({}, ["Home", "Calendar"]),
        (
            {"coordinates": frozenset({"ror"}), "sees_action_list": True},
            ["Home", "Forums", "Calendar", "Action list", "Find a child", "Cohorts", "Compliance", WHERE],
        ),
        (
            {"chairs": frozenset({"ror"}), "sees_action_list": True},
            ["Home", "Forums", "Calendar", "Action list", "Cohorts", "Compliance", WHERE],
        ),
        ({"chairs": frozenset({"rrg"})}, ["Home", "Forums", "Calendar", "Cohorts", "Compliance", WHERE]),
        ({"sits_on": frozenset({"ror"})}, ["Home", "Forums", "Calendar", WHERE]),
        ({"works_with_children": True}, ["Home", "Calendar", "Find a child", "Cohorts", WHERE]),
        (
            {"posts": frozenset({Post.BROKERAGE}), "sees_action_list": True},
            ["Home", "Calendar", "Action list", "Cohorts", WHERE],
        ),
        ({"posts": frozenset({Post.INFORMATION_GOVERNANCE})}, ["Home", "Calendar", "Governance"]),
        ({"posts": frozenset({Post.ADMINISTRATOR})}, ["Home", "Calendar", "Data", "Administration"]),
    ],
)
def test_what_each_sees(sign_in, held, seen):
    assert items(sign_in(**held)) == seen


def test_the_section_one_is_in_is_marked(sign_in):
    page = sign_in(posts=frozenset({Post.ADMINISTRATOR})).get("/sections/administration").content.decode()
    assert page.count('aria-current="page"') == 1
    assert (
        'aria-current="page"><strong class="govuk-service-navigation__active-fallback">Administration' in page
    )


def test_name_and_role_stand_at_the_top(sign_in):
    page = (
        sign_in(posts=frozenset({Post.TEAM_MANAGER}), chairs=frozenset({"ror"})).get("/went").content.decode()
    )
    assert "Wilhelmina Sample" in page
    assert "chair, team manager" in page


def test_a_stranger_sees_no_navigation(client):
    page = client.get("/sign-in").content.decode()
    assert "service-navigation" not in page
    assert "Sign out" not in page


def test_whoever_is_not_named_in_a_row_is_denied():
    row = access(allowed=[Role.CHAIR], own=[Role.MEMBER])
    assert set(row) == set(Role)
    assert [role for role, may in row.items() if may is not May.DENIED] == [Role.CHAIR, Role.MEMBER]


def test_every_post_is_a_role(now):
    from remit.rules.viewers import Viewer

    for post in Post:
        viewer = Viewer(staff_id=1, username="a", name="A", posts=frozenset({post}))
        assert roles(viewer) == {Role(post.value), Role.ACTION_HOLDER}
        assert role_line(viewer)

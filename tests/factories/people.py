"""Staff, the units they work in, and the posts they hold."""

from collections.abc import Iterable
from datetime import date, datetime

from remit.records.people import PostHolding, Staff, TeamMembership, Unit
from remit.records.viewers import load_viewer
from remit.rules.names import folded
from remit.rules.viewers import Post, Viewer
from tests.factories.clock import LONDON, LONG_AGO, NOW
from tests.factories.names import a_name

PASSWORD = "a made-up long password"


def staff(
    name: str | None = None,
    posts: Iterable[Post | tuple[Post, Unit]] = (),
    *,
    team: Unit | None = None,
    since: date = LONG_AGO,
    username: str | None = None,
    **fields: object,
) -> Staff:
    """An account with its posts: `staff(posts=[Post.BROKERAGE, (Post.TEAM_MANAGER, team)])`. The password is `PASSWORD`."""
    name = name or " ".join(a_name())
    made = Staff(
        username=username or folded(name).replace(" ", ".").replace("'", "").replace("’", ""),
        name=name,
        name_folded=folded(name),
        **fields,
    )
    made.set_password(PASSWORD)
    made.save()
    for held in posts:
        post, unit = held if isinstance(held, tuple) else (held, None)
        PostHolding.objects.create(staff=made, post=post.value, unit=unit, **_period(since))
    if team is not None:
        TeamMembership.objects.create(staff=made, team=team, **_period(since))
    return made


def _period(since: date) -> dict[str, object]:
    return {
        "since": since,
        "recorded_at": datetime.combine(since, datetime.min.time(), LONDON),
        "source": "seed",
    }


def a_unit(kind: str, name: str | None = None, parent: Unit | None = None) -> Unit:
    """An area, a service in an area, or a team in a service."""
    name = name or f"{a_name()[1]} {kind}"
    return Unit.objects.create(kind=kind, name=name, name_folded=folded(name), parent=parent)


def a_team(name: str | None = None, *, service: Unit | None = None) -> Unit:
    """A team, with a service and an area of its own above it unless the service is given."""
    return a_unit("team", name, service or a_unit("service", parent=a_unit("area")))


def an_area(services: int = 2, teams: int = 2) -> Unit:
    """An area with so many services of so many teams each."""
    area = a_unit("area")
    for _ in range(services):
        service = a_unit("service", parent=area)
        for _ in range(teams):
            a_unit("team", parent=service)
    return area


def viewer_of(person: Staff, *, now: datetime = NOW) -> Viewer:
    """The viewer this account is on that day."""
    viewer = load_viewer(person.pk, on=now.astimezone(LONDON).date())
    assert viewer is not None, f"{person.username} is not an account in use"
    return viewer

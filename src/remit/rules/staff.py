"""May this account be made, this post be given, this child be allocated? Plain facts in, a refusal or nothing out."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date
from hashlib import sha256

from remit.rules.outcomes import NotAllowed, Refused
from remit.rules.text import shown_date
from remit.rules.viewers import Post, Viewer

USERNAME = re.compile(r"[a-z0-9][a-z0-9._@-]*")
MANAGES = {
    Post.TEAM_MANAGER: "team",
    Post.SERVICE_MANAGER: "service",
    Post.HEAD_OF_SERVICE: "area",
}
"""Posts that are held over a unit, and over which kind."""

LONGEST_PASSWORD = 1_000
"""In characters; a longer one only keeps the server busy."""


def why_not_make_accounts(viewer: Viewer, *, administrators: int) -> NotAllowed | None:
    """Making and ending accounts: administrators; the very first is made by whoever installs Remit."""
    first = administrators == 0 and viewer.holds(Post.DATA_OFFICER)
    if viewer.holds(Post.ADMINISTRATOR) or first:
        return None
    return NotAllowed("Only an administrator can make accounts.", remedy="Ask an administrator of Remit.")


def why_not_keep_children(viewer: Viewer) -> NotAllowed | None:
    """Putting children on record and allocating them: the data officer, from the council's case system."""
    if viewer.holds(Post.DATA_OFFICER):
        return None
    return NotAllowed(
        "Only the data officer can change who works with a child.",
        remedy="Change it in your case system; the data officer loads it from there.",
    )


def why_not_allocate(viewer: Viewer, *, child_teams: Collection[int]) -> NotAllowed | None:
    """Saying who works with a child: the data officer, who keeps the action list, managers above the child's team."""
    if viewer.holds(Post.DATA_OFFICER) or viewer.sees_action_list or viewer.teams.intersection(child_teams):
        return None
    return NotAllowed(
        "You cannot change who works with this child.",
        remedy="Ask the manager of the child's team, or brokerage.",
    )


def why_not_restrict(viewer: Viewer, *, child_teams: Collection[int]) -> NotAllowed | None:
    """Saying who alone may see a record: information governance, the head of service above the child's team, the director.

    The data officer says what the council's case system says.
    """
    if viewer.holds(Post.DATA_OFFICER) or viewer.holds(Post.INFORMATION_GOVERNANCE):
        return None
    if viewer.holds(Post.DIRECTOR) or viewer.heads_teams.intersection(child_teams):
        return None
    return NotAllowed(
        "You cannot change who may see this record.",
        remedy="Ask the head of service for the child's team, or information governance.",
    )


MOST_WHY = 500
"""A reason longer than this is no reason but a report."""


def why_not_because(why: str, *, field: str = "why") -> Refused | None:
    """Who may see a record is changed with a reason."""
    if not why.strip():
        return Refused("Enter why.", remedy="A few words will do.", field=field)
    if len(why.strip()) > MOST_WHY:
        return Refused(
            f"Why must be {MOST_WHY} characters or fewer.",
            remedy=f"Shorten it: it has {len(why.strip())}.",
            field=field,
        )
    return None


def why_not_name(*, named: int, known: int, already: int) -> Refused | None:
    """Whether so many people can be named for a record: of whom so many are at work here, and so many are named already."""
    if not named:
        return Refused(
            "Name at least one person.",
            remedy="Somebody has to be able to work with the child.",
            field="people",
        )
    if known < named:
        return Refused(
            "Somebody named does not work here any more.", remedy="Choose somebody else.", field="people"
        )
    if already:
        return Refused(
            "Somebody you chose can see this record already.", remedy="Leave them out.", field="people"
        )
    return None


def why_not_take_off(*, named: bool, others: int) -> Refused | None:
    """Whether somebody can be taken off those who may see a record: not the last who can."""
    if not named:
        return Refused(
            "This person cannot see the record any more.", remedy="There is nothing to do.", field="person"
        )
    if not others:
        return Refused(
            "Nobody else could see this record.",
            remedy="Name somebody else first, or lift the restriction.",
            field="person",
        )
    return None


def why_not_lift(*, restricted: bool) -> Refused | None:
    """Whether there is a restriction to be changed."""
    if restricted:
        return None
    return Refused("This record is not restricted.", remedy="There is nothing to lift.")


def why_not_username(username: str, *, taken: bool) -> Refused | None:
    """Whether an account can have that name."""
    if not USERNAME.fullmatch(username):
        return Refused(
            f'"{username}" cannot be a user name.',
            remedy="Use small letters, figures, full stops, hyphens and @ only, without spaces.",
            field="username",
        )
    if taken:
        return Refused(
            f'There is an account called "{username}" already.', remedy="Choose another.", field="username"
        )
    return None


def why_not_hold(post: Post, *, unit_kind: str | None) -> Refused | None:
    """Whether that post can be held over that kind of unit (None: over none)."""
    wanted = MANAGES.get(post)
    if wanted == unit_kind:
        return None
    if wanted is None:
        return Refused(
            "This post is not held over a team or service.", remedy="Leave the unit out.", field="unit"
        )
    return Refused(f"This post is held over a {wanted}.", remedy=f"Choose the {wanted}.", field="unit")


def why_not_under(kind: str, *, parent_kind: str | None) -> Refused | None:
    """Whether a unit of that kind can stand there: a team in a service, a service in an area."""
    above = {"area": None, "service": "area", "team": "service"}
    if kind not in above:
        return Refused("Choose what it is.", remedy="An area, a service or a team.", field="kind")
    wanted = above[kind]
    if parent_kind == wanted:
        return None
    where = f"in one {wanted}" if wanted else "by itself"
    return Refused(f"Each {kind} stands {where}.", remedy="Choose where it belongs.", field="parent")


def details_version(*, name: str, email: str, job_title: str) -> str:
    """What tells whether an account's details are still those somebody saw."""
    return sha256("\0".join((name, email, job_title)).encode()).hexdigest()[:12]


def why_not_password(password: str) -> Refused | None:
    """Whether a password is short enough to be worked on: the rest is asked where it is chosen."""
    if len(password) <= LONGEST_PASSWORD:
        return None
    return Refused(
        f"A password must be {LONGEST_PASSWORD:,} characters or fewer.",
        remedy="Choose a shorter one.",
        field="password",
    )


def why_not_end(since: date, until: date) -> Refused | None:
    """Whether something that began on one day can end on the other."""
    if until < since:
        return Refused("It cannot end before it began.", remedy="Enter a later day.", field="until")
    return None


def why_not_follow(earlier: date, since: date) -> Refused | None:
    """Whether what begins on one day can take the place of what began on the other."""
    if since < earlier:
        return Refused(
            f"What this takes the place of began on {shown_date(earlier)}.",
            remedy="Enter that day or a later one.",
            field="since",
        )
    return None


def why_not_end_account(*, own: bool, active: bool, service: bool) -> Refused | None:
    """Whether an account can be taken out of use. One's own cannot: there would be nobody to undo it."""
    if own:
        return Refused("You cannot take your own account out of use.", remedy="Ask another administrator.")
    if service:
        return Refused(
            "This account loads returns by command.", remedy="Stop the command on the server instead."
        )
    if not active:
        return Refused("This account is out of use already.", remedy="There is nothing to do.")
    return None


def why_not_without_administrator(*, administrators: int) -> Refused | None:
    """Whether one administrator fewer leaves somebody who can make accounts."""
    if administrators > 1:
        return None
    return Refused(
        "This is the only administrator.", remedy="Make somebody else administrator first.", field="until"
    )

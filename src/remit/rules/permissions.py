"""Who may do what? One named question an act; the default is no, and every no says whom to ask."""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal

from remit.rules.outcomes import NotAllowed, NotFound, Refused
from remit.rules.viewers import Post, Viewer

Role = Literal["chair", "deputy", "member", "coordinator"]
"""A part somebody plays at a forum, as the terms name it."""


def why_not_run(viewer: Viewer, forum: str) -> NotAllowed | None:
    """Preparing, holding and closing meetings: its coordinator, its chair, their deputies."""
    if forum in viewer.runs:
        return None
    return NotAllowed(
        "You do not coordinate or chair this forum.", remedy="Ask its coordinator or its chair to do this."
    )


def why_not_chair(viewer: Viewer, forum: str) -> NotAllowed | None:
    """What only the chair or the chair's deputy does: confirming an agenda, moving or cancelling a meeting."""
    if forum in viewer.chairs:
        return None
    return NotAllowed(
        "Only the chair of this forum can do this.", remedy="Ask the chair, or the chair's deputy."
    )


def why_not_act_as(viewer: Viewer, forum: str, role: Role, *, clause: str | None = None) -> NotAllowed | None:
    """What the terms give to a role. The chair may do whatever the coordinator may; a deputy is as good as the chair."""
    if role in ("chair", "deputy"):
        refusal = why_not_chair(viewer, forum)
    elif role == "coordinator":
        refusal = why_not_run(viewer, forum)
    else:
        refusal = why_not_sit(viewer, forum)
    if refusal is not None:
        refusal.clause = clause
    return refusal


def why_not_sit(viewer: Viewer, forum: str) -> NotAllowed | None:
    """What any member of the forum may do."""
    if forum in viewer.sits_on or forum in viewer.runs:
        return None
    return NotAllowed("You do not sit on this forum.", remedy="Ask one of its members, or its coordinator.")


def why_not_write_in_room(
    viewer: Viewer, forum: str, *, present: Collection[int] = (), is_open: bool
) -> NotAllowed | None:
    """Writing what is said at a meeting: who runs the forum, and while it is open who sits at it.

    `present`: staff recorded as being at this meeting for a seat, as substitutes too.
    """
    if forum in viewer.runs:
        return None
    at_the_table = forum in viewer.sits_on or viewer.staff_id in present
    if at_the_table and is_open:
        return None
    if at_the_table:
        return NotAllowed(
            "Members write while the meeting is open, and it is not.",
            remedy="Ask the coordinator of the forum to write it for you.",
        )
    return NotAllowed(
        "You do not sit at this meeting.",
        remedy="Ask the coordinator to record you as attending, or to write it for you.",
    )


def why_not_answer(
    viewer: Viewer,
    forum: str,
    *,
    filled_by_seat: str | None = None,
    works_with_child: bool = False,
    present: Collection[int] = (),
    is_open: bool,
) -> NotAllowed | None:
    """Answering a question of a form: also, before the meeting, the seat or the worker the question is put to."""
    if filled_by_seat is not None and (forum, filled_by_seat) in viewer.seats:
        return None
    if works_with_child:
        return None
    return why_not_write_in_room(viewer, forum, present=present, is_open=is_open)


def why_not_answer_invitation(viewer: Viewer, staff_id: int) -> NotAllowed | None:
    """Answering an invitation: only the person who was invited."""
    if viewer.staff_id == staff_id:
        return None
    return NotAllowed(
        "This invitation is somebody else's.",
        remedy="Ask them to answer it, or tell the coordinator of the forum.",
    )


def why_not_update_action(
    viewer: Viewer, forum: str, *, lead_id: int, owes: bool = False
) -> NotAllowed | None:
    """Saying how an action stands: its lead, and who runs the forum that asked for it.

    `owes`: whether a report of it is owed by this viewer, in the place of a lead who left or may not see the record.
    """
    if viewer.staff_id == lead_id or owes or forum in viewer.runs:
        return None
    return NotAllowed(
        "This action is led by somebody else.",
        remedy="Ask its lead, or the coordinator of the forum that raised it.",
    )


def why_not_see_list(viewer: Viewer) -> NotAllowed | None:
    """Reading the placements action list: brokerage, and who runs a forum that works from it."""
    return None if viewer.sees_action_list else _not_your_list()


def why_not_edit_list(viewer: Viewer) -> NotAllowed | None:
    """Changing the placements action list by hand: brokerage, and who runs a forum that works from it."""
    return None if viewer.sees_action_list else _not_your_list()


def why_not_import(viewer: Viewer) -> NotAllowed | None:
    """Loading the action list from a file, and taking that back: who keeps the list, and the data officer."""
    if viewer.sees_action_list or viewer.holds(Post.DATA_OFFICER):
        return None
    return _not_your_list()


def loads_restricted(viewer: Viewer) -> bool:
    """Whether rows of restricted records load too for somebody not named: the data officer loads lists whole."""
    return viewer.holds(Post.DATA_OFFICER)


def _not_your_list() -> NotAllowed:
    return NotAllowed("You do not keep the placements action list.", remedy="Ask brokerage to do this.")


def why_not_administer(viewer: Viewer) -> NotAllowed | None:
    """People, seats, terms and settings: administrators."""
    if viewer.holds(Post.ADMINISTRATOR):
        return None
    return NotAllowed("Only an administrator can do this.", remedy="Ask an administrator of Remit.")


def why_not_deal_with_mail(viewer: Viewer, forum: str) -> NotAllowed | None:
    """Saying that a mail set aside is dealt with: who runs its forum, and administrators. `forum`: empty where it is of none."""
    if forum in viewer.runs or viewer.holds(Post.ADMINISTRATOR):
        return None
    return NotAllowed(
        "This mail is not yours to deal with.",
        remedy="Ask the coordinator of its forum, or an administrator.",
    )


def why_not_see_log(viewer: Viewer) -> NotAllowed | None:
    """The log of looks and what was done: information governance."""
    if viewer.holds(Post.INFORMATION_GOVERNANCE):
        return None
    return NotAllowed(
        "Only information governance can see who looked at what.",
        remedy="Ask the information governance team.",
    )


def why_not_read_minutes(viewer: Viewer, forum: str) -> NotAllowed | None:
    """Whole minutes name every child of a meeting: who sits on the forum, and quality assurance."""
    if forum in viewer.sits_on or forum in viewer.runs or viewer.holds(Post.QUALITY_ASSURANCE):
        return None
    return NotAllowed(
        "Only members of this forum and quality assurance can read its minutes.",
        remedy="Ask the coordinator for the extract about your child.",
    )


def why_not_see_compliance(viewer: Viewer, forum: str) -> NotAllowed | None:
    """How a forum keeps its own terms: who runs it, heads of service, the director, and quality assurance."""
    overseers = (Post.HEAD_OF_SERVICE, Post.DIRECTOR, Post.QUALITY_ASSURANCE)
    if forum in viewer.runs or any(viewer.holds(post) for post in overseers):
        return None
    return NotAllowed(
        "You do not coordinate or chair this forum.", remedy="Ask its coordinator or its chair."
    )


def why_not_load_returns(viewer: Viewer) -> NotAllowed | None:
    """Loading the council's returns, and taking that back: the data officer."""
    if viewer.holds(Post.DATA_OFFICER):
        return None
    return NotAllowed("Only the data officer can load returns.", remedy="Ask the data officer to load it.")


LoadKind = Literal["ssda903", "annex-a", "people", "seats", "allocations"]
"""What is loaded besides the action list."""
RETURNS: tuple[LoadKind, ...] = ("ssda903", "annex-a")
STAFF_FILES: tuple[LoadKind, ...] = ("people", "seats", "allocations")


def why_not_load(viewer: Viewer, kind: str) -> Refused | None:
    """Loading a file of that kind on screen, and taking it back."""
    if kind in RETURNS:
        return why_not_load_returns(viewer)
    return why_not_load_staff(viewer) if kind in STAFF_FILES else NotFound("kind of file")


def kinds_loaded_by(viewer: Viewer) -> tuple[LoadKind, ...]:
    """The kinds of file this person may load."""
    return tuple(kind for kind in (*RETURNS, *STAFF_FILES) if why_not_load(viewer, kind) is None)


def why_not_load_staff(viewer: Viewer) -> NotAllowed | None:
    """Loading people, seats and allocations from a file: the data officer, and administrators."""
    if viewer.holds(Post.DATA_OFFICER) or viewer.holds(Post.ADMINISTRATOR):
        return None
    return NotAllowed(
        "Only an administrator or the data officer can load this.", remedy="Ask one of them to load it."
    )


NAMES_CHILDREN: tuple[LoadKind, ...] = (*RETURNS, "allocations")
"""Files that name children."""


def may_be_told_of_children(viewer: Viewer) -> bool:
    """Whether a preview may tell of children what the file does not: the data officer. An administrator sees no child."""
    return viewer.holds(Post.DATA_OFFICER)


def why_not_open_held(viewer: Viewer, kind: str, *, own: bool) -> NotAllowed | None:
    """Opening a file that is held and not loaded yet: whoever sees no child opens none of somebody else's that names any."""
    if own or kind not in NAMES_CHILDREN or may_be_told_of_children(viewer):
        return None
    return NotAllowed(
        "Somebody else uploaded this file, and it names children.",
        remedy="Ask the data officer to look at it.",
    )

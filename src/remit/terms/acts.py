"""Which recorded acts may a term speak of? A duty is met by one of these, and a deadline may be counted from one."""

from typing import Literal, get_args

MeetingAct = Literal[
    "selection-finished",
    "agenda-drafted",
    "agenda-confirmed",
    "meeting-opened",
    "meeting-closed",
    "minutes-approved",
]
ItemAct = Literal["case-selected", "outcome-recorded"]
ActionAct = Literal["action-agreed", "action-updated", "action-finished"]
Act = MeetingAct | ItemAct | ActionAct
Settled = Literal["meeting-closed", "minutes-approved"]
"""By when something about a meeting can be settled."""

MEETING_ACTS: tuple[MeetingAct, ...] = get_args(MeetingAct)
ITEM_ACTS: tuple[ItemAct, ...] = get_args(ItemAct)
ACTION_ACTS: tuple[ActionAct, ...] = get_args(ActionAct)
ACTS: tuple[Act, ...] = (*MEETING_ACTS, *ITEM_ACTS, *ACTION_ACTS)

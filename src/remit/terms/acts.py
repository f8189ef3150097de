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
Event = Literal[
    "month",
    "request-submitted",
    "emergency-decided",
    "decision-recorded",
    "notes-sent",
    "child-presented",
    "child-admitted",
    "placement-recorded",
    "placement-agreed",
    "second-review-held",
    "practice-noted",
    "red-rated",
    "breach-noticed",
    "resource-allocated",
]
"""What happens to a child or in an authority that something can be counted from; `month` is the month a thing is about."""
HandedOut = Literal["meeting-closed", "minutes-approved"]
"""From when something a meeting wrote can leave the product."""
Settled = Literal["meeting-closed"]
"""By when something about a meeting is settled, where the terms want it settled at all.

There is no later act: closing freezes who came and how each case was left, so nothing could be settled by the approval of
the minutes, and terms that said so held nothing back.
"""
CommentsEnd = Literal[
    "selection-finished", "agenda-drafted", "agenda-confirmed", "meeting-opened", "meeting-closed"
]
"""Until when members comment on cases. Not until the minutes are approved: a closed meeting takes no more words."""

MEETING_ACTS: tuple[MeetingAct, ...] = get_args(MeetingAct)
ITEM_ACTS: tuple[ItemAct, ...] = get_args(ItemAct)
ACTION_ACTS: tuple[ActionAct, ...] = get_args(ActionAct)
ACTS: tuple[Act, ...] = (*MEETING_ACTS, *ITEM_ACTS, *ACTION_ACTS)

"""Which recorded acts may a term speak of? A duty is met by one of these, and a deadline may be counted from one."""

from typing import Literal, get_args

Act = Literal[
    "entry-updated",
    "entry-rated",
    "case-selected",
    "selection-finished",
    "agenda-drafted",
    "agenda-confirmed",
    "attendance-answered",
    "meeting-opened",
    "outcome-recorded",
    "action-agreed",
    "action-updated",
    "action-finished",
    "meeting-closed",
    "minutes-approved",
]
ACTS: tuple[Act, ...] = get_args(Act)

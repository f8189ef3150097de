"""How is said that something was done with a meeting, or will be? After "when", "since" or "until"."""

from __future__ import annotations

from remit.terms.model import MEETING_ACTS, MeetingAct, Section

WAS: dict[MeetingAct, str] = {
    "selection-finished": "the selection was finished",
    "agenda-drafted": "the agenda was drafted",
    "agenda-confirmed": "the agenda was confirmed",
    "meeting-opened": "the meeting opened",
    "meeting-closed": "the meeting closed",
    "minutes-approved": "the minutes were approved",
}
IS: dict[MeetingAct, str] = {
    "selection-finished": "the selection is finished",
    "agenda-drafted": "the agenda is drafted",
    "agenda-confirmed": "the agenda is confirmed",
    "meeting-opened": "the meeting opens",
    "meeting-closed": "the meeting closes",
    "minutes-approved": "the minutes are approved",
}


def frozen_by(section: Section) -> MeetingAct:
    """The act that freezes what the list says of the cases in this part of the agenda."""
    return section.frozen_by or "meeting-opened"


def live_after_opening(act: MeetingAct) -> bool:
    """Whether that act comes after the opening, so that the list is followed while the meeting is open."""
    return MEETING_ACTS.index(act) > MEETING_ACTS.index("meeting-opened")

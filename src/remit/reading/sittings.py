"""Which meeting is meant, and may this person be in its room?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import QuerySet

from remit.reading.notices import NoticeLine, notices_of
from remit.records.meetings import Meeting
from remit.records.prepared import Given, prepared
from remit.records.terms_store import terms_by_id
from remit.records.visibility import seated
from remit.rules.access import Sitting, open_to_member, page_ends
from remit.rules.meeting_gates import why_not_in_room
from remit.rules.minutes import why_not_yet
from remit.rules.outcomes import NotFound, Refused
from remit.rules.permissions import why_not_read_minutes, why_not_write_in_room
from remit.rules.viewers import Post, Viewer
from remit.terms.model import ForumTerms


@dataclass(frozen=True, slots=True)
class Head:
    """A meeting as every page about it begins, and what this viewer may do there."""

    id: int
    forum: str
    forum_name: str
    short: str
    nominal: str
    """The date it stands under in addresses."""
    date: date
    start: time
    end: time
    state: str
    drafted: bool
    revision: int
    join_link: str
    runs: bool
    chairs: bool
    writes: bool
    """Whether this viewer may write what is said, now."""
    is_open: bool
    opened_at: datetime | None
    closed_at: datetime | None
    approved_at: datetime | None
    approved_by: str
    notices: tuple[NoticeLine, ...]
    """What the terms put to people, page by page."""
    opens_with_minutes: bool
    """Whether its agenda opens with the minutes of the meeting before."""
    knows_a_way: bool
    """Whether the terms say where a case stands on the way through the forum."""


@dataclass(frozen=True, slots=True)
class Found:
    """A meeting on record with its terms: for readings only, never handed on."""

    meeting: Meeting
    terms: ForumTerms
    head: Head
    until: datetime | None = None
    """What became known after this time is not for this viewer; None: no limit. See `access.page_ends`."""


def find(viewer: Viewer, *, forum: str, nominal: str, now: datetime) -> Found:
    """The meeting, where this viewer may be in its room; otherwise it is not found.

    Who runs the forum may always; a member, deputy or substitute from issue until as long after close as the terms say.
    """
    return found_in_room(viewer, _load(forum, nominal), now=now)


def found_in_room(viewer: Viewer, meeting: Meeting, *, now: datetime) -> Found:
    """As `find`, of a meeting that is loaded already, with its forum and terms."""
    sat = _sat(viewer, meeting)
    if not _opens(viewer, meeting, sat, now):
        raise NotFound("meeting")
    gone = bool(sat) and all(left is not None and left <= now for left in sat)
    return found(viewer, meeting, sits=_sits(viewer, meeting, sat) and not gone)


def opens_to(viewer: Viewer, meeting: Meeting, *, now: datetime) -> bool:
    """Whether this viewer finds the meeting with `find_closed`, so that a link to what stood on it opens."""
    if viewer.holds(Post.QUALITY_ASSURANCE) and meeting.closed_at is not None:
        return True
    return _opens(viewer, meeting, _sat(viewer, meeting), now)


def _opens(viewer: Viewer, meeting: Meeting, sat: Sequence[datetime | None], now: datetime) -> bool:
    forum, cancelled = meeting.forum.slug, meeting.state == Meeting.State.CANCELLED
    until = meeting.members_until
    sitting = Sitting(forum, meeting.issued_at, meeting.closed_at, cancelled=cancelled, members_until=until)
    return forum in viewer.runs or (_sits(viewer, meeting, sat) and open_to_member(sitting, now=now))


def _sits(viewer: Viewer, meeting: Meeting, sat: Sequence[datetime | None]) -> bool:
    return meeting.forum.slug in viewer.sits_on or bool(sat)


def find_closed(viewer: Viewer, *, forum: str, nominal: str, now: datetime) -> Found:
    """As `find`, and for quality assurance once the meeting is closed."""
    if viewer.holds(Post.QUALITY_ASSURANCE):
        meeting = _load(forum, nominal)
        if meeting.closed_at is not None:
            return found(viewer, meeting, sits=False)
    return find(viewer, forum=forum, nominal=nominal, now=now)


def why_not_yet_at(found: Found) -> Refused | None:
    """Why a meeting that was found has no minutes and no register."""
    cancelled = found.meeting.state == Meeting.State.CANCELLED
    return why_not_yet(found.terms, closed=found.head.closed_at is not None, cancelled=cancelled)


def revision(viewer: Viewer, *, forum: str, nominal: str, now: datetime) -> int:
    """The revision a meeting is at: what a page that refreshes itself asks first."""
    return find(viewer, forum=forum, nominal=nominal, now=now).head.revision


def _load(forum: str, nominal: str) -> Meeting:
    try:
        day = date.fromisoformat(nominal)
    except ValueError:
        raise NotFound("meeting") from None
    for meeting in _meeting(forum=forum, day=day):
        return meeting
    raise NotFound("meeting")


@prepared
def _meeting() -> QuerySet[Meeting, Meeting]:
    rows = Meeting.objects.filter(forum__slug=Given("forum"), nominal_date=Given("day"))
    return rows.select_related("forum", "terms", "minutes_approved_by").defer("terms__document")


def _sat(viewer: Viewer, meeting: Meeting) -> list[datetime | None]:
    """When the viewer left this very meeting (None: has not), for each time they are recorded as sitting at it.

    Who left early reads it as who stayed does, but writes nothing into it any more.
    """
    if meeting.forum.slug in viewer.sits_on or meeting.forum.slug in viewer.runs:
        return []
    return list(seated().filter(meeting=meeting, staff=viewer.staff_id).values_list("left_at", flat=True))


def reads_minutes(viewer: Viewer, head: Head) -> bool:
    """Whether there are minutes this viewer can open: before they are approved they are a draft, for who runs the forum."""
    there = head.closed_at is not None and (head.runs or head.approved_at is not None)
    return there and why_not_read_minutes(viewer, head.forum) is None


def found(viewer: Viewer, meeting: Meeting, *, sits: bool) -> Found:
    """The meeting with what stands at the head of its pages."""
    slug = meeting.forum.slug
    terms = terms_by_id(meeting.terms_id, meeting.terms.digest)
    is_open = meeting.state == Meeting.State.OPEN
    present = {viewer.staff_id} if sits else ()
    writes = (
        why_not_in_room(meeting.state) is None
        and why_not_write_in_room(viewer, slug, present=present, is_open=is_open) is None
    )
    approver = meeting.minutes_approved_by
    head = Head(
        id=meeting.pk,
        forum=slug,
        forum_name=terms.name,
        short=terms.short,
        nominal=meeting.nominal_date.isoformat(),
        date=meeting.date,
        start=meeting.start,
        end=meeting.end,
        state=meeting.state,
        drafted=meeting.drafted_at is not None,
        revision=meeting.revision,
        join_link=meeting.forum.join_link,
        runs=slug in viewer.runs,
        chairs=slug in viewer.chairs,
        writes=writes,
        is_open=is_open,
        opened_at=meeting.opened_at,
        closed_at=meeting.closed_at,
        approved_at=meeting.minutes_approved_at,
        approved_by=approver.name if approver else "",
        opens_with_minutes=terms.minutes.agreed_at_next and meeting.state != Meeting.State.CANCELLED,
        knows_a_way=any(one.runs for one in terms.neighbours),
        notices=notices_of(terms),
    )
    return Found(meeting, terms, head, page_ends(viewer, slug, meeting.closed_at))

"""A person's own calendar, fetched by a calendar programme: no session, no sign-in, only the secret in the address."""

from __future__ import annotations

from hashlib import sha256

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from remit.documents.invitations import Invited, calendar_file
from remit.reading.own_calendar import OwnMeeting, own_calendar
from remit.reading.viewers import viewer_at_address
from remit.web import formats
from remit.web.middleware import Request


@require_safe
def feed(request: Request, secret: str) -> HttpResponseBase:
    """The calendar, or 304 where the programme has it as it is. An address that is nobody's costs one query."""
    found = own_calendar(viewer_at_address(secret, now=request.now), now=request.now)
    written = calendar_file(
        [_invited(request, meeting) for meeting in found.meetings], name=f"Remit: {found.name}"
    )
    tag = f'"{sha256(written).hexdigest()[:32]}"'
    response = get_conditional_response(request, etag=tag, response=_answer(written))
    assert response is not None, "there is no precondition but the tag"
    response["ETag"] = tag
    return response


def _answer(written: bytes) -> HttpResponse:
    response = HttpResponse(written, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="remit.ics"'
    response["Cache-Control"] = "private, no-cache"
    response["Referrer-Policy"] = "no-referrer"
    return response


def _invited(request: HttpRequest, meeting: OwnMeeting) -> Invited:
    page = reverse("meeting", kwargs={"forum": meeting.forum, "date": meeting.nominal})
    return Invited(
        uid=meeting.uid,
        sequence=meeting.times_changed,
        as_of=meeting.as_of,
        title=meeting.forum_name,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        about=_about(meeting),
        place=meeting.join_link,
        address=request.build_absolute_uri(page),
        cancelled=meeting.cancelled,
    )


def _about(meeting: OwnMeeting) -> tuple[str, ...]:
    said = []
    if meeting.cancelled:
        said.append("This meeting is cancelled.")
    if meeting.extraordinary:
        said.append("An extraordinary meeting.")
    if meeting.moved_from is not None:
        said.append(f"Moved from {formats.weekday(meeting.moved_from)}.")
    if meeting.holiday and not meeting.cancelled:
        said.append(f"This day is a bank holiday: {meeting.holiday}.")
    return tuple(said)

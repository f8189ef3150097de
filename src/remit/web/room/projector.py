"""The room on a wall that others see: children by their initials, in large letters. What people wrote stays as written."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from remit.reading.room import Rest, RoomPage, Tracker, TrackerLine
from remit.reading.room_rail import ItemLine, SectionLine
from remit.reading.sittings import find
from remit.web.middleware import Request

KEY = "projector"


def projected(request: Request) -> bool:
    """Whether this person shows the room to others, in this session."""
    return bool(request.session.get(KEY))


@require_POST
def projector(request: Request, forum: str, date: str) -> HttpResponse:
    """Begin or end showing the room to others; for this person alone, until they sign out."""
    find(request.viewer, forum=forum, nominal=date, now=request.now)
    if request.POST.get("projector") == "on":
        request.session[KEY] = True
    else:
        request.session.pop(KEY, None)
    back = request.POST.get("back", "")
    ours = back.startswith("/") and url_has_allowed_host_and_scheme(back, None)
    return redirect(back) if ours else redirect("room", forum=forum, date=date)


def initials(name: str, known: str) -> str:
    """M.E. for Maya Example, Z. for Zoe; `known`: the initials on record, which stay as they are where they stand for the name."""
    if name == known:
        return name
    words = name.replace("-", " ").split()
    return "".join(f"{word[0].upper()}." for word in words)


def listed_by_initials(words: str, known: str) -> str:
    """The same of a name with its rating behind a comma."""
    name, comma, rating = words.rpartition(",")
    return f"{initials(name, known)}{comma}{rating}"


def by_initials(page: RoomPage) -> RoomPage:
    """The same page with children named by their initials."""
    return replace(
        page,
        sections=tuple(_section(one) for one in page.sections),
        section=_section(page.section) if page.section else None,
        case=replace(page.case, line=_line(page.case.line)) if page.case else None,
        rest=_rest(page.rest) if page.rest else None,
        tracker=_tracker(page.tracker) if page.tracker else None,
    )


def _line(line: ItemLine) -> ItemLine:
    return (
        replace(line, name=initials(line.name, line.initials)) if line.is_case and not line.hidden else line
    )


def _section(section: SectionLine) -> SectionLine:
    return replace(section, items=tuple(_line(line) for line in section.items))


def _rest(rest: Rest) -> Rest:
    lines = tuple(replace(one, item=_line(one.item)) for one in rest.lines)
    return replace(rest, section=_section(rest.section), lines=lines)


def _tracker(tracker: Tracker) -> Tracker:
    return replace(
        tracker,
        open=tuple(_tracked(one) for one in tracker.open),
        closed=tuple(_tracked(one) for one in tracker.closed),
    )


def _tracked(one: TrackerLine) -> TrackerLine:
    line = one.told.line
    named = initials(line.child_name, line.child_initials)
    return replace(one, told=replace(one.told, line=replace(line, child_name=named)))

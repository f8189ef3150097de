"""The pages of the meeting room. Each asks reading, hands casework the verb, and shows what it refused beside its field."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from remit.casework import room as verbs
from remit.casework.answers import Conflict, save_answer
from remit.reading import looks
from remit.reading.actions import general_actions
from remit.reading.room import RoomPage
from remit.reading.room import room as read
from remit.reading.sittings import revision
from remit.rules.outcomes import NotFound, Refused
from remit.web.middleware import Request
from remit.web.once import once
from remit.web.refresh import conflict, not_saved, parts, saved, unchanged
from remit.web.room import acts
from remit.web.room.at_attendance import at_attendance
from remit.web.room.outcomes import conflict_view
from remit.web.room.presenters import RoomView, present
from remit.web.room.projector import by_initials, projected
from remit.web.room.unrecorded import still_chosen
from remit.web.sent_numbers import whole_number

GET_AND_POST = require_http_methods(["GET", "POST"])


def page_of(
    request: Request, forum: str, date: str, *, item: str = "", section: str = "", attendance: bool = False
) -> tuple[RoomPage, RoomView]:
    """The room as this person sees it now, and how it is shown."""
    page = read(request.viewer, forum=forum, nominal=date, now=request.now, item=item, section=section)
    on_a_wall = projected(request)
    page = by_initials(page) if on_a_wall else page
    return page, present(
        page,
        visit=request.reference,
        attendance=attendance,
        projected=on_a_wall,
        chosen=still_chosen(request),
    )


@require_GET
def room(request: Request, forum: str, date: str) -> HttpResponse:
    """The room: at the item the meeting is at, or where it begins."""
    page = read(request.viewer, forum=forum, nominal=date, now=request.now)
    if page.current:
        return redirect("room_item", forum=forum, date=date, item=page.current)
    return redirect("room_attendance", forum=forum, date=date)


@once
@require_POST
def open_room(request: Request, forum: str, date: str) -> HttpResponse:
    """Open the meeting."""
    page, _ = page_of(request, forum, date)
    verbs.open_meeting(
        meeting_id=page.head.id,
        seen=whole_number(request.POST.get("seen", ""), otherwise=None),
        actor=request.viewer,
        now=request.now,
    )
    messages.success(request, "The meeting is open.")
    return redirect("room", forum=forum, date=date)


@once
@GET_AND_POST
def item(request: Request, forum: str, date: str, item: str) -> HttpResponse:
    """One item: what is known, what is written, how it is left, what is to be done."""
    page, view = page_of(request, forum, date, item=item)
    if request.method == "GET":
        return _show(request, view, acts.as_opened(request, page))
    done = acts.at_item(request, page)
    if done.finished:
        here = reverse("room_item", kwargs={"forum": forum, "date": date, "item": item})
        still = f"?{urlencode({'outcome': done.stays_chosen})}" if done.stays_chosen else ""
        return redirect(done.next or here + still)
    page, view = page_of(request, forum, date, item=item)
    return _show(request, view, done)


@once
@GET_AND_POST
def section(request: Request, forum: str, date: str, section: str) -> HttpResponse:
    """A part of the agenda that is a list: other cases, actions that came along, other business."""
    page, view = page_of(request, forum, date, section=section)
    if request.method == "GET":
        return _show(request, view, acts.blank(page))
    done = acts.at_section(request, page)
    if done.finished:
        return redirect("room_section", forum=forum, date=date, section=section)
    page, view = page_of(request, forum, date, section=section)
    return _show(request, view, done)


@once
@GET_AND_POST
def attendance(request: Request, forum: str, date: str) -> HttpResponse:
    """Who is there, seat by seat."""
    page, view = page_of(request, forum, date, attendance=True)
    if request.method == "GET":
        return _show(request, view, acts.blank(page))
    done = at_attendance(request, page)
    if done.finished:
        return redirect("room_attendance", forum=forum, date=date)
    page, view = page_of(request, forum, date, attendance=True)
    return _show(request, view, done)


@once
@GET_AND_POST
def add(request: Request, forum: str, date: str) -> HttpResponse:
    """Add a case or a matter of business while the meeting is open."""
    page, view = page_of(request, forum, date)
    if not page.head.runs:
        raise NotFound("page")
    form, added = acts.add(request, page)
    if added:
        messages.success(request, "The item is on the agenda.")
        return redirect("room_item", forum=forum, date=date, item=added)
    return render(request, "room/add.html", {"page": view, "form": form}, status=422 if form.errors else 200)


@GET_AND_POST
@once
def actions(request: Request, forum: str, date: str) -> HttpResponse:
    """Agree an action that belongs to no item: about the forum's own work."""
    page, view = page_of(request, forum, date)
    if not page.head.runs:
        raise NotFound("page")
    done = acts.at_meeting(request, page)
    if done.finished:
        return redirect("room_actions", forum=forum, date=date)
    status = 422 if done.action.errors else 200
    agreed = general_actions(request.viewer, forum=forum, nominal=date, now=request.now)
    context = {"page": view, "form": done.action, "agreed": agreed}
    return render(request, "room/actions.html", context, status=status)


@require_POST
def keep(request: Request, forum: str, date: str, item: str, question: str) -> HttpResponse:
    """Keep one answer while it is being written."""
    try:
        kept = save_answer(
            item_ref=item,
            question=question,
            text=request.POST.get(question, ""),
            base_version=whole_number(request.POST.get(f"{question}-base", ""), otherwise=-1),
            actor=request.viewer,
            now=request.now,
        )
    except Conflict as found:
        _look_at(request, forum, date, item)
        return conflict(request, "room/_conflict.html", {"conflict": conflict_view(found)})
    except Refused as refusal:
        return not_saved(refusal)
    return saved(kept.version, request.now)


def _look_at(request: Request, forum: str, date: str, item: str) -> None:
    """Somebody else's words about a child are shown: that is a look at the child."""
    read(request.viewer, forum=forum, nominal=date, now=request.now, item=item)


@require_GET
def parts_of_room(request: Request, forum: str, date: str) -> HttpResponse:
    """What a page of the room asks by itself: is there anything new?"""
    now_at = revision(request.viewer, forum=forum, nominal=date, now=request.now)
    if (nothing_new := unchanged(request, now_at)) is not None:
        return nothing_new
    looks.begin_visit(request.GET.get("visit", "")[:36])
    page, view = page_of(
        request,
        forum,
        date,
        item=request.GET.get("item", ""),
        section=request.GET.get("section", ""),
        attendance="attendance" in request.GET,
    )
    context = {"page": view, "done": acts.as_opened(request, page)}
    return parts(request, "room/_parts.html", context, page.head.revision)


def _show(request: Request, view: RoomView, done: acts.Done) -> HttpResponse:
    looks.begin_visit(view.visit, new=True)
    context = {"page": view, "done": done, "form": done.wrong}
    return render(request, view.place.template, context, status=200 if done.sound else done.status)

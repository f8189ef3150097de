"""Saying who alone may see a child's record."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from remit.casework import restriction as casework
from remit.reading import children as children_read
from remit.reading import restriction as reading
from remit.reading.restriction import RestrictionPage
from remit.rules.clock import london_day
from remit.rules.outcomes import NotFound, Refused, Stale
from remit.web.children.forms import Lift, NamePeople, TakeOff
from remit.web.errors import ANOTHER_PAGE
from remit.web.middleware import Request
from remit.web.once import once

ACTS = {"restrict": NamePeople, "name": NamePeople, "take-off": TakeOff, "lift": Lift}
DONE = {
    "restrict": "The record is restricted. Only the people named can see it.",
    "name": "They can see this record from now on.",
    "take-off": "This person can no longer see the record.",
    "lift": "The restriction is lifted. Everybody whose work it is can see the record.",
}

OUT = " You are not among them and do not see it any more. Information governance can lift the restriction."


@once
@require_http_methods(["GET", "POST"])
def restriction(request: Request, child: str) -> HttpResponse:
    """Who may see a record: restrict it, name somebody, take somebody off, lift the restriction."""
    page = reading.restriction(request.viewer, child_ref=child, now=request.now)
    act = request.POST.get("do", "")
    if request.method == "GET":
        return _shown(request, page)
    if act not in ACTS:
        raise NotFound("button")
    form = ACTS[act](page, request.POST, prefix=act)
    status = 422
    if form.is_valid():
        try:
            _carried_out(request, act, page, form.cleaned_data)
        except ANOTHER_PAGE:
            raise
        except Stale as refusal:
            form.refuse(Stale(f"{refusal.problem} What you wrote is still here."))
            page, status = reading.restriction(request.viewer, child_ref=child, now=request.now), 409
        except Refused as refusal:
            form.refuse(refusal)
        else:
            after = _after(request, page)
            messages.success(request, DONE[act] + ("" if after != reverse("home") else OUT))
            return redirect(after)
    return _shown(request, page, act=act, form=form, status=status)


def _carried_out(request: Request, act: str, page: RestrictionPage, said: dict[str, Any]) -> None:
    by = {
        "child_id": page.key,
        "why": said["why"],
        "seen": said["seen"],
        "actor": request.viewer,
        "now": request.now,
    }
    verbs: dict[str, Callable[[], object]] = {
        "restrict": lambda: casework.restrict(staff_ids=said["people"], since=london_day(request.now), **by),
        "name": lambda: casework.name_people(staff_ids=said["people"], **by),
        "take-off": lambda: casework.take_off(staff_id=said["person"], **by),
        "lift": lambda: casework.lift(**by),
    }
    verbs[act]()


def _shown(
    request: Request, page: RestrictionPage, *, act: str = "", form: Any = None, status: int = 200
) -> HttpResponse:
    """The page as it is now; the form that was sent comes back as it was written, with the page's version."""
    forms = {name: kind(page, prefix=name) for name, kind in ACTS.items()}
    if form is not None:
        forms[act] = form.again(page)
    offered = ("name", "take-off", "lift") if page.restricted else ("restrict",)
    context = {
        "page": page,
        "forms": forms,
        "sent": forms[act] if form is not None else None,
        "offered": {*offered, act} - {""},
        "back": _back(page),
    }
    return render(request, "children/restriction.html", context, status=status)


def _back(page: RestrictionPage) -> str:
    return reverse("case", kwargs={"child": page.ref}) if page.name else reverse("governance_restricted")


def _after(request: Request, page: RestrictionPage) -> str:
    """Back to the page; home for who has just restricted the record to others."""
    sees = children_read.still_sees(request.viewer, child_ref=page.ref, now=request.now)
    return reverse("restriction", kwargs={"child": page.ref}) if sees or not page.name else reverse("home")

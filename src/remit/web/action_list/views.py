"""The pages of the action list."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast, get_args

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from remit.casework import action_list as casework
from remit.documents.action_list.back import as_excel
from remit.reading import action_list as reading
from remit.reading import list_entry
from remit.reading.list_back import list_back
from remit.rules.action_list import EntryValues
from remit.rules.clock import london_day
from remit.rules.outcomes import Refused, Stale, refuse_if
from remit.rules.permissions import why_not_edit_list
from remit.web.action_list.forms import AddForm, ChangeForm, EndForm, EntryForm, RateForm
from remit.web.action_list.presenters import differences, present_entry, present_list
from remit.web.cohorts.views import EXCEL
from remit.web.errors import ANOTHER_PAGE
from remit.web.middleware import Request
from remit.web.minutes.views import handed_out
from remit.web.once import once
from remit.web.sent_numbers import page_asked


@require_GET
def open_list(request: Request) -> HttpResponse:
    """The open list, filtered and ordered as asked."""
    page = reading.open_list(request.viewer, asked=_asked(request), now=request.now)
    return render(request, "action_list/list.html", {"page": present_list(page)})


def _asked(request: Request) -> reading.Asked:
    get = request.GET.get
    sort = get("sort", "risk")
    return reading.Asked(
        risk=get("risk", ""),
        team=get("team", ""),
        words=get("words", "").strip()[:100],
        untouched=get("untouched") == "yes",
        sort=cast(reading.Sort, sort if sort in get_args(reading.Sort) else "risk"),
        page=page_asked(request),
    )


@require_GET
def list_file(request: Request) -> HttpResponse:
    """The list in Excel, in the columns of the file that was loaded last."""
    back = list_back(request.viewer, now=request.now)
    return handed_out(as_excel(back), EXCEL, back.filename)


@require_GET
def ended(request: Request) -> HttpResponse:
    """Who left the list in the last weeks."""
    lines = reading.ended_lately(request.viewer, now=request.now)
    return render(request, "action_list/ended.html", {"lines": lines})


@require_GET
def entry(request: Request, entry: str) -> HttpResponse:
    """One entry with its history."""
    page = list_entry.entry(request.viewer, ref=entry, now=request.now)
    form = RateForm(initial={"risk": page.values.risk, "seen": page.seen})
    return render(request, "action_list/entry.html", {"page": present_entry(page), "form": form})


@once
@require_POST
def rate(request: Request, entry: str) -> HttpResponse:
    """Rate a child."""
    form = RateForm(request.POST)
    if form.is_valid():
        casework.rate_entry(**form.cleaned_data, entry_ref=entry, actor=request.viewer, now=request.now)
        messages.success(request, "The rating has been saved.")
        return redirect("list_entry", entry=entry)
    page = list_entry.entry(request.viewer, ref=entry, now=request.now)
    return render(request, "action_list/entry.html", {"page": present_entry(page), "form": form}, status=422)


@once
@require_http_methods(["GET", "POST"])
def edit(request: Request, entry: str) -> HttpResponse:
    """Change an entry. Where somebody else changed it meanwhile, both stay on the page until one is chosen."""
    page = list_entry.entry(request.viewer, ref=entry, now=request.now)
    if not page.may_edit:
        return redirect("list_entry", entry=entry)
    form = ChangeForm(request.POST or None, initial=_initial(page.values) | {"seen": page.seen})
    context: dict[str, Any] = {"page": present_entry(page), "form": form, "conflict": ()}
    if request.method == "POST" and form.is_valid():
        yours = form.values(page.values)
        try:
            casework.change_entry(
                entry_ref=entry,
                seen=form.cleaned_data["seen"],
                values=yours,
                actor=request.viewer,
                now=request.now,
            )
        except Stale:
            started_from = list_entry.values_seen(page, seen=form.cleaned_data["seen"])
            written = started_from.differences(yours)
            context["form"] = form = ChangeForm(initial=_kept(page, yours, written))
            merged = replace(page.values, **{name: getattr(yours, name) for name in written})
            context["conflict"] = differences(page.values, merged)
            context["stale"] = True
            return render(request, "action_list/change.html", context, status=409)
        except ANOTHER_PAGE:
            raise
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "The entry has been changed.")
            return redirect("list_entry", entry=entry)
    return render(request, "action_list/change.html", context, status=422 if form.errors else 200)


def _kept(page: list_entry.EntryPage, yours: EntryValues, written: tuple[str, ...]) -> dict[str, Any]:
    """The form of somebody who was overtaken: what they wrote stays, what they left alone is as it is now."""
    theirs = {name: getattr(yours, name) for name in written if name in EntryForm.base_fields}
    return _initial(page.values) | theirs | {"seen": page.seen}


def _initial(values: EntryValues) -> dict[str, Any]:
    return {name: getattr(values, name) for name in EntryForm.base_fields}


@once
@require_http_methods(["GET", "POST"])
def add(request: Request) -> HttpResponse:
    """Put a child on the list."""
    refuse_if(why_not_edit_list(request.viewer))
    today = london_day(request.now)
    initial = {"urgency": "not_known", "listed_on": today, "last_action_on": today}
    form = AddForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            ref = casework.add_entry(
                child=form.child(), values=form.values(EntryValues()), actor=request.viewer, now=request.now
            )
        except ANOTHER_PAGE:
            raise
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "The child is on the action list.")
            return redirect("list_entry", entry=ref)
    asks = "another" in form.errors or bool(form.data.get("another"))
    context = {"form": form, "asks_whether_another": asks}
    return render(request, "action_list/add.html", context, status=422 if form.errors else 200)


@once
@require_http_methods(["GET", "POST"])
def end(request: Request, entry: str) -> HttpResponse:
    """Take a child off the list, with the reason and the day."""
    page = list_entry.entry(request.viewer, ref=entry, now=request.now)
    if not page.may_edit and request.method == "GET":
        return redirect("list_entry", entry=entry)
    form = EndForm(request.POST or None, initial={"seen": page.seen, "on": london_day(request.now)})
    if request.method == "POST" and form.is_valid():
        try:
            casework.end_entry(**form.cleaned_data, entry_ref=entry, actor=request.viewer, now=request.now)
        except (*ANOTHER_PAGE, Stale):
            raise
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "The child is off the action list.")
            return redirect("action_list")
    context = {"page": present_entry(page), "form": form}
    return render(request, "action_list/end.html", context, status=422 if form.errors else 200)

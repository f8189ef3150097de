"""Choosing the cases of a meeting, and finishing the choice."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from remit.casework import selection as casework
from remit.reading import selection as reading
from remit.reading.selection import SelectionPage
from remit.rules.outcomes import NotFound, Refused, Stale
from remit.web import formats
from remit.web.errors import ANOTHER_PAGE
from remit.web.middleware import Request
from remit.web.once import once
from remit.web.selection.forms import ChoicesForm, FinishForm, ReasonForm
from remit.web.selection.presenters import present


@once
@require_http_methods(["GET", "POST"])
def selection(request: Request, forum: str, date: str) -> HttpResponse:
    """The list with a box for each case; sending it chooses those ticked and takes back those not."""
    page = reading.selection(request.viewer, forum=forum, nominal=date, now=request.now)
    if request.method != "POST":
        return _shown(request, page, ChoicesForm(page))
    form, ticked = ChoicesForm(page, request.POST), _ticked(request)
    if form.is_valid() and not form.ask_for_unchosen(ticked):
        try:
            changed = casework.choose_cases(
                meeting_id=page.head.id,
                choices=form.choices(page, ticked),
                seen=form.cleaned_data["seen"],
                actor=request.viewer,
                now=request.now,
            )
        except Stale as refusal:
            return _once_more(request, page, refusal, ticked)
        except ANOTHER_PAGE:
            raise
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _told(changed))
            where = reverse("selection", kwargs={"forum": forum, "date": date})
            return redirect(f"{where}{_back_at(request, page)}")
    return _shown(request, page, form, ticked=ticked, status=422)


def _ticked(request: Request) -> set[str]:
    """The boxes that are ticked, and what a button for one row did to them: `one` ticks, `not` takes the tick away.

    `take` is the same button beside a suggestion.
    """
    ticked = set(request.POST.getlist("case"))
    if "all" in request.POST:
        ticked |= set(request.POST.getlist("suggested"))
    return (ticked | set(request.POST.getlist("one")) | set(request.POST.getlist("take"))) - set(
        request.POST.getlist("not")
    )


def _back_at(request: Request, page: SelectionPage) -> str:
    """Where on the page to go on: at the suggestions that are left, or at the case whose button was pressed."""
    taken = request.POST.get("take", "")
    if taken and any(row.case.entry != taken for row in page.suggested):
        return "#suggested"
    entry = taken or request.POST.get("one", "") or request.POST.get("not", "")
    known = {row.case.entry for _, rows in page.groups for row in rows}
    return f"#row_{entry}" if entry in known else ""


def _told(changed: int) -> str:
    return f"Saved: {formats.count(changed, 'change')}." if changed else "Saved. Nothing had changed."


def _once_more(request: Request, page: SelectionPage, refusal: Stale, ticked: set[str]) -> HttpResponse:
    """The page as it is now, with the boxes and reasons as they were sent: nothing is lost, nothing was stored."""
    data = request.POST.copy()
    data["seen"] = str(page.head.revision)
    form = ChoicesForm(page, data)
    form.is_valid()
    form.add_error(None, f"{refusal.problem} Your ticks are still here. Check them, then save again.")
    return _shown(request, page, form, ticked=ticked, status=409)


def _shown(
    request: Request,
    page: SelectionPage,
    form: ChoicesForm,
    *,
    ticked: set[str] | None = None,
    finish: FinishForm | None = None,
    status: int = 200,
) -> HttpResponse:
    finish = finish or FinishForm(page)
    context = {"view": present(page, form, ticked), "form": form, "finish": finish, "refusal": finish.errors}
    return render(request, "selection/selection.html", context, status=status)


@once
@require_POST
def finish(request: Request, forum: str, date: str) -> HttpResponse:
    """Finish choosing, saying who took part."""
    page = reading.selection(request.viewer, forum=forum, nominal=date, now=request.now)
    form = FinishForm(page, request.POST)
    if form.is_valid():
        try:
            finished = casework.finish_selection(
                meeting_id=page.head.id,
                took_part=form.cleaned_data["part"],
                seen=form.cleaned_data["seen"],
                actor=request.viewer,
                now=request.now,
            )
        except (*ANOTHER_PAGE, Stale):
            raise
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(
                request, f"The selection is finished with {formats.count(finished.cases, 'case')}."
            )
            return redirect("selection", forum=forum, date=date)
    return _shown(request, page, ChoicesForm(page), finish=form, status=422)


@once
@require_http_methods(["GET", "POST"])
def late(request: Request, forum: str, date: str, item: str) -> HttpResponse:
    """Discuss a late addition among the other cases, with a reason."""
    page = reading.selection(request.viewer, forum=forum, nominal=date, now=request.now)
    row = next((row for row in page.chosen if row.item == item), None)
    if row is None:
        raise NotFound("case")
    form = ReasonForm(request.POST or None, initial={"seen": page.head.revision})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            casework.pass_over_late(
                item_ref=item, why=given["why"], seen=given["seen"], actor=request.viewer, now=request.now
            )
        except (*ANOTHER_PAGE, Stale):
            raise
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "The case is discussed among the other cases.")
            return redirect("selection", forum=forum, date=date)
    context = {"page": page, "row": row, "form": form}
    return render(request, "selection/late.html", context, status=422 if form.errors else 200)

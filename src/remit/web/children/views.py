"""Finding a child, and one child's page."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from remit.casework.children import allocate
from remit.reading import children as reading
from remit.rules.clock import london_day
from remit.web.children.forms import Allocate
from remit.web.children.presenters import present_case
from remit.web.middleware import Request
from remit.web.once import once
from remit.web.routes import TABLE, may_open


@require_GET
def find(request: Request) -> HttpResponse:
    """Children found by name or id, among those this person may see."""
    found = reading.find_children(
        request.viewer, asked=request.GET.get("q", "")[:100].strip(), now=request.now
    )
    return render(request, "children/find.html", {"found": found})


@require_GET
def case(request: Request, child: str) -> HttpResponse:
    """One child's time line."""
    found = reading.case(request.viewer, child_ref=child, now=request.now)
    page = present_case(found, now=request.now, extracts=may_open(request.viewer, TABLE["extract"].access))
    return render(request, "children/case.html", {"page": page})


@require_http_methods(["GET", "POST"])
@once
def worker(request: Request, child: str) -> HttpResponse:
    """Say who works with a child."""
    known = reading.allocating(request.viewer, child_ref=child, now=request.now)
    first = {"team": known.team, "worker": known.worker, "since": london_day(request.now)}
    form = Allocate(known, request.POST or None, initial=first)
    back = reverse("case", kwargs={"child": child})
    sent = request.method == "POST" and form.is_valid()
    if sent and form.carries_out(lambda: _allocate(request, known.key, form)):
        said = "Who works with this child is saved, and waits for a file of allocations to confirm it."
        messages.success(request, said)
        return redirect(_after(request, child))
    context = {"form": form, "name": known.name, "back": back}
    return render(request, "children/worker.html", context, status=422 if form.errors else 200)


def _allocate(request: Request, key: int, form: Allocate) -> None:
    said = form.cleaned_data
    allocate(
        child_id=key,
        team_id=said["team"],
        worker_id=said["worker"],
        since=said["since"],
        told=said["told"],
        actor=request.viewer,
        now=request.now,
    )


def _after(request: Request, child: str) -> str:
    """Back to the child's page; home for a manager who has just handed the child to another team."""
    still = reading.still_sees(request.viewer, child_ref=child, now=request.now)
    return reverse("case", kwargs={"child": child}) if still else reverse("home")

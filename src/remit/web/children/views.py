"""Finding a child, and one child's page."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from remit.reading import children as reading
from remit.web.children.presenters import present_case
from remit.web.middleware import Request


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
    page = present_case(reading.case(request.viewer, child_ref=child, now=request.now), now=request.now)
    return render(request, "children/case.html", {"page": page})

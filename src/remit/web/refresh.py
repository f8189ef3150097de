"""Is there anything new since the page was drawn? And: one answer, kept while it is being written.

A part of a page asks with the revision it has. 204 means nothing is new; otherwise the parts come, drawn by the same
template as the whole page. See `static/remit.js` and the README beside this file.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render

from remit.rules.outcomes import Refused
from remit.web import formats
from remit.web.middleware import Request

REVISION = "revision"
REVISION_HEADER = "X-Remit-Revision"


def unchanged(request: Request, revision: int) -> HttpResponse | None:
    """204 where the asking page already shows this revision; otherwise none, and the view goes on to draw."""
    return HttpResponse(status=204) if request.GET.get(REVISION) == str(revision) else None


def parts(request: Request, template: str, context: dict[str, Any], revision: int) -> HttpResponse:
    """The parts of a page as they are now, marked with the revision they show."""
    response = render(request, template, context)
    response[REVISION_HEADER] = str(revision)
    return response


def saved(version: int, at: datetime) -> HttpResponse:
    """The answer was kept: its version now, and the words to show."""
    return JsonResponse({"version": version, "words": f"Saved {formats.time(at)}"})


def not_saved(refusal: Refused) -> HttpResponse:
    """The answer was refused, and why."""
    return JsonResponse({"problem": f"{refusal.problem} {refusal.remedy}"})


def conflict(request: Request, template: str, context: dict[str, Any]) -> HttpResponse:
    """Somebody else changed the answer meanwhile: a template with the conflict panel, put beside what is being written."""
    return render(request, template, context)

"""The log of looks, the log of acts, restricted records, and opening an identity."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from remit.reading import governance as reading
from remit.reading.restriction import restricted_records
from remit.rules.outcomes import NotFound, Refused
from remit.web.governance.forms import OpenIdentity
from remit.web.middleware import Request
from remit.web.sent_numbers import whole_number

KINDS = (
    ("", "All"),
    ("listed", "Listed"),
    ("opened", "Opened"),
    ("exported", "Exported"),
    ("denied", "Denied"),
)


@require_GET
def looks(request: Request) -> HttpResponse:
    """Who looked at whom, newest first."""
    asked = {name: request.GET.get(name, "")[:150].strip() for name in ("kind", "child", "who")}
    log = reading.log_of_looks(request.viewer, before=_before(request), **asked)
    context = {"log": log, "asked": asked, "kinds": KINDS, "older": _older(asked, log.older)}
    return render(request, "governance/looks.html", context)


@require_GET
def acts(request: Request) -> HttpResponse:
    """Who did what, newest first."""
    asked = {name: request.GET.get(name, "")[:150].strip() for name in ("child", "who")}
    log = reading.log_of_acts(request.viewer, before=_before(request), **asked)
    return render(
        request, "governance/acts.html", {"log": log, "asked": asked, "older": _older(asked, log.older)}
    )


@require_GET
def restricted(request: Request) -> HttpResponse:
    """The records that only named people see, by key."""
    return render(request, "governance/restricted.html", {"lines": restricted_records(request.viewer)})


@require_http_methods(["GET", "POST"])
def identity(request: Request, child: str) -> HttpResponse:
    """Who an opaque key is, once a reason is given."""
    form = OpenIdentity(request.POST or None)
    found = None
    if request.method == "POST" and form.is_valid():
        try:
            found = reading.open_identity(
                request.viewer, child=child, reason=form.cleaned_data["reason"], now=request.now
            )
        except NotFound:
            raise
        except Refused as refusal:
            form.refuse(refusal)
    status = 422 if form.errors else 200
    return render(
        request, "governance/identity.html", {"form": form, "child": child, "found": found}, status=status
    )


def _before(request: Request) -> int | None:
    """Before which line of the log the page ends; None for the latest."""
    return whole_number(request.GET.get("before", ""), otherwise=None)


def _older(asked: dict[str, str], older: int | None) -> str:
    return "?" + urlencode({**{k: v for k, v in asked.items() if v}, "before": older}) if older else ""

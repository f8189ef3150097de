"""An action's page: what is asked, what was reported, and the form to report more."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from remit.casework.actions import cancel_action, update_action
from remit.reading.actions import action as read
from remit.rules.outcomes import NotFound, Refused, Stale, refuse_if
from remit.rules.permissions import why_not_run
from remit.web.actions.forms import CancelForm, UpdateForm
from remit.web.middleware import Request
from remit.web.once import once


@once
@require_http_methods(["GET", "POST"])
def action(request: Request, action: str) -> HttpResponse:
    """One action. Who leads it, or runs its forum, says how it stands."""
    page = read(request.viewer, action_ref=action, now=request.now)
    if request.method == "GET":
        return _show(request, action, UpdateForm(initial={"seen": page.version}))
    form = UpdateForm(request.POST)
    if not form.is_valid():
        return _show(request, action, form, status=422)
    given = form.cleaned_data
    finished = given["state"] == "done"
    try:
        update_action(
            action_ref=action,
            seen=given["seen"],
            text=given["text"],
            finished=finished,
            due_on=given["due_on"],
            actor=request.viewer,
            now=request.now,
        )
    except NotFound:
        raise
    except Stale as refusal:
        # What was written stays in the form, now over the version that is shown above it.
        current = read(request.viewer, action_ref=action, now=request.now)
        written = request.POST.copy()
        written["seen"] = str(current.version)
        again = UpdateForm(written)
        return _show(request, action, again, refusal=refusal, status=409)
    except Refused as refusal:
        form.refuse(refusal)
        return _show(request, action, form, status=422)
    messages.success(request, "The action is finished." if finished else "Your update is kept.")
    return redirect("home")


@once
@require_http_methods(["GET", "POST"])
def cancel(request: Request, action: str) -> HttpResponse:
    """Call an action off, with the reason."""
    page = read(request.viewer, action_ref=action, now=request.now)
    refuse_if(why_not_run(request.viewer, page.line.forum))
    form = CancelForm(request.POST or None, initial={"seen": page.version})
    refused: Refused | None = None
    if form.is_bound and form.is_valid():
        try:
            cancel_action(action_ref=action, **form.cleaned_data, actor=request.viewer, now=request.now)
        except NotFound:
            raise
        except Stale as refusal:
            written = request.POST.copy()
            written["seen"] = str(page.version)
            form, refused = CancelForm(written), refusal
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "The action is cancelled.")
            return redirect("action", action=action)
    status = 409 if refused else 422 if form.errors else 200
    return render(
        request, "actions/cancel.html", {"page": page, "form": form, "refused": refused}, status=status
    )


def _show(
    request: Request, ref: str, form: UpdateForm, *, refusal: Refused | None = None, status: int = 200
) -> HttpResponse:
    page = read(request.viewer, action_ref=ref, now=request.now)
    context = {"page": page, "form": form, "refused": refusal}
    return render(request, "actions/action.html", context, status=status)

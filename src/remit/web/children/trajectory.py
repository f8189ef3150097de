"""Changing what is planned for a child's way out of residential care."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from remit.casework.trajectories import change_trajectory
from remit.reading.trajectory import planning
from remit.rules.reasons import LONGEST_REASON
from remit.rules.trajectories import Plan
from remit.web.forms import DateField, Form
from remit.web.middleware import Request
from remit.web.once import once


class TrajectoryForm(Form):
    """The next version."""

    until_then = forms.CharField(
        label="Until then", required=False, max_length=5_000, widget=forms.Textarea(attrs={"rows": 5})
    )
    step_down = forms.CharField(
        label="Stepping down", required=False, max_length=5_000, widget=forms.Textarea(attrs={"rows": 5})
    )
    target_on = DateField(label="To have moved on by", required=False)
    why = forms.CharField(label="Why it changes", max_length=LONGEST_REASON)
    seen = forms.IntegerField(widget=forms.HiddenInput)


@once
@require_http_methods(["GET", "POST"])
def trajectory(request: Request, child: str) -> HttpResponse:
    """The trajectory of a child, its earlier versions, and the form of the next one."""
    page = planning(request.viewer, child_ref=child, now=request.now)
    held = page.holds
    initial: dict[str, object] = {"seen": held.version if held else 0}
    if held:
        initial |= {"until_then": held.until_then, "step_down": held.step_down, "target_on": held.target_on}
    form = TrajectoryForm(request.POST or None, initial=initial)
    sent = request.method == "POST" and form.is_valid()
    if sent and form.carries_out(lambda: _change(request, child, form)):
        messages.success(request, "The trajectory is saved. What it said before is kept.")
        return redirect("case", child=child)
    context = {"page": page, "form": form, "child": child}
    return render(request, "children/trajectory.html", context, status=422 if form.errors else 200)


def _change(request: Request, child: str, form: TrajectoryForm) -> None:
    said = form.cleaned_data
    change_trajectory(
        child_ref=child,
        seen=said["seen"],
        plan=Plan(said["until_then"], said["step_down"], said["target_on"]),
        why=said["why"],
        actor=request.viewer,
        now=request.now,
    )

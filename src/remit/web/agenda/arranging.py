"""Times worked out from what people answered: propose, look, accept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from remit.casework.arranging import accept_arrangement
from remit.reading.arranging import Can, CaseToPlace, ToArrange, problem_of, to_arrange
from remit.rules.arranging import Arrangement
from remit.rules.arranging_solver import arrange
from remit.web import formats
from remit.web.agenda.views import carried_out
from remit.web.forms import Form, TimeField
from remit.web.middleware import Request
from remit.web.once import once


class CanComeForm(Form):
    """What people answered, and whose time stays."""

    def __init__(self, data: QueryDict | None, *, page: ToArrange) -> None:
        super().__init__(data, initial=_answered(page))
        self.people = [one.key for one in page.people]
        for one in page.people:
            self.fields[f"from-{one.key}"] = TimeField(label=f"{one.name} can come from", required=False)
            self.fields[f"until-{one.key}"] = TimeField(label=f"{one.name} can come until", required=False)
        stays = [(one.ref, one.ref) for one in page.cases if one.waits and one.at]
        self.fields["keep"] = forms.MultipleChoiceField(choices=stays, required=False)

    def can_come(self) -> dict[str, Can]:
        """From when until when, by person, where they said so."""
        given = self.cleaned_data
        said = {key: (given[f"from-{key}"], given[f"until-{key}"]) for key in self.people}
        return {key: times for key, times in said.items() if any(times)}


def _answered(page: ToArrange) -> dict[str, time | None]:
    """What the invited answered already, in the boxes of the form."""
    return {
        f"{end}-{key}": at
        for key, said in page.answered.items()
        for end, at in zip(("from", "until"), said, strict=True)
        if at is not None
    }


class AcceptForm(Form):
    """The times that were looked at."""

    seen = forms.IntegerField(widget=forms.HiddenInput)


@dataclass(frozen=True, slots=True)
class ProposedRow:
    """A case with the time it has and the one proposed."""

    case: CaseToPlace
    was: str
    at: time | None
    words: str
    moves: bool
    misses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """What was worked out, in words."""

    rows: tuple[ProposedRow, ...]
    words: str
    together: str
    left_out: int


@once
@require_http_methods(["GET", "POST"])
def arranging(request: Request, forum: str, date: str, section: str) -> HttpResponse:
    """Show what the times depend on; with `work`, what was worked out; sent, take the times that were looked at."""
    page = to_arrange(request.viewer, forum=forum, nominal=date, section=section, now=request.now)
    if request.method == "POST":
        return _accept(request, page)
    asked = "work" in request.GET
    form = CanComeForm(request.GET if asked else None, page=page)
    proposal = None
    if asked and form.is_valid():
        problem = problem_of(page, can_come=form.can_come(), keep=form.cleaned_data["keep"])
        proposal = _proposal(page, arrange(problem))
    return _shown(request, page, form, proposal)


def _accept(request: Request, page: ToArrange) -> HttpResponse:
    form = AcceptForm(request.POST)
    times = {one.ref: at for one in page.cases if (at := _clock(request.POST.get(f"at-{one.ref}", "")))}
    if form.is_valid() and carried_out(
        form,
        accept_arrangement,
        meeting_id=page.head.id,
        section=page.section,
        times=times,
        seen=form.cleaned_data["seen"],
        actor=request.viewer,
        now=request.now,
    ):
        messages.success(request, "The times are set as proposed.")
        return redirect("agenda", forum=page.head.forum, date=page.head.nominal)
    return _shown(request, page, CanComeForm(None, page=page), None, refused=form, status=422)


def _shown(
    request: Request,
    page: ToArrange,
    form: CanComeForm,
    proposal: Proposal | None,
    *,
    refused: Form | None = None,
    status: int = 200,
) -> HttpResponse:
    people = [(one, form[f"from-{one.key}"], form[f"until-{one.key}"]) for one in page.people]
    kept = request.GET.getlist("keep")
    context = {
        "page": page,
        "form": form,
        "people": people,
        "kept": kept,
        "proposal": proposal,
        "refused": refused,
    }
    return render(request, "agenda/arranging.html", context, status=status)


def _proposal(page: ToArrange, found: Arrangement) -> Proposal:
    names = {key: name for one in page.cases for key, name in one.people}
    at = {one.item: one for one in found.placed}
    rows = []
    for case in page.cases:
        placed = at.get(case.ref)
        begins = time(*divmod(placed.at, 60)) if placed else None
        rows.append(
            ProposedRow(
                case=case,
                was=formats.time(case.at) if case.at else "none",
                at=begins if case.waits else None,
                words=formats.time(begins) if begins else "no room",
                moves=begins != case.at,
                misses=tuple(names[key] for key in placed.misses) if placed else (),
            )
        )
    rows.sort(key=lambda row: (row.words == "no room", at[row.case.ref].at if row.case.ref in at else 0))
    several = found.together + found.apart
    together = (
        f"{found.together} of {several} managers with several cases have them one after another."
        if several
        else ""
    )
    return Proposal(tuple(rows), found.words, together, len(found.left_out))


def _clock(written: str) -> time | None:
    try:
        return time.fromisoformat(written)
    except ValueError:
        return None

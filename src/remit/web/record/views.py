"""Recording a fact of a child by hand and taking it back, and settling what a return contradicts."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from remit.casework.facts import record_fact as record
from remit.casework.facts import settle_contradiction
from remit.casework.taking_back import take_back_fact as take_back
from remit.reading import contradictions as waiting
from remit.reading import recording as reading
from remit.reading.taking_back import taking_back
from remit.rules.clock import london_day
from remit.rules.outcomes import NotFound, Refused, Stale
from remit.web.errors import ANOTHER_PAGE
from remit.web.middleware import Request
from remit.web.once import once
from remit.web.record.forms import RecordFact, Settle, TakeBack, as_seen
from remit.web.routes import TABLE, may_open


@require_http_methods(["GET", "POST"])
@once
def record_fact(request: Request, child: str) -> HttpResponse:
    """Record a placement, review, legal status, order or cost."""
    known = reading.recording(request.viewer, child_ref=child, now=request.now)
    initial = {"since": london_day(request.now), "seen": as_seen(known.latest)}
    form = RecordFact(
        known.places,
        known.statuses,
        known.born,
        london_day(request.now),
        request.POST or None,
        initial=initial,
    )
    if request.method == "POST" and form.is_valid():
        try:
            _record(request, known.key, form)
        except ANOTHER_PAGE:
            raise
        except Stale as refusal:
            kind, seen = form.cleaned_data["kind"], form.last_seen()
            known = reading.recording(request.viewer, child_ref=child, kind=kind, seen=seen, now=request.now)
            form.meet_stale(refusal, latest=known.latest)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "It is on record, and waits for a return to confirm it.")
            return redirect("case", child=child)
    context = {"form": form, "known": known, "back": reverse("case", kwargs={"child": child})}
    status = 409 if form.stale else 422 if form.errors else 200
    return render(request, "record/record.html", context, status=status)


def _record(request: Request, child_id: int, form: RecordFact) -> None:
    record(
        child_id=child_id,
        fact=form.fact(),
        told=form.cleaned_data["told"],
        seen=form.last_seen(),
        actor=request.viewer,
        now=request.now,
    )


@require_http_methods(["GET", "POST"])
@once
def take_back_fact(request: Request, child: str, fact: str, since: str) -> HttpResponse:
    """Take back a fact that somebody typed by mistake."""
    day = _day(since)
    asked = taking_back(request.viewer, child_ref=child, kind=fact, since=day, now=request.now)
    form = TakeBack(request.POST or None, initial={"seen": asked.seen})
    if request.method == "POST" and form.is_valid():
        try:
            _take_back(request, asked.key, fact, day, form)
        except ANOTHER_PAGE:
            raise
        except Stale as refusal:
            asked = taking_back(request.viewer, child_ref=child, kind=fact, since=day, now=request.now)
            form.meet_stale(refusal, revision=asked.seen)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, "It is taken back. That it was recorded stays known.")
            return redirect("case", child=child)
    context = {"form": form, "asked": asked, "back": reverse("case", kwargs={"child": child})}
    status = 409 if form.stale else 422 if form.errors else 200
    return render(request, "record/take_back.html", context, status=status)


def _take_back(request: Request, child_id: int, fact: str, day: date, form: TakeBack) -> None:
    take_back(
        child_id=child_id,
        kind=fact,
        since=day,
        why=form.cleaned_data["why"],
        seen=form.cleaned_data["seen"],
        actor=request.viewer,
        now=request.now,
    )


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise NotFound("fact") from None


@require_http_methods(["GET", "POST"])
@once
def contradictions(request: Request) -> HttpResponse:
    """What somebody typed and a return says otherwise, both versions, and what follows from each."""
    form = Settle(request.POST or None)
    if request.method == "POST" and form.is_valid() and form.carries_out(lambda: _settle(request, form)):
        messages.success(request, "The contradiction is settled.")
        return redirect("contradictions")
    lines = waiting.contradictions(request.viewer, now=request.now)
    forms = [(line, _own(form, line.ref)) for line in lines]
    # Whoever keeps the data comes from there, and lists cohorts by command.
    came_from = "cohorts" if may_open(request.viewer, TABLE["cohorts"].access) else "data"
    # Who meets children there opens their cases; the data officer does not.
    context = {"lines": forms, "form": form, "came_from": came_from, "links": came_from == "cohorts"}
    return render(request, "record/contradictions.html", context, status=422 if form.errors else 200)


def _settle(request: Request, form: Settle) -> None:
    said = form.cleaned_data
    settle_contradiction(
        contradiction_ref=said["contradiction"],
        take=said["take"] == "loaded",
        why=said["why"],
        actor=request.viewer,
        now=request.now,
    )


def _own(sent: Settle, ref: str) -> Settle:
    """The form of one contradiction: the one that was sent, where it was about it."""
    if sent.is_bound and sent.data.get("contradiction") == ref:
        return sent
    return Settle(initial={"contradiction": ref}, auto_id=f"{ref}-%s")

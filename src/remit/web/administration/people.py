"""The pages about accounts, posts, teams and units."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from remit.casework import people as casework
from remit.reading import administration as reading
from remit.rules.clock import london_day
from remit.rules.viewers import Post
from remit.web.administration.asking import ask
from remit.web.administration.forms import (
    AddPerson,
    ChangePerson,
    GivePost,
    JoinTeam,
    MakeUnit,
    NewPassword,
    Sure,
    Until,
)
from remit.web.middleware import Request
from remit.web.once import once

asks = require_http_methods(["GET", "POST"])


@require_GET
def staff_list(request: Request) -> HttpResponse:
    """Everybody with an account."""
    found = reading.staff_list(
        request.viewer,
        asked=request.GET.get("q", "")[:100].strip(),
        after=request.GET.get("after", "")[:12],
        now=request.now,
    )
    return render(request, "administration/people.html", {"found": found})


@require_GET
def page(request: Request, person: str) -> HttpResponse:
    """One account and everything it holds."""
    found = reading.staff_page(request.viewer, ref=person, now=request.now)
    return render(request, "administration/person.html", {"person": found})


@asks
@once
def add(request: Request) -> HttpResponse:
    """Make an account."""
    return ask(
        request,
        AddPerson(request.POST or None),
        lambda said: casework.make_account(**said, actor=request.viewer, now=request.now),
        title="Add a person",
        button="Add person",
        done="The account is made. They choose their own password when they first sign in.",
        back=reverse("administration"),
    )


@asks
@once
def change(request: Request, person: str) -> HttpResponse:
    """Put right a person's name, email address or job title."""
    found = reading.staff_page(request.viewer, ref=person, now=request.now)
    now_so = {"name": found.name, "email": found.email, "job_title": found.job_title, "seen": found.version}
    return ask(
        request,
        ChangePerson(request.POST or None, initial=now_so),
        lambda said: casework.change_account(
            staff_id=found.key, **said, actor=request.viewer, now=request.now
        ),
        title=f"Change details of {found.name}",
        button="Save",
        done="The details are changed.",
        back=_to(person),
    )


@asks
@once
def password(request: Request, person: str) -> HttpResponse:
    """Give somebody a new password."""
    found = reading.staff_page(request.viewer, ref=person, now=request.now)
    return ask(
        request,
        NewPassword(request.POST or None),
        lambda said: casework.set_password(staff_id=found.key, **said, actor=request.viewer, now=request.now),
        title=f"New password for {found.name}",
        button="Set password",
        done="The password is set. They choose their own when they next sign in.",
        back=_to(person),
    )


@asks
@once
def end(request: Request, person: str) -> HttpResponse:
    """Take an account out of use."""
    found = reading.staff_page(request.viewer, ref=person, now=request.now)
    return ask(
        request,
        Sure(request.POST or None),
        lambda said: casework.end_account(staff_id=found.key, actor=request.viewer, now=request.now),
        title=f"Take the account of {found.name} out of use",
        button="Take out of use",
        done="The account is out of use. What they did is kept.",
        back=_to(person),
        intro=(
            "Nobody can sign in with it from now on. Their seats and posts end today. The children they work with stay"
            " with the team: its manager answers for what was owed, or whoever holds the seat or post next. What they"
            " did stays in the record."
        ),
        warning=True,
    )


@asks
@once
def give_post(request: Request, person: str) -> HttpResponse:
    """Give somebody a post."""
    found = reading.staff_page(request.viewer, ref=person, now=request.now)
    form = GivePost(
        reading.units(request.viewer), request.POST or None, initial={"since": london_day(request.now)}
    )
    return ask(
        request,
        form,
        lambda said: casework.give_post(
            staff_id=found.key,
            post=Post(said["post"]),
            unit_id=said["unit"],
            since=said["since"],
            actor=request.viewer,
            now=request.now,
        ),
        title=f"Give {found.name} a post",
        button="Give post",
        done="The post is given.",
        back=_to(person),
    )


@asks
@once
def end_post(request: Request, person: str, holding: int) -> HttpResponse:
    """Let a post end."""
    return ask(
        request,
        Until(request.POST or None, initial={"until": london_day(request.now)}),
        lambda said: casework.end_post(holding_id=holding, **said, actor=request.viewer, now=request.now),
        title="End the post",
        button="End post",
        done="The post ends on that day.",
        back=_to(person),
    )


@asks
@once
def team(request: Request, person: str) -> HttpResponse:
    """Say which team somebody works in."""
    found = reading.staff_page(request.viewer, ref=person, now=request.now)
    form = JoinTeam(
        reading.units(request.viewer), request.POST or None, initial={"since": london_day(request.now)}
    )
    return ask(
        request,
        form,
        lambda said: casework.join_team(
            staff_id=found.key,
            team_id=said["team"],
            since=said["since"],
            actor=request.viewer,
            now=request.now,
        ),
        title=f"The team of {found.name}",
        button="Save team",
        done="The team is saved.",
        back=_to(person),
    )


@asks
@once
def units(request: Request) -> HttpResponse:
    """Areas, services and teams, and a form to add one."""
    known = reading.units(request.viewer)
    form = MakeUnit(known, request.POST or None)
    return ask(
        request,
        form,
        lambda said: casework.make_unit(
            kind=said["kind"],
            name=said["name"],
            parent_id=said["parent"],
            actor=request.viewer,
            now=request.now,
        ),
        title="Areas, services and teams",
        button="Add",
        done="It is added.",
        back=reverse("units"),
        template="administration/units.html",
        units=known,
    )


def _to(person: str) -> str:
    return reverse("staff_page", kwargs={"person": person})

"""Making accounts, the units people work in, and the posts they hold."""

from __future__ import annotations

from datetime import date, datetime

from django.contrib.auth.hashers import make_password
from django.db.models import Q

from remit.casework.acts import about, audited
from remit.casework.duties import reconcile_open
from remit.casework.leaving import let_go
from remit.casework.locks import locked
from remit.records.forums import SeatHolding
from remit.records.lengths import why_not_fitting
from remit.records.people import PostHolding, Staff, TeamMembership, Unit
from remit.rules.clock import london_day
from remit.rules.names import folded
from remit.rules.outcomes import NotFound, Refused, Stale, refuse_if
from remit.rules.permissions import why_not_administer
from remit.rules.staff import (
    MANAGES,
    details_version,
    why_not_end,
    why_not_end_account,
    why_not_follow,
    why_not_hold,
    why_not_make_accounts,
    why_not_password,
    why_not_under,
    why_not_username,
    why_not_without_administrator,
)
from remit.rules.viewers import Post, Viewer


@audited("account.made")
def make_account(
    *,
    username: str,
    name: str,
    password: str | None = None,
    email: str = "",
    job_title: str = "",
    must_change_password: bool = True,
    actor: Viewer,
    now: datetime,
) -> int:
    """Make an account; answers with its key. Without a password nobody can sign in with it yet.

    Refuses: not an administrator; a text too long to keep; a user name that is taken or cannot be one; no name.
    """
    refuse_if(why_not_make_accounts(actor, administrators=administrators(now)))
    refuse_if(why_not_fitting(Staff, username=username, name=name.strip(), email=email, job_title=job_title))
    refuse_if(why_not_password(password or ""))
    taken = Staff.objects.filter(username=username).exists()
    refuse_if(why_not_username(username, taken=taken))
    if not name.strip():
        raise Refused("Enter the person's name.", remedy="As colleagues know them.", field="name")
    made = Staff.objects.create(
        username=username,
        name=name.strip(),
        name_folded=folded(name)[:150],
        email=email,
        job_title=job_title,
        password=make_password(password),
        must_change_password=must_change_password,
    )
    about(account=username)
    return made.pk


@audited("account.changed")
def change_account(
    *, staff_id: int, seen: str, name: str, email: str, job_title: str, actor: Viewer, now: datetime
) -> None:
    """Put right what an account says of a person; the user name stays. `seen`: the version of the details the actor saw.

    Refuses: not an administrator; changed since seen; a service account; no name; a text too long to keep.
    """
    refuse_if(why_not_administer(actor))
    refuse_if(why_not_fitting(Staff, name=name.strip(), email=email, job_title=job_title))
    staff = _staff(staff_id)
    if details_version(name=staff.name, email=staff.email, job_title=staff.job_title) != seen:
        raise Stale
    if staff.is_service_account:
        raise Refused("A service account is nobody's.", remedy="Make an account for the person instead.")
    if not name.strip():
        raise Refused("Enter the person's name.", remedy="As colleagues know them.", field="name")
    new = {"name": name.strip(), "email": email.strip(), "job_title": job_title.strip()}
    changed = sorted(field for field, value in new.items() if getattr(staff, field) != value)
    Staff.objects.filter(pk=staff.pk).update(**new, name_folded=folded(name)[:150])
    about(account=staff.username, changed=changed)


@audited("account.ended")
def end_account(*, staff_id: int, actor: Viewer, now: datetime) -> None:
    """Take an account out of use: nobody can sign in with it; its seats, posts and team end today; what it did stays.

    Their children stay with the team; what they owed falls to the team's manager, or to whoever holds the seat or post next.
    Refuses: not an administrator; one's own account; a service account; out of use already.
    """
    refuse_if(why_not_administer(actor))
    staff = _staff(staff_id)
    refuse_if(
        why_not_end_account(
            own=staff.pk == actor.staff_id, active=staff.is_active, service=staff.is_service_account
        )
    )
    let_go([staff.pk], on=london_day(now), source=f"staff:{actor.username}", now=now)
    reconcile_open(now=now)
    about(account=staff.username)


@audited("password.set")
def set_password(*, staff_id: int, password: str, actor: Viewer, now: datetime) -> None:
    """Give an account a new password, to be changed at the next sign-in. Refuses: not an administrator; a service account."""
    refuse_if(why_not_make_accounts(actor, administrators=administrators(now)))
    staff = _staff(staff_id)
    refuse_if(why_not_password(password))
    if staff.is_service_account:
        raise Refused("A service account cannot sign in.", remedy="Make an account for the person instead.")
    if not staff.is_active:
        raise Refused("This account is out of use.", remedy="Make a new account for the person.")
    Staff.objects.filter(pk=staff.pk).update(password=make_password(password), must_change_password=True)
    about(account=staff.username)


@audited("unit.made")
def make_unit(*, kind: str, name: str, parent_id: int | None = None, actor: Viewer, now: datetime) -> int:
    """Make an area, a service in an area, or a team in a service; answers with its key.

    Refuses: not an administrator; in the wrong place; a name too long, or one its kind has already.
    """
    refuse_if(why_not_administer(actor))
    parent = Unit.objects.filter(pk=parent_id).first() if parent_id is not None else None
    refuse_if(why_not_under(kind, parent_kind=parent.kind if parent else None))
    refuse_if(why_not_fitting(Unit, name=name))
    if Unit.objects.filter(kind=kind, name=name).exists():
        raise Refused(
            f'There is {"an" if kind == "area" else "a"} {kind} called "{name}" already.',
            remedy="Choose another name.",
            field="name",
        )
    made = Unit.objects.create(kind=kind, name=name, name_folded=folded(name)[:120], parent=parent)
    about(unit=made.ref, kind=kind)
    return made.pk


@audited("post.given")
def give_post(
    *, staff_id: int, post: Post, unit_id: int | None = None, since: date, actor: Viewer, now: datetime
) -> int:
    """Give somebody a post from a day on; answers with its key.

    Refuses: not an administrator; a post over a unit without one, or the other way round; held already.
    """
    refuse_if(why_not_make_accounts(actor, administrators=administrators(now)))
    staff = _staff(staff_id)
    unit = Unit.objects.filter(pk=unit_id).first() if unit_id is not None else None
    refuse_if(why_not_hold(post, unit_kind=unit.kind if unit else None))
    held = PostHolding.objects.known().filter(staff=staff, post=post.value, unit=unit)
    if held.filter(Q(until__isnull=True) | Q(until__gt=since)).exists():
        raise Refused("They hold this post already.", remedy="There is nothing to do.", field="post")
    made = PostHolding.objects.create(
        staff=staff,
        post=post.value,
        unit=unit,
        since=since,
        recorded_at=now,
        source=f"staff:{actor.username}",
    )
    if post in MANAGES:
        reconcile_open(now=now)
    about(account=staff.username, post=post.value, unit=unit.ref if unit else None)
    return made.pk


@audited("post.ended")
def end_post(*, holding_id: int, until: date, actor: Viewer, now: datetime) -> None:
    """Let a post end on a day (the first they no longer hold it).

    Refuses: not an administrator; before it began; the last administrator's.
    """
    refuse_if(why_not_administer(actor))
    open_now = locked(PostHolding.objects.open().filter(pk=holding_id))
    held = open_now.select_related("staff", "unit").first()
    if held is None:
        raise NotFound("post")
    refuse_if(why_not_end(held.since, until))
    if held.post == Post.ADMINISTRATOR.value:
        refuse_if(why_not_without_administrator(administrators=administrators(now)))
    _supersede_with_end(held, until, actor, now)
    if Post(held.post) in MANAGES:
        reconcile_open(now=now)
    about(account=held.staff.username, post=held.post)


@audited("team.joined")
def join_team(*, staff_id: int, team_id: int, since: date, actor: Viewer, now: datetime) -> None:
    """Let somebody work in a team from a day on; it ends their time in any other.

    Refuses: not an administrator; no such team; the team they are in; before they came to it.
    """
    refuse_if(why_not_administer(actor))
    staff = _staff(staff_id)
    team = Unit.objects.filter(pk=team_id, kind=Unit.Kind.TEAM).first()
    if team is None:
        raise NotFound("team")
    for earlier in locked(TeamMembership.objects.open().filter(staff=staff)):
        if earlier.team_id == team.pk:
            raise Refused("They work in this team already.", remedy="There is nothing to do.", field="team")
        refuse_if(why_not_follow(earlier.since, since))
        _supersede_with_end(earlier, since, actor, now)
    TeamMembership.objects.create(
        staff=staff, team=team, since=since, recorded_at=now, source=f"staff:{actor.username}"
    )
    about(account=staff.username, unit=team.ref)


def _supersede_with_end(
    row: PostHolding | TeamMembership | SeatHolding, until: date, actor: Viewer, now: datetime
) -> None:
    """Put the same fact with its end in place of the one without; nothing where it would not have held for a day."""
    type(row).objects.filter(pk=row.pk).update(superseded_at=now)
    if until == row.since:
        return
    row.again(now=now, until=until, source=f"staff:{actor.username}").save()


def administrators(now: datetime) -> int:
    """How many active accounts are administrators that day."""
    posts = PostHolding.objects.on(london_day(now)).filter(post=Post.ADMINISTRATOR.value)
    return posts.filter(staff__is_active=True).count()


def _staff(staff_id: int) -> Staff:
    staff = locked(Staff.objects.filter(pk=staff_id)).first()
    if staff is None:
        raise NotFound("account")
    return staff

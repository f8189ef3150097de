"""Adopting a forum's terms of reference, and switching the forum on with the first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from remit.casework.acts import about, audited
from remit.casework.duties import reconcile
from remit.casework.locks import lock_forum, lock_meetings
from remit.records.children import Subject
from remit.records.forums import Forum, TermsVersion
from remit.records.meetings import Meeting
from remit.records.terms_store import standing_version
from remit.rules.clock import london_day
from remit.rules.outcomes import Refused, refuse_if
from remit.rules.permissions import why_not_administer
from remit.rules.viewers import Viewer
from remit.terms.load import digest, to_document
from remit.terms.model import ForumTerms


@dataclass(frozen=True, slots=True)
class Adopted:
    """What adopting did: the version in force from that day, whether it is new, and how many planned meetings it moved to."""

    version_id: int
    new: bool
    meetings: int = 0


@audited("forum.switched_on")
def switch_on(
    *, terms: ForumTerms, live_from: date, actor: Viewer, now: datetime, join_link: str = ""
) -> Adopted:
    """Make a forum live from a day, on these terms. What lies before that day raises no duty.

    Refuses: not an administrator; switched on already.
    """
    refuse_if(why_not_administer(actor))
    if Forum.objects.filter(slug=terms.id).exists():
        raise Refused(
            f"The forum {terms.short} is switched on already.",
            remedy="Adopt its new terms from a day on instead.",
        )
    subject = Subject.objects.create(kind=Subject.Kind.FORUM)
    forum = Forum.objects.create(subject=subject, slug=terms.id, live_from=live_from, join_link=join_link)
    adopted = _adopt(forum, terms, live_from, actor, now)
    about(subject=subject.pk, forum=terms.id, live_from=live_from.isoformat(), version=adopted.version_id)
    return adopted


@audited("terms.adopted")
def adopt_terms(*, terms: ForumTerms, effective_from: date, actor: Viewer, now: datetime) -> Adopted:
    """Let a forum run on these terms from a day on. The same terms again change nothing.

    Meetings from that day on that nobody has begun to prepare move to them; others keep the terms they were prepared under.
    Refuses: not an administrator; a forum that is not switched on; a day before today, or one on which others took
    the place of these very terms.
    """
    refuse_if(why_not_administer(actor))
    forum = lock_forum(terms.id)
    about(subject=forum.pk, forum=terms.id, effective_from=effective_from.isoformat())
    standing = standing_version(forum.slug, effective_from)
    if standing is not None and standing.digest == digest(terms):
        about(version=standing.pk, new=False)
        return Adopted(standing.pk, new=False)
    if TermsVersion.objects.filter(forum=forum, effective_from=effective_from, digest=digest(terms)).exists():
        raise Refused(
            "These terms were adopted for that day before, and others took their place.",
            remedy="Enter a later day.",
            field="effective_from",
        )
    if effective_from < london_day(now):
        raise Refused(
            "New terms cannot come into effect in the past.",
            remedy="Enter today or a later day.",
            field="effective_from",
        )
    adopted = _adopt(forum, terms, effective_from, actor, now)
    about(version=adopted.version_id, new=True, meetings=adopted.meetings)
    return adopted


def _adopt(forum: Forum, terms: ForumTerms, since: date, actor: Viewer, now: datetime) -> Adopted:
    version = TermsVersion.objects.create(
        forum=forum,
        digest=digest(terms),
        effective_from=since,
        document=to_document(terms),
        adopted_at=now,
        adopted_by_id=actor.staff_id,
    )
    following = TermsVersion.objects.filter(forum=forum, effective_from__gt=since).order_by("effective_from")
    until = following.values_list("effective_from", flat=True).first()
    moved = _move_meetings(version, since, until)
    reconcile(meeting_ids=moved, now=now)
    return Adopted(version.pk, new=True, meetings=len(moved))


def _move_meetings(version: TermsVersion, since: date, until: date | None) -> list[int]:
    """Meetings under these terms from now on: planned, and neither selected for, drafted nor given an item."""
    untouched = Meeting.objects.filter(
        forum=version.forum_id,
        date__gte=since,
        state=Meeting.State.PLANNED,
        selected_at__isnull=True,
        drafted_at__isnull=True,
        items__isnull=True,
    )
    if until is not None:
        untouched = untouched.filter(date__lt=until)
    lock_meetings(list(untouched.values_list("pk", flat=True)))
    ids = list(untouched.order_by("pk").values_list("pk", flat=True))  # as they are now that they stand still
    Meeting.objects.filter(pk__in=ids).update(terms=version)
    return ids

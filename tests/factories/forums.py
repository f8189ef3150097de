"""A forum that is switched on, with the terms that ship, and people in its seats."""

from datetime import date, datetime
from typing import Any

from remit.records.children import Subject
from remit.records.forums import Forum, SeatHolding, TermsVersion
from remit.records.people import Staff
from remit.records.terms_store import terms_of
from tests.factories.clock import LONDON, LONG_AGO
from tests.factories.people import staff
from tests.remembered import remembered


@remembered
def a_forum(slug: str = "ror", *, live_from: date = LONG_AGO, seats: bool = True, terms: Any = None) -> Forum:
    """A forum with its shipped terms (or the given `ForumTerms`) adopted from the day it is live; every seat filled."""
    from remit.terms import load

    said = terms if terms is not None else load.merged(slug)
    forum = Forum.objects.create(
        subject=Subject.objects.create(kind=Subject.Kind.FORUM),
        slug=said.id,
        live_from=live_from,
        join_link=f"https://video.example.org/{said.id}",
    )
    TermsVersion.objects.create(
        forum=forum,
        digest=load.digest(said),
        effective_from=live_from,
        document=load.to_document(said),
        adopted_at=datetime.combine(live_from, datetime.min.time(), LONDON),
    )
    if seats:
        fill_seats(forum)
    return forum


def terms(forum: Forum) -> Any:
    """The terms the forum runs on."""
    return terms_of(forum.terms_versions.latest("effective_from", "id"))


def fill_seats(forum: Forum) -> dict[str, list[Staff]]:
    """Somebody of their own in every seat, as many as it has holders; answers with who sits where."""
    return {
        said.id: [seat(forum, said.id) for _ in range(said.holders)]
        for said in terms(forum).seats
        if not SeatHolding.objects.filter(forum=forum, seat=said.id).exists()
    }


def seat(
    forum: Forum,
    seat_id: str,
    person: Staff | None = None,
    *,
    capacity: str = "holder",
    since: date = LONG_AGO,
) -> Staff:
    """Put somebody (or a person made for it) in a seat."""
    person = person or staff()
    SeatHolding.objects.create(
        forum=forum,
        seat=seat_id,
        staff=person,
        capacity=capacity,
        since=since,
        recorded_at=datetime.combine(since, datetime.min.time(), LONDON),
        source="seed",
    )
    return person


def in_seat(forum: Forum, role: str) -> Staff:
    """Who holds the first seat with that role: "chair", "coordinator", "member"."""
    said = terms(forum).seats_of(role)[0]
    held = SeatHolding.objects.open().filter(forum=forum, seat=said.id).order_by("id").first()
    assert held is not None, f"nobody sits in {said.id}"
    return held.staff

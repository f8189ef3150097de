"""Does a refusal, a conflict, an error or a notice name anybody it should not? Every form, as every role, thrice wrong.

One child of the seeded authority is closed to everybody but its worker and the worker's manager. It stood at a closed
meeting and stands on the next agenda and on the action list: here everybody has every other reason to meet it.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

import pytest
from django.core import mail
from django.db import transaction
from django.urls import reverse

from remit.casework.closing import close_meeting, waive_several
from remit.commands.seeding.children import PROTECTED_ADDRESS
from remit.records.actions import Action
from remit.records.children import Allocation, Identifier, Person, Restriction
from remit.records.closing_facts import closing_facts
from remit.records.forums import SeatHolding
from remit.records.meetings import AgendaItem, Meeting
from remit.records.people import PostHolding, Staff
from remit.records.placements_list import EntryDetail, ListEntry
from remit.rules.closing import item_of, unfinished
from remit.web.routes import TABLE, May, Role, Route
from tests.consistency.crawl import asked
from tests.consistency.posts import Answer, buttons, nothing_stays, sent, ways
from tests.consistency.test_sentinels import Sentinels, everybody_seen_by
from tests.factories import NOW, TODAY, viewer_of
from tests.factories.authority import SEAT_OF, World

pytestmark = pytest.mark.long

EXPECTED = {200, 302, 400, 403, 404, 405, 409, 422}
ABOVE = {
    Role.TEAM_MANAGER: "team",
    Role.SERVICE_MANAGER: "team.parent",
    Role.HEAD_OF_SERVICE: "team.parent.parent",
}
ROOM = {"room", "closing", "actions"}
"""Areas whose pages are about a meeting while it is open."""
MINUTES = {"minutes", "closing"}
"""Areas whose pages are about a meeting that is closed."""


@dataclass
class Closed:
    """The child whose record is closed to everybody with a part in the forum, and what there is about it."""

    child: Person

    @cached_property
    def number(self) -> str:
        return Identifier.objects.open().get(person=self.child).value

    @cached_property
    def entry(self) -> ListEntry:
        return ListEntry.objects.get(person=self.child)

    @cached_property
    def coming(self) -> AgendaItem:
        return AgendaItem.objects.exclude(meeting__minutes_approved_at__isnull=False).get(
            subject=self.child.pk
        )

    @cached_property
    def discussed(self) -> AgendaItem:
        held = AgendaItem.objects.filter(subject=self.child.pk, section="focus", state="discussed")
        return held.order_by("-pk").first()

    @cached_property
    def action(self) -> Action:
        return Action.objects.filter(subject=self.child.pk).order_by("pk").last()

    def refs(self, *, item: AgendaItem) -> dict[str, str]:
        """What a form could be filled with that means this child."""
        return {
            "entry": self.entry.ref,
            "item": item.ref,
            "case": item.ref,
            "child": self.child.subject.ref,
            "person_id": self.number,
            "offered": self.entry.ref,
            "chosen": self.entry.ref,
            "one": self.entry.ref,
        }

    def give_every_reason_to_meet_it(self, role: Role, person: Staff) -> None:
        """Whatever makes somebody of this role meet a child, but for being named."""
        asked = {"raised_by": person, "raised_at": self.discussed.added_at}
        due = {"due_on": TODAY, "due_at": NOW + timedelta(days=1)}
        self.action = Action.objects.create(
            subject=self.child.subject, meeting=self.discussed.meeting, item=self.discussed, what="Ring the aunt",
            lead=person, **due, **asked,
        )  # fmt: skip
        held = Allocation.objects.open().get(person=self.child)
        if role is Role.SOCIAL_WORKER:
            Allocation.objects.filter(pk=held.pk).update(worker=person)
        if role in ABOVE:
            unit = held
            for step in ABOVE[role].split("."):
                unit = getattr(unit, step)
            PostHolding.objects.create(
                staff=person,
                post=role.value,
                unit=unit,
                since=TODAY - timedelta(days=1),
                recorded_at=NOW,
                source="seed",
            )


@pytest.fixture
def world(a_small_authority) -> World:
    found = World()
    found.issue()
    return found


@pytest.fixture
def closed(world) -> Closed:
    named = SeatHolding.objects.values("staff")
    seen = Restriction.objects.open().filter(staff__in=named).values("person")
    return Closed(Person.objects.filter(restricted=True).exclude(pk__in=seen).get())


def parts(world: World, route: Route, role: Role, closed: Closed | None) -> dict[str, object]:
    """The parts of an address about this role's own, or about the closed child."""
    own = world.parts(route, role)
    if closed is None:
        return own
    item = closed.discussed if route.name == "extract" else closed.coming
    theirs = {
        "child": closed.child.subject.ref,
        "entry": closed.entry.ref,
        "item": item.ref,
        "action": closed.action.ref,
    }
    return own | {name: value for name, value in theirs.items() if name in own}


def listed_and_not_restricted() -> set[int]:
    open_rows = EntryDetail.objects.open().filter(entry__person__restricted=False)
    return set(open_rows.values_list("entry__person_id", flat=True))


class Reader:
    """Reads what came back as somebody, and says what is in it that they may not meet."""

    def __init__(self, person: Staff, closed: Closed) -> None:
        self.sentinels, self.closed = Sentinels(), closed
        self.theirs = everybody_seen_by(person)
        if person.is_service_account:  # it loads the list, so it is told whom a file does not have
            self.theirs |= listed_and_not_restricted()
        assert closed.child.pk not in self.theirs
        self.governs = PostHolding.objects.open().filter(staff=person, post="information_governance").exists()
        self.links = re.compile(
            rf"/(?:children|action-list|actions)/(?:{closed.child.subject.ref}|{closed.entry.ref}|{closed.action.ref})"
        )

    def wrong_in(self, answer: Answer) -> list[object]:
        """Names, numbers, initials and links that should not be there. What was typed comes back where it was typed."""
        if answer.route == "governance_identity" and self.governs:
            return []  # opening who a key is asks for a reason and is on record
        text = answer.text.replace(self.closed.number, "")
        wrong: list[object] = sorted(self.sentinels.children_in(text) - self.theirs)
        wrong += ["initials"] if re.search(rf"(?<!\w){self.closed.child.initials}(?!\w)", text) else []
        wrong += ["address"] if PROTECTED_ADDRESS in text and answer.route != "case" else []
        led_to = self.links.search(text)
        about_it = TABLE[answer.route].path.split("/")[0] in {
            "children",
            "action-list",
            "actions",
            "governance",
        }
        wrong += ["link"] if led_to and not (about_it or self.governs) else []
        return wrong


def sent_as(role: Role, world: World, closed: Closed, areas: set[str], signed_in) -> Counter[str]:
    """Every form of these areas and every page about the closed child, as somebody new with this role."""
    person, done = world.person(role), Counter()
    closed.give_every_reason_to_meet_it(role, person)
    client = signed_in(person, raise_request_exception=False)
    reader = Reader(person, closed)
    for route in TABLE.values():
        if route.area not in areas or route.name in {"sign_in", "sign_out", "demo_sign_in"}:
            continue
        denied = route.access[role] is route.access[Role.ACTION_HOLDER] is May.DENIED
        own, others = parts(world, route, role, None), parts(world, route, role, closed)
        fillings = {"own": own} if denied or own == others else {"own": own, "closed": others}
        for about, filling in fillings.items():
            for answer in answers(client, route, filling, closed, about=about, denied=denied):
                wrong = reader.wrong_in(answer)
                assert wrong == [], (role, answer.route, about, answer.sent, answer.status, wrong)
                assert answer.status in EXPECTED, (role, answer.route, about, answer.sent, answer.status)
                assert not denied or answer.status in {403, 404, 405}, (role, answer.route, answer.status)
                done[str(answer.status)] += answer.status != 405
                done[f"form {route.name}"] += answer.status != 405
    return done


def answers(client, route: Route, filling: dict[str, object], closed: Closed, *, about: str, denied: bool):
    """What comes back for each wrong form, until it is plain that nothing is sent to this address; first for the page
    itself, where it is about the closed child or a meeting in a state that the walk of the pages does not see."""
    if not denied and (about == "closed" or route.area in ROOM | MINUTES):
        with nothing_stays(client):
            page = asked(client, reverse(route.name, kwargs=filling))
        yield Answer(route.name, "nothing", page.status, page.text)
    for how, body in ways(route, closed.refs(item=closed.coming), briefly=denied or about == "closed"):
        answer = sent(client, route, filling, how, body)
        yield answer
        if answer.status in {403, 405}:
            return


def as_each_role(world, closed, areas, signed_in) -> Counter[str]:
    done: Counter[str] = Counter()
    for role in Role:
        if role is not Role.ANONYMOUS:
            before = transaction.savepoint()
            done += sent_as(role, world, closed, areas, signed_in)
            transaction.savepoint_rollback(before)
            for cached in ("action", "held", "load"):
                world.__dict__.pop(cached, None)
            closed.__dict__.pop("action", None)
    return done


def test_the_reader_finds_the_child_where_it_may_be_met(world, closed, signed_in):
    """What the walks below look for is there to be found: its worker, who is named, meets all of it."""
    named = Allocation.objects.open().get(person=closed.child).worker
    reader = Reader(world.person(Role.CHAIR), closed)
    about = {"child": closed.child.subject.ref}
    page = asked(signed_in(named), reverse("case", kwargs=about))
    found = reader.wrong_in(Answer("home", "nothing", page.status, page.text))
    assert closed.child.pk in found
    listed = asked(signed_in(named), "/")
    found = reader.wrong_in(Answer("home", "nothing", listed.status, listed.text))
    assert {closed.child.pk, "link"} <= set(found)
    said = Answer("home", "nothing", 200, f"<td>{closed.child.initials}</td>")
    assert reader.wrong_in(said) == ["initials"]


def nothing_was_said_elsewhere(caplog, capfd, closed: Closed) -> None:
    """Neither the log nor a mail names anybody."""
    mails = "\n".join(f"{one.subject}\n{one.body}" for one in mail.outbox)
    said = caplog.text + "".join(capfd.readouterr()) + mails
    assert not Sentinels().children_in(said)
    assert closed.child.initials not in said
    assert PROTECTED_ADDRESS not in said


def test_before_the_meeting_no_form_or_refusal_names_anybody_it_should_not(
    world, closed, signed_in, caplog, capfd
):
    areas = {route.area for route in TABLE.values()} - ROOM - MINUTES
    done = as_each_role(world, closed, areas, signed_in)
    nothing_was_said_elsewhere(caplog, capfd, closed)
    assert done["403"] >= 300, done
    assert done["404"] >= 80, done
    assert done["422"] >= 50, done
    assert done["409"] >= 10, done
    assert len([name for name in done if name.startswith("form ")]) >= 50


def test_in_the_room_no_form_or_conflict_names_anybody_it_should_not(
    world, closed, signed_in, settings, caplog, capfd
):
    settings.FIXED_NOW = world.open()
    done = as_each_role(world, closed, ROOM, signed_in)
    nothing_was_said_elsewhere(caplog, capfd, closed)
    assert done["404"] >= 50, done
    assert done["409"] + done["422"] >= 20, done
    assert len(buttons("room")) >= 12


def test_once_closed_no_draft_or_refusal_names_anybody_it_should_not(
    world, closed, signed_in, settings, caplog, capfd
):
    settings.FIXED_NOW = closed_at(world, closed)
    world.__dict__["approved"] = world.coming
    done = as_each_role(world, closed, MINUTES, signed_in)
    nothing_was_said_elsewhere(caplog, capfd, closed)
    assert done["404"] >= 20, done
    assert done["409"] >= 5, done


def closed_at(world: World, closed: Closed) -> datetime:
    """Hold the coming meeting and close it without anything, as a draft; answers with the time it then is.

    Why it closes without what is asked of the closed child says the child's name.
    """
    now = world.open()
    seat = SeatHolding.objects.open().filter(seat=SEAT_OF[Role.CHAIR], capacity="holder").get()
    meeting, actor = Meeting.objects.get(pk=world.coming.pk), viewer_of(seat.staff, now=now)
    keys = [one.key for one in unfinished(closing_facts(meeting))]
    of_it = [key for key in keys if item_of(key) == closed.coming.ref]
    assert of_it
    for some, reason in (
        (of_it, f"{closed.child.given_name} was away."),
        ([key for key in keys if key not in of_it], "Time ran out."),
    ):
        waive_several(meeting_id=meeting.pk, keys=some, reason=reason, actor=actor, now=now)
    meeting.refresh_from_db()
    close_meeting(meeting_id=meeting.pk, seen=meeting.revision, actor=actor, now=now)
    return now + timedelta(hours=1)

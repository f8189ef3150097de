"""A child heard at meetings of two forums, and one person of each role around it: made by rows, for pages to read."""

from dataclasses import dataclass, field
from datetime import timedelta

from remit.records.actions import Action, ActionUpdate
from remit.records.answers import Answer, Decision, ReleasedWording, Response
from remit.records.children import Person
from remit.records.forums import Forum
from remit.records.meetings import AgendaItem, Meeting
from remit.records.people import Staff, Unit
from remit.rules.viewers import Post
from tests.factories import NOW, TODAY, a_child, a_forum, a_meeting, a_team, an_entry, staff
from tests.factories.forums import in_seat, terms

DAY = timedelta(days=1)
SAID = "Her brother Zebedee Unwritten was named here"
RELEASED = "Her brother was named here"


@dataclass
class World:
    """Who there is."""

    forum: Forum
    team: Unit
    people: dict[str, Staff]
    child: Person
    others: list[Person] = field(default_factory=list)


def a_world() -> World:
    """One forum with its seats filled, one team with its managers, one child allocated in it and on the action list."""
    forum = a_forum()
    team = a_team()
    people = {
        "coordinator": in_seat(forum, "coordinator"),
        "chair": in_seat(forum, "chair"),
        "member": in_seat(forum, "member"),
        "social_worker": staff(team=team),
        "other_worker": staff(),
        "team_manager": staff(posts=[(Post.TEAM_MANAGER, team)]),
        "service_manager": staff(posts=[(Post.SERVICE_MANAGER, team.parent)]),
        "head_of_service": staff(posts=[(Post.HEAD_OF_SERVICE, team.parent.parent)]),
        "director": staff(posts=[Post.DIRECTOR]),
        "brokerage": staff(posts=[Post.BROKERAGE]),
        "quality_assurance": staff(posts=[Post.QUALITY_ASSURANCE]),
        "information_governance": staff(posts=[Post.INFORMATION_GOVERNANCE]),
        "administrator": staff(posts=[Post.ADMINISTRATOR]),
        "action_holder": staff(),
    }
    child = a_child(worker=people["social_worker"], team=team, protected_address="4 Hidden Row, Nowhereham")
    return World(forum, team, people, child)


def on_list(world: World, child: Person | None = None) -> None:
    """The child on the action list."""
    an_entry(child or world.child, comments="Looking for a family nearby")


def heard(
    world: World,
    child: Person | None = None,
    *,
    closed: bool = True,
    approved: bool = False,
    days_ago: int = 7,
) -> AgendaItem:
    """A meeting at which the child was discussed, with an outcome, a text, and an action of the action holder."""
    child, by = child or world.child, world.people["coordinator"]
    at = NOW - days_ago * DAY
    meeting = Meeting.objects.filter(
        forum=world.forum, nominal_date=TODAY - days_ago * DAY
    ).first() or a_meeting(
        world.forum,
        TODAY - days_ago * DAY,
        state="closed" if closed else "open",
        issued_at=at - DAY,
        opened_at=at,
        closed_at=at if closed else None,
        minutes_approved_at=at if approved else None,
    )
    said = terms(world.forum)
    form = said.forms[0]
    item = AgendaItem.objects.create(
        meeting=meeting,
        section=form.sections[0],
        position=1,
        subject=child.subject,
        state="discussed",
        added_by=by,
        added_at=at,
    )
    response = Response.objects.create(item=item, subject=child.subject, form=form.id, terms=meeting.terms)
    Answer.objects.create(
        response=response, question="discussion", value=SAID, version=1, by=by, at=at, source="staff:x"
    )
    ReleasedWording.objects.create(
        item=item, question="discussion", answer_version=1, wording=RELEASED, by=by, at=at
    )
    Decision.objects.create(item=item, outcome="support-at-home", version=1, by=by, at=at)
    action = Action.objects.create(
        subject=child.subject,
        meeting=meeting,
        item=item,
        what="Visit the aunt in Farbury",
        lead=world.people["action_holder"],
        due_on=TODAY,
        due_at=NOW + DAY,
        raised_by=by,
        raised_at=at,
    )
    ActionUpdate.objects.create(action=action, text="Rang her", state="open", by=by, at=at)
    return item

"""Finding one's way in the seeded authority: one child with a history, and a person of each role who has to do with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property

from remit.casework.agenda import confirm_agenda
from remit.casework.answer_links import new_address
from remit.casework.calendar_address import make_calendar_address
from remit.casework.facts import record_fact
from remit.casework.history import hold_past_workbook, load_past_meeting
from remit.casework.imports import hold_import
from remit.casework.loads import ask_for_preview, hold_load
from remit.casework.long_work import begin
from remit.casework.room import open_meeting
from remit.casework.workbook import hold_workbook
from remit.records.actions import Action
from remit.records.children import Allocation, Identifier, Person
from remit.records.duties import Duty
from remit.records.forums import Forum, SeatHolding
from remit.records.history import PastMeeting
from remit.records.invitations import Invitation
from remit.records.meetings import AgendaItem, Attendance, Meeting
from remit.records.people import PostHolding, Staff
from remit.records.placements_list import Import, ListEntry
from remit.rules.facts import fact
from remit.rules.past_meetings import PastSaid
from remit.rules.viewers import Post
from remit.web.routes import Role, Route
from remit.web.urls import urlpatterns as _filled  # the table of routes is filled by it
from tests.factories.children import allocate
from tests.factories.clock import NOW, TODAY
from tests.factories.forums import seat
from tests.factories.people import staff, viewer_of
from tests.factories.workbooks import Edited

assert _filled
SEAT_OF = {
    Role.COORDINATOR: "coordinator",
    Role.CHAIR: "service-manager-commissioning",
    Role.MEMBER: "fostering",
}


@dataclass
class World:
    """The seeded authority, seen from a child that was discussed, stands on the list and comes up again."""

    made: dict[Role, Staff] = field(default_factory=dict)
    """Who was made last for each role."""

    @cached_property
    def forum(self) -> Forum:
        return Forum.objects.get()

    @cached_property
    def coming(self) -> Meeting:
        return Meeting.objects.exclude(state__in=("closed", "cancelled")).order_by("date").first()

    def issue(self) -> None:
        """Let the chair confirm the coming agenda, so that members see it."""
        chair = SeatHolding.objects.open().filter(seat=SEAT_OF[Role.CHAIR], capacity="holder").get().staff
        confirm_agenda(meeting_id=self.coming.pk, seen=None, actor=viewer_of(chair), now=NOW)

    def open(self) -> datetime:
        """Open the meeting on its day; answers with the time it then is."""
        chair = SeatHolding.objects.open().filter(seat=SEAT_OF[Role.CHAIR], capacity="holder").get().staff
        now = self.coming.starts_at + timedelta(minutes=5)
        open_meeting(meeting_id=self.coming.pk, seen=None, actor=viewer_of(chair, now=now), now=now)
        return now

    @cached_property
    def approved(self) -> Meeting:
        """The last meeting whose minutes are approved."""
        return Meeting.objects.filter(minutes_approved_at__isnull=False).order_by("-date").first()

    @cached_property
    def item(self) -> AgendaItem:
        """The child's case at that meeting."""
        coming = AgendaItem.objects.filter(meeting=self.coming, state="planned").values("subject")
        items = AgendaItem.objects.filter(meeting=self.approved, section="focus", subject__in=coming)
        return items.order_by("pk").first()

    @cached_property
    def child(self) -> Person:
        return Person.objects.get(pk=self.item.subject_id)

    @cached_property
    def coming_item(self) -> AgendaItem:
        return AgendaItem.objects.get(meeting=self.coming, subject=self.child.pk, state="planned")

    @cached_property
    def entry(self) -> ListEntry:
        return ListEntry.objects.get(person=self.child)

    @cached_property
    def action(self) -> Action:
        """An open action of the child's."""
        asked = {"raised_by": staff(), "raised_at": self.approved.starts_at}
        due = {"due_on": TODAY, "due_at": self.coming.starts_at}
        return Action.objects.create(
            subject=self.child.subject,
            meeting=self.approved,
            item=self.item,
            what="Ask",
            lead=staff(),
            **due,
            **asked,
        )

    def person(self, role: Role) -> Staff:
        """Somebody new with this role and, as far as can be, no other, to whom the child is theirs where it can be."""
        if role is Role.DATA_OFFICER:
            made = self.made[role] = Staff.objects.get(username="data-officer")
            self._let_sit_in(made)
            return made
        made = self.made[role] = staff()
        if role not in SEAT_OF:
            self._let_sit_in(made)
        if role in SEAT_OF:
            seat(self.forum, SEAT_OF[role], made, capacity="deputy")
        elif role is Role.SOCIAL_WORKER:
            self._allocate_to(made)
        elif role is Role.ACTION_HOLDER:
            Action.objects.filter(pk=self.action.pk).update(lead=made)
        else:
            PostHolding.objects.create(
                staff=made,
                post=Post(role.value),
                unit=self._unit(role),
                since=TODAY,
                recorded_at=NOW,
                source="seed",
            )
        return made

    def _let_sit_in(self, made: Staff) -> None:
        """Somebody of any role may stand in at a meeting once."""
        Attendance.objects.create(
            meeting=self.coming,
            seat="fostering",
            staff=made,
            capacity="substitute",
            recorded_by=made,
            recorded_at=NOW,
        )

    def _allocate_to(self, worker: Staff) -> None:
        present = Allocation.objects.open().get(person=self.child)
        Allocation.objects.filter(pk=present.pk).update(superseded_at=NOW)
        allocate(self.child, worker, present.team)

    def _unit(self, role: Role) -> object:
        team = Allocation.objects.open().get(person=self.child).team
        over = {
            Role.TEAM_MANAGER: team,
            Role.SERVICE_MANAGER: team.parent,
            Role.HEAD_OF_SERVICE: team.parent.parent,
        }
        return over.get(role)

    def parts(self, route: Route, role: Role) -> dict[str, str]:
        """What to put into the address of a route so that it is about this child, and about this role's own where it has any."""
        known = {
            "forum": lambda: self._forum(route).slug,
            "date": lambda: self._meeting(route).date.isoformat(),
            "item": lambda: self._item(route).ref,
            "entry": lambda: self.entry.ref,
            "child": lambda: self.child.ref if hasattr(self.child, "ref") else self.child.subject.ref,
            "action": lambda: self.action.ref,
            "person": lambda: Staff.objects.filter(is_service_account=False).order_by("pk").last().ref,
            "seat": lambda: "fostering",
            "holding": lambda: SeatHolding.objects.open().order_by("pk").first().pk,
            "held": lambda: self.held.ref,
            "load": lambda: self.load.ref,
            "book": lambda: self.book(role).ref,
            "past": lambda: self.past(role).ref,
            "kind": lambda: "people",
            "fact": lambda: self.typed,
            "since": lambda: TODAY.isoformat(),
            "stay": lambda: self.stay.ref,
            "question": lambda: "discussion",
            "section": lambda: {"comments": "other", "agenda": "focus"}.get(route.area, "any-other-business"),
            "ending": lambda: "xlsx",
            "letter": lambda: "focus-case-mail",
            "message": lambda: "nothing",
            "mail": lambda: "nothing",
            "duty": lambda: Duty.objects.filter(state="open", meeting=self.coming).order_by("pk").first().ref,
            "cohort": lambda: "action-list",
            "report": lambda: "monthly-pack",
            "occasion": lambda: f"{self.approved.nominal_date:%Y-%m}",
            "invitation": lambda: self._answer_secret(),
            "asked": lambda: self._asked(role).ref,
            "secret": lambda: make_calendar_address(actor=viewer_of(staff()), now=NOW),
        }
        wanted = [part.split(":")[-1].split(">")[0] for part in route.path.split("<")[1:]]
        return {name: known[name]() for name in wanted}

    def _answer_secret(self) -> str:
        row = Invitation.objects.order_by("pk").last()
        return new_address(row, now=NOW).rsplit("/", 1)[1]

    def _asked(self, role: Role) -> Invitation:
        """The invitation to the coming meeting of who was made last for this role."""
        at, when = self.coming, {"made_at": NOW, "changed_at": NOW}
        rest = {
            "starts_at": at.starts_at,
            "ends_at": at.ends_at,
            "term": "members-invited",
            "clause": "ROR-6",
            **when,
        }
        who = self.made.get(role) or staff()
        found, _ = Invitation.objects.get_or_create(
            meeting=at,
            staff=who,
            item=None,
            defaults={"uid": f"{who.ref}@remit.invalid", "role": "guest", **rest},
        )
        return found

    def _forum(self, route: Route) -> Forum:
        return self.outstanding.forum if route.name == "backlog" else self.forum

    @cached_property
    def outstanding(self) -> PastMeeting:
        """A meeting before Remit whose tracker leaves an action about the child open."""
        actions = (("Ring the aunt", "led by A colleague, Open"),)
        said = PastSaid(self.child.pk, "Others", False, "High", "", "", (), actions)
        officer = viewer_of(Staff.objects.get(username="data-officer"))
        file = {"filename": "Tool 25-09-25.xlsx", "digest": "2" * 64}
        on = date(2025, 9, 25)
        load_past_meeting(forum=self.forum.slug, on=on, said=[said], **file, actor=officer, now=NOW)
        return PastMeeting.objects.select_related("forum").get(date=on)

    def _meeting(self, route: Route) -> Meeting:
        if route.name == "minutes_correct":
            return self.drafted.meeting
        return self.approved if route.area == "minutes" else self.coming

    def _item(self, route: Route) -> AgendaItem:
        own = {"extract": "item", "minutes_correct": "drafted", "comment": "commented"}
        return getattr(self, own.get(route.name, "coming_item"))

    @cached_property
    def typed(self) -> str:
        """The kind of a fact of the child that somebody typed today."""
        officer = viewer_of(Staff.objects.get(username="data-officer"))
        held = fact("review", TODAY, TODAY + timedelta(days=1))
        record_fact(child_id=self.child.pk, fact=held, told="A call", actor=officer, now=NOW)
        return held.kind

    @cached_property
    def stay(self) -> Attendance:
        """Somebody recorded as present at the coming meeting."""
        made = staff()
        return Attendance.objects.create(
            meeting=self.coming,
            staff=made,
            capacity="observer",
            arrived_at=NOW,
            recorded_by=made,
            recorded_at=NOW,
        )

    @cached_property
    def commented(self) -> AgendaItem:
        """A case nobody chose, on the issued agenda of the coming meeting."""
        others = AgendaItem.objects.filter(meeting=self.coming, section="other", state="planned")
        return others.filter(subject__person__restricted=False).order_by("position").first()

    @cached_property
    def drafted(self) -> AgendaItem:
        """An item of which something was written, at a meeting whose minutes are a draft again: the first there was."""
        said = AgendaItem.objects.filter(responses__answers__question="discussion")
        item = said.filter(subject__person__restricted=False).order_by("meeting__date", "pk").first()
        Meeting.objects.filter(pk=item.meeting_id).update(minutes_approved_at=None, minutes_approved_by=None)
        return AgendaItem.objects.select_related("meeting").get(pk=item.pk)

    @cached_property
    def held(self) -> Import:
        """An action list that is held with its preview."""
        keeper = PostHolding.objects.filter(post=Post.BROKERAGE.value).order_by("pk").first().staff
        content = b"Person ID,Risk,Urgency\r\n9912345,High,Today\r\n"
        ref = hold_import(content=content, filename="list.csv", actor=viewer_of(keeper), now=NOW)
        return Import.objects.get(ref=ref)

    def book(self, role: Role) -> Import:
        """A workbook of the coming meeting, about this child, that somebody of this role has uploaded."""
        number = Identifier.objects.open().get(person=self.child).value
        content = Edited.of({number: [["Person id", number], ["Discussion", "Written at a desk"]]}).saved()
        ref = hold_workbook(
            forum=self.forum.slug,
            nominal=self.coming.nominal_date.isoformat(),
            content=content,
            filename="Tool.xlsx",
            digest="0" * 64,
            actor=viewer_of(self.made.get(role) or staff()),
            now=NOW,
        )
        return Import.objects.get(ref=ref)

    def past(self, role: Role) -> Import:
        """The workbook of a meeting before Remit, about this child, that somebody of this role has uploaded."""
        number = Identifier.objects.open().get(person=self.child).value
        sheet = [
            ["Person id", number],
            ["Date of the meeting", "02/10/2025"],
            ["Discussion", "Said at a table"],
        ]
        mine = self.made.get(role)
        actor = viewer_of(mine) if mine else None
        if actor is None or not (self.forum.slug in actor.runs or actor.holds(Post.DATA_OFFICER)):
            actor = viewer_of(Staff.objects.get(username="data-officer"))
        ref = hold_past_workbook(
            forum=self.forum.slug,
            content=Edited.of({number: sheet}).saved(),
            filename="Tool 02-10-25.xlsx",
            digest="1" * 64,
            actor=actor,
            now=NOW,
        )
        return Import.objects.get(ref=ref)

    @cached_property
    def load(self) -> Import:
        """A file of people that is held with its preview."""
        actor = viewer_of(staff(posts=[Post.ADMINISTRATOR]))
        content = b"Username,Name\r\nnobody.yet,Nobody Yet\r\n"
        ref = hold_load(kind="people", content=content, filename="people.csv", actor=actor, now=NOW)
        begin(ask_for_preview(import_ref=ref, actor=actor, now=NOW), now=NOW)
        return Import.objects.get(ref=ref)

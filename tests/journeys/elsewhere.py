"""The invented authority Elsewhere as a place to walk in: its two forums switched on, people in their seats, a list in a file."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from remit.casework.terms import switch_on
from remit.records.children import Person
from remit.records.forums import Forum
from remit.records.meetings import AgendaItem, Meeting
from remit.records.people import Staff, Unit
from remit.records.placements_list import EntryDetail
from remit.rules.viewers import Post
from remit.terms import load
from tests.factories.children import a_child, number_of
from tests.factories.clock import london
from tests.factories.forums import fill_seats, terms
from tests.factories.people import a_team, staff, viewer_of

HERE = Path(__file__).parents[1] / "authorities" / "elsewhere"
HEADS = "Person id,Initials,Team,Risk,Urgency,Days to place\r\n"
BEFORE = london("2026-10-02 09:00")


@dataclass
class Elsewhere:
    """One of its forums on the Friday before it begins to prepare."""

    slug: str
    seats: dict[str, list[Staff]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        said = load.merged(self.slug, HERE)
        administrator = viewer_of(staff(posts=[Post.ADMINISTRATOR]), now=BEFORE)
        live = load.live_from(self.slug, HERE)
        assert live is not None
        switch_on(terms=said, live_from=live, actor=administrator, now=BEFORE)
        self.seats = fill_seats(self.forum)

    @cached_property
    def forum(self) -> Forum:
        return Forum.objects.get(slug=self.slug)

    def sits(self, seat: str) -> Staff:
        return self.seats[seat][0]

    @cached_property
    def broker(self) -> Staff:
        """Who keeps the list."""
        return staff(posts=[Post.BROKERAGE])

    @cached_property
    def team(self) -> Unit:
        return a_team()

    @cached_property
    def worker(self) -> Staff:
        return staff(team=self.team)

    @cached_property
    def manager(self) -> Staff:
        return staff(posts=[(Post.TEAM_MANAGER, self.team)])

    @cached_property
    def children(self) -> dict[str, Person]:
        """Six children on record, each with the rating their row in the file has."""
        ratings = ("high", "high-2", "medium", "medium-2", "low", "none")
        return {rating: a_child(worker=self.worker, team=self.team) for rating in ratings}

    def list_file(self, **changed: str) -> bytes:
        """The list as a team keeps it; `changed` gives a child another rating than the name it is known by here."""
        written = {name: changed.get(name.replace("-", "_"), name.split("-")[0]) for name in self.children}
        rows = (
            f"{number_of(child)},{child.initials},{self.team.name},{'' if written[name] == 'none' else written[name]},Planned,{days}\r\n"
            for days, (name, child) in enumerate(self.children.items(), start=3)
        )
        return (HEADS + "".join(rows)).encode()

    def name(self, child: str) -> str:
        """How a child is called on a page."""
        person = self.children[child]
        return f"{person.given_name} {person.family_name}"

    def entry(self, child: str) -> str:
        return (
            EntryDetail.objects.open()
            .select_related("entry")
            .get(entry__person=self.children[child])
            .entry.ref
        )

    def meeting(self, on: str) -> Meeting:
        return Meeting.objects.get(forum=self.forum, nominal_date=on)

    def item(self, on: str, child: str) -> AgendaItem:
        items = AgendaItem.objects.filter(meeting=self.meeting(on), subject=self.children[child].pk)
        return items.exclude(state="withdrawn").get()

    @property
    def terms(self):
        return terms(self.forum)

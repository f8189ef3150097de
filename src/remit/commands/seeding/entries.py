"""The placements action list of the authority: who stands on it, and what it says of each."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from random import Random

from remit.casework.action_list import Child as Named
from remit.casework.action_list import add_entry, change_entry, end_entry
from remit.commands.seeding import words
from remit.commands.seeding.children import RESTRICTED, Child
from remit.commands.seeding.in_plain_words import written_of
from remit.commands.seeding.people import People
from remit.records.entry_details import values_of
from remit.records.placements_list import EntryDetail
from remit.rules.action_list import EntryValues
from remit.rules.clock import london_day
from remit.rules.viewers import Viewer

AT_FIRST, KEPT_AT = 34, 36
RISKS = ("high",) * 8 + ("medium",) * 11 + ("low",) * 9 + ("unrated",) * 6
URGENCIES = ("today",) * 3 + ("within_5_days",) * 10 + ("planned",) * 14 + ("not_known",) * 7
RISK_WRITTEN = {
    "high": ("High", "H", "HIGH"),
    "medium": ("Medium", "M"),
    "low": ("Low", "L"),
    "unrated": ("", "N/A"),
}
URGENCY_WRITTEN = {
    "today": ("Today", "today!"),
    "within_5_days": ("Within 5 days", "5 days"),
    "planned": ("Planned", "Planned move"),
    "not_known": ("tbc", "?", ""),
}


@dataclass
class TheList:
    """The list as it grows and shrinks: brokerage keeps it."""

    people: People
    children: list[Child]
    random: Random
    entries: dict[int, str] = field(default_factory=dict)
    """Reference of the open entry of each child, by the child's key."""
    closed: set[int] = field(default_factory=set)
    """Children (their keys) whose record has been restricted to others than brokerage."""
    _waiting: list[Child] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._waiting = self.children[AT_FIRST:][::-1]
        self._risks, self._urgencies = list(RISKS), list(URGENCIES)
        self.random.shuffle(self._risks)
        self.random.shuffle(self._urgencies)

    def begin(self, child: Child, when: datetime) -> None:
        """Put one of those who stood on the list from the start on it."""
        self.add(child, self._risks[child.number], self._urgencies[child.number], when)

    def add_new(self, when: datetime, risk: str = "", urgency: str = "planned") -> Child | None:
        """Put the next child on it who was not, as long as there is one."""
        if not self._waiting:
            return None
        child = self._waiting.pop()
        self.add(child, risk or self.random.choice(RISKS), urgency, when)
        return child

    def add(self, child: Child, risk: str, urgency: str, when: datetime) -> None:
        """Put a child on the list."""
        values = self._values(child, risk, urgency, london_day(when))
        self.entries[child.key] = add_entry(
            child=Named(child.person_id), values=values, actor=self._keeper(child, when), now=when
        )

    def touch(self, child: Child, when: datetime, *, risk: str = "") -> None:
        """Bring what the list says of a child up to date, with another rating where one is given; not of a closed record."""
        if child.key in self.closed:
            return
        current = self._latest(child)
        values = replace(
            values_of(current),
            search_update=self.random.choice(words.SEARCHES),
            last_action_on=london_day(when),
        )
        if risk:
            values = replace(values, risk=risk, risk_written=RISK_WRITTEN[risk][0])
        change_entry(
            entry_ref=self.entries[child.key],
            seen=current.pk,
            values=values,
            actor=self._keeper(child, when),
            now=when,
        )

    def end(self, child: Child, reason: str, when: datetime) -> None:
        """Take a child off the list."""
        end_entry(
            entry_ref=self.entries.pop(child.key),
            seen=self._latest(child).pk,
            reason=reason,
            on=london_day(when),
            note="",
            actor=self._keeper(child, when),
            now=when,
        )

    def on_it(self) -> list[Child]:
        """Who stands on it now."""
        return [child for child in self.children if child.key in self.entries]

    def unrated(self) -> list[Child]:
        """Who stands on it and is not rated, as far as brokerage sees them."""
        seen = [child for child in self.on_it() if child.key not in self.closed]
        return [child for child in seen if self._latest(child).risk == "unrated"]

    def _keeper(self, child: Child, when: datetime) -> Viewer:
        """Who keeps this entry: of a restricted record, the one in brokerage who is named for it."""
        return self.people.viewer("brokerage" if child.number == RESTRICTED else "broker", when)

    def _latest(self, child: Child) -> EntryDetail:
        found: EntryDetail = EntryDetail.objects.open().get(entry__person_id=child.key)
        return found

    def _values(self, child: Child, risk: str, urgency: str, day: date) -> EntryValues:
        some, says = self.random, written_of(child, day)
        days = {"today": 0, "within_5_days": some.randint(1, 5), "planned": some.randint(10, 60)}.get(urgency)
        return EntryValues(
            risk=risk,
            risk_written=some.choice(RISK_WRITTEN[risk]),
            urgency=urgency,
            urgency_written=some.choice(URGENCY_WRITTEN[urgency]),
            days_to_place=days,
            days_written=str(days) if days is not None else some.choice(("tbc", "")),
            age=child.age,
            listed_on=day,
            last_action_on=day - timedelta(days=some.randrange(3)),
            team=child.team,
            worker=self.people.names.get(child.worker, ""),
            manager=self.people.names[f"team {child.team}"],
            duty_worker=self.people.names["duty 1"],
            referrer=self.people.names["team TAC Duty"],
            legal_status=says.legal_status,
            current_placement=says.current_placement,
            placement_required=says.placement_required,
            search_update=some.choice(words.SEARCHES),
            comments=some.choice(words.COMMENTS),
            extra=some.choice(words.EXTRAS) if child.number % 3 == 0 else (),
        )

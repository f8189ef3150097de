"""A week of a forum before its meeting, and who prepares it: for the tests of selection and agenda."""

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from remit.casework import agenda, selection
from remit.records.forums import Forum
from remit.records.meetings import AgendaItem, Meeting
from remit.records.people import Staff
from remit.records.placements_list import EntryDetail, ListEntry
from remit.rules.viewers import Viewer
from tests.factories import NOW, a_forum, a_meeting, an_entry, viewer_of
from tests.factories.forums import in_seat, terms
from tests.factories.people import staff
from tests.remembered import remembered


@dataclass
class Week:
    """A forum with every seat filled, and the meeting of the week."""

    forum: Forum
    meeting: Meeting

    @cached_property
    def coordinating(self) -> Staff:
        return in_seat(self.forum, "coordinator")

    @cached_property
    def chairing(self) -> Staff:
        return in_seat(self.forum, "chair")

    @cached_property
    def sitting(self) -> Staff:
        return in_seat(self.forum, "member")

    @cached_property
    def coordinator(self) -> Viewer:
        return viewer_of(self.coordinating)

    @cached_property
    def chair(self) -> Viewer:
        return viewer_of(self.chairing)

    @cached_property
    def member(self) -> Viewer:
        return viewer_of(self.sitting)

    def holder_of(self, seat: str) -> Staff:
        return self.forum.seat_holdings.filter(seat=seat).order_by("id").first().staff

    @property
    def revision(self) -> int:
        return Meeting.objects.values_list("revision", flat=True).get(pk=self.meeting.pk)

    def now_at(self) -> Meeting:
        self.meeting.refresh_from_db()
        return self.meeting

    def item_of(self, entry: ListEntry) -> AgendaItem:
        return self.meeting.items.exclude(state="withdrawn").get(entry=entry)

    def choose(self, *entries: ListEntry, why: str = "") -> list[AgendaItem]:
        for entry in entries:
            selection.select_case(
                meeting_id=self.meeting.pk,
                entry_ref=entry.ref,
                why=why,
                seen=None,
                actor=self.coordinator,
                now=NOW,
            )
        return [self.item_of(entry) for entry in entries]

    def finish(self, *took_part: Staff) -> selection.Finished:
        people = took_part or (self.coordinating, self.holder_of("brokerage"))
        return selection.finish_selection(
            meeting_id=self.meeting.pk,
            took_part=[person.ref for person in people],
            seen=None,
            actor=self.coordinator,
            now=NOW,
        )

    def draft(self) -> None:
        agenda.draft_agenda(meeting_id=self.meeting.pk, seen=None, actor=self.coordinator, now=NOW)

    def confirm(self) -> None:
        agenda.confirm_agenda(meeting_id=self.meeting.pk, seen=None, actor=self.chair, now=NOW)

    def issued_with(self, *entries: ListEntry) -> list[AgendaItem]:
        """Choose, finish, draft and confirm."""
        items = self.choose(*entries)
        self.finish()
        self.draft()
        self.confirm()
        return items


@remembered
def a_week(slug: str = "ror", **options: object) -> Week:
    """The week of the first meeting after `NOW`."""
    forum = a_forum(slug, **options)
    return Week(forum, a_meeting(forum))


def a_later_meeting(week: Week) -> Meeting:
    """The forum's meeting one week on."""
    return a_meeting(week.forum, week.meeting.date + timedelta(days=7))


def rated(risk: str, **fields: object) -> ListEntry:
    """An entry with that rating, on the list for two weeks."""
    return an_entry(risk=risk, **fields)


def off_the_list(entry: ListEntry) -> None:
    """End an entry as of today."""
    EntryDetail.objects.filter(entry=entry).update(until=NOW.date())


__all__ = ["Week", "a_later_meeting", "a_week", "off_the_list", "rated", "staff", "terms"]

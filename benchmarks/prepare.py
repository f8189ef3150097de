"""Bring a seeded authority to so many children, all on the list, with a meeting to prepare and one that is being held.

Answers with the pages to ask for and the sessions to ask with.
"""

import sys
from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random

from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, reverse

from benchmarks import invented, lists
from remit.casework.actions import agree_action
from remit.casework.agenda import draft_agenda
from remit.casework.answers import save_answer
from remit.casework.attendance import record_presence
from remit.casework.attendance_rows import Somebody
from remit.casework.decisions import record_outcome
from remit.casework.imports import hold_import
from remit.casework.room import open_meeting, take_item
from remit.casework.selection import finish_selection, select_case
from remit.commands.seeding import words
from remit.reading.viewers import viewer_for
from remit.records import entry_details
from remit.records.children import Allocation, Identifier, Person
from remit.records.forums import SeatHolding
from remit.records.meetings import AgendaItem, Meeting
from remit.records.people import Staff, Unit
from remit.records.persons import NewPerson, put_on_record
from remit.records.placements_list import EntryDetail, ListEntry
from remit.rules.clock import london_day
from remit.rules.viewers import Viewer

NOW: datetime = settings.FIXED_NOW
TODAY = london_day(NOW)
FORUM = "ror"
HELD, NEXT = TODAY.isoformat(), (TODAY + timedelta(weeks=1)).isoformat()
FOCUS_CASES = 6
SOURCE = "benchmark"
EIGHTEEN_YEARS = timedelta(days=round(18 * 365.25))


def carry_out(count: int) -> dict[str, object]:
    with transaction.atomic():
        enlarge(count)
        prepare_next_meeting()
        item = hold_meeting()
    held = hold_list()
    seats = {seat: Staff.objects.get(pk=pk) for seat, pk in _holders().items()}
    sessions = {
        name: _session(seats[seat]) for name, seat in (("coordinator", "coordinator"), ("chair", CHAIR))
    }
    return {"pages": _pages(item, held), "sessions": sessions, "listed": EntryDetail.objects.open().count()}


def enlarge(count: int) -> None:
    """Bring the list to so many children: first those on record, then as many more as are wanted. No care leavers."""
    listed = EntryDetail.objects.open().values("entry__person")
    children = Person.objects.filter(date_of_birth__gt=TODAY - EIGHTEEN_YEARS).exclude(pk__in=listed)
    room = count - listed.count()
    others = list(children.order_by("pk")[:room])
    random = Random("benchmark")
    new = list(invented.children(room - len(others), today=TODAY))
    made = put_on_record(
        [NewPerson(one.person_id, one.given_name, one.family_name, "", one.date_of_birth) for one in new],
        since=TODAY, now=NOW, source=SOURCE,
    )  # fmt: skip
    said = [(person.pk, invented.values(random, age=12, today=TODAY)) for person in others]
    said += [(made[one.person_id], one.values) for one in new]
    entries = ListEntry.objects.bulk_create([ListEntry(person_id=person) for person, _ in said])
    changes = [
        entry_details.Change(entry, None, values) for entry, (_, values) in zip(entries, said, strict=True)
    ]
    entry_details.put(changes, day=TODAY, now=NOW, source=SOURCE)
    _allocate([(made[one.person_id], one.values.team) for one in new])


def _allocate(children: list[tuple[int, str]]) -> None:
    """To the social workers in turn."""
    teams = dict(Unit.objects.filter(kind=Unit.Kind.TEAM).values_list("name", "pk"))
    workers = list(
        Staff.objects.filter(job_title="Social worker").order_by("pk").values_list("pk", flat=True)
    )
    Allocation.objects.bulk_create(
        Allocation(
            person_id=child,
            worker_id=workers[number % len(workers)],
            team_id=teams[team],
            since=TODAY,
            recorded_at=NOW,
            source=SOURCE,
        )
        for number, (child, team) in enumerate(children)
    )


def prepare_next_meeting() -> None:
    """Choose next week's cases and draft its agenda, which stays open to changes."""
    actor, meeting = _viewer("coordinator"), _meeting(NEXT)
    rated = EntryDetail.objects.open().filter(risk__in=("high", "medium"), entry__person__restricted=False)
    for row in rated.select_related("entry").order_by("risk_order", "urgency_order", "pk")[:FOCUS_CASES]:
        select_case(meeting_id=meeting.pk, entry_ref=row.entry.ref, seen=None, actor=actor, now=NOW)
    part = Staff.objects.filter(pk__in=[_holders()[seat] for seat in ("coordinator", "brokerage")])
    finish_selection(
        meeting_id=meeting.pk,
        took_part=list(part.values_list("ref", flat=True)),
        seen=None,
        actor=actor,
        now=NOW,
    )
    draft_agenda(meeting_id=meeting.pk, seen=None, actor=actor, now=NOW)


def hold_meeting() -> str:
    """Open today's meeting, settle its first case, be at the second; answers with that one's reference."""
    actor, meeting = _viewer("coordinator"), _meeting(HELD)
    open_meeting(meeting_id=meeting.pk, seen=None, actor=_viewer(CHAIR), now=NOW)
    for seat, staff in _holders().items():
        record_presence(
            meeting_id=meeting.pk,
            who=Somebody(staff_id=staff),
            capacity="holder",
            seat=seat,
            actor=actor,
            now=NOW,
        )
    focus = AgendaItem.objects.filter(
        meeting=meeting, section="focus", state="planned", subject__person__restricted=False
    ).order_by("position")
    first, second = focus[:2]
    for item in (first, second):
        for question, text in (
            ("discussion", words.DISCUSSIONS[0]),
            ("alternatives-considered", words.ALTERNATIVES[0]),
        ):
            save_answer(item_ref=item.ref, question=question, text=text, base_version=0, actor=actor, now=NOW)
        lead = _holders()["brokerage"]
        agree_action(
            meeting_id=meeting.pk,
            item_ref=item.ref,
            what=words.ACTIONS[0],
            lead_id=lead,
            actor=actor,
            now=NOW,
        )
    record_outcome(item_ref=first.ref, outcome="search-continues", seen=0, actor=actor, now=NOW)
    take_item(item_ref=second.ref, actor=actor, now=NOW)
    return second.ref


def hold_list() -> str:
    """Upload the list as it may look next week: some entries changed, some gone, some new."""
    ids = dict(Identifier.objects.open().values_list("person_id", "value"))
    rows = EntryDetail.objects.open().select_related("entry__person").order_by("pk")
    known = []
    for place, row in enumerate(rows):
        values, person = entry_details.values_of(row), row.entry.person
        if place % 50 == 7:
            continue
        if place % 10 == 3:
            values = replace(values, search_update=words.SEARCHES[0], comments=words.COMMENTS[1])
        born: date | None = person.date_of_birth
        known.append(lists.cells(ids[person.pk], person.family_name, person.given_name, born, values))
    more = [
        lists.cells(f"9{one.person_id}", one.family_name, one.given_name, one.date_of_birth, one.values)
        for one in invented.children(5, today=TODAY)
    ]
    content = lists.workbook([*known, *more])
    return hold_import(content=content, filename="Action list.xlsx", actor=_viewer("coordinator"), now=NOW)


def _pages(item: str, held: str) -> list[dict[str, object]]:
    """Each page by the name of its route; those that are not there are left out."""
    today, following = {"forum": FORUM, "date": HELD}, {"forum": FORUM, "date": NEXT}
    child = AgendaItem.objects.get(ref=item).subject.ref
    name = Person.objects.filter(restricted=False).order_by("pk")[3].family_name
    revision = _meeting(HELD).revision
    asked = (
        ("home", "home", {}, {}),
        ("action list", "action_list", {}, {}),
        ("selection", "selection", following, {}),
        ("agenda", "agenda", following, {}),
        ("meeting room", "room_item", {**today, "item": item}, {}),
        ("room, other cases", "room_section", {**today, "section": "other"}, {}),
        ("room refresh", "room_parts", today, {"query": f"?revision={revision}&item={item}", "status": 204}),
        ("close", "closing", today, {"as": "chair"}),
        ("case", "case", {"child": child}, {}),
        ("find", "find_child", {}, {"query": f"?q={name[:5]}"}),
        ("forum", "forum", {"forum": FORUM}, {}),
        ("import preview", "import_preview", {"held": held}, {"query": "?part=changed"}),
    )
    pages = []
    for name, route, parts, also in asked:
        try:
            path = reverse(route, kwargs=parts or None)
        except NoReverseMatch:
            print(f"There is no page called {route} yet; it is left out.", file=sys.stderr)
            continue
        pages.append({"name": name, "path": path, "as": "coordinator", "status": 200, **also})
    return pages


CHAIR = "service-manager-commissioning"


def _holders() -> dict[str, int]:
    """Who holds each seat today."""
    held = SeatHolding.objects.on(TODAY).filter(forum__slug=FORUM, capacity="holder")
    return dict(held.values_list("seat", "staff_id"))


def _viewer(seat: str) -> Viewer:
    viewer = viewer_for(_holders()[seat], now=NOW)
    assert viewer is not None
    return viewer


def _meeting(day: str) -> Meeting:
    return Meeting.objects.get(forum__slug=FORUM, nominal_date=day)


def _session(staff: Staff) -> str:
    client = Client()
    client.force_login(staff, backend="remit.records.accounts.Accounts")
    return client.cookies[settings.SESSION_COOKIE_NAME].value

"""Members comment on cases nobody chose before the meeting takes them, each under their own name."""

import pytest

from remit.casework.action_list import change_entry
from remit.casework.comments import write_comment
from remit.casework.room import open_meeting
from remit.casework.selection import select_case
from remit.records.audit import AuditEvent
from remit.records.children import Person
from remit.records.comments import Comment
from remit.records.meetings import AgendaItem, Attendance
from remit.records.placements_list import EntryDetail
from remit.rules.action_list import EntryValues
from remit.rules.outcomes import NotAllowed, NotFound, Refused, Stale
from remit.terms import load
from tests.casework.rooms import DURING
from tests.casework.weeks import Week, a_week, rated
from tests.factories import NOW, staff, viewer_of
from tests.terms.test_kinds import ELSEWHERE


@pytest.fixture
def week(db) -> Week:
    """An issued agenda with one chosen case and one that nobody chose."""
    found = a_week()
    rated("medium")
    found.issued_with(rated("high"))
    return found


def other(week: Week) -> AgendaItem:
    return week.meeting.items.exclude(state="withdrawn").get(section="other")


def write(week: Week, text: str = "An aunt offers", *, seen: int = 0, **options: object) -> int:
    options = {"item_ref": other(week).ref, "actor": week.member, "now": NOW, **options}
    return write_comment(text=text, seen=seen, **options)


def standing(week: Week) -> list[tuple[str, str]]:
    rows = Comment.objects.filter(meeting=week.meeting, superseded_at__isnull=True).exclude(text="")
    return [(row.by.name, row.text) for row in rows.order_by("pk")]


@pytest.mark.clause("ROR-17")
def test_two_members_write_before_the_meeting_each_under_their_name(week):
    write(week)
    write(week, "Her school is closing", actor=week.coordinator)

    assert standing(week) == [
        (week.sitting.name, "An aunt offers"),
        (week.coordinating.name, "Her school is closing"),
    ]


@pytest.mark.verb("comment.written")
def test_that_a_comment_was_written_is_in_the_audit_and_its_words_are_not(week):
    write(week)

    event = AuditEvent.objects.get(verb="comment.written")
    assert (event.subject_id, event.meeting_id, event.clause) == (
        other(week).subject_id,
        week.meeting.pk,
        "ROR-17",
    )
    assert "aunt" not in str(event.detail)


@pytest.mark.verb("comment.written")
def test_that_a_comment_was_saved_without_a_change_is_in_the_audit_as_such(week):
    write(week)
    write(week, seen=1)

    events = AuditEvent.objects.filter(verb="comment.written").order_by("pk")
    assert ["unchanged" in event.detail for event in events] == [False, True]
    assert Comment.objects.count() == 1


def test_a_changed_comment_is_a_new_version_and_the_old_one_is_kept(week):
    write(week)
    write(week, "An aunt and an uncle offer", seen=1)

    assert standing(week) == [(week.sitting.name, "An aunt and an uncle offer")]
    assert list(Comment.objects.order_by("version").values_list("version", "text")) == [
        (1, "An aunt offers"),
        (2, "An aunt and an uncle offer"),
    ]


def test_a_comment_left_empty_is_taken_back_and_can_be_written_again(week):
    write(week)
    write(week, "  ", seen=1)
    assert standing(week) == []

    write(week, "The aunt offers after all", seen=2)
    assert standing(week) == [(week.sitting.name, "The aunt offers after all")]


def test_a_comment_changed_in_another_window_is_not_written_over(week):
    write(week)
    with pytest.raises(Stale):
        write(week, "Something else")
    assert standing(week) == [(week.sitting.name, "An aunt offers")]


@pytest.mark.clause("ROR-17")
@pytest.mark.parametrize("drafted", [False, True], ids=["chosen", "drafted"])
def test_nobody_comments_before_the_agenda_is_confirmed(db, drafted):
    week = a_week()
    entry = rated("medium")
    week.choose(rated("high"))
    week.finish()
    if drafted:
        week.draft()
    assert not week.meeting.items.filter(section="other").exists()

    # Even of a case that stands there already, as after an agenda that was taken back to a draft.
    week.meeting.items.create(
        section="other", position=1, subject_id=entry.person_id, entry=entry,
        added_by=week.coordinating, added_at=NOW,
    )  # fmt: skip
    for actor in (week.member, week.coordinator, week.chair):
        with pytest.raises(Refused, match="begin when the agenda is confirmed") as refused:
            write(week, actor=actor)
        assert refused.value.clause == "ROR-17"
    assert standing(week) == []


@pytest.mark.clause("ROR-17")
def test_once_the_meeting_is_open_comments_are_over(week):
    write(week)
    open_meeting(meeting_id=week.meeting.pk, seen=None, actor=week.coordinator, now=DURING)

    with pytest.raises(Refused, match="ended when the meeting opened") as refused:
        write(week, "Too late", seen=1, now=DURING)
    assert refused.value.clause == "ROR-17"
    assert standing(week) == [(week.sitting.name, "An aunt offers")]


def test_a_chosen_case_takes_no_comments_where_the_terms_have_none(week):
    chosen = week.meeting.items.get(section="focus")
    with pytest.raises(NotFound):
        write(week, item_ref=chosen.ref)


def test_who_does_not_sit_there_does_not_comment(week):
    with pytest.raises(NotAllowed):
        write(week, actor=viewer_of(staff()))


def test_who_sits_in_for_a_member_comments(week):
    stands_in = staff()
    Attendance.objects.create(
        meeting=week.meeting, seat="fostering", staff=stands_in, capacity="substitute",
        recorded_by=week.coordinating, recorded_at=NOW,
    )  # fmt: skip
    write(week, actor=viewer_of(stands_in))
    assert standing(week) == [(stands_in.name, "An aunt offers")]


def test_a_restricted_record_is_not_there_for_who_is_not_named(week):
    Person.objects.filter(pk=other(week).subject_id).update(restricted=True)
    with pytest.raises(NotFound):
        write(week)


def test_a_comment_has_a_length(week):
    write(week, "x" * 2_000)
    with pytest.raises(Refused, match="2,000 characters or fewer"):
        write(week, "x" * 2_001, seen=1)


@pytest.mark.clause("ROR-17")
def test_the_other_cases_follow_the_list_until_the_meeting_opens(week):
    item = other(week)
    seen = EntryDetail.objects.open().get(entry=item.entry).pk
    change_entry(
        entry_ref=item.entry.ref,
        values=EntryValues(risk="low", team="Team Heron"),
        seen=seen,
        actor=week.coordinator,
        now=NOW,
    )

    now_said = other(week).snapshot
    assert (now_said.risk, now_said.team) == ("low", "Team Heron")


def test_what_was_written_comes_along_when_the_case_is_chosen_after_all(week):
    write(week)
    item = other(week)
    select_case(
        meeting_id=week.meeting.pk, entry_ref=item.entry.ref, seen=None, actor=week.coordinator, now=NOW
    )
    assert not week.meeting.items.exclude(state="withdrawn").filter(section="other").exists()
    assert [row.subject_id for row in Comment.objects.all()] == [item.subject_id]


def test_an_agenda_taken_back_to_a_draft_keeps_what_was_written(week):
    from remit.casework.agenda import reopen_draft

    write(week)
    reopen_draft(meeting_id=week.meeting.pk, why="A case more", seen=None, actor=week.coordinator, now=NOW)
    with pytest.raises(Refused, match="begin when the agenda is confirmed"):
        write(week, "More", seen=1)
    week.confirm()
    write(week, "More", seen=1)


def test_elsewhere_one_seat_alone_comments_and_from_the_draft_on(db):
    huddle = load.merged("huddle", ELSEWHERE)
    week = a_week("huddle", terms=huddle)
    rated("low")
    week.choose(rated("high"))
    week.finish(week.coordinating, week.holder_of("placements-lead"))
    week.draft()
    item = week.meeting.items.get(section="rest")

    lead = viewer_of(week.holder_of("placements-lead"))
    assert write_comment(item_ref=item.ref, text="Two offers", seen=0, actor=lead, now=NOW) == 1
    with pytest.raises(NotAllowed, match="leave these comments to others") as refused:
        write_comment(item_ref=item.ref, text="Mine", seen=0, actor=week.chair, now=NOW)
    assert (refused.value.clause, "Placements lead" in refused.value.remedy) == ("HUD-7", True)

"""Every verb there is, carried out once. A verb that is added needs its line here, or the tests of the audit fail."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time, timedelta

from remit.casework import (
    action_list,
    actions,
    agenda,
    agreeing,
    answers,
    arranging,
    attendance,
    backlog,
    calendar_address,
    children,
    choosing,
    closing,
    coming_and_going,
    comments,
    corrections,
    decisions,
    delivery,
    facts,
    history,
    imports,
    inviting_answers,
    letters,
    loads,
    mailbox,
    minutes,
    people,
    planning,
    reports,
    restriction,
    room,
    seats,
    selection,
    sheets,
    signing,
    staff_files,
    undoing,
    undoing_returns,
    workbook,
)
from remit.casework import terms as adopting
from remit.casework.imports import HELD_FOR
from remit.casework.loading import load_action_list
from remit.casework.long_work import carry_out
from remit.casework.sweeping import sweep_all
from remit.casework.taking_back import take_back_fact
from remit.casework.trajectories import change_trajectory
from remit.casework.waiving import waive_duty
from remit.commands.seeding.authority import mark
from remit.documents.action_list.mapping import Mapping
from remit.documents.returns.staff_offered import read_staff_file
from remit.records.backlog import BacklogWord
from remit.records.came_in import CameIn
from remit.records.children import Subject
from remit.records.duties import Duty
from remit.records.entry_details import values_of
from remit.records.facts import Contradiction
from remit.records.forums import Forum
from remit.records.loads import KeptPreview
from remit.records.messages import Message
from remit.records.persons import NewPerson
from remit.records.placements_list import EntryDetail
from remit.rules.action_list import EntryValues
from remit.rules.answering import Reply
from remit.rules.backlog import mark_of
from remit.rules.facts import fact
from remit.rules.past_meetings import PastSaid
from remit.rules.staff import details_version
from remit.rules.trajectories import Plan
from remit.rules.viewers import Post, Viewer
from remit.rules.workbook_merge import Offered
from remit.terms.load import merged
from tests.casework.invited import invited
from tests.casework.lists import a_list, apply, brokerage, hold, load, revision
from tests.casework.returned import a_return, episode
from tests.casework.returned import load as load_a_return
from tests.casework.rooms import AFTER, DURING, NEXT_DAY, Somebody, a_room
from tests.casework.weeks import Week, a_later_meeting, a_week, rated
from tests.factories import NOW, TODAY, a_child, a_team, allocate, an_entry, staff, viewer_of

NEXT_MONTH = NOW + timedelta(days=20)
CARRIED_OUT: dict[str, Callable[[], object]] = {}
LIST = a_list("0070001,AB,High,Today,1,Looking")


def does(verb: str) -> Callable[[Callable[[], object]], Callable[[], object]]:
    """This carries out the verb."""

    def note(act: Callable[[], object]) -> Callable[[], object]:
        CARRIED_OUT[verb] = act
        return act

    return note


def administrator() -> Viewer:
    return viewer_of(staff(posts=[Post.ADMINISTRATOR]))


def data_officer() -> Viewer:
    return viewer_of(staff(posts=[Post.DATA_OFFICER]))


@does("authority.seeded")
def _() -> None:
    mark(seed=1, actor=administrator(), now=NOW)


@does("account.made")
def _() -> None:
    people.make_account(username="a.new.one", name="A New One", actor=administrator(), now=NOW)


@does("account.changed")
def _() -> None:
    person = staff()
    seen = details_version(name=person.name, email=person.email, job_title=person.job_title)
    new = {"name": "Another Name", "email": "another@example.org", "job_title": "Social worker"}
    people.change_account(staff_id=person.pk, seen=seen, **new, actor=administrator(), now=NOW)


@does("account.ended")
def _() -> None:
    people.end_account(staff_id=staff().pk, actor=administrator(), now=NOW)


@does("password.set")
def _() -> None:
    people.set_password(staff_id=staff().pk, password="a long new password", actor=administrator(), now=NOW)


@does("invitation.answered")
def _() -> None:
    week = a_week()
    row = invited(week.meeting, week.sitting)
    said = {"how": "link", "seen": None, "actor": week.member, "now": NOW}
    inviting_answers.answer_invitation(invitation_ref=row.ref, said_is=Reply("apologies"), **said)


@does("calendar.address-made")
@does("calendar.address-ended")
def _() -> None:
    actor = viewer_of(staff())
    calendar_address.make_calendar_address(actor=actor, now=NOW)
    calendar_address.end_calendar_address(actor=actor, now=NOW)


@does("unit.made")
def _() -> None:
    people.make_unit(kind="area", name="A new area", actor=administrator(), now=NOW)


@does("post.given")
@does("post.ended")
def _() -> None:
    actor = administrator()
    held = people.give_post(
        staff_id=staff().pk, post=Post.TEAM_MANAGER, unit_id=a_team().pk, since=TODAY, actor=actor, now=NOW
    )
    people.end_post(holding_id=held, until=TODAY, actor=actor, now=NOW)


@does("team.joined")
def _() -> None:
    people.join_team(staff_id=staff().pk, team_id=a_team().pk, since=TODAY, actor=administrator(), now=NOW)


@does("seat.filled")
@does("seat.left")
def _() -> None:
    a_week()
    actor, who = administrator(), staff().pk
    held = seats.fill_seat(forum="ror", seat="fostering", staff_id=who, since=TODAY, actor=actor, now=NOW)
    seats.leave_seat(holding_id=held, until=TODAY, actor=actor, now=NOW)


@does("child.recorded")
@does("child.allocated")
def _() -> None:
    actor = data_officer()
    made = children.record_child(child=NewPerson("0070007"), since=TODAY, actor=actor, now=NOW)
    at = {"team_id": a_team().pk, "since": TODAY, "told": "A letter"}
    children.allocate(child_id=made, worker_id=staff().pk, **at, actor=actor, now=NOW)


@does("child.restricted")
@does("restriction.widened")
@does("restriction.narrowed")
@does("restriction.lifted")
def _() -> None:
    actor, child, second = data_officer(), a_child(), staff()
    restriction.restrict(child_id=child.pk, staff_ids=[staff().pk], since=TODAY, actor=actor, now=NOW)
    by = {"child_id": child.pk, "why": "Needed", "seen": None, "actor": actor, "now": NOW}
    restriction.name_people(staff_ids=[second.pk], **by)
    restriction.take_off(staff_id=second.pk, **by)
    restriction.lift(**by)


@does("address.protected")
def _() -> None:
    actor, child = data_officer(), a_child()
    children.protect_address(child_id=child.pk, address="Somewhere", actor=actor, now=NOW)


@does("forum.switched_on")
@does("terms.adopted")
def _() -> None:
    actor = administrator()
    adopting.switch_on(terms=merged("ror"), live_from=TODAY, actor=actor, now=NOW)
    adopting.adopt_terms(terms=merged("ror"), effective_from=TODAY, actor=actor, now=NOW)
    assert Subject.objects.filter(kind="forum").count() == Forum.objects.count() == 1


@does("meetings.planned")
def _() -> None:
    week = a_week()
    until = TODAY + timedelta(days=30)
    planning.plan_meetings(forum="ror", until=until, actor=week.coordinator, now=NOW)


@does("meeting.moved")
@does("meeting.cancelled")
@does("meeting.called")
def _() -> None:
    week = a_week()
    at = {"start": time(10), "end": time(11), "actor": week.chair, "now": NOW}
    to = TODAY + timedelta(days=2)
    planning.move_meeting(meeting_id=week.meeting.pk, seen=None, to=to, why="Illness", **at)
    planning.cancel_meeting(meeting_id=week.meeting.pk, seen=None, why="Illness", actor=week.chair, now=NOW)
    planning.call_meeting(forum="ror", on=TODAY + timedelta(days=5), **at)


@does("entry.added")
@does("entry.changed")
@does("entry.rated")
@does("entry.ended")
def _() -> None:
    by = {"actor": brokerage(), "now": NOW}
    entry = action_list.add_entry(child=action_list.Child("0070008"), values=EntryValues(), **by)
    row = EntryDetail.objects.open().get(entry__ref=entry)
    changed = EntryValues(**{**_plain(values_of(row)), "comments": "More"})
    action_list.change_entry(entry_ref=entry, seen=row.pk, values=changed, **by)
    row = EntryDetail.objects.open().get(entry__ref=entry)
    action_list.rate_entry(entry_ref=entry, seen=row.pk, risk="high", **by)
    row = EntryDetail.objects.open().get(entry__ref=entry)
    action_list.end_entry(entry_ref=entry, seen=row.pk, reason="home", on=TODAY, note="", **by)


def _plain(values: EntryValues) -> dict[str, object]:
    return {name: getattr(values, name) for name in EntryValues.__dataclass_fields__}


@does("import.held")
@does("import.dropped")
def _() -> None:
    actor = brokerage()
    imports.drop_import(import_ref=hold(LIST, actor), seen=1, actor=actor, now=NOW)


@does("import.applied")
@does("import.undone")
def _() -> None:
    actor = brokerage()
    loaded = load(LIST, actor)
    undoing.undo_import(import_ref=loaded.import_ref, actor=actor, now=NOW)


@does("import.loaded")
def _() -> None:
    load_action_list(content=LIST, filename="list.csv", basis=revision(), actor=brokerage(), now=NOW)


@does("import.reread")
@does("import.mapping_remembered")
def _() -> None:
    actor = brokerage()
    ref = hold(LIST, actor)
    imports.correct_mapping(import_ref=ref, seen=1, mapping=Mapping(), remember=True, actor=actor, now=NOW)


@does("import.endings_given")
def _() -> None:
    actor = brokerage()
    load(LIST, actor)
    gone = EntryDetail.objects.open().get().entry.ref
    ref = hold(a_list("0070002,CD,Low,Planned,,"), actor)
    imports.give_endings(import_ref=ref, seen=1, endings={gone: ("home", None)}, actor=actor, now=NOW)
    apply(ref, actor, confirmed_vanished=1)


@does("import.texts_chosen")
def _() -> None:
    actor = brokerage()
    load(LIST, actor)
    row = EntryDetail.objects.open().get()
    changed = EntryValues(**{**_plain(values_of(row)), "risk": "medium", "risk_written": "Medium"})
    action_list.change_entry(entry_ref=row.entry.ref, seen=row.pk, values=changed, actor=actor, now=NOW)
    ref = hold(a_list("0070001,AB,Low,Planned,,"), actor)
    choosing.choose_texts(
        import_ref=ref,
        seen=1,
        basis=revision(),
        choices={f"{row.entry.ref}/risk": "theirs"},
        actor=actor,
        now=NOW,
    )


@does("case.selected")
@does("case.unselected")
def _() -> None:
    week, entry = a_week(), rated("high")
    week.choose(entry)
    selection.unselect_case(
        meeting_id=week.meeting.pk, entry_ref=entry.ref, seen=None, actor=week.coordinator, now=NOW
    )


@does("letter.sent")
@does("message.tried-again")
def _() -> None:
    week = a_week()
    week.choose(rated("high"))
    week.finish()
    letters.send_letter(
        meeting_id=week.meeting.pk,
        letter="focus-case-mail",
        heading="The meeting",
        text="Come.",
        seen=None,
        actor=week.coordinator,
        now=NOW,
    )
    Message.objects.update(state=Message.State.FAILED)
    failed = Message.objects.order_by("pk").first()
    delivery.try_again(message_ref=failed.ref, actor=week.coordinator, now=NOW)


@does("selection.finished")
@does("case.admitted-late")
@does("case.passed-over")
def _() -> None:
    week = a_week()
    week.choose(rated("high"))
    week.finish()
    late = rated("unrated")
    row = EntryDetail.objects.open().get(entry=late)
    action_list.rate_entry(entry_ref=late.ref, seen=row.pk, risk="low", actor=brokerage(), now=NOW)
    selection.pass_over_late(
        item_ref=week.item_of(late).ref, why="Quiet now", seen=None, actor=week.coordinator, now=NOW
    )


@does("case.late-undone")
def _() -> None:
    week = a_week()
    week.finish()
    loaded = load(LIST, brokerage())
    undoing.undo_import(import_ref=loaded.import_ref, actor=brokerage(), now=NOW)


@does("agenda.drafted")
@does("agenda.confirmed")
@does("agenda.reopened")
@does("agenda.slot-set")
@does("agenda.arranged")
@does("agenda.reordered")
@does("agenda.business-added")
@does("agenda.item-withdrawn")
def _() -> None:
    week = a_week()
    first, second = week.issued_with(rated("high"), rated("high"))
    by = {"seen": None, "actor": week.coordinator, "now": NOW}
    agenda.reopen_draft(meeting_id=week.meeting.pk, why="One more", **by)
    agenda.set_slot(item_ref=first.ref, at=time(15, 5), minutes=20, **by)
    agenda.move_item(item_ref=second.ref, position=1, **by)
    arranging.accept_arrangement(
        meeting_id=week.meeting.pk,
        section="focus",
        times={second.ref: time(16)},
        **by | {"seen": week.revision},
    )
    agenda.add_business(meeting_id=week.meeting.pk, title="Holiday cover", **by)
    agenda.withdraw_item(item_ref=second.ref, why="Moved home", **by)


@does("item.deferred")
def _() -> None:
    the_room = a_room()
    decisions.defer_item(item_ref=the_room(0).ref, why="No time", actor=the_room.coordinator, now=NOW)


@does("meeting.opened")
@does("item.taken")
@does("item.noted")
@does("item.added_in_room")
@does("answer.saved")
@does("outcome.recorded")
@does("action.agreed")
@does("action.updated")
@does("action.cancelled")
def _() -> None:
    from remit.casework import room

    the_room = a_room().open()
    by = {"actor": the_room.coordinator, "now": DURING}
    room.take_item(item_ref=the_room(1).ref, **by)
    the_room.note(the_room.other())
    room.add_item_in_room(meeting_id=the_room.id, section="any-other-business", title="Cover", **by)
    the_room.write(the_room(0), "discussion", "Said")
    the_room.decide(the_room(0), "support-at-home")
    agreed = the_room.agree()
    actions.update_action(action_ref=agreed.ref, seen=1, text="Asked", **by)
    actions.cancel_action(action_ref=agreed.ref, seen=2, why="No longer needed", **by)


@does("presence.recorded")
@does("presence.ended")
@does("presence.resumed")
@does("presence.corrected")
@does("attendance.struck_out")
@does("apologies.recorded")
@does("case_presence.recorded")
@does("case_absence.recorded")
def _() -> None:
    the_room = a_room().open()
    by = {"actor": the_room.coordinator, "now": DURING}
    left = the_room.present("fostering")
    attendance.leave(attendance_ref=left, **by)
    back = coming_and_going.come_back(attendance_ref=left, **by)
    coming_and_going.correct_times(attendance_ref=back, arrived_at=DURING, left_at=None, **by)
    attendance.strike_out(attendance_ref=the_room.present("children-in-care"), **by)
    away = Somebody(the_room.week.holder_of("locality").pk)
    attendance.record_apologies(meeting_id=the_room.id, seat="locality", who=away, **by)
    the_room.somebody_comes_for(the_room(0))
    attendance.record_case_absence(item_ref=the_room(1).ref, reason="On leave", **by)


@does("unfinished.waived")
def _() -> None:
    the_room = a_room().open()
    key = "seat:fostering"
    closing.waive(meeting_id=the_room.id, key=key, reason="Ill", actor=the_room.coordinator, now=AFTER)


@does("meeting.closed")
@does("minutes.approved")
def _() -> None:
    a_room().closed().approve()


@does("trajectory.changed")
def _() -> None:
    child, worker = a_child(), staff()
    allocate(child, worker, a_team())
    change_trajectory(
        child_ref=child.subject.ref,
        seen=0,
        plan=Plan("", "Weekends with the aunt"),
        why="A first plan",
        actor=viewer_of(worker),
        now=NOW,
    )


@does("duty.waived")
def _() -> None:
    the_room = a_room(cases=1, others=0).open()
    duty = Duty.objects.get(term="complete-tracker", meeting=the_room.meeting)
    waive_duty(duty_ref=duty.ref, reason="Nobody came", actor=the_room.chair, now=DURING)


@does("answer.taken-over")
@does("sheet.completed")
@does("sheet.reopened")
@does("sheet.unchanged")
def _() -> None:
    """Two meetings of one child: what was answered for the first is offered for the second."""
    week = a_week()
    later = a_later_meeting(week)
    entry = rated("high")
    (first,) = week.choose(entry)
    (second,) = Week(week.forum, later).choose(entry)
    by = {"actor": week.coordinator, "now": NOW}
    for question in ("reason-for-risk", "support-in-place", "what-would-help", "childs-view"):
        answers.save_answer(item_ref=first.ref, question=question, text="Said.", base_version=0, **by)
    sheets.take_over_answer(
        item_ref=second.ref, question="childs-view", from_item=first.ref, base_version=0, **by
    )
    sheets.complete_part(item_ref=first.ref, part="worker:social_worker", **by)
    sheets.reopen_part(item_ref=first.ref, part="worker:social_worker", **by)
    sheets.say_unchanged(item_ref=second.ref, part="worker:social_worker", **by)


@does("comment.written")
def _() -> None:
    week = a_week()
    rated("medium")
    week.issued_with(rated("high"))
    item = week.meeting.items.get(section="other")
    comments.write_comment(item_ref=item.ref, text="An aunt offers", seen=0, actor=week.member, now=NOW)


@does("answer.corrected")
def _() -> None:
    the_room = a_room().open()
    the_room.write(the_room(0), "discussion", "Siad")
    the_room.settle()
    the_room.close()
    answers.correct_answer(
        item_ref=the_room(0).ref,
        question="discussion",
        text="Said",
        base_version=1,
        actor=the_room.coordinator,
        now=NEXT_DAY,
    )


@does("correction.proposed")
@does("correction.noted")
@does("correction.turned_down")
@does("minutes.corrected")
def _() -> None:
    the_room = a_room().closed()
    the_room.approve()
    by = {"why": "Left out", "actor": the_room.coordinator, "now": NEXT_DAY}
    case = {"item_ref": the_room(0).ref, "key": "discussion", "text": "Said", "seen": 0}
    turned_down = corrections.propose_correction(**case, **by)
    corrections.turn_down_correction(correction_ref=turned_down, **by)
    corrections.note_correction(meeting_id=the_room.id, text="Fostering was there", **by)
    corrections.propose_correction(**case, **by)
    corrections.approve_corrections(
        meeting_id=the_room.id, seen=the_room.meeting.revision, actor=the_room.chair, now=NEXT_DAY
    )


@does("minutes.agreed")
def _() -> None:
    the_room = a_room().closed()
    the_room.approve()
    week = Week(the_room.week.forum, the_room.later)
    week.finish()
    week.draft()
    week.confirm()
    at = the_room.later.starts_at
    by = {"meeting_id": the_room.later.pk, "actor": the_room.coordinator, "now": at}
    room.open_meeting(seen=None, **by)
    agreeing.agree_minutes(version=1, **by)


@does("wording.released")
def _() -> None:
    the_room = a_room().open()
    the_room.write(the_room(0), "discussion", "Said")
    the_room.settle()
    the_room.close()
    minutes.release_wording(
        item_ref=the_room(0).ref,
        key="discussion",
        wording="Said",
        seen=1,
        actor=the_room.coordinator,
        now=NEXT_DAY,
    )


@does("account.signed-in")
@does("account.signed-out")
@does("account.sign-in-failed")
@does("account.sign-in-locked")
def _() -> None:
    person = staff()
    signing.note_signing("account.signed-in", staff_id=person.pk, now=NOW)
    signing.note_signing("account.signed-out", staff_id=person.pk, now=NOW)
    for locked in (False, True):
        signing.note_failed_sign_in(username=person.username, locked=locked, now=NOW)


@does("return.loaded")
@does("return.applied")
@does("return.undone")
def _() -> None:
    actor = data_officer()
    done = load_a_return(a_return(episode("701", "2026-04-01")), actor)
    undoing_returns.undo_return(import_ref=done.import_ref, actor=actor, now=NOW)


@does("staff_file.loaded")
@does("staff_file.applied")
@does("staff_file.undone")
def _() -> None:
    actor = data_officer()
    content = b"Username,Name\nnew.person,New Person\n"
    read = read_staff_file("people", content, "people.csv")
    basis = staff_files.beside(read, actor, TODAY)[0].basis
    done = staff_files.load_staff_file(read=read, basis=basis, actor=actor, now=NOW)
    staff_files.undo_staff_file(import_ref=done.import_ref, actor=actor, now=NOW)


@does("imports.let_go")
def _() -> None:
    a_held_file = loads.hold_load(
        kind="people", content=b"Username,Name\n", filename="p.csv", actor=data_officer(), now=NOW
    )
    assert a_held_file
    sweep_all(now=NOW + HELD_FOR + timedelta(seconds=1))


@does("load.held")
@does("load.preview_asked")
@does("load.asked")
@does("load.undo_asked")
@does("load.stopped")
@does("load.taken_up")
@does("load.dropped")
def _() -> None:
    actor = data_officer()
    content = b"Username,Name\nnew.person,New Person\n"
    one = loads.hold_load(kind="people", content=content, filename="p.csv", actor=actor, now=NOW)
    carry_out(loads.ask_for_preview(import_ref=one, actor=actor, now=NOW), now=NOW)
    basis = KeptPreview.objects.get(imported__ref=one).basis
    run = loads.ask_to_load(import_ref=one, seen=1, basis=basis, partial=False, actor=actor, now=NOW)
    carry_out(run, now=NOW)
    carry_out(loads.ask_to_undo(import_ref=one, actor=actor, now=NOW), now=NOW)
    other = loads.hold_load(kind="people", content=content, filename="p.csv", actor=actor, now=NOW)
    loads.ask_for_preview(import_ref=other, actor=actor, now=NOW)
    loads.take_up(import_ref=other, actor=actor, now=NOW)
    loads.stop_work(import_ref=other, actor=actor, now=NOW)
    loads.drop_load(import_ref=other, actor=actor, now=NOW)


@does("fact.recorded")
@does("contradiction.settled")
def _() -> None:
    actor, child = data_officer(), a_child(person_id="701")
    placed = fact("placement", TODAY, place="K2", location="in")
    facts.record_fact(child_id=child.pk, fact=placed, told="A letter", actor=actor, now=NOW)
    load_a_return(a_return(episode("701", TODAY.isoformat(), place="U4")), actor)
    asked = Contradiction.objects.get()
    facts.settle_contradiction(
        contradiction_ref=asked.ref, take=True, why="The home said so", actor=actor, now=NOW
    )


@does("fact.taken_back")
def _() -> None:
    actor, child = data_officer(), a_child(person_id="701")
    held = fact("review", TODAY, TODAY + timedelta(days=1))
    facts.record_fact(child_id=child.pk, fact=held, told="A letter", actor=actor, now=NOW)
    take_back_fact(child_id=child.pk, kind="review", since=TODAY, why="It never was.", actor=actor, now=NOW)


@does("report.written")
@does("report.shared")
@does("report.taken")
def _() -> None:
    the_room = a_room().closed()
    at = {"forum": "ror", "report": "monthly-pack", "occasion": "2026-10", "now": NEXT_MONTH}
    reports.write_report_text(**at, part="successes", text="Some.", seen=0, actor=the_room.chair)
    reports.share_report(**at, seen=None, actor=the_room.chair)
    reports.take_report(**at, ending="docx", actor=the_room.chair)


@does("workbook.held")
@does("workbook.dropped")
@does("workbook.loaded")
@does("workbook.brought_in")
@does("workbook.undone")
def _() -> None:
    the_room = a_room(cases=1).open()
    at = {"forum": "ror", "nominal": the_room.meeting.nominal_date.isoformat()}
    by = {"actor": the_room.coordinator, "now": DURING}
    file = {"filename": "Tool.xlsx", "digest": "0" * 64}
    first = Offered(the_room(0).ref, "discussion", "Written at a desk", 0, 0)
    done = workbook.load_workbook(offered=[first], **at, **file, **by)
    workbook.undo_workbook(import_ref=done.import_ref, **by)
    held = [workbook.hold_workbook(content=b"PK", **at, **file, **by) for _ in range(2)]
    again = Offered(the_room(0).ref, "discussion", "Written again", 2, 2)
    workbook.bring_in_workbook(import_ref=held[0], offered=[again], choices={}, **by)
    workbook.drop_workbook(import_ref=held[1], **by)


@does("mail.dealt_with")
def _() -> None:
    week = a_week()
    mail = {"mailbox": "remit", "validity": 1, "uid": 1, "at": NOW, "kind": "workbook", "became": "set-aside"}
    row = CameIn.objects.create(identity="1" * 64, meeting=week.meeting, **mail)
    mailbox.deal_with_mail(mail_ref=row.ref, actor=week.coordinator, now=NOW)


@does("past.held")
@does("past.applied")
@does("past.dropped")
@does("past.loaded")
@does("past.undone")
def _() -> None:
    actor, child = data_officer(), a_child()
    a_week()
    said = PastSaid(child.pk, "Others", False, "High", "", "", (("Comments", "Waits"),), ())
    file = {"filename": "Tool.xlsx", "digest": "0" * 64, "forum": "ror", "on": date(2026, 10, 1)}
    done = history.load_past_meeting(said=[said], **file, actor=actor, now=NOW)
    history.undo_past_meeting(import_ref=done.import_ref, actor=actor, now=NOW)
    on, file = file.pop("on"), {**file, "content": b"PK", "actor": actor, "now": NOW}
    first, second = (history.hold_past_workbook(**file) for _ in range(2))
    history.apply_past_workbook(import_ref=first, on=on, said=[said], actor=actor, now=NOW)
    history.drop_past_workbook(import_ref=second, actor=actor, now=NOW)


@does("backlog.dated")
@does("backlog.ended")
def _() -> None:
    week, child = a_week(), a_child()
    an_entry(child, risk="high")
    said = PastSaid(child.pk, "Others", False, "High", "", "", (), (("Ring the aunt", "Open"),))
    file = {"filename": "Tool.xlsx", "digest": "0" * 64, "forum": "ror", "on": date(2026, 10, 1)}
    history.load_past_meeting(said=[said], **file, actor=data_officer(), now=NOW)
    of, acting = {mark_of(child.pk, "Ring the aunt"): 0}, {"actor": week.chair, "now": NOW}
    backlog.date_backlog(forum="ror", chosen=of, due_on=date(2026, 11, 2), **acting)
    of = dict.fromkeys(of, BacklogWord.objects.get().pk)
    backlog.end_backlog(forum="ror", chosen=of, **acting)

"""Does every verb leave its event? With any one left out, its test here fails."""

from collections.abc import Iterator

import pytest

from remit.casework import acts
from remit.records.audit import AuditEvent
from tests.consistency.every_verb import CARRIED_OUT

SAYS = {
    "account.changed": "account changed",
    "account.ended": "account",
    "account.made": "account",
    "account.sign-in-failed": "account",
    "account.sign-in-locked": "account",
    "account.signed-in": "",
    "account.signed-out": "",
    "action.agreed": "subject meeting action lead due",
    "action.cancelled": "subject meeting action",
    "action.updated": "subject meeting clause action state due",
    "address.protected": "subject",
    "agenda.arranged": "meeting clause section cases untimed",
    "agenda.business-added": "meeting clause item section",
    "agenda.confirmed": "meeting clause",
    "agenda.drafted": "meeting clause carried",
    "agenda.item-withdrawn": "subject meeting clause item moved",
    "agenda.reopened": "meeting clause",
    "agenda.reordered": "subject meeting clause item position",
    "agenda.slot-set": "subject meeting clause item at minutes shift_later",
    "answer.corrected": "subject meeting clause item question version",
    "answer.saved": "subject meeting clause item question version",
    "answer.taken-over": "subject meeting clause item question taken_from",
    "apologies.recorded": "meeting attendance capacity seat",
    "attendance.struck_out": "meeting attendance",
    "authority.seeded": "seed day",
    "backlog.dated": "subject actions due",
    "backlog.ended": "subject actions due",
    "calendar.address-ended": "",
    "calendar.address-made": "replaced",
    "case.admitted-late": "subject meeting clause item entry risk",
    "case.late-undone": "subject meeting clause item",
    "case.passed-over": "subject meeting clause item",
    "case.selected": "subject meeting clause entry item risk late",
    "case.unselected": "subject meeting clause entry item",
    "case_absence.recorded": "subject meeting item attendance capacity seat",
    "case_presence.recorded": "subject meeting clause item attendance capacity seat",
    "child.allocated": "subject worker unit",
    "child.recorded": "subject",
    "child.restricted": "subject named",
    "comment.written": "subject meeting clause item version taken_back",
    "contradiction.settled": "subject kind taken",
    "correction.noted": "meeting correction",
    "correction.proposed": "subject meeting clause item key correction",
    "correction.turned_down": "subject meeting correction",
    "duty.waived": "subject meeting clause term",
    "entry.added": "subject entry risk",
    "entry.changed": "subject entry changed",
    "entry.ended": "subject entry reason on",
    "entry.rated": "subject entry risk",
    "fact.recorded": "subject kind since",
    "fact.taken_back": "subject kind since put_back",
    "forum.switched_on": "subject forum live_from version",
    "import.applied": "imported new changed ended undecided",
    "import.dropped": "imported",
    "import.endings_given": "imported endings",
    "import.held": "imported digest dropped",
    "import.loaded": "imported",
    "import.mapping_remembered": "signature",
    "import.reread": "imported version",
    "import.texts_chosen": "imported chosen cells",
    "import.undone": "imported taken_off put_back left",
    "imports.let_go": "dropped",
    "item.added_in_room": "subject meeting item section",
    "item.deferred": "subject meeting item",
    "item.noted": "subject meeting item",
    "item.taken": "subject meeting item",
    "invitation.answered": "meeting clause invitation reply how attendance capacity seat",
    "letter.sent": "meeting clause letter to copied",
    "load.asked": "imported run task",
    "load.dropped": "imported",
    "load.held": "imported digest dropped",
    "load.preview_asked": "imported run task",
    "load.stopped": "imported run task",
    "load.taken_up": "imported",
    "load.undo_asked": "imported run task",
    "mail.dealt_with": "meeting mail",
    "meeting.called": "subject meeting date",
    "meeting.cancelled": "meeting date",
    "meeting.closed": "meeting clause register carried",
    "meeting.moved": "meeting was to",
    "meeting.opened": "meeting other_cases",
    "meetings.planned": "subject forum until added",
    "message.tried-again": "meeting message",
    "minutes.agreed": "meeting last version",
    "minutes.approved": "meeting register left_out trajectories issued",
    "minutes.corrected": "meeting version corrections trajectories issued",
    "outcome.recorded": "subject meeting clause item outcome version",
    "password.set": "account",
    "post.ended": "account post",
    "post.given": "account post unit",
    "past.applied": "subject imported children",
    "past.dropped": "imported",
    "past.held": "subject imported digest dropped",
    "past.loaded": "subject imported digest dropped children",
    "past.undone": "subject imported taken_off put_back",
    "presence.corrected": "meeting attendance capacity seat instead_of",
    "presence.ended": "meeting attendance",
    "presence.recorded": "meeting attendance capacity seat",
    "presence.resumed": "meeting attendance capacity seat",
    "report.shared": "meeting clause report occasion",
    "report.taken": "meeting clause report occasion ending",
    "report.written": "meeting clause report occasion part version taken_back",
    "restriction.lifted": "subject",
    "restriction.narrowed": "subject taken_off",
    "restriction.widened": "subject named",
    "return.applied": "imported counts",
    "return.loaded": "imported digest dropped",
    "return.undone": "imported taken_off put_back left",
    "seat.filled": "subject forum seat account capacity",
    "seat.left": "subject forum seat account",
    "selection.finished": "meeting clause cases took_part",
    "sheet.completed": "subject meeting clause item part",
    "sheet.reopened": "subject meeting clause item part said_by said_at",
    "sheet.unchanged": "subject meeting clause item part taken",
    "staff_file.applied": "imported kind counts",
    "staff_file.loaded": "imported digest dropped",
    "staff_file.undone": "imported taken_off put_back left units",
    "team.joined": "account unit",
    "terms.adopted": "subject forum effective_from version new",
    "trajectory.changed": "subject version",
    "unfinished.waived": "meeting clause key",
    "unit.made": "unit kind",
    "workbook.brought_in": "meeting imported taken conflicts",
    "workbook.dropped": "imported",
    "workbook.held": "meeting imported digest dropped",
    "workbook.loaded": "meeting imported digest dropped taken conflicts",
    "workbook.undone": "meeting imported taken_off put_back left",
    "wording.released": "subject meeting item key version changed",
}
"""What the event of each verb names: the child or forum, the meeting, the clause, and what else."""


def all_verbs() -> set[str]:
    """Every verb, after all of casework has been read; the seed has one of its own."""
    from importlib import import_module
    from pkgutil import iter_modules

    import remit.casework

    import_module("remit.commands.seeding.authority")
    for module in iter_modules(remit.casework.__path__):
        import_module(f"remit.casework.{module.name}")
    return set(acts.VERBS)


def test_every_verb_is_carried_out_here():
    assert all_verbs() == set(CARRIED_OUT) == set(SAYS)
    assert len(CARRIED_OUT) >= 50


@pytest.mark.parametrize(
    "verb", [pytest.param(verb, marks=pytest.mark.verb(verb)) for verb in sorted(CARRIED_OUT)]
)
def test_what_was_done_stands_in_the_audit(db, verb):
    CARRIED_OUT[verb]()
    events = AuditEvent.objects.filter(verb=verb)
    assert events.exists()
    assert all(event.at and (event.actor_id or "sign-in-" in verb) for event in events)
    # PostgreSQL keeps what was noted in an order of its own.
    assert [sorted(says) for says in {frozenset(named(event)) for event in events}] == [
        sorted(SAYS[verb].split())
    ]


def named(event: AuditEvent) -> Iterator[str]:
    """What an event names."""
    for name, what in (
        ("subject", event.subject_id),
        ("meeting", event.meeting_id),
        ("clause", event.clause),
    ):
        if what:
            yield name
    yield from event.detail

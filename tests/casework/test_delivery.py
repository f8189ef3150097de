"""Delivery, to a real mail server: what is handed over, put off, given up, or goes to nobody."""

from datetime import timedelta

import pytest
from django.db.models import Q

from remit.casework.delivery import Delivered, deliver, settle, take
from remit.casework.outbox import About, Part, post, withdraw
from remit.casework.people import end_account
from remit.commands.mails.mail_server import mail_server
from remit.records.audit import AuditEvent
from remit.records.messages import Message
from remit.rules.delivery import GIVE_UP_AFTER, LEASE, TAKEN, Answer, Answered
from remit.rules.viewers import Post
from tests.casework.weeks import a_week
from tests.factories import NOW, staff, viewer_of
from tests.mail_servers import Postbox, a_mail_server

TO = "somebody@example.invalid"


def posted(to: int | str = TO, key: str = "notice:1", **others: object) -> Message:
    values = {"kind": "notice", "heading": "A case was chosen", "text": "https://remit.example/\n", **others}
    return Message.objects.get(ref=post(key=key, to=to, now=NOW, **values))


def one_round(box: Postbox, *, after: timedelta = timedelta(0)) -> Delivered:
    with mail_server(box.address, sender="remit@council.example") as way:
        return deliver(way.send, clock=lambda: NOW + after)


def now_so(message: Message) -> Message:
    message.refresh_from_db()
    return message


def test_what_waits_is_handed_over_once_with_its_id(db):
    person = staff("Ottoline Quarrell", email=TO)
    message = posted(person.pk)
    with a_mail_server() as box:
        assert one_round(box).handed_over == 1
        assert one_round(box).handed_over == 0
    (mail,) = box.taken
    assert str(mail["To"]) == f"Ottoline Quarrell <{TO}>"
    assert (str(mail["Subject"]), mail["Message-ID"]) == ("A case was chosen", message.message_id)
    assert mail["Auto-Submitted"] == "auto-generated"
    assert (now_so(message).state, message.handed_at) == ("handed-over", NOW)
    assert AuditEvent.objects.filter(verb="message.handed-over").count() == 1


def test_a_server_that_is_down_for_a_day_loses_nothing_and_is_not_asked_for_each_message(db):
    first, second = posted(), posted(key="notice:2")
    with a_mail_server() as box:
        pass
    for hour in range(24):
        done = one_round(box, after=timedelta(hours=hour))
        assert (done.put_off, done.handed_over) == (1, 0)
        assert "does not answer" in done.server
    with a_mail_server(box, port=box.port):
        assert one_round(box, after=timedelta(hours=24)).handed_over == 2
    assert sorted(box.ids) == sorted([first.message_id, second.message_id])


def test_after_four_days_nobody_waits_for_it_any_more(db):
    message = posted()
    with a_mail_server() as box:
        pass
    one_round(box, after=GIVE_UP_AFTER - timedelta(minutes=1))
    assert now_so(message).state == "waiting"
    one_round(box, after=GIVE_UP_AFTER + timedelta(hours=1))
    assert now_so(message).state == "failed"


def test_an_address_the_server_puts_off_is_tried_again_later_and_not_at_once(db):
    message = posted()
    with a_mail_server() as box:
        box.says[TO] = ["451 Try again later"]
        assert one_round(box).put_off == 1
        assert (now_so(message).state, message.last_error) == ("waiting", "451 Try again later")
        assert one_round(box).put_off == 0
        assert one_round(box, after=timedelta(minutes=1)).handed_over == 1


def test_a_refused_address_is_marked_with_the_servers_words_and_others_still_go(db):
    bad, good = posted(), posted("else@example.invalid", "notice:2")
    with a_mail_server() as box:
        box.says[TO] = ["550 No such person here"]
        done = one_round(box)
    assert (done.failed, done.handed_over) == (1, 1)
    assert (now_so(bad).state, bad.last_error) == ("failed", "550 No such person here")
    assert now_so(good).state == "handed-over"
    assert AuditEvent.objects.filter(verb="message.failed").count() == 1


def test_somebody_without_an_address_is_marked_and_no_server_is_asked(db):
    message = posted(staff().pk)
    with a_mail_server() as box:
        assert one_round(box).failed == 1
    assert now_so(message).last_error == "No email address is kept for them."


def test_an_address_that_was_put_right_meanwhile_is_the_one_it_goes_to(db):
    person = staff(email="mistyped@example.invalid")
    posted(person.pk)
    person.email = TO
    person.save()
    with a_mail_server() as box:
        one_round(box)
    assert [str(mail["To"].addresses[0].addr_spec) for mail in box.taken] == [TO]


def test_a_mail_the_server_took_before_it_broke_off_is_repeated_under_the_same_id(db):
    message = posted()
    with a_mail_server() as box:
        box.says[TO] = ["drop"]
        assert one_round(box).put_off == 1
        assert one_round(box, after=timedelta(minutes=2)).handed_over == 1
    assert box.ids == [message.message_id] * 2


def test_a_worker_that_was_killed_leaves_its_message_to_the_next_when_its_time_is_up(db):
    message = posted()
    assert take(now=NOW) is not None  # and nothing more: the process is gone
    with a_mail_server() as box:
        assert one_round(box, after=LEASE - timedelta(seconds=1)) == Delivered()
        assert one_round(box, after=LEASE).handed_over == 1
    assert box.ids == [message.message_id]


def test_a_mail_over_which_the_programme_falls_stops_no_other(db, caplog):
    broken, sound = posted(), posted(key="another")

    def send(letter) -> Answered:
        if letter.message_id == broken.message_id:
            raise RuntimeError(letter.heading)
        return TAKEN

    assert deliver(send, clock=lambda: NOW) == Delivered(handed_over=1, put_off=1)
    assert (now_so(broken).state, now_so(broken).last_error) == (
        "waiting",
        "It could not be offered (RuntimeError).",
    )
    assert now_so(sound).state == "handed-over"
    assert broken.heading not in caplog.text


def test_a_server_that_does_not_answer_costs_no_try_and_the_message_goes_a_minute_after_it_is_back(db):
    message = posted()
    for minute in range(4):
        taken = take(now=NOW + timedelta(minutes=minute))
        settle(taken, Answered(Answer.NOT_THERE, "gone"), now=NOW + timedelta(minutes=minute))
    assert (now_so(message).attempts, now_so(message).state) == (0, "waiting")
    assert now_so(message).next_try_at == NOW + timedelta(minutes=4)


def test_a_slow_worker_that_comes_back_does_not_undo_what_another_did(db):
    message = posted()
    slow, other = take(now=NOW), take(now=NOW + LEASE)
    assert slow is not None
    assert other is not None
    settle(slow, Answered(Answer.NEVER, "550 no"), now=NOW + LEASE)
    assert now_so(message).state == "waiting"
    settle(other, TAKEN, now=NOW + LEASE)
    settle(slow, Answered(Answer.NOT_THERE, "gone"), now=NOW + LEASE)
    assert now_so(message).state == "handed-over"


@pytest.mark.parametrize(
    "answered, state",
    [
        (Answered(Answer.NOT_THERE, "gone"), "withdrawn"),
        (Answered(Answer.NEVER, "550 no"), "withdrawn"),
        (TAKEN, "handed-over"),
    ],
)
def test_what_is_taken_back_in_a_workers_hand_goes_now_or_never(db, answered, state):
    message = posted()
    taken = take(now=NOW)
    assert withdraw(Q(pk=message.pk), why="The meeting is cancelled.", now=NOW) == 0
    assert settle(taken, answered, now=NOW) == state
    assert take(now=NOW + timedelta(days=1)) is None


def test_what_is_taken_back_from_a_worker_that_was_killed_never_goes(db):
    message = posted()
    take(now=NOW)
    withdraw(Q(pk=message.pk), why="The meeting is cancelled.", now=NOW)
    with a_mail_server() as box:
        assert one_round(box, after=LEASE).to_nobody == 1
    assert box.ids == []
    assert (now_so(message).state, now_so(message).last_error) == ("withdrawn", "The meeting is cancelled.")


def test_a_message_to_somebody_who_left_goes_to_nobody_and_their_forum_is_told(db):
    week = a_week()
    week.coordinating.email = TO
    week.coordinating.save()
    leaver = staff("Peregrine Stainsby", email="left@example.invalid")
    message = posted(leaver.pk, about=About(meeting=week.meeting.pk))
    administrator = viewer_of(staff(posts=[Post.ADMINISTRATOR]))
    end_account(staff_id=leaver.pk, actor=administrator, now=NOW)
    with a_mail_server() as box:
        done = one_round(box)
    assert (done.to_nobody, done.handed_over) == (1, 1)
    assert (now_so(message).state, message.last_error) == (
        "withdrawn",
        "They do not work here any more, so it went to nobody.",
    )
    (told,) = box.taken
    assert TO in str(told["To"])
    assert "Peregrine Stainsby does not work here any more" in told.get_content()


def test_an_invitation_is_offered_to_calendars_and_a_file_is_attached(db, settings):
    settings.ATTACH_TO = ["example.invalid"]
    calendar = Part("invite.ics", "text/calendar; method=REQUEST; charset=utf-8", b"BEGIN:VCALENDAR\r\n")
    posted(parts=[calendar, Part("tool.xlsx", "application/octet-stream", b"\x00\x01")])
    with a_mail_server() as box:
        one_round(box)
    parts = [part for part in box.taken[0].walk() if not part.is_multipart()]
    assert [part.get_content_type() for part in parts] == [
        "text/plain",
        "text/calendar",
        "application/octet-stream",
    ]
    assert parts[1].get_param("method") == "REQUEST"
    assert (parts[2].get_filename(), parts[2].get_content()) == ("tool.xlsx", b"\x00\x01")


@pytest.mark.parametrize("address", ["no address", "two@@example.invalid", "a@b\r\nBcc: all@example.invalid"])
def test_what_is_no_address_is_never_offered_to_the_server(db, address):
    message = posted()
    Message.objects.update(address=address)
    with a_mail_server() as box:
        assert one_round(box).failed == 1
    assert box.taken == []
    assert now_so(message).state == "failed"


def test_a_folder_takes_what_is_an_address_and_waits_where_it_cannot_be_written(db, tmp_path):
    good, bad = posted(), posted(key="notice:2")
    Message.objects.filter(pk=bad.pk).update(address="two@@example.invalid")
    (tmp_path / "full").write_text("a file where a folder is asked")

    def into(folder: str) -> Delivered:
        with mail_server(f"file:{tmp_path / folder}", sender="remit@council.example") as way:
            return deliver(way.send, clock=lambda: NOW)

    assert "cannot be written" in into("full").server
    Message.objects.update(next_try_at=NOW)
    assert (into("mail").handed_over, now_so(good).state, now_so(bad).state) == (1, "handed-over", "failed")

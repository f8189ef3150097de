"""One mailbox is read, on a real IMAP server: what came back, what is left alone, and nothing twice."""

import json
import os
from dataclasses import replace
from datetime import timedelta

import pytest

from remit.casework import incoming
from remit.casework.mailbox import AFTER_TROUBLE
from remit.casework.outbox import About, post
from remit.commands.mails.mailbox_server import MailServer, SaidNo, mailbox_server
from remit.commands.main import main
from remit.records.audit import AuditEvent
from remit.records.came_in import CameIn, MailLookedAt
from remit.records.messages import Message
from tests.casework.mails import handed_over
from tests.casework.weeks import a_week, rated
from tests.documents.mails_that_came_in import HOSTILE, a_mail, a_report
from tests.factories import NOW, a_child, a_team, staff
from tests.factories.workbooks import Edited
from tests.mailbox_servers import Mailbox

READ, NOT_OURS, SET_ASIDE = "Read by Remit", "Not for Remit", "Set aside by Remit"


@pytest.fixture
def mailbox(imap_server, db, settings, monkeypatch) -> Mailbox:
    """An empty mailbox Remit is set to read, with a certificate it has reason to trust."""
    made = imap_server.a_mailbox()
    monkeypatch.setenv("SSL_CERT_FILE", str(made.certificate))
    settings.MAILBOX, settings.FIXED_NOW = made.setting, NOW
    return made


def looked(capsys) -> dict[str, object]:
    main(["mailbox", "--json"])
    return json.loads(capsys.readouterr().out)


def sent(to: int | str = "gone@council.example", key: str = "one", **about: object) -> Message:
    """A message that was handed over."""
    ref = post(key=key, kind="notice", to=to, heading="A notice", text="See.", about=About(**about), now=NOW)
    handed_over()
    return Message.objects.get(ref=ref)


def now_at(message: Message) -> Message:
    message.refresh_from_db()
    return message


def test_a_mail_that_came_back_is_marked_with_the_reason_in_plain_words(mailbox, capsys):
    message = sent()
    mailbox.put(a_report(message.message_id))
    assert looked(capsys)["returned"] == 1
    assert now_at(message).state == "returned"
    assert message.last_error == (
        "It came back: there is no such mailbox at that address (5.1.1)."
        " Ask an administrator to put the address right, then try again."
    )
    event = AuditEvent.objects.get(verb="message.returned")
    assert event.detail == {"message": message.ref, "kind": "notice", "status": "5.1.1"}
    assert (mailbox.count(), mailbox.count(READ, "SEEN")) == (0, 1)


def test_each_mail_is_listed_with_what_became_of_it_and_none_names_a_child(mailbox, capsys):
    """Neither the name of a file nor of a tab, which people call after the child, nor any words of a mail."""
    staff("Corin Hadleigh", email="corin@council.example")
    message = sent()
    book = Edited.of({"Perpetua Quillfeather": [["About", "Perpetua Quillfeather"]]}).saved()
    about_her = {"Perpetua Quillfeather.xlsx": book}
    mailbox.put(a_report(message.message_id))
    mailbox.put(a_mail("About Perpetua Quillfeather", sender="corin@council.example", files=about_her))
    answer = looked(capsys)
    came_back, book_mail = answer["mails"]
    assert came_back.items() >= {"kind": "bounce", "became": "returned", "message": "A notice"}.items()
    assert came_back["to"] == "gone@council.example"
    assert book_mail.items() >= {"kind": "workbook", "became": "set-aside", "from": "Corin Hadleigh"}.items()
    assert "does not say which meeting it was made for" in book_mail["why"]
    assert {one["id"] for one in answer["mails"]} == set(CameIn.objects.values_list("ref", flat=True))
    assert looked(capsys)["mails"] == []
    assert "Quillfeather" not in json.dumps(answer)


def test_on_screen_each_mail_is_a_line(mailbox, capsys):
    message = sent()
    mailbox.put(a_report(message.message_id), a_mail("Lunch?"))
    assert main(["mailbox"]) == 0
    said = capsys.readouterr()
    lines = [line.split("\t") for line in said.out.splitlines()]
    assert [line[:4] for line in lines] == [
        ["a mail that came back", "–", "A notice", "came back"],
        ["a mail", "–", "–", "not for Remit"],
    ]
    assert "there is no such mailbox" in lines[0][4]
    assert "Lunch" not in said.out
    assert "1 came back, 1 not for Remit." in said.err


def test_one_that_is_only_late_changes_nothing(mailbox, capsys):
    message = sent()
    mailbox.put(a_report(message.message_id, action="delayed", status="4.4.1"))
    assert looked(capsys)["noted"] == 1
    assert now_at(message).state == "handed-over"


def test_where_whom_it_was_for_has_left_somebody_in_their_place_is_told(mailbox, capsys):
    week, team = a_week(), a_team()
    worker = staff("Wendel Ashgrove", team=team, email="wendel@council.example")
    (item,) = week.choose(rated("high", child=a_child(worker=worker, team=team)))
    message = sent(worker.pk, meeting=week.meeting.pk, child=item.subject_id)
    worker.is_active = False
    worker.save()
    mailbox.put(a_report(message.message_id))
    looked(capsys)
    assert "they do not work here any more" in now_at(message).last_error
    assert [one.recipient_id for one in Message.objects.filter(kind="left")] == [week.coordinating.pk]


def test_a_report_of_a_mail_nobody_sent_is_set_aside_and_stays_unread(mailbox, capsys):
    mailbox.put(a_report("<bcdfghjkmnpq@remit.invalid>"))
    assert looked(capsys)["set_aside"] == 1
    assert CameIn.objects.get().why.startswith("It says that a mail came back which Remit did not send")
    assert mailbox.count(SET_ASIDE, "UNSEEN") == 1


def test_whatever_else_is_in_it_stops_nothing_is_left_unread_and_answered_by_nobody(mailbox, capsys):
    message = sent()
    mailbox.put(
        *(raw for raw in HOSTILE.values() if raw),
        a_mail("I am away.", Auto_Submitted="auto-replied", In_Reply_To=message.message_id),
        a_report(message.message_id),
    )
    before = Message.objects.count()
    answer = looked(capsys)
    assert (answer["returned"], answer["trouble"]) == (1, "")
    assert mailbox.count() == 0
    arrived = len([raw for raw in HOSTILE.values() if raw]) + 1
    assert answer["set_aside"] == 2  # a report of nothing, and a workbook from nobody
    assert mailbox.count(NOT_OURS, "UNSEEN") == answer["not_ours"] == arrived - 2
    assert mailbox.count(NOT_OURS, "DELETED") == 0
    assert Message.objects.count() == before
    assert set(CameIn.objects.filter(kind="other").values_list("sender", flat=True)) == {""}


def test_one_that_is_too_large_is_not_fetched(mailbox, capsys, monkeypatch):
    monkeypatch.setattr("remit.commands.mails.reading_mail.LARGEST", 1_000)
    fetched = []
    monkeypatch.setattr("remit.commands.mails.reading_mail.open_mail", fetched.append)
    mailbox.put(a_mail("x" * 2_000))
    assert looked(capsys)["not_ours"] == 1
    assert (fetched, CameIn.objects.get().why) == ([], "It is too large.")


def test_a_look_that_is_killed_half_way_does_nothing_twice(mailbox, capsys, monkeypatch):
    """Killed after what the mail did was saved, and before the mail was put away; then the server counts anew."""
    message = sent()
    mailbox.put(a_report(message.message_id))

    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("remit.commands.mails.mailbox_server.MailServer.file", killed)
        main(["mailbox"])
    assert (now_at(message).state, mailbox.count()) == ("returned", 1)
    Message.objects.update(state="handed-over")
    assert looked(capsys)["returned"] == 0
    assert (now_at(message).state, mailbox.count(), mailbox.count(READ)) == ("handed-over", 0, 1)
    CameIn.objects.update(validity=1)
    mailbox.put(a_report(message.message_id))
    looked(capsys)
    assert (now_at(message).state, mailbox.count(READ), CameIn.objects.count()) == ("handed-over", 2, 1)


def test_a_mail_that_cannot_be_taken_in_is_noted_and_the_next_one_is(mailbox, capsys, monkeypatch):
    first, second = sent(), sent(key="two")
    real = incoming.came_back
    words = iter([RuntimeError("A child’s name"), None])

    def fails_once(status: str) -> str:
        if wrong := next(words):
            raise wrong
        return real(status)

    monkeypatch.setattr(incoming, "came_back", fails_once)
    mailbox.put(a_report(first.message_id), a_report(second.message_id))
    answer = looked(capsys)
    assert (answer["not_ours"], answer["returned"]) == (1, 1)
    assert [now_at(one).state for one in (first, second)] == ["handed-over", "returned"]
    assert "A child’s name" not in "".join(capsys.readouterr())


def test_a_mail_the_server_does_not_hand_out_stops_no_other_and_is_said(mailbox, capsys, monkeypatch):
    message = sent()
    mailbox.put(a_mail(), a_report(message.message_id))
    with mailbox.opened() as talk:
        talk.select("INBOX")
        first = int(talk.uid("SEARCH", "ALL")[1][0].split()[0])
    real = MailServer.content

    def refuses(server: MailServer, uid: int, *, head: bool = False) -> bytes:
        if uid == first:
            raise SaidNo
        return real(server, uid, head=head)

    monkeypatch.setattr(MailServer, "content", refuses)
    answer = looked(capsys)
    assert (answer["returned"], mailbox.count()) == (1, 1)
    assert "does not hand out or put away 1 of the mails" in str(answer["trouble"])


def test_a_server_that_is_down_is_said_and_left_alone_for_a_while(mailbox, settings, capsys):
    there = settings.MAILBOX
    settings.MAILBOX = replace(there, port=1)
    assert main(["worker", "--once", "--json"]) == 1
    words = "The server of the mailbox does not answer: ConnectionRefusedError."
    assert words in json.loads(capsys.readouterr().out)["trouble"]
    state = MailLookedAt.objects.get()
    assert (state.trouble, state.trouble_since, state.looked_at) == (words, NOW, None)
    mailbox.put(a_mail())
    settings.MAILBOX, settings.FIXED_NOW = there, NOW + timedelta(minutes=1)
    main(["worker", "--once"])
    assert mailbox.count() == 1
    settings.FIXED_NOW = NOW + AFTER_TROUBLE
    main(["worker", "--once"])
    assert (mailbox.count(), MailLookedAt.objects.get().trouble) == (0, "")


def test_a_wrong_password_and_a_certificate_nobody_vouches_for_are_said(
    mailbox, settings, capsys, monkeypatch
):
    settings.MAILBOX = replace(mailbox.setting, secret="another")
    assert "does not accept the user name and password" in str(looked(capsys)["trouble"])
    settings.MAILBOX = mailbox.setting
    monkeypatch.setenv("SSL_CERT_FILE", os.devnull)
    assert "SSLCertVerificationError" in str(looked(capsys)["trouble"])


def test_over_starttls_too(mailbox, imap_server):
    plain = replace(mailbox.setting, scheme="imap+starttls", port=imap_server.plain)
    mailbox.put(a_mail())
    with mailbox_server(plain) as server:
        assert len(server.waiting()) == 1


def test_without_a_mailbox_the_command_says_what_to_set(db, settings, capsys):
    settings.MAILBOX = None
    assert main(["mailbox"]) == 1
    assert "REMIT_IMAP_URL" in capsys.readouterr().err

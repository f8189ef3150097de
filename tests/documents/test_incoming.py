"""A mail that came in is opened whatever is in it, and what a server reports is understood."""

import pytest

from remit.documents.incoming import LARGEST, Opened, Unopened, open_mail
from remit.rules.bounces import came_back
from tests.documents.mails_that_came_in import HOSTILE, POSTMASTER, a_mail, a_report, nested

OURS = "<bcdfghjkmnpq@remit.invalid>"


def opened(raw: bytes) -> Opened:
    found = open_mail(raw)
    assert isinstance(found, Opened)
    return found


@pytest.mark.parametrize("whole", [False, True], ids=["head lines", "the whole of it"])
def test_a_report_names_the_mail_that_came_back_and_why(whole):
    mail = opened(a_report(OURS, status="5.2.2", whole=whole))
    assert mail.report is not None
    assert (mail.report.about[0], mail.report.action, mail.report.status) == (OURS, "failed", "5.2.2")
    assert mail.automatic


def test_of_several_addresses_the_one_that_failed_is_reported_on():
    raw = a_report(OURS, action="relayed", status="2.0.0").replace(
        b"\r\n\r\n--parts\r\nContent-Type: text/rfc822",
        b"\r\n\r\nFinal-Recipient: rfc822; b@council.example\r\nAction: failed\r\nStatus: 5.7.1\r\n"
        b"\r\n--parts\r\nContent-Type: text/rfc822",
    )
    report = opened(raw).report
    assert report is not None
    assert (report.action, report.status) == ("failed", "5.7.1")


def test_a_server_that_writes_in_words_only_is_understood_by_the_id_that_stands_in_them():
    report = opened(a_mail(f"Your message {OURS} could not be delivered.", sender=POSTMASTER)).report
    assert report is not None
    assert (report.about, report.action, report.status) == ((OURS,), "failed", "")


def test_a_person_who_quotes_our_mail_reports_nothing():
    mail = opened(a_mail(f"What is {OURS}?", In_Reply_To=OURS))
    assert mail.report is None
    assert not mail.automatic


def test_an_answer_by_a_machine_is_known_as_one():
    assert opened(a_mail("I am away.", Auto_Submitted="auto-replied")).automatic
    assert opened(a_mail("I am away.", Precedence="bulk")).automatic
    assert not opened(a_mail("Here I am.", Auto_Submitted="no")).automatic


@pytest.mark.parametrize("name", HOSTILE)
def test_no_mail_stops_the_reading_of_mails(name):
    found = open_mail(HOSTILE[name])
    assert len(found.identity) == 64
    if isinstance(found, Unopened):
        assert found.why


def test_a_mail_too_large_or_too_deep_is_left_alone():
    assert isinstance(open_mail(b"From: a@council.example\r\n\r\n" + b"x" * LARGEST), Unopened)
    assert isinstance(open_mail(nested(5_000)), Unopened)


def test_the_same_mail_by_another_way_is_the_same_and_another_of_its_id_is_not():
    mail = a_mail("Here.", Message_ID="<one@council.example>")
    way = b"Received: from a by b\r\n" + mail
    other = mail.replace(b"Here.", b"There.")
    assert opened(mail).identity == opened(way).identity != opened(other).identity


def test_files_that_may_be_workbooks_come_out_byte_for_byte_under_their_own_name():
    mail = opened(a_mail(files={"../Tool 15-10-26.XLSX": b"PK\x03\x04\r\n\x00", "picture.png": b"x"}))
    assert [(file.name, file.content) for file in mail.workbooks] == [
        ("Tool 15-10-26.XLSX", b"PK\x03\x04\r\n\x00")
    ]


@pytest.mark.parametrize(
    "status, words",
    [
        ("5.1.1", "It came back: there is no such mailbox at that address (5.1.1). Ask an administrator"),
        ("5.2.2", "their mailbox is full (5.2.2). Ask them to make room, then try again."),
        ("5.4.7", "could not be reached for days (5.4.7)"),
        ("5.9.9", "gave no reason that Remit can read (5.9.9)"),
        ("", "It came back: the mail server gave no reason that Remit can read. Ask whether"),
    ],
)
def test_why_a_mail_came_back_is_said_in_plain_words(status, words):
    assert words in came_back(status)

"""Files go along with a mail only to addresses of the domains that are set; everybody else has the link."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from remit.casework.letters import send_letter
from remit.casework.outbox import Part, post
from remit.commands.main import main
from remit.records.audit import Look
from remit.rules.delivery import may_attach
from tests.casework.weeks import a_week, rated
from tests.factories import NOW, a_child, a_team, staff
from tests.factories.children import number_of
from tests.mail_servers import Postbox, a_mail_server

WORKER = "worker@council.example"


@pytest.mark.parametrize(
    "address, goes",
    [
        ("a@council.example", True),
        ("a@COUNCIL.example", True),
        ("a@other.council.example", False),
        ("a@council.example.org", False),
        ("council.example", False),
        ("", False),
    ],
)
def test_a_domain_is_allowed_where_it_is_named_in_full(address, goes):
    assert may_attach(address, ["council.example"]) is goes


def sent(settings, *domains: str) -> Postbox:
    settings.FIXED_NOW, settings.ATTACH_TO = NOW, list(domains)
    with a_mail_server() as box:
        settings.MAIL_SERVER = box.address
        main(["worker", "--once"])
    return box


def files(box: Postbox, to: str) -> list[tuple[str, bytes]]:
    """What is attached to the mails at an address that are letters."""
    return [
        (part.get_filename(), part.get_payload(decode=True))
        for mail in box.taken
        if to in str(mail["To"])
        for part in mail.iter_attachments()
    ]


@pytest.fixture
def chosen(db):
    """A case was chosen, so its worker has a letter waiting."""
    week, team = a_week(), a_team()
    worker = staff("Isolde Frobisher", team=team, email=WORKER)
    (item,) = week.choose(rated("high", child=a_child(worker=worker, team=team)))
    return week, item, worker


def press(week) -> None:
    """The coordinator sends the week's mail."""
    send_letter(
        meeting_id=week.meeting.pk,
        letter="focus-case-mail",
        heading="The meeting",
        text="Come.",
        seen=None,
        actor=week.coordinator,
        now=NOW,
    )


@pytest.mark.clause("ROR-13")
@pytest.mark.look
def test_where_the_domain_is_set_a_worker_has_the_sheet_of_their_own_child_and_that_is_logged(
    chosen, settings
):
    week, item, worker = chosen
    week.finish()
    press(week)
    ((name, content),) = files(sent(settings, "council.example"), WORKER)
    assert name == "Risk of Resi Tool 15-10-26.xlsx"
    assert number_of(item.subject.person) in load_workbook(BytesIO(content)).sheetnames
    look = Look.objects.get(route="remit worker", viewer=worker)
    assert (look.kind, [one.subject_id for one in look.persons.all()]) == ("exported", [item.subject_id])


def test_to_any_other_domain_goes_the_link_alone_and_nothing_is_logged(chosen, settings):
    week, _, _ = chosen
    week.finish()
    press(week)
    box = sent(settings, "health.example")
    assert WORKER in {str(mail["To"]).split("<")[-1].strip(">") for mail in box.taken}
    assert [part for mail in box.taken for part in mail.iter_attachments()] == []
    assert not Look.objects.filter(route="remit worker").exists()


def test_a_file_that_belongs_to_a_mail_is_kept_back_and_the_mail_says_so(db, settings):
    parts = [
        Part("Minutes.docx", "application/msword", b"x"),
        Part("invite.ics", "text/calendar; method=REQUEST", b"y"),
    ]
    post(key="one", kind="notice", to=WORKER, heading="Minutes", text="See.", parts=parts, now=NOW)
    (mail,) = sent(settings).taken
    assert "Files are not sent to this address: open it in Remit." in mail.get_body(("plain",)).get_content()
    assert [part.get_content_type() for part in mail.walk() if not part.is_multipart()] == [
        "text/plain",
        "text/calendar",
    ]

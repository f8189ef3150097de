"""`remit worker` and `remit outbox`: what is sent, what is listed, for whom; and a database that may forget is refused."""

import json
from email import message_from_bytes

import pytest

from remit.casework.outbox import About, post
from remit.commands import durable
from remit.commands.main import main
from remit.records.audit import Look
from remit.rules.outcomes import Refused
from remit.rules.viewers import Post
from tests.casework.weeks import a_week, rated
from tests.factories import NOW, staff
from tests.mail_servers import a_mail_server


@pytest.fixture
def one_message(db):
    week = a_week()
    (item,) = week.choose(rated("high"))
    about = About("ROR-7", "selected-notice", week.meeting.pk, item.subject_id)
    post(
        key="notice",
        kind="notice",
        to="somebody@example.invalid",
        heading="Chosen",
        text="See.",
        about=about,
        now=NOW,
    )
    return week, item


def test_the_worker_hands_over_what_waits_to_the_server_that_is_set(one_message, settings, capsys):
    settings.FIXED_NOW = NOW
    with a_mail_server() as box:
        settings.MAIL_SERVER = box.address
        assert main(["worker", "--once", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["handed_over"] == len(box.taken) >= 1


def test_without_a_mail_server_messages_wait_and_the_worker_says_why(one_message, settings, capsys):
    settings.FIXED_NOW = NOW
    assert main(["worker", "--once"]) == 1
    assert "No mail server is set" in capsys.readouterr().err


def test_in_a_demonstration_each_mail_is_a_file_and_nothing_leaves_the_machine(
    one_message, settings, tmp_path
):
    settings.FIXED_NOW, settings.MAIL_SERVER = NOW, f"file:{tmp_path / 'mail'}"
    assert main(["worker", "--once"]) == 0
    mails = [message_from_bytes(path.read_bytes()) for path in (tmp_path / "mail").iterdir()]
    assert "Chosen" in [mail["Subject"] for mail in mails]


def listed(user: str, capsys) -> tuple[int, list[dict[str, object]]]:
    code = main(["outbox", "--json", "--as", user])
    return code, json.loads(capsys.readouterr().out)


@pytest.mark.look
def test_who_runs_the_forum_is_told_of_which_child_and_that_is_logged(one_message, settings, capsys):
    settings.FIXED_NOW = NOW
    week, item = one_message
    code, rows = listed(week.coordinating.username, capsys)
    (row,) = [row for row in rows if row["kind"] == "notice"]
    assert code == 0
    assert (row["state"], row["clause"], row["child"]) == ("waiting", "ROR-7", item.subject.ref)
    look = Look.objects.get(route="remit outbox")
    assert list(look.persons.values_list("subject_id", flat=True)) == [item.subject_id]


def test_an_administrator_is_told_of_every_message_and_of_no_child(one_message, settings, capsys):
    settings.FIXED_NOW = NOW
    code, rows = listed(staff(posts=[Post.ADMINISTRATOR]).username, capsys)
    assert code == 0
    assert [row["child"] for row in rows if row["kind"] == "notice"] == [None]
    assert not Look.objects.exists()


def test_where_nobody_is_named_every_message_is_listed_and_no_child(one_message, settings, capsys):
    settings.FIXED_NOW = NOW
    assert main(["outbox", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["child"] for row in rows if row["kind"] == "notice"] == [None]
    assert not Look.objects.exists()


def test_a_member_of_staff_who_is_data_officer_has_no_messages(one_message, settings, capsys):
    settings.FIXED_NOW = NOW
    code, answer = listed(staff(posts=[Post.DATA_OFFICER]).username, capsys)
    assert (code, list(answer)) == (1, ["refused"])


def test_a_member_has_no_messages_to_look_after(one_message, settings, capsys):
    settings.FIXED_NOW = NOW
    code, answer = listed(one_message[0].sitting.username, capsys)
    assert (code, answer["refused"]["problem"]) == (
        1,
        "You do not run a forum, so you have no messages to look after.",
    )


@pytest.mark.parametrize("name", ["fsync", "full_page_writes", "synchronous_commit"])
def test_a_database_that_may_forget_is_refused_by_name(name):
    durable.why_not({"fsync": "on", "full_page_writes": "on", "synchronous_commit": "remote_apply"})
    with pytest.raises(Refused, match=name):
        durable.why_not({"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on", name: "off"})


@pytest.mark.postgres
def test_neither_pages_nor_mails_start_on_a_postgresql_that_may_forget(db, settings):
    from django.db import connection

    settings.MAY_LOSE_WRITES = False
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")
    assert main(["worker", "--once"]) == 1

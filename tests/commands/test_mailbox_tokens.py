"""A mailbox of Microsoft 365 is opened with a token (XOAUTH2): here a real IMAP server that takes it, and a real token server."""

import json
from dataclasses import replace

import pytest
from django.core.exceptions import ImproperlyConfigured

from remit.commands.main import main
from remit.records.came_in import CameIn
from remit.settings.mailbox import MailboxSetting
from remit.settings.mailbox import mailbox as mailbox_setting
from tests.documents.mails_that_came_in import a_mail
from tests.factories import NOW
from tests.graph_servers import SECRET, Graph, a_graph
from tests.mailbox_servers import Mailbox, a_token

SERVICE = "https://outlook.example"


@pytest.fixture
def microsoft():
    with a_graph() as server:
        yield server


@pytest.fixture
def mailbox(imap_server, microsoft, db, settings, monkeypatch) -> Mailbox:
    """A mailbox for which Remit has no password, but an application that is given tokens."""
    made = imap_server.a_mailbox()
    monkeypatch.setenv("SSL_CERT_FILE", str(made.certificate))
    microsoft.gives = lambda: a_token(made.setting.user)
    settings.MAILBOX, settings.FIXED_NOW = with_tokens(made.setting, microsoft), NOW
    return made


def with_tokens(setting: MailboxSetting, microsoft: Graph, secret: str = SECRET) -> MailboxSetting:
    return replace(setting, secret="", application=microsoft.setting(secret), service=SERVICE)


def looked(capsys) -> dict[str, object]:
    main(["mailbox", "--json"])
    return json.loads(capsys.readouterr().out)


def test_mails_are_read_with_a_token_that_is_asked_for_once(mailbox, microsoft, capsys):
    mailbox.put(a_mail("Hello."))
    said = looked(capsys)
    assert (said["not_ours"], said["trouble"]) == (1, "")
    assert looked(capsys)["not_ours"] == 0
    assert CameIn.objects.count() == 1
    assert (mailbox.count(), mailbox.count("Not for Remit")) == (0, 1)
    assert microsoft.scopes == [f"{SERVICE}/.default"]


def test_a_token_that_ended_early_is_asked_for_anew(mailbox, microsoft, capsys):
    forged = iter([a_token(mailbox.setting.user, key=b"of somebody else")])
    microsoft.gives = lambda: next(forged, None) or a_token(mailbox.setting.user)
    assert looked(capsys)["trouble"] == ""
    assert len(microsoft.tokens) == 2


def test_a_server_that_takes_no_token_of_ours_is_said_with_what_to_do(mailbox, microsoft, capsys):
    microsoft.gives = lambda: a_token(mailbox.setting.user, key=b"of somebody else")
    said = looked(capsys)["trouble"]
    assert "does not accept Remit's application for this user" in said
    assert "IMAP.AccessAsApp" in said
    assert len(microsoft.tokens) == 2, "it does not ask for ever"


def test_a_secret_microsoft_does_not_accept_is_said(mailbox, microsoft, settings, capsys):
    settings.MAILBOX = with_tokens(mailbox.setting, microsoft, "an old secret")
    assert looked(capsys)["trouble"] == "Microsoft does not accept the client and the secret Remit has."


def test_a_sign_in_that_does_not_answer_is_said(mailbox, settings, capsys):
    nowhere = replace(settings.MAILBOX.application, sign_in="http://127.0.0.1:9", client="another")
    settings.MAILBOX = replace(settings.MAILBOX, application=nowhere)
    assert looked(capsys)["trouble"] == "Microsoft's sign-in does not answer: URLError."


def test_the_settings_name_the_application_of_graph(monkeypatch):
    monkeypatch.setenv("REMIT_IMAP_URL", "imaps://remit%40council.example@outlook.office365.com/INBOX")
    assert mailbox_setting().application is None
    monkeypatch.setenv("REMIT_IMAP_SIGN_IN", "microsoft")
    with pytest.raises(ImproperlyConfigured, match="REMIT_GRAPH_TENANT"):
        mailbox_setting()
    for name in ("TENANT", "CLIENT", "SECRET"):
        monkeypatch.setenv(f"REMIT_GRAPH_{name}", f"the-{name.lower()}")
    found = mailbox_setting()
    assert (found.user, found.application.client) == ("remit@council.example", "the-client")
    assert found.service == "https://outlook.office365.com"
    assert "the-secret" not in repr(found)
    monkeypatch.setenv("REMIT_IMAP_SIGN_IN", "magic")
    with pytest.raises(ImproperlyConfigured, match="password or microsoft"):
        mailbox_setting()

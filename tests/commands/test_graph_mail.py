"""Mail goes by Microsoft Graph where the settings say so; played here by a real HTTP server."""

import pytest

from remit.casework.delivery import Delivered, deliver
from remit.casework.outbox import post
from remit.commands.mails.mail_server import mail_server
from remit.commands.main import main
from remit.records.messages import Message
from remit.settings.environment import mail_server as mail_address
from remit.settings.graph import graph as graph_setting
from tests.factories import NOW
from tests.graph_servers import Graph, a_graph

FROM = "remit@council.example"


@pytest.fixture
def graph(db, settings):
    with a_graph() as server:
        settings.MAIL_SERVER, settings.GRAPH, settings.MAIL_FROM = "graph:", server.setting(), FROM
        settings.FIXED_NOW = NOW
        yield server


def posted(key: str = "one", to: str = "somebody@council.example") -> Message:
    ref = post(key=key, kind="notice", to=to, heading="A notice — today", text="See.", now=NOW)
    return Message.objects.get(ref=ref)


def one_round(graph: Graph) -> Delivered:
    with mail_server("graph:", sender=FROM) as way:
        return deliver(way.send, clock=lambda: NOW)


def state(message: Message) -> tuple[str, str]:
    message.refresh_from_db()
    return message.state, message.last_error


def test_the_worker_hands_a_mail_over_as_mime_from_the_address_that_is_set(graph):
    first, second = posted(), posted("two", "another@council.example")
    assert main(["worker", "--once"]) == 0
    assert [state(one) for one in (first, second)] == [("handed-over", "")] * 2
    assert [str(mail["Message-ID"]) for mail in graph.taken] == [first.message_id, second.message_id]
    assert [mail["Subject"] for mail in graph.taken] == ["A notice — today"] * 2
    assert (graph.senders, graph.tokens) == (["remit%40council.example"] * 2, ["token-1"])


def test_a_token_that_ends_early_or_is_old_is_fetched_anew(graph):
    posted()
    one_round(graph)
    graph.tokens.append("given to somebody else")
    posted("two")
    assert one_round(graph).handed_over == 1
    assert graph.tokens[-1] == "token-3"
    graph.expires_in = 30
    graph.tokens.append("and again")
    posted("three"), posted("four")
    assert one_round(graph).handed_over == 2
    assert graph.tokens[-2:] == ["token-5", "token-6"]


def test_when_it_has_too_much_to_do_it_is_left_alone_for_as_long_as_it_says(graph):
    message = posted()
    graph.says = [(429, "TooManyRequests", "120")]
    done = one_round(graph)
    assert "429 (TooManyRequests)" in done.server
    assert state(message)[0] == "waiting"
    posted("two")
    assert "asked to be left alone" in one_round(graph).server
    assert graph.asked == 1


@pytest.mark.parametrize(
    "code, word, became, words",
    [
        (400, "ErrorInvalidRecipients", "failed", "said 400 (ErrorInvalidRecipients)"),
        (413, "", "failed", "said 413"),
        (403, "ErrorAccessDenied", "waiting", "does not let Remit send as remit@council.example"),
        (500, "InternalServerError", "waiting", "said 500 (InternalServerError)"),
    ],
)
def test_what_it_says_of_a_mail_or_of_itself_is_told_apart(code, word, became, words, graph):
    message = posted()
    graph.says = [(code, word, "")]
    one_round(graph)
    assert state(message)[0] == became
    assert words in message.last_error
    assert "Words of theirs" not in message.last_error


def test_a_secret_it_does_not_know_costs_no_message_and_is_not_said(graph, settings):
    settings.GRAPH = graph.setting("another secret")
    message = posted()
    assert one_round(graph).server == "Microsoft does not accept the client and the secret Remit has."
    assert state(message)[0] == "waiting"


def test_where_nobody_answers_the_message_waits(graph, settings):
    with a_graph() as gone:
        settings.GRAPH = gone.setting()
    message = posted()
    assert "Microsoft Graph does not answer" in one_round(graph).server
    assert state(message)[0] == "waiting"


def test_it_is_chosen_by_its_settings_and_its_secret_shows_nowhere(tmp_path, monkeypatch):
    (tmp_path / "secret").write_text("hidden\n")
    monkeypatch.setenv("REMIT_GRAPH_TENANT", "a-tenant")
    monkeypatch.setenv("REMIT_GRAPH_CLIENT", "a-client")
    monkeypatch.setenv("REMIT_GRAPH_SECRET_FILE", str(tmp_path / "secret"))
    monkeypatch.setenv("REMIT_MAIL_FROM", FROM)
    found = graph_setting()
    assert found is not None
    assert (mail_address(), found.secret) == ("graph:", "hidden")
    assert "hidden" not in repr(found)

"""A real HTTP server on this machine that plays Microsoft Graph: it gives out tokens and takes mails as a test tells it to."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

from remit.settings.graph import GraphSetting

SECRET = "a made-up secret"


class Graph:
    """What it took, which tokens it gave out, and what it says next."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.senders: list[str] = []
        self.tokens: list[str] = []
        self.says: list[tuple[int, str, str]] = []
        """Code, Graph's word for it, and seconds to wait: the answers to the next mails, before one is taken."""
        self.asked = 0
        self.expires_in = 3600
        self.gives: Callable[[], str] | None = None
        """Makes the next token, where it is to be more than a number."""
        self.scopes: list[str] = []
        self.port = 0

    def setting(self, secret: str = SECRET) -> GraphSetting:
        here = f"http://127.0.0.1:{self.port}"
        return GraphSetting("the-tenant", "the-client", secret, here, here)


class _Handler(BaseHTTPRequestHandler):
    graph: Graph

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path == "/the-tenant/oauth2/v2.0/token":
            self._token(parse_qs(body.decode()))
        elif self.path.startswith("/v1.0/users/") and self.path.endswith("/sendMail"):
            self._mail(body)
        else:
            self._answer(404, {"error": {"code": "ResourceNotFound"}})

    def _token(self, asked: dict[str, list[str]]) -> None:
        if asked["client_secret"] != [SECRET]:
            return self._answer(401, {"error": "invalid_client", "error_description": SECRET})
        self.graph.scopes += asked["scope"]
        made = self.graph.gives() if self.graph.gives else f"token-{len(self.graph.tokens) + 1}"
        self.graph.tokens.append(made)
        return self._answer(200, {"access_token": self.graph.tokens[-1], "expires_in": self.graph.expires_in})

    def _mail(self, body: bytes) -> None:
        self.graph.asked += 1
        if self.headers["Authorization"] != f"Bearer {self.graph.tokens[-1]}":
            return self._answer(401, {"error": {"code": "InvalidAuthenticationToken"}})
        if self.graph.says:
            code, word, wait = self.graph.says.pop(0)
            return self._answer(code, {"error": {"code": word, "message": "Words of theirs"}}, wait)
        mail = message_from_bytes(base64.b64decode(body, validate=True), policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self.graph.taken.append(mail)
        self.graph.senders.append(self.path.split("/")[3])
        return self._answer(202, None)

    def _answer(self, code: int, document: object, wait: str = "") -> None:
        content = json.dumps(document).encode() if document is not None else b""
        self.send_response(code)
        if wait:
            self.send_header("Retry-After", wait)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *words: object) -> None:
        """Nothing is printed."""


@contextmanager
def a_graph() -> Iterator[Graph]:
    """A server as long as this lasts."""
    graph = Graph()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"graph": graph}))
    graph.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield graph
    finally:
        server.shutdown()
        thread.join()
        server.server_close()

"""A real SMTP server on this machine, that takes, puts off, refuses or drops mail as a test tells it to."""

from __future__ import annotations

import socket
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller


class Postbox:
    """What the server took, and what it says to whom."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.says: dict[str, list[str]] = defaultdict(list)
        """Answers to an address, in turn, before it is taken; "drop" ends the conversation after the mail was taken."""
        self.port = 0

    @property
    def address(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    @property
    def ids(self) -> list[str]:
        return [str(mail["Message-ID"]) for mail in self.taken]

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if self.says[address] and self.says[address][0] != "drop":
            return self.says[address].pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        mail = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(mail, EmailMessage)
        self.taken.append(mail)
        if self.says[envelope.rcpt_tos[0]][:1] == ["drop"]:
            self.says[envelope.rcpt_tos[0]].pop(0)
            server.transport.abort()
        return "250 Taken"


class _OnItsSocket(Controller):
    """A controller on a port the machine chose, so that nothing else can be on it."""

    def __init__(self, handler: object, listening: socket.socket) -> None:
        self._listening = listening
        super().__init__(handler, hostname="127.0.0.1", port=listening.getsockname()[1])

    def _create_server(self) -> Any:
        return self.loop.create_server(self._factory_invoker, sock=self._listening)


@contextmanager
def a_mail_server(box: Postbox | None = None, *, port: int = 0) -> Iterator[Postbox]:
    """A server as long as this lasts; `port`: where one stood before."""
    box = box or Postbox()
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind(("127.0.0.1", port))
    box.port = listening.getsockname()[1]
    controller = _OnItsSocket(box, listening)
    controller.start()
    try:
        yield box
    finally:
        controller.stop()
        listening.close()

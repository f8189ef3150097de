"""How does a mail leave? Over SMTP to the council's mail server, by Microsoft Graph, or, in a demonstration, into a folder."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import unquote, urlsplit

from remit.commands.mails.graph_mail import GraphMail
from remit.documents.mail import Letter, written
from remit.rules.delivery import TAKEN, Answer, Answered

PATIENCE = 20
"""Seconds the server is waited for at each step of handing one mail over; all steps together stay within the lease."""
PORTS = {"smtp": 25, "smtps": 465, "smtp+starttls": 587}


class MailServer:
    """One conversation with an SMTP server, begun when the first mail is sent and begun anew where it broke off."""

    def __init__(self, address: str, sender: str, *, patience: float = PATIENCE) -> None:
        self._at = urlsplit(address)
        self._sender = sender
        self._patience = patience
        self._open: smtplib.SMTP | None = None

    def send(self, letter: Letter) -> Answered:
        """Offer one mail. Whatever the server says, or fails to say, is an answer."""
        try:
            mail = written(letter, sender=self._sender)
        except ValueError:
            return _no_address(letter)
        try:
            return self._offer(mail, letter.to)
        except (OSError, smtplib.SMTPException) as trouble:
            self.close()
            return Answered(Answer.NOT_THERE, _words(trouble))

    def close(self) -> None:
        """End the conversation, politely where that can be."""
        server, self._open = self._open, None
        if server is not None:
            with suppress(OSError, smtplib.SMTPException):
                server.quit()
            server.close()

    def _offer(self, mail: EmailMessage, to: str) -> Answered:
        server = self._conversation()
        try:
            server.send_message(mail, from_addr=self._sender, to_addrs=[to])
        except smtplib.SMTPRecipientsRefused as refused:
            ((code, words),) = refused.recipients.values()
            return _judged(code, words)
        except smtplib.SMTPDataError as refused:
            return _judged(refused.smtp_code, refused.smtp_error)
        except smtplib.SMTPNotSupportedError as refused:
            return Answered(Answer.NEVER, str(refused))
        return TAKEN

    def _conversation(self) -> smtplib.SMTP:
        if self._open is not None:
            with suppress(OSError, smtplib.SMTPException):
                if self._open.noop()[0] == 250:
                    return self._open
            self.close()
        self._open = server = self._called()
        if self._at.scheme == "smtp+starttls":
            server.starttls(context=ssl.create_default_context())
        if self._at.username:
            server.login(unquote(self._at.username), unquote(self._at.password or ""))
        return server

    def _called(self) -> smtplib.SMTP:
        host, port = self._at.hostname or "localhost", self._at.port or PORTS[self._at.scheme]
        if self._at.scheme == "smtps":
            context = ssl.create_default_context()
            return smtplib.SMTP_SSL(host, port, timeout=self._patience, context=context)
        return smtplib.SMTP(host, port, timeout=self._patience)


class MailFolder:
    """A folder that takes every mail, one file each under its own id: the same mail twice is one file."""

    def __init__(self, address: str, sender: str) -> None:
        self._folder = Path(address.partition(":")[2])
        self._sender = sender

    def send(self, letter: Letter) -> Answered:
        """Write one mail down. Whatever is wrong with it, or with the folder, is an answer."""
        try:
            mail = written(letter, sender=self._sender).as_bytes()
        except ValueError:
            return _no_address(letter)
        name = letter.message_id.strip("<>").partition("@")[0]
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            (self._folder / f"{name}.eml").write_bytes(mail)
        except OSError as trouble:
            return Answered(Answer.NOT_THERE, f"The folder for mail cannot be written: {trouble.strerror}.")
        return TAKEN

    def close(self) -> None:
        """Nothing is held open."""


Way = MailServer | MailFolder | GraphMail


@contextmanager
def mail_server(address: str, *, sender: str) -> Iterator[Way]:
    """The way mail goes, for as long as a round lasts."""
    way = _way(address, sender)
    try:
        yield way
    finally:
        way.close()


def _no_address(letter: Letter) -> Answered:
    """No server could take it."""
    return Answered(Answer.NEVER, f"This is no email address: {letter.to}")


def _way(address: str, sender: str) -> Way:
    if address.startswith("file:"):
        return MailFolder(address, sender)
    if address.startswith("graph:"):
        from django.conf import settings
        from django.core.exceptions import ImproperlyConfigured

        if settings.GRAPH is None:
            raise ImproperlyConfigured(
                "Set REMIT_GRAPH_TENANT, REMIT_GRAPH_CLIENT and REMIT_GRAPH_SECRET_FILE."
            )
        return GraphMail(settings.GRAPH, sender)
    return MailServer(address, sender)


def _judged(code: int, words: bytes | str) -> Answered:
    """5xx is for good, anything else for now (RFC 5321, 4.2.1)."""
    said = words.decode(errors="replace") if isinstance(words, bytes) else words
    return Answered(Answer.NEVER if 500 <= code < 600 else Answer.NOT_NOW, f"{code} {said}")


def _words(trouble: Exception) -> str:
    if isinstance(trouble, smtplib.SMTPAuthenticationError):
        return "The mail server does not accept the user name and password Remit has for it."
    if isinstance(trouble, smtplib.SMTPResponseException):
        return str(_judged(trouble.smtp_code, trouble.smtp_error).words)
    return f"The mail server does not answer: {type(trouble).__name__}."

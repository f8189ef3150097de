"""How is a mailbox read? Over IMAP (RFC 3501), one mail after another, signed in with a password or as an application of
Microsoft 365 (XOAUTH2). Nothing in it is ever deleted."""

from __future__ import annotations

import imaplib
import re
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from http.client import HTTPException
from typing import TYPE_CHECKING, Any

from remit.commands.mails.microsoft_tokens import Tokens

if TYPE_CHECKING:
    # Loading a setting loads all of them, before the command line has said whether this is a demonstration.
    from remit.settings.mailbox import MailboxSetting

PATIENCE = 20
"""Seconds the server is waited for at each step."""
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")
_DELIMITER = re.compile(rb'\((?:[^)]*)\) (?:"(.)"|NIL)')
TROUBLE = (OSError, imaplib.IMAP4.error)
NO_PASSWORD_TAKEN = "The server of the mailbox does not accept the user name and password Remit has for it."
NO_TOKEN_GIVEN = "Microsoft does not accept the client and the secret Remit has."
NO_TOKEN_TAKEN = (
    "The server of the mailbox does not accept Remit's application for this user. Whoever runs Microsoft 365 gives it"
    " IMAP.AccessAsApp and leave to this mailbox."
)


class MailboxTrouble(Exception):
    """The server did not answer, or not as agreed; in plain words."""


class SaidNo(imaplib.IMAP4.error):
    """The server answers, but does not do this one thing: some hand out no mail that is damaged."""


class MailServer:
    """One conversation with an IMAP server, with the mailbox selected."""

    def __init__(self, talk: imaplib.IMAP4, setting: MailboxSetting) -> None:
        self._talk = talk
        self._ok(talk.select(_quoted(setting.folder)))
        (validity,) = talk.response("UIDVALIDITY")[1]
        self.validity = int(validity or 0)
        self.moves = b"MOVE" in _text(self._ok(talk.capability())).split()
        self._made: dict[str, str] = {}

    def waiting(self) -> list[int]:
        """The mails there are, by UID, the oldest first."""
        found = _text(self._ok(self._talk.uid("SEARCH", "UNDELETED")))
        return sorted(int(uid) for uid in found.split())

    def size(self, uid: int) -> int:
        """How many bytes a mail has; 0 where it is gone."""
        for said in self._ok(self._talk.uid("FETCH", str(uid), "(RFC822.SIZE)")):
            if found := _SIZE.search(said if isinstance(said, bytes) else b""):
                return int(found.group(1))
        return 0

    def content(self, uid: int, *, head: bool = False) -> bytes:
        """A mail, or its head lines, left as unread as it was; empty where it is gone."""
        what = "(BODY.PEEK[HEADER])" if head else "(BODY.PEEK[])"
        for said in self._ok(self._talk.uid("FETCH", str(uid), what)):
            if isinstance(said, tuple):
                return bytes(said[1])
        return b""

    def file(self, uid: int, folder: str, *, read: bool) -> None:
        """Move a mail into a folder beside the mailbox. A server that cannot move leaves it where it is."""
        if not self.moves:
            return
        where = self._made.get(folder) or self._make(folder)
        if read:
            self._ok(self._talk.uid("STORE", str(uid), "+FLAGS.SILENT", r"(\Seen)"))
        self._ok(self._talk.uid("MOVE", str(uid), _quoted(where)))

    def _make(self, folder: str) -> str:
        """The folder's name on this server, which may keep all of them under the INBOX."""
        for name in (folder, f"INBOX{self._delimiter()}{folder}"):
            with suppress(imaplib.IMAP4.error):
                if self._talk.create(_quoted(name))[0] == "OK" or self._is_there(name):
                    self._made[folder] = name
                    return name
        raise MailboxTrouble(f"The mail server does not let Remit make the folder “{folder}”.")

    def _is_there(self, name: str) -> bool:
        return any(self._ok(self._talk.list('""', _quoted(name))))

    def _delimiter(self) -> str:
        for said in self._ok(self._talk.list('""', '""')):
            found = _DELIMITER.match(said) if isinstance(said, bytes) else None
            if found and found.group(1):
                return found.group(1).decode()
        return "."

    @staticmethod
    def _ok(answer: tuple[str, Sequence[Any]]) -> Sequence[Any]:
        """What the server answered: head lines as bytes, contents as pairs, None for nothing."""
        said, found = answer
        if said != "OK":
            raise SaidNo
        return found


def _text(found: Sequence[Any]) -> bytes:
    return b" ".join(one for one in found if isinstance(one, bytes))


@contextmanager
def mailbox_server(setting: MailboxSetting, *, patience: float = PATIENCE) -> Iterator[MailServer]:
    """The mailbox, for as long as one look lasts. Raises MailboxTrouble, in words for who runs Remit."""
    try:
        talk = _called(setting, patience)
    except TROUBLE as trouble:
        raise MailboxTrouble(
            f"The server of the mailbox does not answer: {type(trouble).__name__}."
        ) from None
    try:
        _signed_in(talk, setting)
        yield MailServer(talk, setting)
    except TROUBLE as trouble:
        raise MailboxTrouble(
            f"The server of the mailbox broke off, or does not do what was asked: {type(trouble).__name__}."
        ) from None
    finally:
        with suppress(*TROUBLE):
            talk.logout()


def _signed_in(talk: imaplib.IMAP4, setting: MailboxSetting) -> None:
    """With the password, or with a token of Microsoft's. Raises MailboxTrouble where it is not taken."""
    try:
        if setting.application is None:
            talk.login(setting.user, setting.secret)
        else:
            _signed_in_with_token(talk, setting.user, Tokens(setting.application, setting.service))
    except imaplib.IMAP4.abort:  # it broke off, and said nothing of who signs in
        raise
    except imaplib.IMAP4.error:
        raise MailboxTrouble(NO_TOKEN_TAKEN if setting.application else NO_PASSWORD_TAKEN) from None


def _signed_in_with_token(talk: imaplib.IMAP4, user: str, tokens: Tokens) -> None:
    """By XOAUTH2, which Exchange Online asks for. A token that is not taken may have ended before its time: then one more."""
    for last in (False, True):
        try:
            token = tokens.token()
        except (OSError, HTTPException, ValueError) as trouble:
            raise MailboxTrouble(f"Microsoft's sign-in does not answer: {type(trouble).__name__}.") from None
        if not token:
            raise MailboxTrouble(NO_TOKEN_GIVEN)
        said = iter([f"user={user}\x01auth=Bearer {token}\x01\x01".encode()])
        try:
            # Asked again, the server says why not; an empty answer lets it end with its refusal.
            talk.authenticate("XOAUTH2", lambda _, said=said: next(said, b""))  # type: ignore[misc]
        except imaplib.IMAP4.abort:
            raise
        except imaplib.IMAP4.error:
            tokens.forget()
            if last:
                raise
        else:
            return


def _called(setting: MailboxSetting, patience: float) -> imaplib.IMAP4:
    context = ssl.create_default_context()
    if setting.scheme == "imaps":
        return imaplib.IMAP4_SSL(setting.host, setting.port, ssl_context=context, timeout=patience)
    talk = imaplib.IMAP4(setting.host, setting.port, timeout=patience)
    if setting.scheme == "imap+starttls":
        talk.starttls(context)
    return talk


def _quoted(name: str) -> str:
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'

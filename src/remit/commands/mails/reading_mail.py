"""One look through the mailbox: each mail is opened, does what it asks for in one transaction, and is put into a folder.

A look may be cut short anywhere. What was done is noted with what it did; the next look then only puts the mail away.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from remit.commands.mails.mailbox_server import MailboxTrouble, MailServer, SaidNo, mailbox_server
from remit.commands.mails.workbook_by_mail import came
from remit.documents.incoming import LARGEST, Opened, Unopened, open_mail

MOST = 200
READ, NOT_OURS, SET_ASIDE = "Read by Remit", "Not for Remit", "Set aside by Remit"
FOLDERS = {"not-ours": (NOT_OURS, False), "set-aside": (SET_ASIDE, False)}
"""Where a mail goes, and whether it is marked as read; everything else was dealt with."""

if TYPE_CHECKING:
    # Loading a setting loads all of them, before the command line has said whether this is a demonstration.
    from remit.casework.incoming import Place, TakenIn
    from remit.settings.mailbox import MailboxSetting

log = logging.getLogger(__name__)


@dataclass
class Looked:
    """What one look did: how many mails became what, and which they are."""

    became: dict[str, int] = field(default_factory=dict)
    mails: list[str] = field(default_factory=list)
    """Their references, as they were read."""
    trouble: str = ""
    looked: bool = True
    """False where another worker looks, or a server in trouble is left alone for a while."""


def look(setting: MailboxSetting, *, clock: Callable[[], datetime], asked: bool = False) -> Looked:
    """Look through the mailbox, where it is this worker's turn or somebody `asked`."""
    from remit.casework.mailbox import looked, my_turn, trouble_of

    if not my_turn(setting.name, now=clock()) and not asked:
        return Looked(looked=False, trouble=trouble_of(setting.name))
    done = Looked()
    try:
        with mailbox_server(setting) as server:
            for taken in _look_through(server, setting, clock):
                done.became[taken.became] = done.became.get(taken.became, 0) + 1
                done.mails.append(taken.ref)
    except MailboxTrouble as trouble:
        done.trouble = str(trouble)
    looked(setting.name, trouble=done.trouble, now=clock())
    return done


def _look_through(
    server: MailServer, setting: MailboxSetting, clock: Callable[[], datetime]
) -> Iterator[TakenIn]:
    """Take in what was not read yet, and put away what was; answers with what became of each that is new."""
    from remit.casework.incoming import Place, known_since

    waiting = server.waiting()
    known = known_since(setting.name, server.validity, waiting[0]) if waiting else {}
    if not server.moves:  # then what was read lies there for good
        waiting = [uid for uid in waiting if uid not in known]
    refused = 0
    for uid in waiting[:MOST]:
        try:
            place = Place(setting.name, server.validity, uid)
            taken = None if uid in known else _taken_in(server, place, clock)
            became = taken.became if taken else known.get(uid, "")
            if became:
                folder, read = FOLDERS.get(became, (READ, True))
                server.file(uid, folder, read=read)
        except SaidNo:  # the next one is read all the same
            refused += 1
            continue
        if taken:
            yield taken
    if refused:
        raise MailboxTrouble(
            f"The server of the mailbox does not hand out or put away {refused} of the mails."
        )


def _taken_in(server: MailServer, place: Place, clock: Callable[[], datetime]) -> TakenIn | None:
    """A mail that nobody foresaw is noted as unread and left; one that stops the database stops the look."""
    from django.db import InterfaceError, OperationalError

    from remit.casework.incoming import take_in

    raw = _fetched(server, place.uid)
    if not raw:  # somebody else took it out of the mailbox a moment ago
        return None
    try:
        mail = raw if isinstance(raw, Unopened) else open_mail(raw)
        workbook = came(mail, now=clock()) if isinstance(mail, Opened) else None
        return take_in(mail, place=place, workbook=workbook, now=clock())
    except (OperationalError, InterfaceError):
        raise
    except Exception as wrong:
        log.error("A mail could not be taken in", exc_info=wrong)
        content = raw.identity.encode() if isinstance(raw, Unopened) else raw
        unread = Unopened(hashlib.sha256(content).hexdigest(), "Remit could not take it in.")
        return take_in(unread, place=place, now=clock())


def _fetched(server: MailServer, uid: int) -> bytes | Unopened:
    """The whole mail; of one that is too large only who it is, so that it is not fetched again."""
    if server.size(uid) <= LARGEST:
        return server.content(uid)
    return Unopened(hashlib.sha256(server.content(uid, head=True)).hexdigest(), "It is too large.")

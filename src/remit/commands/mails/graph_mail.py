"""How does a mail leave by Microsoft Graph? As MIME, to `users/ADDRESS/sendMail`, with a token of Remit's own.

202 is all Graph ever says of a mail it takes: it was accepted, which is as little as an SMTP server says.
"""

from __future__ import annotations

import base64
import time
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPException
from typing import TYPE_CHECKING
from urllib.parse import quote

from remit.commands.mails.microsoft_tokens import Reply, Tokens, asked_over_http
from remit.documents.mail import Letter, written
from remit.rules.delivery import TAKEN, Answer, Answered

if TYPE_CHECKING:
    # Loading a setting loads all of them, before the command line has said whether this is a demonstration.
    from remit.settings.graph import GraphSetting

LONGEST_WAIT = 3600
"""Seconds for which Graph is left alone, whatever it asks for."""
WAITS = (429, 503, 504)
"""Graph has too much to do, and says when to come again."""
OURS = (400, 413, 422)
"""Of these the mail is the cause: nobody will ever take it so."""
NO_TOKEN = "Microsoft does not accept the client and the secret Remit has."


@dataclass
class Standing:
    """What is kept between rounds, for as long as the process lasts, beside the token."""

    quiet_until: float = 0.0


_standing: dict[GraphSetting, Standing] = {}


class GraphMail:
    """One sender's way to Graph."""

    def __init__(
        self, setting: GraphSetting, sender: str, *, ticks: Callable[[], float] = time.monotonic
    ) -> None:
        self._setting, self._sender, self._ticks = setting, sender, ticks
        self._kept = _standing.setdefault(setting, Standing())
        self._tokens = Tokens(setting, setting.at, ticks=ticks)

    def send(self, letter: Letter) -> Answered:
        """Offer one mail. Whatever is answered, or not, is an answer."""
        if self._ticks() < self._kept.quiet_until:
            return Answered(Answer.NOT_THERE, "Microsoft Graph asked to be left alone for a while.")
        try:
            mail = base64.b64encode(written(letter, sender=self._sender).as_bytes())
        except ValueError:  # no server could take it
            return Answered(Answer.NEVER, f"This is no email address: {letter.to}")
        try:
            return self._offer(mail)
        except (OSError, HTTPException, ValueError) as trouble:
            return Answered(Answer.NOT_THERE, f"Microsoft Graph does not answer: {type(trouble).__name__}.")

    def close(self) -> None:
        """Nothing is held open."""

    def _offer(self, mail: bytes) -> Answered:
        for _ in range(2):  # a token may end before its time: then one more
            token = self._tokens.token()
            if not token:
                return Answered(Answer.NOT_THERE, NO_TOKEN)
            at = f"{self._setting.at}/v1.0/users/{quote(self._sender)}/sendMail"
            said = asked_over_http(
                at, mail, {"Authorization": f"Bearer {token}", "Content-Type": "text/plain"}
            )
            if said.code != 401:
                return self._judged(said)
            self._tokens.forget()
        return Answered(Answer.NOT_THERE, NO_TOKEN)

    def _judged(self, said: Reply) -> Answered:
        if said.code == 202:
            return TAKEN
        words = f"Microsoft Graph said {said.code}{f' ({said.error})' if said.error else ''}."
        if said.code in WAITS:
            self._kept.quiet_until = self._ticks() + min(said.wait, LONGEST_WAIT)
            return Answered(Answer.NOT_THERE, f"{words} It has too much to do, and is asked again later.")
        if said.code in OURS:
            return Answered(Answer.NEVER, words)
        if said.code in (403, 404):
            return Answered(Answer.NOT_THERE, f"{words} It does not let Remit send as {self._sender}.")
        return Answered(Answer.NOT_THERE, words)

"""How does a mail leave by Microsoft Graph? As MIME, to `users/ADDRESS/sendMail`, with a token of Remit's own.

202 is all Graph ever says of a mail it takes: it was accepted, which is as little as an SMTP server says.
"""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPException
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError
from urllib.parse import quote, urlencode
from urllib.request import Request, build_opener

from remit.documents.mail import Letter, written
from remit.rules.delivery import TAKEN, Answer, Answered

if TYPE_CHECKING:
    # Loading a setting loads all of them, before the command line has said whether this is a demonstration.
    from remit.settings.graph import GraphSetting

PATIENCE = 20
EARLY = 60
"""Seconds before its end a token is not used any more."""
LONGEST_WAIT = 3600
WAITS = (429, 503, 504)
"""Graph has too much to do, and says when to come again."""
OURS = (400, 413, 422)
"""Of these the mail is the cause: nobody will ever take it so."""
NO_TOKEN = "Microsoft does not accept the client and the secret Remit has."
_opener = build_opener()


@dataclass
class Standing:
    """What is kept between rounds, for as long as the process lasts."""

    token: str = ""
    token_until: float = 0.0
    quiet_until: float = 0.0


_standing: dict[GraphSetting, Standing] = {}


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer over HTTP."""

    code: int
    said: dict[str, Any]
    wait: int
    """Seconds the server asks to be left alone."""

    @property
    def error(self) -> str:
        """Graph's own word for what was wrong; never a word of the mail."""
        found = self.said.get("error")
        code = found.get("code") if isinstance(found, dict) else found
        return str(code)[:100] if code else ""


class GraphMail:
    """One sender's way to Graph."""

    def __init__(
        self, setting: GraphSetting, sender: str, *, ticks: Callable[[], float] = time.monotonic
    ) -> None:
        self._setting, self._sender, self._ticks = setting, sender, ticks
        self._kept = _standing.setdefault(setting, Standing())

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
            if not self._has_token():
                return Answered(Answer.NOT_THERE, NO_TOKEN)
            at = f"{self._setting.at}/v1.0/users/{quote(self._sender)}/sendMail"
            said = _asked(
                at, mail, {"Authorization": f"Bearer {self._kept.token}", "Content-Type": "text/plain"}
            )
            if said.code != 401:
                return self._judged(said)
            self._kept.token = ""
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

    def _has_token(self) -> bool:
        kept = self._kept
        if kept.token and self._ticks() < kept.token_until - EARLY:
            return True
        asked = {
            "grant_type": "client_credentials",
            "client_id": self._setting.client,
            "client_secret": self._setting.secret,
            "scope": f"{self._setting.at}/.default",
        }
        at = f"{self._setting.sign_in}/{quote(self._setting.tenant)}/oauth2/v2.0/token"
        said = _asked(at, urlencode(asked).encode(), {"Content-Type": "application/x-www-form-urlencoded"})
        kept.token = str(said.said.get("access_token", "")) if said.code == 200 else ""
        kept.token_until = self._ticks() + float(said.said.get("expires_in", 0))
        return bool(kept.token)


def _asked(at: str, body: bytes, heads: dict[str, str]) -> Reply:
    """Ask, over the council's proxy where the environment names one."""
    try:
        with _opener.open(Request(at, body, heads), timeout=PATIENCE) as answer:
            return Reply(answer.status, _document(answer.read(1_000_000)), 0)
    except HTTPError as refused:
        with refused:
            waited = refused.headers.get("Retry-After", "")
            wait = int(waited) if waited.isdecimal() else EARLY
            return Reply(refused.code, _document(refused.read(1_000_000)), wait)


def _document(content: bytes) -> dict[str, Any]:
    try:
        found = json.loads(content or b"{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}

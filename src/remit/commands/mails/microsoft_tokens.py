"""How does Remit sign in at Microsoft as itself?

With client credentials (RFC 6749, 4.4), for a token that it keeps while it lasts.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError
from urllib.parse import quote, urlencode
from urllib.request import Request, build_opener

if TYPE_CHECKING:
    # Loading a setting loads all of them, before the command line has said whether this is a demonstration.
    from remit.settings.graph import GraphSetting

PATIENCE = 20
"""Seconds an answer is waited for."""
EARLY = 60
"""Seconds before its end a token is not used any more."""
_opener = build_opener()


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer over HTTP."""

    code: int
    said: dict[str, Any]
    wait: int
    """Seconds the server asks to be left alone."""

    @property
    def error(self) -> str:
        """Microsoft's own word for what was wrong; never a word of the mail."""
        found = self.said.get("error")
        code = found.get("code") if isinstance(found, dict) else found
        return str(code)[:100] if code else ""


@dataclass
class _Kept:
    token: str = ""
    until: float = 0.0


_kept: dict[tuple[GraphSetting, str], _Kept] = {}


class Tokens:
    """The tokens of one application for one of Microsoft's services, kept for as long as the process lasts."""

    def __init__(
        self, setting: GraphSetting, service: str, *, ticks: Callable[[], float] = time.monotonic
    ) -> None:
        self._setting, self._service, self._ticks = setting, service, ticks
        self._standing = _kept.setdefault((setting, service), _Kept())

    def token(self) -> str:
        """A token that still lasts; empty where none is given. Raises what the way there raises (OSError, ValueError)."""
        kept = self._standing
        if not kept.token or self._ticks() >= kept.until - EARLY:
            said = self._fetched()
            kept.token = str(said.said.get("access_token", "")) if said.code == 200 else ""
            kept.until = self._ticks() + float(said.said.get("expires_in", 0))
        return kept.token

    def forget(self) -> None:
        """Use this token no more: the service did not take it."""
        self._standing.token = ""

    def _fetched(self) -> Reply:
        asked = {
            "grant_type": "client_credentials",
            "client_id": self._setting.client,
            "client_secret": self._setting.secret,
            "scope": f"{self._service}/.default",
        }
        at = f"{self._setting.sign_in}/{quote(self._setting.tenant)}/oauth2/v2.0/token"
        return asked_over_http(
            at, urlencode(asked).encode(), {"Content-Type": "application/x-www-form-urlencoded"}
        )


def asked_over_http(at: str, body: bytes, heads: dict[str, str]) -> Reply:
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

"""Which mailbox does Remit read, and how does it sign in there?"""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from remit.settings import environment as env
from remit.settings.graph import GraphSetting, encrypted, graph

PORTS = {"imaps": 993, "imap+starttls": 143, "imap": 143}
SERVICE = "https://outlook.office365.com"
"""What a token for IMAP is asked for at Microsoft's public cloud."""
HERE = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class MailboxSetting:
    """A mailbox on an IMAP server."""

    scheme: str
    host: str
    port: int
    user: str
    secret: str = field(repr=False)
    folder: str = "INBOX"
    application: GraphSetting | None = None
    """Whose token stands for the password; None where a password does."""
    service: str = ""
    """For which of Microsoft's services the token is."""

    @property
    def name(self) -> str:
        """By which it is known, without its secret."""
        return f"{self.user}@{self.host}/{self.folder}"[:300]


def mailbox() -> MailboxSetting | None:
    """The mailbox REMIT_IMAP_URL names; None where it names none. Refuses one that would send its secret unencrypted."""
    written = env.text("REMIT_IMAP_URL")
    if not written:
        return None
    at = urlsplit(written)
    if at.scheme not in PORTS or not at.hostname or not at.username:
        raise ImproperlyConfigured(
            "REMIT_IMAP_URL must name a user and a host, like imaps://remit@mail.council.example/INBOX."
        )
    if at.scheme == "imap" and at.hostname not in HERE:
        raise ImproperlyConfigured(
            "REMIT_IMAP_URL must begin with imaps:// or imap+starttls://: imap:// would send the password in the clear."
        )
    application = _application()
    return MailboxSetting(
        scheme=at.scheme,
        host=at.hostname,
        port=at.port or PORTS[at.scheme],
        user=unquote(at.username),
        secret=env.secret("REMIT_IMAP_PASSWORD") or unquote(at.password or ""),
        folder=unquote(at.path.strip("/")) or "INBOX",
        application=application,
        service=encrypted("REMIT_IMAP_SERVICE", SERVICE) if application else "",
    )


def _application() -> GraphSetting | None:
    """The application of Microsoft 365 Remit signs in as, where REMIT_IMAP_SIGN_IN says so. Refuses any other word."""
    way = env.text("REMIT_IMAP_SIGN_IN", "password").lower()
    if way not in ("password", "microsoft"):
        raise ImproperlyConfigured("REMIT_IMAP_SIGN_IN must be password or microsoft.")
    if way == "password":
        return None
    found = graph()
    if found is None:
        raise ImproperlyConfigured(
            "With REMIT_IMAP_SIGN_IN=microsoft set REMIT_GRAPH_TENANT, REMIT_GRAPH_CLIENT and REMIT_GRAPH_SECRET_FILE too."
        )
    return found

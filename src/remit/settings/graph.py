"""Does mail go by Microsoft Graph, and as whom does Remit sign in at Microsoft?"""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from remit.settings import environment as env

SIGN_IN = "https://login.microsoftonline.com"
AT = "https://graph.microsoft.com"
HERE = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class GraphSetting:
    """An application of the council's Microsoft 365 that may send mail as one mailbox, or read it."""

    tenant: str
    client: str
    secret: str = field(repr=False)
    sign_in: str
    at: str


def graph() -> GraphSetting | None:
    """The application REMIT_GRAPH_TENANT and REMIT_GRAPH_CLIENT name; None where they name none."""
    tenant, client = env.text("REMIT_GRAPH_TENANT"), env.text("REMIT_GRAPH_CLIENT")
    if not tenant and not client:
        return None
    secret = env.secret("REMIT_GRAPH_SECRET")
    if not (tenant and client and secret):
        raise ImproperlyConfigured(
            "To send by Microsoft Graph set REMIT_GRAPH_TENANT, REMIT_GRAPH_CLIENT and REMIT_GRAPH_SECRET_FILE."
        )
    return GraphSetting(
        tenant,
        client,
        secret,
        encrypted("REMIT_GRAPH_SIGN_IN", SIGN_IN),
        encrypted("REMIT_GRAPH_ADDRESS", AT),
    )


def encrypted(name: str, default: str) -> str:
    """An address another cloud of Microsoft's has. Refuses one that would send the secret unencrypted."""
    written = env.text(name, default).rstrip("/")
    at = urlsplit(written)
    if at.scheme != "https" and not (at.scheme == "http" and at.hostname in HERE):
        raise ImproperlyConfigured(f"{name} must begin with https://.")
    return written

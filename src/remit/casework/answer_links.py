"""Under which address does an invited person answer without signing in?

A message in the outbox holds a mark in the place of the address. When the message goes, a secret is made for it, of which
only the digest is kept: neither the outbox nor the invitation tells how to answer.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from datetime import datetime

from remit.casework.links import page_address
from remit.records.invitations import Invitation, InvitationLink, digest_of
from remit.rules.invitation_words import ANSWER_LINK

SECRET_BYTES = 32
"""Far too many to be guessed, however often somebody asks."""
MARK = re.compile(re.escape(ANSWER_LINK).replace(r"\{ref\}", "([a-z0-9]{12})"))


def new_address(invitation: Invitation, *, now: datetime) -> str:
    """A new address under which this invitation is answered; those made before go on answering."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    InvitationLink.objects.create(invitation=invitation, digest=digest_of(secret), made_at=now)
    return page_address(f"answer/{secret}")


def addresses_for(text: str, *, now: datetime) -> Mapping[str, str]:
    """A new address for each mark that stands in a message, by the mark. None, and no query, where there is none."""
    refs = {found[0]: found[1] for found in MARK.finditer(text)}
    if not refs:
        return {}
    known = {row.ref: row for row in Invitation.objects.filter(ref__in=refs.values())}
    return {mark: new_address(known[ref], now=now) for mark, ref in refs.items() if ref in known}


def filled_in(text: str, addresses: Mapping[str, str]) -> str:
    """The text with the addresses in place of their marks."""
    return MARK.sub(lambda mark: addresses.get(mark[0], ""), text)

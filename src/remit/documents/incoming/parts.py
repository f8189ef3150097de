"""The parts and head lines of a mail, as text: whatever is broken in them, something comes back and nothing raises."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.message import Message
from email.utils import parseaddr

MOST_PARTS = 200
DEEPEST = 20
LONGEST_LINE = 2_000
"""Of a head line; what stands behind that is not looked at."""
LONGEST_TEXT = 100_000
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,180}")
_NAMED = re.compile(r"<[^<>\s@]{1,80}@[^<>\s@]{1,60}>")


class TooManyParts(ValueError):
    """A mail with more parts, or deeper ones, than anybody writes."""


def parts_of(mail: Message) -> Iterator[Message]:
    """Every part, the outer ones first. Raises TooManyParts; nothing of it by recursion, which a mail could exhaust."""
    waiting = [(mail, 0)]
    for number in range(MOST_PARTS + 1):
        if not waiting:
            return
        part, depth = waiting.pop(0)
        if depth > DEEPEST or number == MOST_PARTS:
            raise TooManyParts
        yield part
        inner = part.get_payload()
        if isinstance(inner, list):
            waiting += [(one, depth + 1) for one in inner if isinstance(one, Message)]


def line(mail: Message, name: str) -> str:
    """A head line as text; empty where it is missing, or there twice, since then nobody can say which holds."""
    found = mail.get_all(name, [])
    return str(found[0])[:LONGEST_LINE] if len(found) == 1 else ""


def address_in(written: str) -> str:
    """The one address of a head line, in small letters; empty where it is none."""
    found = parseaddr(written)[1]
    return found.lower() if _ADDRESS.fullmatch(found) else ""


def content_of(part: Message) -> bytes:
    """What a part holds, decoded as far as it can be."""
    try:
        found = part.get_payload(decode=True)
    except (ValueError, LookupError, AssertionError):
        return b""
    return found if isinstance(found, bytes) else b""


def text_of(part: Message) -> str:
    """The beginning of a part as text, whatever character set it claims."""
    content = content_of(part)[:LONGEST_TEXT]
    try:
        return content.decode(part.get_content_charset("utf-8"), errors="replace")
    except (LookupError, ValueError):
        return content.decode("latin-1")


def named_in(written: str) -> list[str]:
    """The Message-IDs that stand in a text, in their order."""
    return _NAMED.findall(written[:LONGEST_TEXT])

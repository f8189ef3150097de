"""What stands in an address instead of a person's id? An opaque reference."""

from __future__ import annotations

import secrets

ALPHABET = "bcdfghjkmnpqrstvwxyz23456789"
"""No vowels, so that no reference reads as a word, and no look-alikes."""

LENGTH = 12
_EVEN = 256 - 256 % len(ALPHABET)
"""Bytes below this fall on each letter equally often; the others are left out."""
_LETTERS = bytes(ord(ALPHABET[byte % len(ALPHABET)]) for byte in range(256))
_LEFT_OVER = bytes(range(_EVEN, 256))


def new_ref() -> str:
    """A reference nobody can guess or read anything out of (58 bits)."""
    found = b""
    while len(found) < LENGTH:
        found += secrets.token_bytes(16).translate(_LETTERS, _LEFT_OVER)
    return found[:LENGTH].decode()

"""What stands in an address instead of a person's id? An opaque reference."""

from __future__ import annotations

import secrets

ALPHABET = "bcdfghjkmnpqrstvwxyz23456789"
"""No vowels, so that no reference reads as a word, and no look-alikes."""


def new_ref() -> str:
    """A reference nobody can guess or read anything out of (58 bits)."""
    return "".join(secrets.choice(ALPHABET) for _ in range(12))

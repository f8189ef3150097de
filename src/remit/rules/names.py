"""How is a name kept for searching, sorting and short writing?"""

from __future__ import annotations

import unicodedata

_LETTERS_OF_THEIR_OWN = str.maketrans(
    {
        "ß": "ss",
        "æ": "ae",
        "ø": "o",
        "đ": "d",
        "ł": "l",
        "œ": "oe",
        "ı": "i",
        "’": "'",
        "ʼ": "'",
        "‘": "'",
        "‐": "-",
    }
)


def folded(text: str) -> str:
    """The text in small letters without accents and with single spaces: "Órla" is found by "orla"."""
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(text.casefold().translate(_LETTERS_OF_THEIR_OWN).split())


def initials(given_name: str, family_name: str) -> str:
    """The first letter of each part of a name, as workers write a child: "Wren Tarn-Quillow" is "WTQ"."""
    parts = f"{given_name} {family_name}".replace("-", " ").split()
    return "".join(part[0].upper() for part in parts)[:10]


def stem(identifier: str) -> str:
    """A number without its leading zeros, as a workbook that took it for a figure gives it back."""
    return identifier.strip().lstrip("0") or "0"

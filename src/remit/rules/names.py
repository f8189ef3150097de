"""How is a child written in short?"""

from __future__ import annotations


def initials(given_name: str, family_name: str) -> str:
    """The first letter of each part of a name, as workers write a child: "Wren Tarn-Quillow" is "WTQ"."""
    parts = f"{given_name} {family_name}".replace("-", " ").split()
    return "".join(part[0].upper() for part in parts)[:10]

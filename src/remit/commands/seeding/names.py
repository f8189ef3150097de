"""Whose name can never be anybody's? Names put together from invented parts, each given out once."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

FAMILY_STARTS = (
    "Quill", "Tarn", "Brask", "Wexl", "Ostrin", "Fennig", "Hurle", "Dorv", "Pell", "Sarrow",
    "Yarb", "Crund", "Velm", "Ims", "Gorse", "Nettr", "Ulf", "Kesk", "Thorv", "Larp",
)  # fmt: skip
FAMILY_ENDS = (
    "marsh", "hollow", "wick", "strand", "mere", "tarrow", "bourne", "quist", "ovan", "ingsby",
    "addle", "ermoor", "enfold", "iscott", "umber",
)  # fmt: skip
GIVEN_STARTS = (
    "Ael", "Bri", "Cor", "Dav", "Eli", "Fen", "Gwi", "Hal", "Iv", "Jes", "Kel", "Lor", "Mer",
    "Nim", "Or", "Per", "Quin", "Ros", "Syl", "Tam", "Ur", "Ves", "Wil", "Yor", "Zan",
)  # fmt: skip
GIVEN_ENDS = ("wynne", "dric", "lissa", "aro", "ettin", "isk", "umay", "oveth", "andel", "ivra", "ostin")  # fmt: skip

UNUSUAL = (
    ("Órla", "O’Tannerly"),
    ("Zoë-Maëlle", "Ferrowby-Quint"),
    ("Łucjan", "Šarkovnik"),
    ("Nguyệtana", "Trầnhollow"),
    ("Bartholomynthia-Evangelissima", "Featherstonequillingham-Vandermolenbrook"),
    ("Ñandu", "d’Arquevelle"),
    ("Mhairibeth", "MacGillownach"),
    ("İpekna", "Gölbaşarı"),
)
"""Accents, apostrophes, hyphens and length, as real names have them."""


@dataclass
class Names:
    """Gives out names, never the same given or family name twice. The same generator gives the same names."""

    random: Random
    family_starts: tuple[str, ...] = FAMILY_STARTS
    given_starts: tuple[str, ...] = GIVEN_STARTS
    _family: list[str] = field(default_factory=list)
    _given: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._family = [start + end for start in self.family_starts for end in FAMILY_ENDS]
        self._given = [start + end for start in self.given_starts for end in GIVEN_ENDS]
        self.random.shuffle(self._family)
        self.random.shuffle(self._given)

    def next(self) -> tuple[str, str]:
        """Another given name and family name."""
        return self._given.pop(), self._family.pop()

"""Is somebody else named in a text? Children are found by name or number, whole words only, however they are written.

A finder, not a judge: a surname that is also a word is shown, and a person decides.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from remit.rules.names import folded, stem

LONGEST_NAME = 6
"""Words a name is looked for in."""
SHORTEST_WORD = 2
"""A single letter is nobody's name by itself."""
_LETTERS = r"(?:[^\W_][\u0300-\u036f]*)+"
_WORD = re.compile(rf"{_LETTERS}(?:['’ʼ-]{_LETTERS})*")
_POSSESSIVE = re.compile(r"['’ʼ]s$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text, as it is compared and where it stands."""

    folded: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class NamedChild:
    """A child who could be named: by key, with the parts of the name and the numbers the child is known by."""

    key: int
    given_name: str = ""
    family_name: str = ""
    ids: tuple[str, ...] = ()
    by_parts: bool = True
    """Whether one part of the name alone counts as well: for children one would speak of here."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in a text that reads like a child's name or number."""

    start: int
    end: int
    written: str
    certain: bool
    """A full name or a number; otherwise one part of a name, which may be a word or somebody else's name."""


@dataclass
class _Index:
    phrases: dict[tuple[str, ...], list[tuple[int, bool]]] = field(default_factory=lambda: defaultdict(list))

    def add(self, text: str, child: int, *, certain: bool) -> None:
        words = tuple(word.folded for word in words_of(text))
        if words and (len(words) > 1 or len(words[0]) >= SHORTEST_WORD):
            self.phrases[words].append((child, certain))


def words_of(text: str) -> list[Word]:
    """The words of a text: small letters without accents, joined names apart, a possessive s left out."""
    found: list[Word] = []
    for match in _WORD.finditer(text):
        written = _POSSESSIVE.sub("", match.group())
        start = match.start()
        for part in re.split(r"(-)", written):
            if part and part != "-":
                found.append(Word(folded(part), start, start + len(part)))
            start += len(part)
    return found


def word_set(texts: Iterable[str]) -> frozenset[str]:
    """Every word in these texts, once."""
    return frozenset(word.folded for text in texts for word in words_of(text))


def index_of(children: Iterable[NamedChild]) -> Mapping[tuple[str, ...], list[tuple[int, bool]]]:
    """What to look for, by its words: full names both ways round and numbers for certain, parts of names perhaps."""
    index = _Index()
    for child in children:
        both = child.given_name.strip() and child.family_name.strip()
        if both:
            index.add(f"{child.given_name} {child.family_name}", child.key, certain=True)
            index.add(f"{child.family_name} {child.given_name}", child.key, certain=True)
        for part in (child.given_name, child.family_name) if child.by_parts else ():
            index.add(part, child.key, certain=False)
        for number in child.ids:
            index.add(number, child.key, certain=True)
            index.add(stem(number), child.key, certain=True)
    return index.phrases


def mentions(
    text: str, index: Mapping[tuple[str, ...], list[tuple[int, bool]]], *, of: Collection[int]
) -> tuple[Mention, ...]:
    """Where others are named in a text about the children `of`; the longest reading of a place is taken."""
    words = words_of(text)
    found: list[Mention] = []
    at = 0
    while at < len(words):
        hit = _longest(words, at, index)
        if hit is None:
            at += 1
            continue
        length, named = hit
        if not any(child in of for child, _ in named):
            start, end = words[at].start, words[at + length - 1].end
            certain = any(certain for _, certain in named)
            found.append(Mention(start, end, text[start:end], certain))
        at += length
    return tuple(found)


def _longest(
    words: list[Word], at: int, index: Mapping[tuple[str, ...], list[tuple[int, bool]]]
) -> tuple[int, list[tuple[int, bool]]] | None:
    """How many words from here make a name, and whose it is; the longest reading of them."""
    for length in range(min(LONGEST_NAME, len(words) - at), 0, -1):
        named = index.get(tuple(word.folded for word in words[at : at + length]))
        if named:
            return length, named
    return None


def initials_written(text: str, initials: Iterable[str]) -> set[str]:
    """Which of these initials stand in a text, as they are written there: AO, A.O., A O and AO's, in capitals alone."""
    found: set[str] = set()
    for one in {each for each in initials if len(each) >= SHORTEST_WORD}:
        spelled = r"[. -]{0,2}".join(map(re.escape, one))
        found |= {hit.group() for hit in re.finditer(rf"(?<![^\W_]){spelled}(?![^\W_])", text)}
    return found


def without_mentions(text: str, found: Iterable[Mention], instead: str = "[another child]") -> str:
    """The text with each of these places replaced: a wording to begin from."""
    for mention in sorted(found, key=lambda each: -each.start):
        text = text[: mention.start] + instead + text[mention.end :]
    return text

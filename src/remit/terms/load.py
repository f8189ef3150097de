"""What are the terms of a forum, as shipped and as an authority changed them? Files in, one whole `ForumTerms` out."""

import copy
import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import reduce
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from remit.terms.explained import clause_of, explained
from remit.terms.faults import TermsFault, TermsRefused
from remit.terms.kept import read
from remit.terms.model import ForumTerms
from remit.terms.references import dangling
from remit.terms.removals import without
from remit.terms.shipped import file_of, is_shipped_file, shipped, shipped_forums, with_inherited
from remit.terms.values import TermId, Value, Words
from remit.terms.written import Node, as_written, laid_over

SHIPPED = Path(__file__).parent / "forums"
_without: set[tuple[str, str]] = set()


class SwitchedOn(Value):
    """A forum an authority runs, since when, and what it changes in few words (more stands in a file of its own)."""

    live_from: date | None = None
    change: dict[str, Any] = {}


class Authority(Value):
    """`authority.yaml`: who it is and which forums it has switched on."""

    name: Words
    forums: dict[TermId, SwitchedOn]


@dataclass(frozen=True, slots=True)
class Loaded:
    """A forum's terms with the place of every value in them."""

    terms: ForumTerms
    root: Node

    def place(self, path: str) -> tuple[str, int | None]:
        """File and line of what stands at a path, or of the nearest thing above it."""
        node = self.root.along(path.split("."))[-1]
        return node.file, node.line


def forum_ids(authority: Path | None = None) -> tuple[str, ...]:
    """The forums that are on: those `authority.yaml` names; without one, all that ship and all in the folder."""
    settings = _settings(authority)
    if settings is not None:
        return tuple(settings[0].forums)
    own = () if authority is None else tuple(_forums_of(authority))
    return tuple(dict.fromkeys((*shipped_forums(), *own)))


def _forums_of(folder: Path) -> Iterator[str]:
    """The forums that files of a folder are about; a file of what forums inherit is about none."""
    for path in sorted(folder.glob("*.yaml")):
        shipped = path.stem in shipped_forums()
        if shipped or (not is_shipped_file(path.name) and _is_a_forum(read(path))):
            yield path.stem


def _is_a_forum(root: Node) -> bool:
    return any(root.child(key) is not None for key in ("id", "meets"))


def forum_names(authority: Path | None = None) -> tuple[tuple[str, str], ...]:
    """Each forum that is on with its name, for a list to choose from; the rest of its terms is not read."""
    named = ((forum, written(forum, authority).child("name")) for forum in forum_ids(authority))
    return tuple((forum, str(name.value) if name else forum) for forum, name in named)


def live_from(forum_id: str, authority: Path | None = None) -> date | None:
    """From when the forum is live in the authority, if that is said."""
    settings = _settings(authority)
    return settings[0].forums[forum_id].live_from if settings else None


def merged(forum_id: str, authority: Path | None = None) -> ForumTerms:
    """The whole terms of a forum. Raises `TermsRefused` with every fault there is."""
    return loaded(forum_id, authority).terms


def loaded(forum_id: str, authority: Path | None = None) -> Loaded:
    """As `merged`, with the places."""
    loaded = understood(written(forum_id, authority))
    terms = loaded.terms
    for forum, path in _without:
        terms = from_document(without(to_document(terms), path)) if forum == forum_id else terms
    return Loaded(terms, loaded.root)


def written(forum_id: str, authority: Path | None = None) -> Node:
    """What all the files together say of a forum, before it is understood."""
    layers = list(_layers(forum_id, authority))
    if not layers:
        known = ", ".join(forum_ids(authority))
        fault = TermsFault(
            str(authority or SHIPPED.name),
            None,
            None,
            f"There is no forum {forum_id}.",
            f"There are: {known}.",
        )
        raise TermsRefused([fault])
    return with_inherited(reduce(laid_over, layers), authority)


def understood(root: Node) -> Loaded:
    """What is written, as terms with their places. Raises `TermsRefused` with every fault there is."""
    try:
        terms = ForumTerms.model_validate(root.plain())
    except ValidationError as error:
        raise TermsRefused(explained(error, root)) from error
    faults = [_fault(root, found.path, found.problem, found.remedy) for found in dangling(terms)]
    if faults:
        raise TermsRefused(faults)
    return Loaded(terms, root)


def _fault(root: Node, path: str, problem: str, remedy: str) -> TermsFault:
    steps = path.split(".")
    way = root.along(steps)
    return TermsFault(way[-1].file, way[-1].line, clause_of(way, steps), problem, remedy)


def _layers(forum_id: str, authority: Path | None) -> Iterator[Node]:
    if forum_id in shipped_forums():
        yield shipped(forum_id)
    settings = _settings(authority)
    if settings is not None:
        way = settings[1].along(("forums", forum_id, "change"))
        yield from way[3:]
    for name in dict.fromkeys((file_of(forum_id), f"{forum_id}.yaml")):
        if authority is not None and (authority / name).is_file():
            yield read(authority / name)


def _settings(authority: Path | None) -> tuple[Authority, Node] | None:
    path = authority / "authority.yaml" if authority else None
    if path is None or not path.is_file():
        return None
    root = read(path)
    try:
        return Authority.model_validate(root.plain()), root
    except ValidationError as error:
        raise TermsRefused(explained(error, root, Authority)) from error


def to_document(terms: ForumTerms) -> dict[str, Any]:
    """The terms as JSON, whole: what is kept with a version and never read from files again."""
    return terms.model_dump(mode="json", by_alias=True)


def from_document(document: dict[str, Any]) -> ForumTerms:
    """The terms a kept document says, also one kept when `settled_by` or the end of comments could name an act without effect."""
    return ForumTerms.model_validate(_comments_until_closing(_without_later_acts(document)))


def _without_later_acts(document: dict[str, Any]) -> dict[str, Any]:
    agenda = document.get("agenda") or {}
    settling = [document.get("attendance"), *document.get("presenters", ()), *agenda.get("sections", ())]
    if not any(one and one.get("settled_by") == "minutes-approved" for one in settling):
        return document
    mended = copy.deepcopy(document)
    for one in (mended.get("attendance"), *mended.get("presenters", ()), *mended["agenda"]["sections"]):
        if one and one.get("settled_by") == "minutes-approved":
            one["settled_by"] = None
    return mended


def _comments_until_closing(document: dict[str, Any]) -> dict[str, Any]:
    """A closed meeting never took comments, whatever its terms said."""
    sections = (document.get("agenda") or {}).get("sections") or ()
    if not any((one.get("comments") or {}).get("to") == "minutes-approved" for one in sections):
        return document
    mended = copy.deepcopy(document)
    for one in mended["agenda"]["sections"]:
        if (one.get("comments") or {}).get("to") == "minutes-approved":
            one["comments"]["to"] = "meeting-closed"
    return mended


def read_otherwise(terms: ForumTerms, change: Mapping[str, Any]) -> ForumTerms:
    """The terms with a change laid over them, as another reading of a clause asks. Raises `TermsRefused`."""
    root = as_written(to_document(terms), "these terms")
    return understood(laid_over(root, as_written(change, "another reading"))).terms


def digest(terms: ForumTerms) -> str:
    """A fingerprint: the same for the same terms, whatever the file looked like."""
    canonical = json.dumps(to_document(terms), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


@contextmanager
def taking_out(removal: str) -> Iterator[None]:
    """For tests only: inside, `merged` answers as if `forum:path` were not in the terms."""
    forum, _, path = removal.partition(":")
    from_document(without(to_document(merged(forum)), path))
    _without.add((forum, path))
    try:
        yield
    finally:
        _without.discard((forum, path))

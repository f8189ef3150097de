"""What is said of a list before it is loaded: which text stands where both sides changed one, why all who are missing left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping as AnyMapping
from datetime import date, datetime
from typing import cast

from remit.casework.acts import about, audited
from remit.casework.imports import content_of, give_endings, held_import, read_file
from remit.casework.loading import beside_the_file
from remit.casework.locks import lock_action_list
from remit.documents.action_list import ActionListFile, Mapping
from remit.records.list_comparison import as_decided
from remit.records.placements_list import ActionList
from remit.rules.list_comparison import Compared
from remit.rules.list_merge import CHOICES, Apart, Choice
from remit.rules.outcomes import Refused, Stale, refuse_if
from remit.rules.permissions import why_not_import
from remit.rules.viewers import Viewer

EVERY = ""
"""Instead of one cell: all that are changed on both sides."""


def choose_texts(
    *,
    import_ref: str,
    seen: int,
    basis: int,
    choices: AnyMapping[str, Choice | None],
    alike: tuple[str, Choice] | None = None,
    actor: Viewer,
    now: datetime,
) -> None:
    """Say for cells changed on both sides (`entry/cell`) which text stands; None takes a choice back.

    `alike` says it for all cells of one kind at once, or for all there are. Nothing of the list changes yet.
    Refuses: not theirs; the import or the list moved since they looked; no such cell; no such choice.
    """
    refuse_if(why_not_import(actor))
    held = held_import(import_ref, seen)
    file, _ = read_file(content_of(held), held.filename, held.sheet, Mapping.from_json(held.mapping))
    _choose(
        import_ref=import_ref,
        seen=seen,
        basis=basis,
        choices=choices,
        alike=alike,
        file=file,
        actor=actor,
        now=now,
    )


@audited("import.texts_chosen")
def _choose(
    *,
    import_ref: str,
    seen: int,
    basis: int,
    choices: AnyMapping[str, Choice | None],
    alike: tuple[str, Choice] | None,
    file: ActionListFile,
    actor: Viewer,
    now: datetime,
) -> None:
    the_list = lock_action_list()
    held = held_import(import_ref, seen, lock=True)
    if the_list.revision != basis:
        raise Stale("The action list has changed since you looked at these cells, so nothing was kept.")
    beside = beside_the_file(held, file, actor, now)
    asked = {_key(beside.ref_of(row), one): (row, one) for row, one in beside.asked}
    said = {**_alike(asked, alike), **choices}
    if said.keys() - asked.keys():
        raise Stale("One of these cells is no longer changed on both sides.")
    kept = dict[str, dict[str, object]]()
    for key, (row, one) in asked.items():
        choice = _known(said[key]) if key in said else one.choice
        if choice is not None:
            kept.setdefault(beside.ref_of(row), {})[one.unit] = as_decided(one, choice)
    held.choices, held.version = kept, held.version + 1
    held.save(update_fields=["choices", "version"])
    tally = Counter(choice or "undecided" for choice in said.values())
    about(imported=import_ref, chosen=dict(tally), cells=sorted(map(_told, said)))


def _key(entry: str, one: Apart) -> str:
    return f"{entry}/{one.unit}"


def _told(key: str) -> str:
    """A cell as the log names it: the heading of a column is a council's own words, and stays out."""
    return key.partition(":")[0]


def _known(choice: Choice | None) -> Choice | None:
    if choice is not None and choice not in CHOICES:
        raise Refused("Choose which of the two texts stands.", remedy="The file’s, or the one in Remit.")
    return choice


def _alike(
    asked: AnyMapping[str, tuple[Compared, Apart]], alike: tuple[str, Choice] | None
) -> dict[str, Choice | None]:
    if alike is None:
        return {}
    unit, choice = alike
    return {key: choice for key, (_, one) in asked.items() if unit in (EVERY, one.unit)}


def end_all_missing(
    *,
    import_ref: str,
    seen: int,
    basis: int,
    count: int,
    reason: str,
    on: date | None,
    actor: Viewer,
    now: datetime,
) -> int:
    """Say of all `count` children who are not in the file why they left, but for those of whom it has been said; how many.

    Refuses: not theirs; the import or the list moved since they looked; another number than they were told; what
    `give_endings` refuses.
    """
    refuse_if(why_not_import(actor))
    held = held_import(import_ref, seen)
    file, _ = read_file(content_of(held), held.filename, held.sheet, Mapping.from_json(held.mapping))
    if ActionList.objects.values_list("revision", flat=True).get(pk=1) != basis:
        raise Stale("The action list has changed since you looked, so nothing was kept.")
    beside = beside_the_file(held, file, actor, now)
    if len(beside.comparison.vanished) != count:
        raise Stale("Another number of children is not in the file now, so nothing was kept.")
    missing = [str(beside.current[person].entry.ref) for person in beside.comparison.vanished]
    waiting = [ref for ref in missing if ref not in cast(AnyMapping[str, object], held.endings)]
    endings = dict.fromkeys(waiting, (reason, on))
    give_endings(import_ref=import_ref, seen=seen, endings=endings, actor=actor, now=now)
    return len(waiting)

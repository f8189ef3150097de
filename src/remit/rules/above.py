"""Who stands above a member of staff? From the units, the posts held in them, and who works in which team."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from remit.rules.viewers import Post

OF_A_UNIT: dict[str, Post] = {
    "team": Post.TEAM_MANAGER,
    "service": Post.SERVICE_MANAGER,
    "area": Post.HEAD_OF_SERVICE,
}
"""Which post answers for each kind of unit."""


@dataclass(frozen=True, slots=True)
class Structure:
    """The staff structure of a day."""

    above: Mapping[int, int | None]
    """The unit in which each unit lies."""
    in_charge: Mapping[int, int]
    """Who manages each unit, at whatever level."""
    manages: Mapping[int, Collection[int]]
    """The units each member of staff manages."""
    works_in: Mapping[int, Collection[int]]
    """The teams each member of staff works in."""
    directors: tuple[int, ...] = ()


def managers_above(staff: int, structure: Structure) -> tuple[int, ...]:
    """The managers above somebody, the nearest first: of the team, the service, the area; last the director.

    A post nobody holds is passed over, and nobody stands above themselves. Nobody who is in no unit has managers.
    """
    managed = structure.manages.get(staff, ())
    begins: list[int | None] = [structure.above.get(unit) for unit in sorted(managed)]
    if not managed:
        begins = [*sorted(structure.works_in.get(staff, ()))]
    found = dict.fromkeys(one for unit in begins for one in _upwards(unit, structure))
    if managed or begins:
        found |= dict.fromkeys(structure.directors)
    found.pop(staff, None)
    return tuple(found)


def _upwards(unit: int | None, structure: Structure) -> Iterator[int]:
    while unit is not None:
        if unit in structure.in_charge:
            yield structure.in_charge[unit]
        unit = structure.above.get(unit)

"""What do the rows of a return say of each child? Rows in, the values the comparison works on out."""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache

from remit.documents.returns.meant_again import ListRows
from remit.documents.returns.model import (
    AnnexAFile,
    EpisodeRow,
    HeaderRow,
    LeaverRow,
    LookedAfterRow,
    Ssda903File,
)
from remit.rules.facts import Fact, Said, fact
from remit.rules.leavers import birthday
from remit.rules.list_comparison import ChildDetails
from remit.rules.returns import OfferedChild, OfferedReturn

DAY = timedelta(days=1)
COMPLETE = frozenset({"care", "placement", "temporary", "legal", "review", "missing", "order", "worker"})


@dataclass
class _Child:
    """A child's rows as they come together."""

    row: int
    header: HeaderRow | None = None
    born: date | None = None
    episodes: list[EpisodeRow] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    unaccompanied: tuple[date | None] | None = None


def offered_ssda903(file: Ssda903File) -> OfferedReturn:
    """What an SSDA903 return says of each child in it."""
    children: dict[str, _Child] = {}

    def of(child: str, row: int, born: date | None = None) -> _Child:
        found = children.get(child)
        if found is None:
            found = children[child] = _Child(row)
        found.born = found.born or born
        return found

    for header in file.headers:
        of(header.child, header.row, header.born).header = header
    for episode in file.episodes:
        of(episode.child, episode.row).episodes.append(episode)
    for child, row, born, said in _dated(file):
        of(child, row, born).facts.append(said)
    for asked in file.unaccompanied:
        of(asked.child, asked.row, asked.born).unaccompanied = (asked.until,)
    for leaver in file.care_leavers:
        found = of(leaver.child, leaver.row, leaver.born)
        since = _birthday_in(found.born, file.year)
        if since is not None:
            said = fact(
                "leaver",
                since,
                in_touch=leaver.in_touch,
                activity=leaver.activity,
                accommodation=leaver.accommodation,
            )
            found.facts.append(said)
    aside = {one.child for one in file.set_aside}
    return OfferedReturn(
        children=[
            _offered(person_id, child, aside, file.number_ids) for person_id, child in children.items()
        ],
        set_aside={(one.child, one.child in file.number_ids) for one in file.set_aside if one.child},
        complete=COMPLETE,
        whole=file.whole,
        latest=_latest(file),
    )


def _dated(file: Ssda903File) -> Iterator[tuple[str, int, date | None, Fact]]:
    for review in file.reviews:
        said = Fact("review", review.on, review.on + DAY, (review.code,))
        yield review.child, review.row, review.born, said
    for gone in file.missing:
        yield gone.child, gone.row, gone.born, Fact("missing", gone.since, gone.until, (gone.kind,))
    for worker in file.workers:
        named = (worker.worker[:40], worker.ended_because[:20])
        yield worker.child, worker.row, worker.born, Fact("worker", worker.since, worker.until, named)
    for order in file.deprivations:
        yield order.child, order.row, order.born, Fact("order", order.since, order.until, ("dol",))


def _offered(person_id: str, child: _Child, aside: Set[str], numbers: Set[str]) -> OfferedChild:
    header, facts = child.header, child.facts
    if header is not None and child.born is not None:
        said = (header.sex, header.ethnicity, header.upn[:20], None)
        facts = [Fact("details", child.born, None, said), *facts]
    return OfferedChild(
        row=child.row,
        person_id=person_id,
        id_is_number=person_id in numbers,
        in_part=person_id in aside,
        details=ChildDetails(date_of_birth=child.born),
        sex=header.sex if header else "",
        upn=header.upn if header else "",
        episodes=tuple(child.episodes),
        facts=tuple(facts),
        unaccompanied_until=child.unaccompanied,
        creates=header is not None,
    )


def _birthday_in(born: date | None, year: int) -> date | None:
    """The birthday in the return's year: what OC3 says is so around it."""
    if born is None:
        return None
    begins = date(year, 4, 1)
    this = birthday(born, max(year - born.year, 0))
    return this if this >= begins else birthday(born, year + 1 - born.year)


def _latest(file: Ssda903File) -> date | None:
    days = [row.since for row in file.episodes]
    days += [row.until for row in file.episodes if row.until is not None]
    return max(days, default=None)


class ListedChildren:
    """What lists 8 and 9 of Annex A say of each child in them, taken row by row. A child on both is one."""

    def __init__(self) -> None:
        self._children: dict[str, OfferedChild] = {}
        # Thousands of children have few birthdays and days of review between them: each is made once. Kept with this file,
        # not with the module: nothing of a child stays in the server's memory once the file is read.
        self._born, self._details, self._reviewed = cache(_born), cache(_details), cache(_reviewed)

    def add(self, rows: ListRows) -> None:
        """Take some rows of a list, those of list 8 before those of list 9."""
        children = self._children
        for row in rows:
            if isinstance(row, LookedAfterRow):
                children[row.child] = self._looked_after(row)
                continue
            states = (("leaver", _state(row)),)
            before = children.get(row.child)
            children[row.child] = before._replace(states=states) if before else self._leaver(row, states)

    def offered(self, file: AnnexAFile) -> OfferedReturn:
        """What the file says, the rows of which were all taken."""
        return OfferedReturn(
            children=list(self._children.values()),
            set_aside={(one.child, True) for one in file.set_aside if one.child},
            whole="8" in file.lists,
            latest=None,
        )

    def _looked_after(self, row: LookedAfterRow) -> OfferedChild:
        return OfferedChild(
            row.row,
            row.child,
            row.child_is_number,
            self._born(row.born),
            row.sex,
            facts=tuple(self._listed_facts(row)),
            unaccompanied_until=(row.until,) if row.unaccompanied else None,
        )

    def _listed_facts(self, row: LookedAfterRow) -> Iterator[Fact]:
        until = row.until
        if row.born is not None:
            yield self._details(row.born, row.sex, row.ethnicity, row.disabled)
        if row.since is not None:
            ended = row.ended_because[:10] or None if until else ""
            yield Fact("care", row.since, until, (row.need[:10] or None, ended))
        if row.legal_status_since is not None and row.legal_status:
            yield Fact("legal", row.legal_status_since, until, (row.legal_status,))
        if row.last_review is not None:
            yield self._reviewed(row.last_review)
        if row.placement_since is not None and row.placement:
            yield _placement(row, row.placement_since)

    def _leaver(self, row: LeaverRow, states: tuple[tuple[str, Said], ...]) -> OfferedChild:
        """A care leaver who is not on list 8 too."""
        born = row.born
        return OfferedChild(
            row.row,
            row.child,
            row.child_is_number,
            self._born(born),
            row.sex,
            facts=(self._details(born, row.sex, row.ethnicity, row.disabled),) if born is not None else (),
            states=states,
        )


def _born(born: date | None) -> ChildDetails:
    return ChildDetails(date_of_birth=born)


def _reviewed(on: date) -> Fact:
    return Fact("review", on, on + DAY, (None,))


_LOCATION = {True: "in", False: "out", None: None}


def _placement(row: LookedAfterRow, since: date) -> Fact:
    place, provider = row.placement, row.provider[:10] or None
    if place[0] == "T":
        return Fact("temporary", since, row.until, (place, provider))
    urn, postcode = row.urn[:20] or None, row.placement_postcode[:12] or None
    where = (urn, postcode, _LOCATION[row.inside], row.authority_of_placement[:100] or None)
    return Fact("placement", since, row.until, (place, provider, *where, None))


_DISABILITY = {True: "yes", False: "no", None: None}


def _details(born: date, sex: str, ethnicity: str, disabled: bool | None) -> Fact:
    said = (sex[:10] or None, ethnicity[:20] or None, None, _DISABILITY[disabled])
    return Fact("details", born, None, said)


_IN_TOUCH = {True: "YES", False: "NO", None: None}


def _state(row: LeaverRow) -> Said:
    """What list 9 says, each cut to what is kept; None, not spoken of, where it says nothing."""
    return (
        row.eligibility[:30] or None,
        _IN_TOUCH[row.in_touch],
        row.activity[:10] or None,
        row.accommodation[:10] or None,
    )

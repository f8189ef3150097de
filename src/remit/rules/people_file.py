"""How does a file of people differ from the accounts, teams and posts on record?

A file speaks of the people in it: who is not in it stays as they are. Posts that an earlier file gave and this one does
not name end; posts that somebody gave by hand stay. Who has a last day that has come is a leaver.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from remit.rules.holdings import FileComparison, HeldRow, Holding, HoldingChange, Line, RowFault, end, put
from remit.rules.staff import MANAGES
from remit.rules.text import listed, shown_date
from remit.rules.viewers import Post

UnitName = tuple[str, str]
"""Kind and name."""
KINDS = ("team", "service", "area")


@dataclass(frozen=True, slots=True)
class PersonSaid:
    """A row of the file."""

    row: int
    username: str
    name: str
    email: str
    job_title: str
    role: str
    units: Mapping[str, str]
    """Names by kind, of those that are given."""
    since: date | None
    until: date | None


@dataclass(frozen=True, slots=True)
class AccountHeld:
    """An account on record with what it holds from today on."""

    name: str
    email: str
    job_title: str
    active: bool
    leaves_on: date | None
    service_account: bool
    teams: tuple[HeldRow, ...] = ()
    posts: tuple[HeldRow, ...] = ()


@dataclass(frozen=True, slots=True)
class AccountChange:
    """An account to make or to change. `leaves_on`: the first day it is out of use."""

    username: str
    new: bool
    name: str
    email: str
    job_title: str
    leaves_on: date | None


@dataclass(frozen=True, slots=True)
class UnitWanted:
    """A unit to be made."""

    kind: str
    name: str
    parent: UnitName | None


@dataclass(frozen=True)
class PeopleFile:
    """The rows, what is on record, and the day."""

    rows: Sequence[PersonSaid]
    accounts: Mapping[str, AccountHeld]
    units: Mapping[UnitName, UnitName | None]
    """Each unit on record with the one it belongs to."""
    today: date


def compare_people(file: PeopleFile) -> tuple[FileComparison, tuple[UnitWanted, ...]]:
    """Hold a file of people against the record; with the units it needs that are not there yet."""
    units = _Units(file.units)
    faults: list[RowFault] = []
    by_person: dict[str, list[PersonSaid]] = {}
    names = _names(file.rows)
    for row in file.rows:
        fault = _two_people(row, names[row.username]) or _fault(row, file, units)
        if fault is None:
            by_person.setdefault(row.username, []).append(row)
        else:
            faults.append(fault)
    lines: list[Line] = []
    holdings: list[HoldingChange] = []
    accounts: list[AccountChange] = []
    out: list[str] = []
    for username, rows in by_person.items():
        if _stays_out(rows, file.accounts.get(username), file.today):
            out.append(username)
            lines.append(Line(rows[0].row, username, "unchanged"))
            continue
        line, account, changes = _person(username, rows, file)
        lines.append(line)
        holdings += changes
        accounts += [account] if account else []
    spoken_of = {row.username for row in file.rows}
    gone = [
        name
        for name, held in file.accounts.items()
        if held.active and not held.service_account and name not in spoken_of
    ]
    lines += [Line(None, name, "vanished") for name in sorted(gone)]
    warnings = (*_warnings(file), *units.elsewhere, *map(_left, out))
    return (
        FileComparison(tuple(lines), tuple(holdings), tuple(faults), warnings, accounts=tuple(accounts)),
        units.wanted,
    )


def _stays_out(rows: Sequence[PersonSaid], held: AccountHeld | None, today: date) -> bool:
    """Whether somebody left, and the file does not say that they came back: a list that still names them is no return."""
    if held is None or held.leaves_on is None or (held.active and held.leaves_on > today):
        return False  # nobody said that they left: at most the file they came with was undone
    if all(row.until is not None for row in rows):
        return False
    came = max((row.since for row in rows if row.until is None and row.since), default=None)
    return came is None or came < held.leaves_on


def _left(username: str) -> str:
    return f"{username} has left. If they came back, give the day they did under From."


class _Units:
    """The units on record, and those the file needs besides."""

    def __init__(self, known: Mapping[UnitName, UnitName | None]) -> None:
        self._known = dict(known)
        self._wanted: list[UnitWanted] = []
        self._elsewhere: dict[UnitName, str] = {}

    @property
    def elsewhere(self) -> tuple[str, ...]:
        """What is said of units that the file puts where they are not."""
        return tuple(self._elsewhere.values())

    @property
    def wanted(self) -> tuple[UnitWanted, ...]:
        return tuple(self._wanted)

    def lacks(self, row: PersonSaid) -> str | None:
        """The kind of unit that has to be named before a new one of this row can be made; None where nothing lacks."""
        for index, kind in reversed(list(enumerate(KINDS))):
            name = row.units.get(kind)
            if name is None:
                continue
            above = KINDS[index + 1] if index + 1 < len(KINDS) else None
            parent = (above, row.units[above]) if above and above in row.units else None
            if (kind, name) in self._known:
                self._say_where((kind, name), parent)
                continue
            if above is not None and parent is None:
                return above
            self._known[kind, name] = parent
            self._wanted.append(UnitWanted(kind, name, parent))
        return None

    def _say_where(self, unit: UnitName, parent: UnitName | None) -> None:
        """A unit stays where it is: a file of people moves no team from one service to another."""
        held = self._known[unit]
        if parent is None or held is None or parent == held:
            return
        says = f"The {unit[0]} {unit[1]} is in {held[1]}, and the file has it in {parent[1]}. It stays in {held[1]}."
        self._elsewhere.setdefault(unit, says)


def _names(rows: Iterable[PersonSaid]) -> Mapping[str, Sequence[str]]:
    """By user name the names it is given in the file, each once however it is written."""
    found: dict[str, dict[str, str]] = {}
    for row in rows:
        names = found.setdefault(row.username, {})
        if row.name:
            names.setdefault(" ".join(row.name.casefold().split()), row.name)
    return {username: tuple(names.values()) for username, names in found.items()}


def _two_people(row: PersonSaid, names: Sequence[str]) -> RowFault | None:
    """Two people under one user name: each would see and sign what is the other's."""
    if not row.username or len(names) < 2:
        return None
    return RowFault(
        row.row,
        "Name",
        f'"{row.username}" has {len(names)} names in this file: {listed(names)}.',
        "Give each person a user name of their own, or write the name the same way on each row.",
    )


def _fault(row: PersonSaid, file: PeopleFile, units: _Units) -> RowFault | None:
    held = file.accounts.get(row.username)
    if not row.username:
        return RowFault(row.row, "Username", "There is no user name.", "Give each person one.")
    if held is not None and held.service_account:
        return RowFault(row.row, "Username", f'"{row.username}" is no person.', "Take the row out.")
    if held is None and not row.name:
        return RowFault(
            row.row, "Name", f'"{row.username}" is new and has no name.', "Give the person's name."
        )
    if row.since is not None and row.until is not None and row.until < row.since:
        return RowFault(row.row, "Until", "It ends before it begins.", "Correct one of the two days.")
    wanted = MANAGES.get(Post(row.role)) if row.role else None
    if wanted is not None and wanted not in row.units:
        return RowFault(
            row.row, wanted.capitalize(), f"This role is held over a {wanted}.", f"Name the {wanted}."
        )
    lacks = units.lacks(row)
    if lacks is not None:
        return RowFault(
            row.row,
            lacks.capitalize(),
            "This team or service is not known, and the file does not say where it belongs.",
            f"Name the {lacks} it is in.",
        )
    return None


def _person(
    username: str, rows: Sequence[PersonSaid], file: PeopleFile
) -> tuple[Line, AccountChange | None, list[HoldingChange]]:
    held, today = file.accounts.get(username), file.today
    leaves_on = max((row.until for row in rows if row.until), default=None)
    if any(row.until is None for row in rows):
        leaves_on = None
    account = _account(username, rows, held, leaves_on)
    changes = _holdings(username, rows, held or AccountHeld("", "", "", True, None, False), leaves_on, today)
    if held is None:
        kind = "new"
    elif account is None and not changes:
        return Line(rows[0].row, username, "unchanged"), None, []
    else:
        kind = "changed"
    told = (*_told(account, held), *(_told_holding(change) for change in changes))
    return Line(rows[0].row, username, "new" if kind == "new" else "changed", told), account, changes


def _account(
    username: str, rows: Sequence[PersonSaid], held: AccountHeld | None, leaves_on: date | None
) -> AccountChange | None:
    def said(name: str) -> str:
        given = next((getattr(row, name) for row in rows if getattr(row, name)), "")
        return str(given or (getattr(held, name) if held else ""))

    change = AccountChange(username, held is None, said("name"), said("email"), said("job_title"), leaves_on)
    if held is None:
        return change
    same = (change.name, change.email, change.job_title) == (held.name, held.email, held.job_title)
    back = not held.active and leaves_on is None
    return None if same and held.leaves_on == leaves_on and not back else change


def _holdings(
    username: str, rows: Sequence[PersonSaid], held: AccountHeld, leaves_on: date | None, today: date
) -> list[HoldingChange]:
    changes: list[HoldingChange] = []
    if leaves_on is not None:
        return [*end(held.teams, leaves_on), *end(held.posts, leaves_on)]
    placed = next((row for row in rows if "team" in row.units and row.until is None), None)
    if placed is not None:
        team = Holding(("team", username, placed.units["team"]), placed.since or today)
        changes += put(held.teams, _as_held(held.teams, team, placed.since))
    named: set[tuple[str, ...]] = set()
    for row in rows:
        if not row.role:
            continue
        what = _post(username, row)
        named.add(what)
        mine = [one for one in held.posts if one.holding.what == what]
        if row.until is not None:
            changes += end(mine, row.until)
        elif not mine:
            changes.append(HoldingChange(None, Holding(what, row.since or today)))
    loaded = [one for one in held.posts if one.source.startswith("import:")]
    changes += end([one for one in loaded if one.holding.what not in named], today)
    return changes


def _as_held(held: Iterable[HeldRow], wanted: Holding, since: date | None) -> Holding:
    """A row without a day means no more than that it is so: what is held began when it did."""
    if since is not None:
        return wanted
    return next((one.holding for one in held if one.holding.what == wanted.what), wanted)


def _post(username: str, row: PersonSaid) -> tuple[str, ...]:
    kind = MANAGES.get(Post(row.role))
    return ("post", username, row.role, kind or "", row.units[kind] if kind else "")


def _told(account: AccountChange | None, held: AccountHeld | None) -> Iterator[tuple[str, str, str]]:
    if account is None:
        return
    for name in ("name", "email", "job_title"):
        before, then = getattr(held, name) if held else "", getattr(account, name)
        if before != then:
            yield name, before, then
    before_day = held.leaves_on if held else None
    if before_day != account.leaves_on:
        yield "leaves_on", _shown(before_day), _shown(account.leaves_on)
    elif held is not None and not held.active:
        yield "account", "out of use", "in use"


def _told_holding(change: HoldingChange) -> tuple[str, str, str]:
    one = change.before.holding if change.before else change.after
    assert one is not None
    words = _held_words(one)
    return words, _span(change.before.holding if change.before else None), _span(change.after)


def _held_words(one: Holding) -> str:
    """ "team North support"; "team manager, North support" for a post, which names its kind of unit too."""
    if one.what[0] == "team":
        return f"team {one.what[2]}"
    _, _, role, _, unit = one.what
    return f"{role.replace('_', ' ')}, {unit}" if unit else role.replace("_", " ")


def _span(holding: Holding | None) -> str:
    if holding is None:
        return ""
    until = f" until {shown_date(holding.until)}" if holding.until else ""
    return f"from {shown_date(holding.since)}{until}"


def _shown(day: date | None) -> str:
    return shown_date(day) if day else ""


def _warnings(file: PeopleFile) -> Iterator[str]:
    named = {name for row in file.rows if (name := row.units.get("team"))}
    if not named:
        return
    empty = [name for kind, name in sorted(file.units) if kind == "team" and name not in named]
    if empty:
        yield f"Nobody in the file works in {listed(empty)}. If a team closed, move its children to another."

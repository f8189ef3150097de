"""Returns for tests, without a file: rows in, a return as it is read out."""

from datetime import date
from hashlib import sha256

from remit.casework.returns import Loaded, load_return
from remit.documents.returns import (
    EpisodeRow,
    Fault,
    HeaderRow,
    ReviewRow,
    SetAside,
    Ssda903File,
    Table,
    TableRead,
    UnaccompaniedRow,
)
from remit.documents.returns.offered import offered_ssda903
from remit.documents.returns.understood import ReadReturn
from remit.records.return_comparison import beside_the_record
from remit.rules.clock import london_day
from remit.rules.viewers import Post, Viewer
from tests.factories import NOW, staff, viewer_of

BORN = date(2012, 3, 4)


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def data_officer() -> Viewer:
    """Whoever loads returns."""
    return viewer_of(staff(posts=[Post.DATA_OFFICER]))


def header(child: str, *, born: date | None = BORN, sex: str = "F", upn: str = "", row: int = 0) -> HeaderRow:
    return HeaderRow(row, child, sex, born, "WBRI", upn, None, None)


def episode(
    child: str,
    since: str,
    until: str | None = None,
    place: str = "U4",
    rne: str = "S",
    ls: str = "C2",
    rec=None,
):
    """An episode; it ends with X1 unless told otherwise."""
    ended = rec if rec is not None else "X1" if until else ""
    return EpisodeRow(
        row=0,
        child=child,
        since=day(since),
        new_because=rne,
        legal_status=ls,
        need="N1",
        placement=place,
        provider="PR1",
        until=day(until),
        ended_because=ended,
        moved_because="",
        home_postcode="",
        placement_postcode="",
        urn="",
        dec=day(until),
    )


def review(child: str, on: str, code: str = "PN1") -> ReviewRow:
    return ReviewRow(0, child, BORN, day(on), code)


def unaccompanied(child: str, until: str | None = None) -> UnaccompaniedRow:
    return UnaccompaniedRow(0, child, BORN, day(until))


def a_return(
    *rows: HeaderRow | EpisodeRow | ReviewRow | UnaccompaniedRow,
    faults: tuple[Fault, ...] = (),
    set_aside: tuple[SetAside, ...] = (),
    year: int = 2026,
) -> ReadReturn:
    """A whole return of these rows. Who has an episode and no header is given one."""
    headers = {row.child: row for row in rows if isinstance(row, HeaderRow)}
    for row in rows:
        if isinstance(row, EpisodeRow) and row.child not in headers:
            headers[row.child] = header(row.child, row=len(headers) + 2)
    file = Ssda903File(
        filename="903",
        digest=sha256(repr(rows).encode()).hexdigest(),
        year=year,
        tables=tuple(TableRead(table, "", 0, True) for table in (Table.HEADER, Table.EPISODES)),
        headers=tuple(headers.values()),
        episodes=tuple(row for row in rows if isinstance(row, EpisodeRow)),
        reviews=tuple(row for row in rows if isinstance(row, ReviewRow)),
        unaccompanied=tuple(row for row in rows if isinstance(row, UnaccompaniedRow)),
        care_leavers=(),
        missing=(),
        workers=(),
        deprivations=(),
        set_aside=set_aside,
        faults=faults,
        warnings=(),
        unlinked=(),
        number_ids=frozenset(),
    )
    return ReadReturn("ssda903", "903", file.digest, offered_ssda903(file), faults, ())


def basis_of(read: ReadReturn, actor: Viewer, now=NOW) -> int:
    """What the preview came to."""
    return beside_the_record(read.offered, viewer=actor, on=london_day(now)).comparison.basis


def load(read: ReadReturn, actor: Viewer | None = None, *, now=NOW, partial: bool = False) -> Loaded:
    """Preview a return and load it."""
    actor = actor or data_officer()
    basis = basis_of(read, actor, now)
    return load_return(content=b"", read=read, basis=basis, partial=partial, actor=actor, now=now)

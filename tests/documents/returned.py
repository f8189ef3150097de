"""Made-up returns: every row can be changed, left out or doubled by the test that asks for it."""

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from remit.documents.returns import Ssda903File, reading903, wire
from remit.documents.uploads.unreadable import Unreadable, UnreadableError
from remit.terms.codes import code_sets

TODAY = date(2026, 10, 14)
HEADER = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB"
EPISODES = "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN"
A_CHILD = "0012345,F,27/03/2012,WBRI,A123456789012,,"
AN_EPISODE = "0012345,01/06/2025,S,C2,N1,K2,PR4,,,,QX1 1AA,QX2 2BB,SC012345"
REVIEWS = "CHILD,DOB,REVIEW,REVIEW_CODE"
A_REVIEW = "0012345,27/03/2012,20/06/2025,PN1"


def lines(*rows: str) -> str:
    """The text of a .csv."""
    return "\n".join(rows) + "\n"


def header(*rows: str) -> str:
    return lines(HEADER, *(rows or (A_CHILD,)))


def episodes(*rows: str) -> str:
    return lines(EPISODES, *(rows or (AN_EPISODE,)))


def episode(child: str = "0012345", **says: str) -> str:
    """An episode with some of its columns said otherwise."""
    names = EPISODES.split(",")
    row = dict(zip(names, AN_EPISODE.split(","), strict=True)) | {"CHILD": child} | says
    return ",".join(row[name] for name in names)


def child(name: str = "0012345", **says: str) -> str:
    """A row of the header with some of its columns said otherwise."""
    names = HEADER.split(",")
    row = dict(zip(names, A_CHILD.split(","), strict=True)) | {"CHILD": name} | says
    return ",".join(row[column] for column in names)


def zipped(files: Mapping[str, str | bytes], *, kind: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", kind) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def a_return(files: Mapping[str, str | bytes] | None = None, **more: str | bytes) -> bytes:
    """A zip of a sound return, with these files instead or beside."""
    named = {"header.csv": header(), "episodes.csv": episodes()}
    return zipped(named | dict(files or {}) | {f"{name}.csv": text for name, text in more.items()})


def read(
    content: bytes, filename: str = "903.zip", *, today: date = TODAY, year: int | None = None
) -> Ssda903File | Unreadable:
    """The return read in this process; what crosses to another is crossed all the same."""
    request: dict[str, Any] = {
        "filename": filename,
        "today": today.isoformat(),
        "year": year,
        "codes": code_sets().to_json(),
    }
    try:
        parts = [
            json.loads(json.dumps(part)) for part in reading903.answer(content, request, lambda rows: None)
        ]
    except UnreadableError as unreadable:
        return unreadable.answer
    return wire.from_plain(parts)


def read_sound(content: bytes, filename: str = "903.zip", **more: Any) -> Ssda903File:
    """As `read`, of a file in which nothing is wrong."""
    answer = read(content, filename, **more)
    assert isinstance(answer, Ssda903File), answer
    assert answer.faults == ()
    return answer


def read_parts(content: bytes, filename: str = "903.zip", **more: Any) -> Ssda903File:
    """As `read`, of a file that can be read whatever is wrong with it."""
    answer = read(content, filename, **more)
    assert isinstance(answer, Ssda903File), answer
    return answer


def where(faults: Sequence[Any]) -> list[tuple[str, int | None, str]]:
    """Where each fault stands."""
    return [(one.table, one.row, one.column) for one in faults]

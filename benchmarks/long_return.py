"""How fast is an SSDA903 return of so many rows read, previewed and applied? In a database with nobody else in it.

`long_annex_a` asks the same of Annex A."""

import io
import resource
import zipfile
from collections.abc import Callable
from random import Random

from django.conf import settings

from benchmarks.long_list import seconds_of_all
from remit.casework.returns import load_return
from remit.commands.seeding.families import children_of
from remit.commands.seeding.lives import Life
from remit.documents.returns.understood import read_return
from remit.reading.looks import looking
from remit.reading.returns import ReturnPreview, preview_of_return
from remit.reading.viewers import viewer_named
from remit.rules.clock import london_day

NOW = settings.FIXED_NOW
NAME = "903.zip"
HEADER = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB"
EPISODES = "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN"
REVIEWS = "CHILD,DOB,REVIEW,REVIEW_CODE"


def carry_out(count: int) -> dict[str, object]:
    content, rows, children = made_up(count)
    return measured("ssda903", NAME, content, rows=rows, children=children)


def measured(kind: str, name: str, content: bytes, *, rows: int, children: int) -> dict[str, object]:
    """Seconds of reading, previewing, applying and previewing again a return of any kind."""
    today = london_day(NOW)
    officer = viewer_named("data-officer", now=NOW)
    read = read_return(kind, content, name, today=today)
    assert not read.faults, read.faults[:3]
    found: list[ReturnPreview] = []

    def preview() -> None:
        with looking(officer, route="benchmark", now=NOW):
            again = read_return(kind, content, name, today=today)
            found.append(preview_of_return(officer, read=again, now=NOW))

    def apply() -> None:
        load_return(content=content, read=read, basis=found[0].basis, actor=officer, now=NOW)

    acts: dict[str, Callable[[], object]] = {
        "reading": lambda: read_return(kind, content, name, today=today),
        "preview": preview,
        "apply": apply,
        "preview_again": preview,
    }
    took = seconds_of_all(acts)
    assert [one.counts["new"] for one in found] == [children, 0]
    return {
        "rows": rows,
        "megabytes": len(content) / 1e6,
        **took,
        "resident_megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def made_up(count: int) -> tuple[bytes, int, int]:
    """A return of about so many rows of made-up children looked after; how many rows and children it has."""
    random, today = Random(1), london_day(NOW)
    header, episodes, reviews = [HEADER], [EPISODES], [REVIEWS]
    family = 0
    while len(header) + len(episodes) + len(reviews) < count:
        for one in children_of(random, family, len(header), today):
            _write(one.person_id, one.life, header, episodes, reviews)
        family += 1
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, lines in (("header", header), ("episodes", episodes), ("reviews", reviews)):
            archive.writestr(f"{name}.csv", "\n".join(lines) + "\n")
    rows = len(header) + len(episodes) + len(reviews) - 3
    return out.getvalue(), rows, len(header) - 1


def _write(child: str, life: Life, header: list[str], episodes: list[str], reviews: list[str]) -> None:
    by_kind = {
        kind: [fact for fact in life.facts if fact.kind == kind]
        for kind in ("details", "legal", "placement", "review")
    }
    sex, ethnicity, upn, _ = by_kind["details"][0].said
    born = f"{life.born:%d/%m/%Y}"
    header.append(f"{child},{sex},{born},{ethnicity},{upn},,")
    legal, placements = by_kind["legal"], by_kind["placement"]
    days = sorted({fact.since for fact in (*legal, *placements)})
    for at, day in enumerate(days):
        status = next(fact for fact in reversed(legal) if fact.since <= day)
        placed = next(fact for fact in reversed(placements) if fact.since <= day)
        why = "S" if at == 0 else "B" if status.since == placed.since else "P" if placed.since == day else "L"
        until = f"{days[at + 1]:%d/%m/%Y},X1" if at + 1 < len(days) else ","
        place, provider, urn, postcode, *_ = placed.said
        episodes.append(
            f"{child},{day:%d/%m/%Y},{why},{status.said[0]},N1,{place},{provider},{until},,,{postcode},{urn}"
        )
    reviews.extend(f"{child},{born},{fact.since:%d/%m/%Y},{fact.said[0]}" for fact in by_kind["review"])

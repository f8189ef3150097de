"""How fast is a list of so many rows previewed and applied? In a database with nobody else in it."""

import resource
import sys
import time
from collections.abc import Callable, Mapping

from django.conf import settings

from benchmarks import invented, lists
from benchmarks.processor import processor_seconds
from remit.casework.loading import load_action_list
from remit.documents.action_list import Unreadable, read_action_list
from remit.reading.list_preview import preview_of_file
from remit.reading.looks import looking
from remit.reading.viewers import viewer_named
from remit.records.placements_list import ActionList
from remit.rules.clock import london_day
from remit.rules.outcomes import Refused

NOW = settings.FIXED_NOW
NAME = "Action list.xlsx"


def carry_out(count: int) -> dict[str, object]:
    rows = [
        lists.cells(one.person_id, one.family_name, one.given_name, one.date_of_birth, one.values)
        for one in invented.children(count, today=london_day(NOW))
    ]
    content = lists.workbook(rows)
    officer = viewer_named("data-officer", now=NOW)
    basis = ActionList.objects.get().revision
    acts: dict[str, Callable[[], object]] = {
        "reading": lambda: read_action_list(content, NAME),
        "preview": lambda: _preview(content, new=count),
        "apply": lambda: load_action_list(
            content=content, filename=NAME, basis=basis, actor=officer, now=NOW
        ),
        "preview_again": lambda: _preview(content, unchanged=count),
    }
    return {
        "rows": count,
        "columns": len(lists.HEADERS),
        "megabytes": len(content) / 1e6,
        **seconds_of_all(acts),
        "resident_megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def _preview(content: bytes, **expected: int) -> None:
    viewer = viewer_named("data-officer", now=NOW)
    with looking(viewer, route="benchmark", now=NOW):
        found = preview_of_file(viewer, content=content, filename=NAME, sheet=None, now=NOW)
    assert expected.items() <= found.counts.items(), found.counts


def seconds_of_all(acts: Mapping[str, Callable[[], object]]) -> dict[str, dict[str, float | None]]:
    """How long each of these took one after another, by the clock and in processor time."""
    seconds: dict[str, float | None] = {}
    processor: dict[str, float | None] = {}
    for what, act in acts.items():
        before = processor_seconds()
        seconds[what] = seconds_of(act)
        processor[what] = processor_seconds() - before
    return {"seconds": seconds, "processor": processor}


def seconds_of(act: Callable[[], object]) -> float | None:
    """How long it took; none where it was refused, as reading is when the machine is too busy to do it in its time."""
    began = time.perf_counter()
    try:
        answer = act()
    except Refused as refusal:
        answer = refusal
    if isinstance(answer, Refused | Unreadable):
        print(f"A list of this length was refused: {answer.problem}", file=sys.stderr)
        return None
    return time.perf_counter() - began

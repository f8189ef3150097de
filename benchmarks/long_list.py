"""How fast is a list of so many rows previewed and applied? In a database with nobody else in it."""

import resource
import time
from collections.abc import Callable
from typing import TypeVar

from django.conf import settings

from benchmarks import invented, lists
from remit.casework.loading import load_action_list
from remit.documents.action_list import read_action_list
from remit.reading.imports import Preview, preview_of_file
from remit.reading.looks import looking
from remit.reading.viewers import viewer_named
from remit.rules.clock import london_day

NOW = settings.FIXED_NOW
NAME = "Action list.xlsx"
Result = TypeVar("Result")


def carry_out(count: int) -> dict[str, object]:
    rows = [
        lists.cells(one.person_id, one.family_name, one.given_name, one.date_of_birth, one.values)
        for one in invented.children(count, today=london_day(NOW))
    ]
    content = lists.workbook(rows)
    reading, _ = _timed(lambda: read_action_list(content, NAME))
    first, found = _timed(lambda: _preview(content))
    assert (found.counts["new"], found.counts["faults"]) == (count, 0)
    officer = viewer_named("data-officer", now=NOW)
    applying, _ = _timed(
        lambda: load_action_list(content=content, filename=NAME, basis=found.basis, actor=officer, now=NOW)
    )
    again, same = _timed(lambda: _preview(content))
    assert same.counts["unchanged"] == count
    return {
        "rows": count,
        "columns": len(lists.HEADERS),
        "megabytes": len(content) / 1e6,
        "seconds": {"reading": reading, "preview": first, "apply": applying, "preview_again": again},
        "resident_megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def _preview(content: bytes) -> Preview:
    viewer = viewer_named("data-officer", now=NOW)
    with looking(viewer, route="benchmark", now=NOW):
        return preview_of_file(viewer, content=content, filename=NAME, sheet=None, now=NOW)


def _timed(act: Callable[[], Result]) -> tuple[float, Result]:
    began = time.perf_counter()
    result = act()
    return time.perf_counter() - began, result

"""Is every call that puts something on record in the list that `make bite` takes out one by one?"""

import re

from tests.bite.calls import SOURCE, calls
from tests.bite.promises import promises


def test_every_call_is_found_by_its_place():
    found = {(call.place.module, call.place.line) for call in calls()}
    written = {
        (".".join(("remit", *path.relative_to(SOURCE).with_suffix("").parts)), number)
        for path in SOURCE.rglob("*.py")
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if re.search(r"^ +(looks\.shown|looks\.begin_visit|about)\(", line)
    }
    assert found == written
    assert len(found) >= 120


def test_each_is_taken_out_once():
    listed = promises()
    assert len(listed) == len(set(listed)) >= 240


def test_the_audit_and_the_log_of_looks_are_written_in_one_place_each():
    writing = re.compile(r"\b(AuditEvent|Look)\.objects\.(bulk_)?create")
    found = [path.name for path in sorted(SOURCE.rglob("*.py")) if writing.search(path.read_text())]
    assert found == ["acts.py", "looks.py"]

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


def test_nothing_else_writes_the_audit_or_the_log_of_looks():
    for writing, where in (
        (r"\bAuditEvent\.objects\.(bulk_)?create\(", "acts.py"),
        (r"\bkept_looks import\b|\bLook\.objects\.(bulk_)?create\(", "looks.py"),
    ):
        assert [path.name for path in SOURCE.rglob("*.py") if re.search(writing, path.read_text())] == [where]

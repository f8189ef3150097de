"""Which tests show what a clause promises? Read from a file that is made from the tests and ships."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

LIST = Path(__file__).parent / "tested.json"


@cache
def _tests() -> Mapping[str, tuple[str, ...]]:
    found = json.loads(LIST.read_text(encoding="utf-8")) if LIST.is_file() else {}
    return {clause: tuple(tests) for clause, tests in found.items()}


def tests_of(clause_id: str) -> tuple[str, ...]:
    """The ids of the tests that bear the clause's mark, in order."""
    return _tests().get(clause_id, ())

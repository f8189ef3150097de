"""Which pages are made, and which of them are not current?"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from remit.commands.reference.marks import clauses_tested
from remit.commands.reference.rulebook import rulebook

RULEBOOK = "docs/reference/rulebook"


def pages(root: Path) -> dict[str, str]:
    """Every page by its name below the checkout."""
    made = {f"{RULEBOOK}/{name}": text for name, text in rulebook().items()}
    return {**made, "src/remit/terms/tested.json": clauses_tested(root / "tests")}


def stale(root: Path, made: Mapping[str, str]) -> list[str]:
    """The pages that are missing, not what they should be, or not made any more."""
    wrong = [
        name
        for name, text in made.items()
        if not (root / name).is_file() or (root / name).read_text(encoding="utf-8") != text
    ]
    kept = [f"{RULEBOOK}/{path.name}" for path in sorted((root / RULEBOOK).glob("*.md"))]
    return [*wrong, *(name for name in kept if name not in made)]

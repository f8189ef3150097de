"""What was read from a file of terms that ships, kept beside it so that it need not be understood as YAML each time.

As Python keeps compiled modules: made at first use, beside the source, and used only while it was made from this very file.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from remit.terms.written import Node

_FORM = "1"


def read(path: Path, shown_as: str | None = None) -> Node:
    """Everything a file says. Raises `TermsRefused` if it is not YAML or says something twice."""
    from remit.terms.parsed import parsed  # only where a file has to be parsed: it is slow to import

    return parsed(path, shown_as or str(path))


def read_kept(path: Path, shown_as: str) -> Node:
    """As `read`, from what is kept if it is current."""
    kept = path.parent / "__pycache__" / f"{path.name}.json"
    made_from = f"{_FORM} {hashlib.sha256(path.read_bytes()).hexdigest()}"
    found = _opened(kept)
    if isinstance(found, dict) and found.get("made_from") == made_from:
        return _node(found["root"], shown_as)
    root = read(path, shown_as)
    _keep(kept, {"made_from": made_from, "root": _plain(root)})
    return root


def _opened(kept: Path) -> Any:
    with suppress(OSError, ValueError):
        return json.loads(kept.read_text(encoding="utf-8"))
    return None


def _keep(kept: Path, document: Mapping[str, Any]) -> None:
    """Written whole or not at all; a folder that cannot be written to is no fault."""
    draft = kept.with_name(f"{kept.name}.{os.getpid()}")
    with suppress(OSError):
        kept.parent.mkdir(exist_ok=True)
        draft.write_text(json.dumps(document, separators=(",", ":")), encoding="utf-8")
        draft.replace(kept)


def _plain(node: Node) -> list[Any]:
    if isinstance(node.value, Mapping):
        return [node.line, {key: _plain(below) for key, below in node.value.items()}]
    if isinstance(node.value, tuple):
        return [node.line, [_plain(below) for below in node.value]]
    return [node.line, node.value]


def _node(kept: list[Any], file: str) -> Node:
    line, value = kept
    if isinstance(value, dict):
        return Node({key: _node(below, file) for key, below in value.items()}, file, line)
    if isinstance(value, list):
        return Node(tuple(_node(below, file) for below in value), file, line)
    return Node(value, file, line)

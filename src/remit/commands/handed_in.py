"""What was handed to a command on standard input, and how does it say that this cannot be used?"""

from __future__ import annotations

import json
import sys
from codecs import BOM_UTF8
from collections.abc import Iterator
from typing import Any, NoReturn

from remit.rules.handed_in import Fault, Unusable

Row = dict[str, Any]


def whole() -> bytes:
    """Everything on standard input."""
    return sys.stdin.buffer.read()


def lines() -> Iterator[bytes]:
    """Standard input line by line, as it comes."""
    yield from sys.stdin.buffer


def document(text: bytes) -> Any:
    """The one JSON document these bytes are. Raises `Unusable`: no JSON, a key said twice, a number that is none."""
    try:
        return _DECODER.decode(text.removeprefix(BOM_UTF8).decode())
    except UnicodeDecodeError:
        raise Unusable([Fault(None, "This is not text in UTF-8.", "Save it as UTF-8.")]) from None
    except RecursionError:
        raise Unusable([Fault(None, "This is nested too deeply.", "Give one JSON object.")]) from None
    except ValueError as problem:
        raise Unusable([Fault(None, f"This is not JSON: {problem}.", "Give one JSON object.")]) from None


def fault_rows(unusable: Unusable) -> Row:
    """The faults as JSON."""
    rows = [{"key": fault.key, "problem": fault.problem, "remedy": fault.remedy} for fault in unusable.faults]
    return {"faults": rows}


def faults_in_words(unusable: Unusable) -> str:
    """The faults, a line each."""
    return "\n".join(
        f"{fault.key + ': ' if fault.key else ''}{fault.problem} {fault.remedy}" for fault in unusable.faults
    )


def _each_key_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        twice = next(key for key, _ in pairs if sum(other == key for other, _ in pairs) > 1)
        raise Unusable([Fault(twice[:80], "This key is there twice.", "Keep one of them.")])
    return found


def _no_number(text: str) -> NoReturn:
    raise Unusable([Fault(None, f"{text} is no number.", "Give a number, or null if it is not known.")])


_DECODER = json.JSONDecoder(object_pairs_hook=_each_key_once, parse_constant=_no_number)

"""Which are the bank holidays of England? A list that ships, so that no command has to compute them; tests keep it current."""

import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType

LIST = Path(__file__).parent / "bank_holidays.json"


@cache
def bank_holidays() -> Mapping[date, str]:
    """Each by its day, from 1990 to 2080."""
    named = json.loads(LIST.read_text(encoding="utf-8"))
    return MappingProxyType({date.fromisoformat(day): name for day, name in named.items()})

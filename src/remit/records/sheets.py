"""What was written on the sheets of cases before their meeting, by whom, and what was said of their parts?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime

from django.db.models import Case, Value, When

from remit.records.answers import Answer, PartSaid
from remit.records.meetings import AgendaItem
from remit.records.placements_list import EntryDetail
from remit.rules.sheets import Version, answered_since


def answered_of(items: Collection[int]) -> Mapping[int, dict[str, datetime]]:
    """By item: since when each question has had an answer without a break. One query; the words are not read."""
    says = Case(When(value="", then=Value(False)), default=Value(True))
    rows = Answer.objects.filter(response__item__in=items, row_key="").annotate(says=says).order_by()
    versions: dict[int, list[Version]] = defaultdict(list)
    for item, *version in rows.values_list("response__item_id", "question", "version", "says", "at"):
        versions[item].append(Version(*version))
    return defaultdict(dict, {item: answered_since(rows) for item, rows in versions.items()})


def said_of(items: Collection[int]) -> Mapping[int, dict[str, PartSaid]]:
    """By item and part: who said that it is complete, and when. One query; models, not handed on."""
    found: dict[int, dict[str, PartSaid]] = defaultdict(dict)
    for row in PartSaid.objects.filter(item__in=items).select_related("by"):
        found[row.item_id][row.part] = row
    return found


def rating_of(item: AgendaItem) -> str:
    """How the case is rated: as it was when the meeting opened, before that as the list has it now."""
    if item.snapshot_id is not None:
        return item.snapshot.risk if item.snapshot else ""
    now = EntryDetail.objects.open().filter(entry=item.entry_id).values_list("risk", flat=True)
    return now.first() or ""

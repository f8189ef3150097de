"""What a loaded action list looked like, so that it can be written back as the file it came from."""

from __future__ import annotations

from django.db import models

from remit.records.placements_list import EntryDetail, Import, ListEntry


class ListExchange(models.Model):
    """A list as it was loaded: its sheet and its columns in their order."""

    imported = models.OneToOneField(
        Import, primary_key=True, on_delete=models.PROTECT, related_name="exchange"
    )
    sheet = models.CharField(max_length=100)
    columns: models.JSONField[object, object] = models.JSONField()
    """[[header, what it means], ...]; a column Remit has no name for means ""."""


class ExchangedRow(models.Model):
    """One child's row of it: what stood in each cell, and what the list said of the child once it was loaded."""

    exchange = models.ForeignKey(ListExchange, on_delete=models.PROTECT, related_name="rows")
    entry = models.ForeignKey(ListEntry, on_delete=models.PROTECT, related_name="+")
    place = models.PositiveIntegerField()
    """The row of the file: their order is kept."""
    cells: models.JSONField[object, object] = models.JSONField()
    """The text of each cell, in the order of the columns."""
    loaded = models.ForeignKey(EntryDetail, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["exchange", "entry"], name="one_row_an_entry_an_exchange")
        ]


def last_exchange() -> ListExchange | None:
    """The list that was loaded last, of those that stand."""
    standing = ListExchange.objects.filter(imported__state=Import.State.APPLIED)
    return standing.order_by("-imported__applied_at", "-pk").first()

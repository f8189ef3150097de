"""Nobody is named twice at a time for one restricted record, and why somebody is named or no longer is can be kept."""

from __future__ import annotations

from typing import Any

import django.db.models.functions.text
import django.db.models.lookups
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def forwards(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Let the first of several open rows for one person and child stand, and supersede the others."""
    rows = apps.get_model("records", "Restriction").objects
    seen: set[tuple[int, int]] = set()
    for row in rows.filter(superseded_at__isnull=True, until__isnull=True).order_by("since", "pk"):
        if (row.person_id, row.staff_id) in seen:
            rows.filter(pk=row.pk).update(superseded_at=models.F("recorded_at"))
        seen.add((row.person_id, row.staff_id))


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0004_calendars_of_ones_own"),
    ]

    operations = [
        migrations.RunPython(forwards, migrations.RunPython.noop),
        migrations.RemoveConstraint(
            model_name="restriction",
            name="restriction_texts_fit",
        ),
        migrations.AddField(
            model_name="restriction",
            name="ended_why",
            field=models.CharField(blank=True, max_length=500),
        ),
        migrations.AddField(
            model_name="restriction",
            name="why",
            field=models.CharField(blank=True, max_length=500),
        ),
        migrations.AddConstraint(
            model_name="restriction",
            constraint=models.UniqueConstraint(
                condition=models.Q(("superseded_at__isnull", True), ("until__isnull", True)),
                fields=("person", "staff"),
                name="named_once_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="restriction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("ended_why"), 500
                    ),
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("source"), 60
                    ),
                    django.db.models.lookups.LessThanOrEqual(
                        django.db.models.functions.text.Length("why"), 500
                    ),
                ),
                name="restriction_texts_fit",
            ),
        ),
    ]

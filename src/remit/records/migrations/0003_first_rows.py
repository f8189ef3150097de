"""What every installation has: the one action list, and the service account that loads returns."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from remit.records.refs import new_ref

ALWAYS = datetime(2000, 1, 1, tzinfo=UTC)
"""Before any day that anybody will ask about."""


def forwards(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the list and the account, which has no usable password and cannot sign in, and its one post."""
    apps.get_model("records", "ActionList").objects.get_or_create(pk=1)
    staff = apps.get_model("records", "Staff")
    officer, _ = staff.objects.get_or_create(
        username="data-officer",
        defaults={
            "ref": new_ref(),
            "name": "Data officer (service account)",
            "name_folded": "data officer (service account)",
            "is_service_account": True,
            "password": "!" + new_ref() + new_ref() + new_ref() + "xxxx",
        },
    )
    apps.get_model("records", "PostHolding").objects.get_or_create(
        staff=officer,
        post="data_officer",
        defaults={"since": ALWAYS.date(), "recorded_at": ALWAYS, "source": "remit"},
    )


class Migration(migrations.Migration):
    dependencies = [("records", "0002_append_only")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]

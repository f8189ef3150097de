"""Audit and looks can be added to and read, never changed or deleted: by trigger, on both databases."""

from __future__ import annotations

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

TABLES = ("records_auditevent", "records_look", "records_lookperson")

SAME_ROW = {
    "records_auditevent": "id = NEW.id",
    "records_look": "id = NEW.id",
    "records_lookperson": "id = NEW.id OR (look_id = NEW.look_id AND subject_id = NEW.subject_id)",
}
"""Which row another would take the place of: SQLite's REPLACE deletes it without asking the trigger for DELETE."""

POSTGRES_FUNCTION = """
CREATE FUNCTION remit_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


def forwards(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the triggers of the database at hand."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRES_FUNCTION, params=None)
        for table in TABLES:
            schema_editor.execute(
                f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}"
                " FOR EACH ROW EXECUTE FUNCTION remit_append_only()",
                params=None,
            )
            schema_editor.execute(
                f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}"
                " FOR EACH STATEMENT EXECUTE FUNCTION remit_append_only()",
                params=None,
            )
        return
    for table in TABLES:
        for act in ("UPDATE", "DELETE"):
            schema_editor.execute(
                f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table}"
                f" BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END",
                params=None,
            )
        schema_editor.execute(
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table}"
            f" WHEN EXISTS (SELECT 1 FROM {table} WHERE {SAME_ROW[table]})"
            f" BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END",
            params=None,
        )


class Migration(migrations.Migration):
    dependencies = [("records", "0001_initial")]
    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]

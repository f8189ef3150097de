"""What was done and who looked at whom can be added to and read; no statement changes or deletes it."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import F

from remit.records.audit import AuditEvent, Look, LookPerson
from tests.factories import NOW, a_child, staff

TABLES = (AuditEvent, Look, LookPerson)


@pytest.fixture
def rows(db):
    """One row of each."""
    person, child = staff(), a_child()
    event = AuditEvent.objects.create(verb="made.up", actor=person, at=NOW)
    look = Look.objects.create(viewer=person, route="case", kind=Look.Kind.OPENED, at=NOW)
    return {
        AuditEvent: event,
        Look: look,
        LookPerson: LookPerson.objects.create(look=look, subject=child.subject),
    }


def refused():
    return pytest.raises(DatabaseError, match="append-only")


@pytest.mark.parametrize("table", TABLES)
def test_no_row_can_be_changed_or_deleted(rows, table):
    name = table._meta.db_table
    with refused(), transaction.atomic():
        table.objects.update(id=F("id"))
    with refused(), transaction.atomic():
        table.objects.filter(pk=rows[table].pk)._raw_delete("default")
    with refused(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {name}")
    with refused(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {name} SET id = id + 1")
    assert table.objects.filter(pk=rows[table].pk).exists()


@pytest.mark.parametrize("table", TABLES)
def test_no_row_can_be_put_in_the_place_of_another(rows, table):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"REPLACE INTO {table._meta.db_table} SELECT * FROM {table._meta.db_table}"  # SQLite's own way round
            if connection.vendor == "sqlite"
            else f"INSERT INTO {table._meta.db_table} SELECT * FROM {table._meta.db_table}"
        )
    assert table.objects.count() == 1


@pytest.mark.postgres
@pytest.mark.parametrize("table", TABLES)
def test_no_table_can_be_emptied(rows, table):
    with refused(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"TRUNCATE {table._meta.db_table} CASCADE")
    assert table.objects.count() == 1


def test_the_three_tables_are_tried():
    assert len(TABLES) == 3

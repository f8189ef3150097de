"""Is what is kept of cohorts what the facts say? And what stands in the tables, but for the numbers of rows?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

from django.apps import apps
from django.db import connection
from django.db.models import Q

from remit.records.children import Person
from remit.records.cohort_members import members, worked_out
from remit.records.cohort_stays import CohortStay
from remit.records.held_facts import held_facts
from remit.rules.cohort_stays import KEPT, KINDS, stays
from remit.rules.cohorts import history
from remit.terms.cohort_codes_file import cohort_codes

NUMBERED_ANYHOW = {"records_cohortstay", "records_duty", "records_sweepmark"}
"""Tables whose rows a sweep may make again under another number."""


def kept() -> set[tuple[object, ...]]:
    """The stays as they are kept."""
    rows = CohortStay.objects.values_list(
        "person_id", "cohort", "first", "until", "part", "since", "because", "source"
    )
    return set(rows)


def as_the_facts_say() -> set[tuple[object, ...]]:
    """The stays as they follow from all facts there are."""
    born = dict(Person.objects.values_list("pk", "date_of_birth"))
    everybody = {
        person: history(born[person], held) for person, held in held_facts(kinds=sorted(KINDS)).items()
    }
    return {
        (person, stay.cohort, stay.first, stay.until, *stay.found)
        for person, child in everybody.items()
        for stay in stays(child, cohort_codes())
    }


def assert_right(*days: date) -> None:
    """What is kept follows from the facts, and on these days both ways of asking give one answer."""
    assert kept() == as_the_facts_say()
    for cohort in KEPT:
        for on in days:
            assert members(cohort, Q(), on=on) == worked_out(cohort, Q(), on=on), (cohort.id, on)


def tables() -> dict[str, Counter[tuple[object, ...]]]:
    """The rows of every table."""
    return {model._meta.db_table: Counter(_rows(model._meta.db_table)) for model in _models()}


def _models() -> Iterable[type]:
    return apps.get_models(include_auto_created=True)


def _rows(table: str) -> Iterable[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
        names = [column[0] for column in cursor.description]
        skipped = names.index("id") if table in NUMBERED_ANYHOW else -1
        return [
            tuple(repr(value) for at, value in enumerate(row) if at != skipped) for row in cursor.fetchall()
        ]

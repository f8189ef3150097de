"""Which children does a part of the agenda take that takes a computed cohort?"""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, Q

from remit.records.children import Person
from remit.records.cohort_stays import CohortStay
from remit.rules.forum_cohorts import SOURCES
from remit.terms.model import ForumTerms, Section


def taken_by(terms: ForumTerms, section: Section, *, on: date) -> Q:
    """A filter on `Person` that leaves who is in the section's cohort on a day; nobody where none is computed for it."""
    if section.cohort is None:
        return Q(pk__in=[])
    named = Q(pk__in=[])
    for followed in SOURCES.get(terms.cohort(section.cohort).source, ()):
        named |= Q(cohort=followed.cohort, part=followed.part) if followed.part else Q(cohort=followed.cohort)
    stays = CohortStay.objects.filter(Q(until__isnull=True) | Q(until__gt=on), named, first__lte=on)
    return Q(Exists(stays.filter(person=OuterRef("pk"))))


def still_there(terms: ForumTerms, section_id: str, subject_id: int, *, on: date) -> bool:
    """Whether a child has not left the cohort that the section takes. What takes no cohort, nobody leaves."""
    section = next((one for one in terms.agenda.sections if one.id == section_id), None)
    if section is None or section.takes != "cohort":
        return True
    return Person.objects.filter(taken_by(terms, section, on=on), pk=subject_id).exists()

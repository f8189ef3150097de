"""Which child does an id mean, and how is a child first put on record?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from remit.records.children import Identifier, Person, Subject
from remit.rules.names import folded, stem


@dataclass(frozen=True, slots=True)
class NewPerson:
    """What is known of a child when first put on record."""

    person_id: str
    given_name: str = ""
    family_name: str = ""
    initials: str = ""
    date_of_birth: date | None = None


class KnownIds:
    """The ids known now, for matching many rows without a query each."""

    def __init__(self) -> None:
        self._exact: dict[str, int] = {}
        self._stems: dict[str, list[str]] = defaultdict(list)
        rows = Identifier.objects.open().filter(scheme=Identifier.PERSON_ID)
        for value, person in rows.values_list("value", "person_id"):
            self._exact[value] = person
            self._stems[stem(value)].append(value)

    def person(self, value: str, *, is_number: bool) -> int | None:
        """The child of that id: the exact text, or for a number the only id it can stand for."""
        if value in self._exact:
            return self._exact[value]
        fitting = self._stems.get(stem(value), [])
        return self._exact[fitting[0]] if is_number and len(fitting) == 1 else None

    def candidates(self, value: str) -> int:
        """How many known ids a number could stand for."""
        return len(self._stems.get(stem(value), []))

    def lookalikes(self, value: str) -> tuple[str, ...]:
        """Other known ids that differ in leading zeros only."""
        return tuple(known for known in self._stems.get(stem(value), []) if known != value)


def put_on_record(
    people: Iterable[NewPerson], *, since: date, now: datetime, source: str
) -> dict[str, Person]:
    """Put these children on record, each with its id; by that id."""
    new = list(people)
    subjects = Subject.objects.bulk_create([Subject(kind=Subject.Kind.PERSON) for _ in new])
    made = [
        Person(
            subject=subject,
            given_name=person.given_name,
            family_name=person.family_name,
            initials=person.initials,
            name_folded=folded(f"{person.given_name} {person.family_name}".strip()),
            date_of_birth=person.date_of_birth,
        )
        for subject, person in zip(subjects, new, strict=True)
    ]
    Person.objects.bulk_create(made)
    Identifier.objects.bulk_create(
        Identifier(
            person=person,
            value=said.person_id,
            stem=stem(said.person_id),
            since=since,
            recorded_at=now,
            source=source,
        )
        for person, said in zip(made, new, strict=True)
    )
    return {said.person_id: person for said, person in zip(new, made, strict=True)}

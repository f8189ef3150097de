"""Which child does an id mean, what is known of them, and how is a child first put on record?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Max

from remit.records.bulk import Value, insert, putting_down
from remit.records.children import Identifier, Person, Restriction, Subject
from remit.records.cohort_stays import keep_stays
from remit.records.key_lists import in_parts
from remit.records.refs import new_ref
from remit.rules.list_comparison import ChildDetails, IdIndex
from remit.rules.names import folded, initials, stem
from remit.rules.viewers import Viewer


@dataclass(frozen=True, slots=True)
class NewPerson:
    """What is known of a child when first put on record."""

    person_id: str
    given_name: str = ""
    family_name: str = ""
    initials: str = ""
    date_of_birth: date | None = None


def new_person(person_id: str, said: ChildDetails) -> NewPerson:
    """A child with what a list says of them."""
    return NewPerson(person_id, said.given_name, said.family_name, said.initials, said.date_of_birth)


LONGEST_FOLDED = 220


@dataclass(frozen=True, slots=True)
class KnownChildren:
    """Everybody with an id now: for matching many rows without a query each."""

    ids: IdIndex
    details: Mapping[int, ChildDetails]
    withheld: frozenset[int] = field(default=frozenset())
    """Restricted records that this viewer is not named for."""


def known_children(viewer: Viewer, *, on: date) -> KnownChildren:
    """The children known now, in two queries."""
    rows = list(
        Identifier.objects.open()
        .filter(scheme=Identifier.PERSON_ID)
        .values_list(
            "value",
            "person_id",
            "person__given_name",
            "person__family_name",
            "person__initials",
            "person__date_of_birth",
            "person__restricted",
        )
    )
    named = set(Restriction.objects.on(on).filter(staff=viewer.staff_id).values_list("person_id", flat=True))
    return KnownChildren(
        ids=IdIndex((value, person) for value, person, *_ in rows),
        details={person: ChildDetails(*said) for _, person, *said, _ in rows},
        withheld=frozenset(person for _, person, *_, restricted in rows if restricted) - named,
    )


_PERSON = (
    "subject_id",
    "given_name",
    "family_name",
    "initials",
    "name_folded",
    "date_of_birth",
    "protected_address",
    "restricted",
)
_IDENTIFIER = ("person_id", "scheme", "value", "stem", "since", "recorded_at", "source")


def put_on_record(people: Iterable[NewPerson], *, since: date, now: datetime, source: str) -> dict[str, int]:
    """Put these children on record, each with its id; answers with their keys by that id."""
    new = list(people)
    keys = _new_subjects(len(new))
    with putting_down():
        insert(Person, _PERSON, map(_person, keys, new))
        insert(
            Identifier,
            _IDENTIFIER,
            (
                (key, Identifier.PERSON_ID, said.person_id, stem(said.person_id), since, now, source)
                for key, said in zip(keys, new, strict=True)
            ),
        )
    return {said.person_id: key for said, key in zip(new, keys, strict=True)}


def _new_subjects(count: int) -> list[int]:
    """The keys of so many new subjects. Later ones have greater keys, so that they are found again among the last."""
    last = Subject.objects.aggregate(last=Max("pk"))["last"] or 0
    refs = [new_ref() for _ in range(count)]
    insert(Subject, ("ref", "kind"), ((ref, Subject.Kind.PERSON.value) for ref in refs))
    keys = dict(Subject.objects.filter(pk__gt=last).values_list("ref", "pk"))
    return [keys[ref] for ref in refs]


def _person(key: int, said: NewPerson) -> tuple[Value, ...]:
    short = said.initials or initials(said.given_name, said.family_name)
    folded_name = _folded_name(said.given_name, said.family_name)
    born = said.date_of_birth
    return key, said.given_name, said.family_name, short[:10], folded_name, born, "", False


def _folded_name(given_name: str, family_name: str) -> str:
    """Folding can make a name longer ("ß" is "ss"); what is kept for searching is cut."""
    return folded(f"{given_name} {family_name}".strip())[:LONGEST_FOLDED]


def fill_details(fills: Mapping[int, tuple[ChildDetails, tuple[str, ...]]]) -> None:
    """Fill these blank details (their names) of these children from what a list says. What is not blank stays."""
    wanted = [person for person, (_, names) in fills.items() if names]
    people = _locked(wanted)
    for person in people:
        said, names = fills[person.pk]
        for name in names:
            if not getattr(person, name):
                setattr(person, name, getattr(said, name))
        person.name_folded = _folded_name(person.given_name, person.family_name)
    _keep(people)


def by_ref(filled: Mapping[int, Iterable[str]]) -> dict[str, list[str]]:
    """Which details of which children were filled, by the children's references: as an import keeps it for its undoing."""
    refs = {
        pk: ref
        for keys in in_parts(list(filled))
        for pk, ref in Subject.objects.filter(pk__in=keys).values_list("pk", "ref")
    }
    return {refs[person]: list(names) for person, names in filled.items()}


def blank_details(filled: Mapping[int, Iterable[str]]) -> None:
    """Blank these details (their names) of these children again."""
    people = _locked(list(filled))
    for person in people:
        for name in filled[person.pk]:
            setattr(person, name, None if name == "date_of_birth" else "")
        person.name_folded = _folded_name(person.given_name, person.family_name)
    _keep(people)


def _locked(keys: Sequence[int]) -> list[Person]:
    """These children, locked by key: before any meeting, as `casework.locks` has it."""
    children = Person.objects.select_for_update(of=("self",), no_key=True).order_by("pk")
    return [person for part in in_parts(sorted(keys)) for person in children.filter(pk__in=part)]


def _keep(people: list[Person]) -> None:
    kept = ["given_name", "family_name", "initials", "name_folded", "date_of_birth"]
    Person.objects.bulk_update(people, kept, batch_size=100)
    keep_stays([person.pk for person in people])  # some cohorts go by age

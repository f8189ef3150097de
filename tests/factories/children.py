"""Children, the numbers they are known by, and who works with them."""

from datetime import date, datetime
from itertools import count

from remit.records.children import Allocation, Identifier, Person, Restriction, Subject
from remit.records.people import Staff, Unit
from remit.rules.names import folded, initials, stem
from tests.factories.clock import LONDON, LONG_AGO
from tests.factories.names import a_name
from tests.factories.people import a_team

_numbers = count(90001)


def a_child(
    given: str | None = None,
    family: str | None = None,
    *,
    worker: Staff | None = None,
    team: Unit | None = None,
    person_id: str | None = None,
    since: date = LONG_AGO,
    **fields: object,
) -> Person:
    """A child with a number, allocated where a worker or a team is given."""
    made_given, made_family = a_name()
    given, family = given or made_given, family or made_family
    child = Person.objects.create(
        subject=Subject.objects.create(kind=Subject.Kind.PERSON),
        given_name=given,
        family_name=family,
        initials=initials(given, family),
        name_folded=folded(f"{given} {family}"),
        **{"date_of_birth": date(2012, 3, 4), **fields},
    )
    value = person_id or f"00{next(_numbers)}"
    Identifier.objects.create(person=child, value=value, stem=stem(value), **_period(since))
    if worker is not None or team is not None:
        allocate(child, worker, team, since=since)
    return child


def allocate(
    child: Person, worker: Staff | None = None, team: Unit | None = None, *, since: date = LONG_AGO
) -> Allocation:
    """Allocate a child to a worker in a team (one of its own, where none is given)."""
    return Allocation.objects.create(person=child, worker=worker, team=team or a_team(), **_period(since))


def a_restricted_child(*allowed: Staff, since: date = LONG_AGO, **kwargs: object) -> Person:
    """A child whose record only these people may see."""
    child = a_child(since=since, restricted=True, **kwargs)
    restrict_to(child, *allowed, since=since)
    return child


def restrict_to(child: Person, *allowed: Staff, since: date = LONG_AGO) -> None:
    """Close the record of a child who is at hand already to everybody but these people."""
    Person.objects.filter(pk=child.pk).update(restricted=True)
    for person in allowed:
        Restriction.objects.create(person=child, staff=person, **_period(since))


def number_of(child: Person) -> str:
    """The number the child is known by."""
    return str(Identifier.objects.open().get(person=child).value)


def _period(since: date) -> dict[str, object]:
    recorded_at = datetime.combine(since, datetime.min.time(), LONDON)
    return {"since": since, "recorded_at": recorded_at, "source": "seed"}

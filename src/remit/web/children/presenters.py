"""How does one child's page read?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from remit.reading.children import Case
from remit.reading.events import Event
from remit.reading.pathway import Way
from remit.rules.clock import london_day
from remit.rules.text import listed
from remit.web import formats

KINDS = {
    "list": "Action list",
    "meeting": "Meeting",
    "action": "Action",
    "worker": "Worker",
    "record": "Record",
    "trajectory": "Trajectory",
}


@dataclass(frozen=True, slots=True)
class Moment:
    """One item of the time line."""

    on: date
    kind: str
    title: str
    lines: tuple[tuple[str, str], ...]
    source: str
    href: str
    take_back_href: str
    """Where to take back what somebody typed; empty where that is not this viewer's to do."""
    extract_href: str
    """The child's extract of that meeting; empty where there is none for this viewer."""


@dataclass(frozen=True, slots=True)
class CasePage:
    """One child's page, ready to be shown."""

    name: str
    person_id: str
    facts: tuple[tuple[str, str], ...]
    because: str
    restricted: bool
    moments: tuple[Moment, ...]
    ways: tuple[Way, ...]
    action_only: bool
    allocate_href: str
    """Where to say who works with the child; empty where that is not this viewer's to say."""
    record_href: str
    """Where to record a fact of the child by hand; empty where that is not this viewer's to do."""
    plan_href: str
    """Where to change the child's trajectory; empty where that is not this viewer's to do."""
    restrict_href: str
    """Where to say who alone may see the record; empty where that is not this viewer's to say."""


def present_case(case: Case, *, now: datetime, extracts: bool = False) -> CasePage:
    """The page of this child. `extracts`: this viewer may open extracts at all."""
    return CasePage(
        name=case.name,
        person_id=case.person_id,
        facts=tuple(_facts(case, london_day(now))),
        because=listed(case.because),
        restricted=case.restricted,
        moments=tuple(_moment(case, event, extracts=extracts) for event in case.events),
        ways=case.ways,
        action_only=case.parts == {"identity"},
        allocate_href=reverse("case_worker", kwargs={"child": case.ref}) if case.may_allocate else "",
        record_href=reverse("record_fact", kwargs={"child": case.ref}) if case.may_record else "",
        plan_href=reverse("trajectory", kwargs={"child": case.ref}) if case.may_plan else "",
        restrict_href=reverse("restriction", kwargs={"child": case.ref}) if case.may_restrict else "",
    )


def _facts(case: Case, today: date) -> list[tuple[str, str]]:
    facts = [("Person id", case.person_id)]
    if case.parts == {"identity"}:
        return facts
    if case.date_of_birth:
        facts.append(
            ("Date of birth", f"{formats.date(case.date_of_birth)} ({_age(case.date_of_birth, today)})")
        )
    facts += [("Team", case.team), ("Worker", case.worker)]
    if case.protected_address:
        facts.append(("Protected address", case.protected_address))
    return facts


def _age(born: date, today: date) -> str:
    years = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    return formats.count(years, "year") + " old" if years else "under 1 year old"


def _moment(case: Case, event: Event, *, extracts: bool) -> Moment:
    href = reverse("meeting", kwargs={"forum": event.link[0], "date": event.link[1]}) if event.link else ""
    extract = reverse("extract", kwargs={"item": event.extract}) if event.extract and extracts else ""
    take_back = ""
    if event.take_back and case.may_record:
        fact, since = event.take_back
        take_back = reverse("take_back_fact", kwargs={"child": case.ref, "fact": fact, "since": since})
    kind = KINDS[event.kind]
    return Moment(event.on, kind, event.title, event.lines, event.source, href, take_back, extract)

"""How does a fact read beside another version of it? In the words of the time line, each thing it says on a line."""

from __future__ import annotations

from collections.abc import Mapping

from remit.reading.fact_events import LOCATION, LOCATIONS
from remit.rules.facts import FIELDS, Fact
from remit.rules.text import shown_date
from remit.terms.codes import CodeSets, code_sets

_PLACE, _STATUS = ("Kind of placement", "PLACE"), ("Legal status", "LS")
_PROVIDER, _ENDED = ("Provider", "PLACE_PROVIDER"), ("Why it ended", "REC")
LABELS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "care": {"need": ("Need", "CIN"), "why_ended": _ENDED},
    "placement": {
        "place": _PLACE,
        "provider": _PROVIDER,
        "urn": ("Number of the home at Ofsted (URN)", ""),
        "location": ("Where", LOCATION),
        "authority": ("Area of the placement", ""),
        "why_changed": ("Why it changed", "REASON_PLACE_CHANGE"),
    },
    "temporary": {"place": _PLACE, "provider": _PROVIDER},
    "legal": {"status": _STATUS},
    "review": {"code": ("Taking part", "REVIEW_CODE")},
    "missing": {"sort": ("Kind of absence", "MISSING")},
    "order": {"sort": ("Kind of order", "")},
    "worker": {"number": ("Social worker", ""), "why_changed": ("Why it changed", "SW_REASON")},
    "unaccompanied": {"why": ("Why", "")},
    "leaver": {
        "category": ("Category", ""),
        "in_touch": ("In touch", "IN_TOUCH"),
        "activity": ("Activity", "ACTIV"),
        "accommodation": ("Accommodation", "ACCOM"),
    },
    "details": {
        "sex": ("Sex", "SEX"),
        "ethnicity": ("Ethnicity", ""),
        "upn": ("Unique pupil number", ""),
        "disability": ("Disability", ""),
    },
    "cost": {"weekly_pence": ("A week", "")},
}
"""How each thing that a fact says is called, and the code set that says its codes in words. An address is not told."""
OWN_WORDS: Mapping[tuple[str, str], str] = {("sort", "dol"): "Deprivation of liberty"}
"""What Remit keeps by a word of its own, and how it reads."""


def said_of(fact: Fact) -> tuple[tuple[str, str], ...]:
    """What a fact says, in words; an address is not told."""
    codes = code_sets()
    lines = [("Held on" if fact.kind == "review" else "From", shown_date(fact.since))]
    if fact.until is not None and fact.kind != "review":
        lines.append(("Until", shown_date(fact.until)))
    for name, value in zip(FIELDS[fact.kind], fact.said, strict=True):
        if value not in (None, "") and name in LABELS[fact.kind]:
            label, column = LABELS[fact.kind][name]
            lines.append((label, _words(name, column, str(value), codes)))
    return tuple(lines)


def _words(name: str, column: str, value: str, codes: CodeSets) -> str:
    if name == "weekly_pence":
        return f"£{int(value) / 100:,.2f}"
    if column == LOCATION:
        return LOCATIONS[value]
    if column:
        says = codes.says(column, value)
        return f"{value}: {says}" if says != value else value
    return OWN_WORDS.get((name, value), value.replace("_", " "))

"""How do files, kinds and facts read on the pages of loading?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from remit.rules.cohorts import COHORTS
from remit.rules.facts import KIND_WORDS
from remit.terms.codes import CodeSets, code_sets
from remit.web import formats

KINDS: Mapping[str, str] = {
    "ssda903": "SSDA903 return",
    "annex-a": "Annex A, lists 8 and 9",
    "people": "People",
    "seats": "Seats",
    "allocations": "Allocations",
}
SAYS: Mapping[str, str] = {
    "ssda903": "Children looked after: episodes, placements, legal statuses, reviews, care leavers.",
    "annex-a": "Children looked after and care leavers, from the lists made for an inspection.",
    "people": "Who works here: their accounts, teams and posts, and who has left.",
    "seats": "Who sits in which seat of a forum, and who deputises.",
    "allocations": "Who works with which child.",
}
ABOUT: Mapping[str, tuple[str, str]] = {
    "people": ("person", "people"),
    "seats": ("seat", "seats"),
}
"""What a line is about, where it is no child."""
UNDONE: Mapping[str, tuple[tuple[str, str], tuple[str, str]]] = {
    "people": (
        ("account that the file made is out of use", "accounts that the file made are out of use"),
        ("person is as they were before", "people are as they were before"),
    ),
    "seats": (
        (
            "seat is no longer held by whom the file gave it to",
            "seats are no longer held by whom the file gave them to",
        ),
        ("seat is held as it was before", "seats are held as they were before"),
    ),
    "allocations": (
        ("child is no longer allocated", "children are no longer allocated"),
        ("child is allocated as it was before", "children are allocated as they were before"),
    ),
}
"""What became of whoever the file brought, and of whoever it changed, once it is undone: of one, and of many."""
ACTS: Mapping[str, str] = {
    "added": "New",
    "corrected": "Corrected",
    "changed": "Changed",
    "removed": "Taken out",
    "ended": "Ended",
    "confirmed": "Confirmed",
    "contradicted": "Contradicted",
}
_CODES: Mapping[str, str] = {
    "place": "PLACE",
    "provider": "PLACE_PROVIDER",
    "status": "LS",
    "need": "CIN",
    "code": "REVIEW_CODE",
    "why_ended": "REC",
    "why_changed": "REASON_PLACE_CHANGE",
    "in_touch": "IN_TOUCH",
    "activity": "ACTIV",
    "accommodation": "ACCOM",
    "sex": "SEX",
}
_OF_KIND: Mapping[tuple[str, str], str] = {("worker", "why_changed"): "SW_REASON"}
"""Where a name means something else than it does in the other kinds."""
_OWN: Mapping[str, Mapping[str, str]] = {
    "location": {"in": "inside the authority", "out": "outside the authority"},
    "sort": {"M": "missing", "A": "away without leave", "dol": "deprivation of liberty"},
}

_LABELS: Mapping[str, str] = {
    "sex": "sex",
    "ethnicity": "ethnicity",
    "upn": "UPN",
    "urn": "URN",
    "disability": "disability",
    "number": "worker",
}


def cohort_words(cohort: str) -> str:
    """The name of a cohort."""
    known = COHORTS.get(cohort)
    return known.name if known else cohort


def about(kind: str) -> tuple[str, str]:
    """One and many of what a line of that kind of file is about."""
    return ABOUT.get(kind, ("child", "children"))


def fact_words(fact: Mapping[str, Any]) -> str:
    """What becomes of a fact, in one line: "Corrected placement: … → …"."""
    codes = code_sets()
    what = f"{ACTS.get(fact['act'], fact['act'].capitalize())} {KIND_WORDS[fact['kind']]}"
    before, after = (_said(fact["kind"], fact[side], codes) for side in ("before", "after"))
    if before and after and before != after:
        return f"{what}: {before} → {after}"
    return f"{what}: {after or before}"


def _said(kind: str, said: Mapping[str, Any] | None, codes: CodeSets) -> str:
    if said is None:
        return ""
    words = ", ".join(_values(kind, said, codes))
    since, until = said["since"], said.get("until")
    days = f"from {formats.short_date(date.fromisoformat(since))}"
    if until:
        days += f" until {formats.short_date(date.fromisoformat(until))}"
    return f"{words}, {days}" if words else days


def _values(kind: str, said: Mapping[str, Any], codes: CodeSets) -> Iterator[str]:
    for name, value in said.items():
        if name in ("since", "until") or value in (None, ""):
            continue
        if name in _OWN:
            yield _OWN[name].get(str(value), str(value).replace("_", " "))
        elif name == "weekly_pence":
            yield f"{formats.pounds(int(value))} a week"
        elif name in _CODES:
            words = codes.says(_OF_KIND.get((kind, name), _CODES[name]), str(value))
            label = _LABELS.get(name, "")
            yield f"{label} {words[:1].lower()}{words[1:]}" if label else words
        else:
            yield f"{_LABELS.get(name, '')} {str(value).replace('_', ' ')}".strip()

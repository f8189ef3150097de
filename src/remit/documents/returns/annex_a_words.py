"""What do the words of Annex A mean? Cells hold a code, a code with words, words alone, or a letter that numbers a choice."""

from __future__ import annotations

import re

from remit.documents.cells.fault import CellFaultError
from remit.documents.cells.text import cell_text, folded
from remit.documents.returns.meant import unlettered, yes_no
from remit.documents.uploads.grid import CellValue

_POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}")
_NEED = re.compile(r"\bN([1-9])\b", re.IGNORECASE)
_PROVIDER = re.compile(r"\bPR([0-5])\b", re.IGNORECASE)
_ENDED = re.compile(r"\b(E1[1-7]|E4[1-8AB]|E[2-9]|X1)\b", re.IGNORECASE)
_LEGAL = re.compile(r"\b(C[12]|D1|E1|V[234]|L[123]|J[123])\b")
_PLACE = re.compile(r"\b(A[3-6]|H5|K[1-3]|P[1-3]|R[1235]|S1|T[0-4]|U[1-6]|Z1[1-4]?)\b")
_ACTIVITY = re.compile(r"\b(F[1-6]|P[1-6]|G[4-6])\b")
_ACCOMMODATION = re.compile(r"([A-Z])([12])?(?=$|[\s:\-–).])")
_LEGAL_WORDS = (
    ("C1", r"interim care|\bico\b"),
    ("C2", r"care order|\bfco\b|section 31|\bs\.?31\b"),
    ("E1", r"placement order|\bpo\b"),
    ("V3", r"short[- ]?(term )?break|respite"),
    ("V2", r"section 20|\bs\.?20\b|single period|accommodated"),
    ("L1", r"police"),
    ("L2", r"emergency protection|\bepo\b"),
    ("L3", r"assessment order"),
    ("J1", r"remand"),
)
_PLACE_WORDS = (
    ("K1", r"secure"),
    ("S1", r"residential school"),
    ("R1", r"residential care home"),
    ("R3", r"family centre|mother and baby|parent and (baby|child) (unit|assessment)"),
    ("R5", r"young offender|\byoi\b"),
    ("R2", r"hospital|\bnhs\b|health (trust|setting)"),
    ("K2", r"childrens? home|childrens homes|residential (unit|home|childrens)"),
    ("K3", r"supported (accommodation|lodging|living)"),
    ("H5", r"semi[- ]?independent"),
    ("P2", r"independent living"),
    ("P1", r"(with|own) (own )?parent"),
)


def sex(value: CellValue) -> str:
    """M, F or U."""
    said = folded(unlettered(cell_text(value)))
    if said in ("m", "male", "1", "boy", "man"):
        return "M"
    if said in ("f", "female", "2", "girl", "woman"):
        return "F"
    return "U" if said else ""


def ethnicity(value: CellValue) -> str:
    """The four-letter code, or the first words."""
    said = unlettered(cell_text(value))
    found = re.search(r"\b[A-Z]{4}\b", said)
    return found[0] if found else said[:20].strip()


def need(value: CellValue) -> str:
    """N1 to N9."""
    return _coded(value, _NEED, "N")


def provider(value: CellValue) -> str:
    """PR0 to PR5."""
    return _coded(value, _PROVIDER, "PR")


def ended(value: CellValue) -> str:
    """The E code why care ended."""
    return _coded(value, _ENDED, "")


def activity(value: CellValue) -> str:
    """The code of what a care leaver does."""
    said = cell_text(value)
    found = _ACTIVITY.search(said.upper())
    return found[1] if found else ""


def _coded(value: CellValue, pattern: re.Pattern[str], prefix: str) -> str:
    said = cell_text(value)
    if not said:
        return ""
    found = pattern.search(said)
    if found is None:
        raise CellFaultError(
            f"“{said[:60]}” has no code Remit knows.", "Write the code of the SSDA903 return."
        )
    return f"{prefix}{found[1]}".upper()


def legal_status(written: str) -> str:
    """The code of a legal status, from the code or from plain words; empty where neither is known."""
    return _code_or_words(written, _LEGAL, _LEGAL_WORDS)


def placement(written: str) -> str:
    """The code of a placement, from the code or from plain words; empty where neither is known."""
    return _code_or_words(written, _PLACE, _PLACE_WORDS)


def _code_or_words(written: str, code: re.Pattern[str], words: tuple[tuple[str, str], ...]) -> str:
    found = code.search(unlettered(written).upper())
    if found:
        return found[1]
    said = folded(written).replace("'", "").replace("’", "")
    return next((means for means, pattern in words if re.search(pattern, said)), "")


def postcode(value: CellValue) -> str:
    """A postcode as it is written, in capitals."""
    said = " ".join(cell_text(value).upper().split())
    if said and not _POSTCODE.fullmatch(said):
        raise CellFaultError(
            f"“{said[:20]}” is not a postcode.", "Write it as in the address, or leave it blank."
        )
    return said


def inside(value: CellValue) -> bool | None:
    """Whether a placement is inside the authority; None where it is not known."""
    said = folded(unlettered(cell_text(value)))
    if not said or said in ("unknown", "not known", "n/a", "not recorded"):
        return None
    if re.search(
        r"\b(out|outside|outwith|ooa|oob|ooc|external|o)\b|\bnot (in|within|inside)\b|^other ", said
    ):
        return False
    if re.search(r"\b(in|inside|within|internal|i|in-?borough|in-?county)\b", said):
        return True
    raise CellFaultError(
        f"“{said[:40]}” does not say inside or outside.", "Write In or Out, or leave it blank."
    )


def eligibility(written: str) -> str:
    """Which kind of care leaver, in the words of the Act; empty where it is not one of them."""
    said = folded(unlettered(written))
    for word, means in (
        ("former", "former_relevant"),
        ("qualif", "qualifying"),
        ("relevant", "relevant"),
        ("eligible", "eligible"),
    ):
        if word in said and not said.startswith(("not ", "no longer")):
            return means
    return ""


def in_touch(value: CellValue) -> bool | None:
    """Whether the authority is in touch; a refusal or no need for services is not."""
    said = folded(unlettered(cell_text(value)))
    if re.search(r"refus|\brefu\b|no longer|\bnreq\b|died|return|\brhom\b", said):
        return False
    return yes_no(value)


def suitable(value: CellValue) -> bool | None:
    """Whether accommodation is suitable."""
    said = folded(unlettered(cell_text(value)))
    if re.search(r"unsuitable|not suitable", said):
        return False
    return True if "suitable" in said else yes_no(value)


def accommodation(value: CellValue) -> tuple[str, bool | None]:
    """The letter of the code, and whether it is suitable where the code says so (B1, B2)."""
    said = unlettered(cell_text(value))
    found = _ACCOMMODATION.match(said)
    if found is None:
        return ("", None)
    return (found[1], None if found[2] is None else found[2] == "1")

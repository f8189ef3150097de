"""What would brokerage write on the list of where a made-up child lives, and of what is sought?

What the record says, in brokerage's words.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from remit.commands.seeding.children import Child
from remit.records.facts import LegalStatus, Placement
from remit.terms.codes import code_sets

NOT_IN_CARE = "At home, edge of care"
LIVES = {
    "A": "With prospective adopters",
    "H": "Supported accommodation",
    "K1": "Secure children's home",
    "K2": "Children's home, notice given",
    "K3": "Supported accommodation",
    "P1": "With a parent",
    "P2": "Living independently",
    "R1": "Care home",
    "R2": "Hospital ward, fit to be discharged",
    "R3": "Family centre",
    "R5": "Young offender institution",
    "S1": "Residential school",
    "U1": "With a relative, approved as carer",
    "U2": "With a relative, approved as carer",
    "U3": "With a relative, approved as carer",
    "Z": "Placement outside the usual kinds",
}
IN_HOUSE, AGENCY = "In-house foster home, notice given", "Independent fostering agency, 28 days' notice"
ORDERS = {
    "C1": "Interim care order",
    "C2": "Full care order",
    "E1": "Placement order",
    "V2": "Section 20",
}
SMALL = (
    "Foster home for siblings together",
    "Foster home, no other children",
    "Specialist foster home within 20 miles",
)
GROWING = (*SMALL, "Therapeutic foster home, school to stay the same")
NEARLY_GROWN = ("Supported lodgings", *GROWING[1:])
FROM_A_HOME = "Step-down from residential to fostering"


@dataclass(frozen=True, slots=True)
class Written:
    """Three cells of the list."""

    legal_status: str
    current_placement: str
    placement_required: str


def written_of(child: Child, day: date) -> Written:
    """What is written about a child on a day, in agreement with the record."""
    stay = Placement.objects.on(day).filter(person=child.key).first()
    order = LegalStatus.objects.on(day).filter(person=child.key).first()
    return Written(
        legal_status=_order(order.status) if order else "Not looked after",
        current_placement=_lives(stay.place, stay.provider) if stay else NOT_IN_CARE,
        placement_required=_sought(child, stay.place if stay else ""),
    )


def _order(code: str) -> str:
    return ORDERS.get(code) or code_sets().says("LS", code)


def _lives(place: str, provider: str) -> str:
    if place in ("U4", "U5", "U6"):
        return IN_HOUSE if provider == "PR1" else AGENCY
    return LIVES.get(place) or LIVES.get(place[:1]) or code_sets().says("PLACE", place)


def _sought(child: Child, place: str) -> str:
    if place == "K2":
        return FROM_A_HOME
    choices = SMALL if child.age < 8 else (GROWING if child.age < 16 else NEARLY_GROWN)
    return choices[child.number % len(choices)]

"""Every fact is told by labels and words, and no field by the name it is kept under."""

import pytest

from remit.reading.fact_words import LABELS, said_of
from remit.rules.facts import FIELDS, fact
from tests.rules.returned import day

NOT_TOLD = {("placement", "postcode")}


@pytest.mark.parametrize("kind, name", [(kind, name) for kind, names in FIELDS.items() for name in names])
def test_each_thing_a_fact_says_has_a_label_but_an_address(kind, name):
    assert (name in LABELS[kind]) == ((kind, name) not in NOT_TOLD)


@pytest.mark.parametrize(
    "kind, said, told",
    [
        ("review", {"code": "PN6"}, ("Taking part", "PN6: Did not attend, sent views")),
        ("missing", {"sort": "A"}, ("Kind of absence", "A: Away without authorisation")),
        ("order", {"sort": "dol"}, ("Kind of order", "Deprivation of liberty")),
        ("placement", {"location": "in"}, ("Where", "Inside the authority")),
        ("placement", {"location": "out"}, ("Where", "Outside the authority")),
        ("cost", {"weekly_pence": 450_050}, ("A week", "£4,500.50")),
        ("legal", {"status": "Q9"}, ("Legal status", "Q9")),
    ],
)
def test_a_code_is_told_with_its_words(kind, said, told):
    begun = "Held on" if kind == "review" else "From"
    assert said_of(fact(kind, day("2026-10-05"), **said)) == ((begun, "5 October 2026"), told)


def test_an_address_is_not_told():
    said = said_of(fact("placement", day("2026-10-05"), place="K2", postcode="ZZ1 1ZZ"))
    assert [label for label, _ in said] == ["From", "Kind of placement"]

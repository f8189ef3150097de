"""A header is matched by what it means, and a mapping has the last word."""

import json

import pytest

from remit.documents.action_list import Field, Mapping, MappingError, Risk, Urgency
from remit.documents.action_list.headers import find_headers, letter, signature
from remit.documents.action_list.meanings import NAMES, meaning_of
from remit.documents.cells.text import letters_only
from remit.documents.uploads.grid import GridRow


def found(*headers, mapping=None):
    return find_headers([GridRow(1, headers)], mapping or Mapping())


@pytest.mark.parametrize(
    "header, field",
    [
        ("Mosaic", "person_id"),
        ("Mosaic Id", "person_id"),
        ("Liquidlogic ID", "person_id"),
        ("LCS", "person_id"),
        ("Person ID", "person_id"),
        ("PERSON_ID", "person_id"),
        ("Child ID", "person_id"),
        ("LCS number (child)", "person_id"),
        ("Risk of Resi", "risk"),
        ("At Risk of Residential", "risk"),
        ("Risk (H/M/L)", "risk"),
        ("Risk Level", "risk"),
        ("Needed by", "urgency"),
        ("Priority (1-3)", "urgency"),
        ("D.O.B", "date_of_birth"),
        ("DOB", "date_of_birth"),
        ("Date Referred", "on_list_since"),
        ("Date on list", "on_list_since"),
        ("Date last action", "last_action_on"),
        ("SURNAME, Forename", "name"),
        ("Name (initials)", "initials"),
        ("Allocated Team", "team"),
        ("Allocated Worker", "worker"),
        ("Team Manager", "manager"),
        ("SW / TM", "worker_and_manager"),
        ("Social Worker/Team Manager", "worker_and_manager"),
        ("Duty worker", "duty_worker"),
        ("Legal", "legal_status"),
        ("Placement Type Sought", "placement_required"),
        ("Current placement", "current_placement"),
        ("Days to Place", "days_to_place"),
        ("Search update", "search_update"),
        ("Comments / next steps", "comments"),
        ("ROR comments", "comments"),
        ("  risk\nof   RESI ", "risk"),
        ("Favourite colour", None),
        ("Risk assessment date", None),
        ("x" * 500, None),
        ("", None),
    ],
)
def test_a_header_is_known_by_its_meaning(header, field):
    meaning = meaning_of(header, "")
    assert (meaning and meaning[0].value) == field


def test_no_name_stands_for_two_fields():
    owners = {}
    for field, names in NAMES.items():
        for name in names:
            assert owners.setdefault(letters_only(name), field) is field, name
    assert set(owners.values()) == set(Field)


def test_a_field_goes_to_the_surest_column():
    columns = found("Mosaic ID", "Placements risk level", "Risk").columns
    assert [column.field for column in columns] == [Field.PERSON_ID, None, Field.RISK]


def test_what_a_mapping_says_is_not_guessed_again():
    mapping = Mapping(columns={"Team": Field.WORKER, "Risk": None})
    columns = found("Mosaic ID", "Team", "Social worker", "Risk", mapping=mapping).columns
    assert [(one.field, one.guessed) for one in columns] == [
        (Field.PERSON_ID, True),
        (Field.WORKER, False),
        (None, True),
        (None, False),
    ]


def test_the_same_headers_have_the_same_signature_in_any_order_and_case():
    assert signature(found("Mosaic ID", "Risk").columns) == signature(found("RISK", "mosaic  id").columns)
    assert signature(found("Mosaic ID", "Risk").columns) != signature(found("Mosaic ID", "Risks").columns)


def test_columns_have_the_letters_excel_gives_them():
    assert [letter(index) for index in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


def test_a_mapping_can_be_kept():
    mapping = Mapping(
        columns={"Kid": Field.PERSON_ID, "Colour": None},
        risk={"M/H": Risk.HIGH},
        urgency={"1": Urgency.PLANNED},
    )
    assert Mapping.from_json(json.loads(json.dumps(mapping.to_json()))) == mapping
    assert Mapping.from_json({}) == Mapping()


@pytest.mark.parametrize(
    "plain, problem",
    [
        ([], "The mapping of a mapping must be an object."),
        ({"colour": {}}, "A mapping has no part called “colour”."),
        ({"columns": {"A": "shoe_size"}}, "“A” is mapped to “shoe_size”, which is not one of:"),
        (
            {"risk": {"X": "extreme"}},
            "“X” is mapped to “extreme”, which is not one of: high, medium, low, unrated.",
        ),
        ({"risk": {"X": None}}, "“X” is mapped to “None”"),
        ({"columns": {"A": "risk", "B": "risk"}}, "The columns “A” and “B” are both mapped to risk."),
        ({"urgency": {"Now": "today", "now ": "planned"}}, "The urgency word “now ” is given two meanings."),
    ],
)
def test_a_mapping_that_contradicts_itself_is_refused(plain, problem):
    with pytest.raises(MappingError, match="^" + problem.replace(".", r"\.")):
        Mapping.from_json(plain)

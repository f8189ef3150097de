"""The papers of a meeting as one PDF, and the minutes as PDF: who has them, what is in them, and that it is noted."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from remit.casework.answers import save_answer
from remit.records.audit import Look
from remit.records.children import Person
from remit.terms import load
from tests.casework.rooms import DURING, Room, a_room
from tests.casework.weeks import a_week, rated
from tests.factories import london, viewer_of
from tests.factories.children import number_of, restrict_to
from tests.web.workbook.test_out import ELSEWHERE

pytestmark = pytest.mark.django_db

PACK = "/forums/ror/2026-10-15/pack.pdf"
MINUTES = "/forums/ror/2026-10-15/minutes.pdf"


@pytest.fixture
def now():
    return DURING


@pytest.fixture
def the_room() -> Room:
    return a_room(cases=2, others=2).open()


def read(client, address: str) -> PdfReader:
    answer = client.get(address)
    assert answer.status_code == 200, answer.content.decode()
    assert answer["Content-Type"] == "application/pdf"
    return PdfReader(BytesIO(answer.content))


def words(pdf: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in pdf.pages)


@pytest.mark.look
def test_the_pack_has_the_agenda_a_page_a_case_the_other_cases_and_the_actions(the_room, signed_in):
    the_room.write(the_room(0), "commissioning-considerations", "Three searches were made.")
    Look.objects.all().delete()
    pdf = read(signed_in(the_room.week.coordinating), PACK)
    numbers = [number_of(the_room(at).subject.person) for at in (0, 1)]

    _, marks = pdf.outline
    named = [one["/Title"] for one in marks if not isinstance(one, list)]
    assert named[:2] == ["Agenda", "Summary Sheet"]
    assert [next(n for n in numbers if n in one) for one in named[2:4]] == numbers
    assert named[4:] == ["Other Cases Discussed", "Actions Tracker"]
    told = words(pdf)
    assert "Three searches were made." in told
    assert "No answer yet." in told
    look = Look.objects.get(kind="exported")
    assert look.persons.count() == 4


def test_members_have_it_from_issue_on_and_nobody_else(signed_in):
    week = a_week()
    week.choose(rated("high"))
    assert signed_in(week.sitting).get(PACK).status_code == 404
    assert "A draft: the agenda is not confirmed yet." in words(read(signed_in(week.coordinating), PACK))
    week.finish()
    week.draft()
    week.confirm()
    assert "The agenda is confirmed." in words(read(signed_in(week.sitting), PACK))


def test_a_record_that_is_closed_to_the_reader_is_not_in_it(the_room, signed_in):
    child: Person = the_room(1).subject.person
    restrict_to(child, the_room.week.chairing)
    told = words(read(signed_in(the_room.week.coordinating), PACK))
    for sentinel in (child.given_name, child.family_name, number_of(child)):
        assert sentinel not in told
    assert "A case shown to named people only" in told
    assert number_of(child) in words(read(signed_in(the_room.week.chairing), PACK))


@pytest.mark.look
def test_the_approved_minutes_are_there_as_pdf_too(the_room, signed_in, settings):
    the_room.write(the_room(0), "discussion", "Could live with her aunt.")
    the_room.agree("Ask the school", item=the_room(0))
    the_room.settle()
    the_room.close()
    settings.FIXED_NOW = london("2026-10-16 10:00")
    chair = signed_in(the_room.week.chairing)
    assert chair.get(MINUTES).status_code == 422
    the_room.approve()
    Look.objects.all().delete()
    told = words(read(chair, MINUTES))
    child = the_room(0).subject.person
    for said in (f"{child.given_name} {child.family_name}", "Could live with her aunt.", "Ask the school"):
        assert said in told, said
    assert Look.objects.get(kind="exported").persons.count() == 4
    page = chair.get("/forums/ror/2026-10-15/minutes").content.decode()
    assert f'href="{MINUTES}"' in page


def test_answers_read_in_the_papers_as_on_screen_and_not_as_they_are_kept(signed_in):
    week = a_week("huddle", terms=load.merged("huddle", ELSEWHERE))
    (item,) = week.choose(rated("high"))
    actor = viewer_of(week.coordinating)
    for question, text in (("weekly-cost", "1234.50"), ("costs-more", "no"), ("home-by", "2026-11-26")):
        save_answer(
            item_ref=item.ref,
            question=question,
            text=text,
            base_version=0,
            actor=actor,
            now=london("2026-10-14 10:00"),
        )
    told = words(read(signed_in(week.coordinating), PACK.replace("ror", "huddle")))
    for shown, kept in (("£1,234.50", "123450"), ("No", ""), ("26 November 2026", "2026-11-26")):
        assert shown in told
        assert not kept or kept not in told

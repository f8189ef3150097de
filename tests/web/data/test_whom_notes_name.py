"""Notes and faults name children too: who is shown them is logged, and who is restricted since is named no more."""

import pytest

from remit.commands.main import main
from remit.records.audit import LookPerson
from remit.records.children import Person
from remit.rules.viewers import Post
from tests.factories import a_child, a_team, staff
from tests.factories.children import restrict_to
from tests.web.data.pages import a_return, episode, episodes, header, held, loaded, table, text

pytestmark = pytest.mark.look
ELSE_SAID = "The file says something else about who 90701 is"
TWICE = "90701 is allocated twice"
HIDDEN = "restricted to named people"


@pytest.fixture
def officer(db):
    return staff(posts=[Post.DATA_OFFICER])


@pytest.fixture
def client(signed_in, officer):
    return signed_in(officer)


@pytest.fixture
def child(db):
    return a_child(person_id="90701")


@pytest.fixture
def note(client, child):
    """Where the notes stand on a file that says another birth date of a child on record."""
    return f"{held(client, {'header.csv': header('90701', born='05/03/2012')})}?part=notes"


@pytest.fixture
def fault(client, child):
    """The preview of a file in which a child stands twice."""
    team = a_team()
    rows = [f"90701,{staff(team=team).username},,," for _ in range(2)]
    return held(client, {"a.csv": table("Child id,Worker,Team,From,Until", *rows)}, "allocations")


def looked_at(officer, kind):
    """The children whom the officer's looks of that kind name."""
    logged = LookPerson.objects.filter(look__viewer=officer, look__kind=kind)
    return set(logged.values_list("subject_id", flat=True))


def test_the_child_of_a_note(client, officer, child, note):
    assert looked_at(officer, "listed") == set()
    assert ELSE_SAID in text(client.get(note))
    assert looked_at(officer, "listed") == {child.pk}


def test_a_note_about_a_record_that_was_restricted_since_is_left_out(client, officer, child, note):
    restrict_to(child, staff())
    page = text(client.get(note))
    assert "90701" not in page
    assert "1 line is left out here" in page
    assert looked_at(officer, "listed") == set()


def test_the_child_who_may_be_another_under_a_new_id(client, officer):
    loaded(client, a_return(episode("90701"), episode("90702")))
    first = held(client, a_return(episode("90702"), episode("90703")))
    page = text(client.get(f"{first}?part=notes"))
    assert "90701 is not in the file and 90703 is new in it" in page
    gone = Person.objects.get(identifiers__value="90701")
    assert gone.pk in looked_at(officer, "listed")
    restrict_to(gone, staff())
    assert "90701" not in text(client.get(f"{first}?part=notes"))


def test_the_child_whose_id_differs_in_the_zeros_before_it(client, officer, child):
    note = f"{held(client, {'header.csv': header('0090701')})}?part=notes"
    assert "0090701 is new" in text(client.get(note))
    assert looked_at(officer, "listed") == {child.pk}


A_REVIEW = "90701,05/03/2012,02/03/2026,PN1"
REVIEWS = table("CHILD,DOB,REVIEW,REVIEW_CODE", A_REVIEW, A_REVIEW)
OTHERS = a_return(episode("90702"))
TOLD = {
    "a row about a child who is not in the header": ({**OTHERS, "reviews.csv": REVIEWS}, "notes"),
    "the same row twice": ({"header.csv": header("90701", "90701")}, "notes"),
    "no episode": ({**OTHERS, "header.csv": header("90701", "90702")}, "notes"),
    "twins": (a_return(episode("90701"), episode("90702")), "notes"),
    "no header": ({**OTHERS, "episodes.csv": episodes(episode("90701"))}, "faults"),
    "two rows of one child": (
        {"header.csv": header("90701") + header("90701", born="05/03/2012").split(b"\n", 1)[1]},
        "faults",
    ),
}


@pytest.mark.parametrize("said", TOLD)
def test_the_child_whom_the_reading_of_the_file_names(client, officer, child, said):
    files, part = TOLD[said]
    address = f"{held(client, files)}?part={part}"
    assert "90701" in text(client.get(address))
    assert looked_at(officer, "listed") == {child.pk}
    restrict_to(child, staff())
    assert "90701" not in text(client.get(address))


def test_the_child_of_a_fault_on_the_page(client, officer, child, fault):
    assert TWICE in text(client.get(f"{fault}?part=faults"))
    assert looked_at(officer, "listed") == {child.pk}


def test_the_child_of_a_fault_that_is_taken_away(client, officer, child, fault):
    assert TWICE in client.get(f"{fault}/faults.csv").content.decode()
    assert looked_at(officer, "exported") == {child.pk}


def test_a_fault_of_a_record_that_was_restricted_since_keeps_its_row_and_names_nobody(
    client, officer, child, fault
):
    restrict_to(child, staff())
    for page in (
        text(client.get(f"{fault}?part=faults")),
        client.get(f"{fault}/faults.csv").content.decode(),
    ):
        assert ("90701" in page, HIDDEN in page) == (False, True)
    assert looked_at(officer, "listed") | looked_at(officer, "exported") == set()


def test_the_child_of_a_note_that_is_printed(capsys, tmp_path, child):
    path = tmp_path / "header.csv"
    path.write_bytes(header("0090701"))
    main(["import", "ssda903", str(path), "--json"])
    assert "0090701 is new" in capsys.readouterr().out
    logged = LookPerson.objects.filter(look__route="remit import ssda903")
    assert set(logged.values_list("subject_id", flat=True)) == {child.pk}

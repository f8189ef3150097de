"""Everything that cannot be right in a return is said at once, with its table, row, column and what to do."""

from datetime import date

import pytest

from tests.documents.returned import (
    A_REVIEW,
    EPISODES,
    HEADER,
    REVIEWS,
    a_return,
    child,
    episode,
    episodes,
    header,
    lines,
    read,
    read_parts,
    read_sound,
    where,
    zipped,
)
from tests.documents.uploads import workbook

WRONG = "B123456789012"


def warned(answer, column=None):
    return [one.says for one in answer.warnings if column is None or one.column == column]


def with_episodes(*rows):
    return a_return({"episodes.csv": episodes(*rows)})


def test_all_faults_are_said_at_once_and_the_sound_rows_are_given():
    answer = read_parts(
        a_return(
            {
                "header.csv": header(child(), child("0077", DOB="31/02/2012"), child("0078", DOB="")),
                "episodes.csv": episodes(
                    episode(), episode(LS="Q9", PLACE="ZZ"), episode("0404"), episode(DECOM="01/13/2025")
                ),
                "reviews.csv": lines(REVIEWS, A_REVIEW, "0012345,27/03/2012,,PN1"),
            }
        )
    )
    assert where(answer.faults) == [
        ("episodes", 3, "LS"),
        ("episodes", 3, "PLACE"),
        ("episodes", 4, "CHILD"),
        ("episodes", 5, "DECOM"),
        ("header", 3, "DOB"),
        ("header", 4, "DOB"),
        ("reviews", 3, "REVIEW"),
    ]
    assert all(one.problem and one.remedy for one in answer.faults)
    assert (len(answer.headers), len(answer.episodes), len(answer.reviews)) == (1, 1, 1)
    assert {(one.table, one.row) for one in answer.set_aside} == {
        ("header", 3), ("header", 4), ("episodes", 3), ("episodes", 4), ("episodes", 5), ("reviews", 3)
    }  # fmt: skip


def test_an_episode_that_ends_before_it_starts_is_a_fault():
    answer = read_parts(with_episodes(episode(DEC="31/05/2025", REC="E4A")))
    assert where(answer.faults) == [("episodes", 2, "DEC")]
    assert answer.faults[0].problem == "The episode ends on 31 May 2025, before it begins on 1 June 2025."


def test_an_episode_may_end_on_the_day_it_starts():
    (one,) = read_sound(with_episodes(episode(DEC="01/06/2025", REC="E4A"))).episodes
    assert one.since == one.until


def test_overlapping_episodes_are_said_and_the_later_one_is_taken():
    answer = read_sound(
        with_episodes(
            episode(DEC="01/09/2025", REC="X1"),
            episode(DECOM="01/08/2025", RNE="P", PLACE="U4", DEC="01/12/2025", REC="E4A"),
        )
    )
    assert [one.until for one in answer.episodes] == [date(2025, 8, 1), date(2025, 12, 1)]
    assert answer.episodes[0].dec == date(2025, 9, 1)
    assert "rows 2 and 3 overlap" in " ".join(warned(answer, "DEC"))


def test_two_open_episodes_are_said_and_the_later_one_is_the_current_one():
    answer = read_sound(with_episodes(episode(), episode(DECOM="01/08/2025", RNE="P", PLACE="U4")))
    assert [one.until for one in answer.episodes] == [date(2025, 8, 1), None]
    assert "two open episodes, on rows 2 and 3" in " ".join(warned(answer, "DEC"))


def test_a_gap_between_episodes_that_should_touch_is_said():
    answer = read_sound(
        with_episodes(episode(DEC="01/08/2025", REC="X1"), episode(DECOM="09/08/2025", RNE="P", PLACE="U4"))
    )
    assert [one.until for one in answer.episodes] == [date(2025, 8, 1), None]
    assert "Where the child was between is not known" in " ".join(warned(answer, "DEC"))


def test_an_episode_that_ends_because_another_begins_and_none_does_is_said():
    moved = episode(DEC="01/08/2025", REC="X1")
    answer = read_sound(with_episodes(moved))
    (said,) = [one for one in answer.warnings if one.column == "REC"]
    assert (said.table, said.row, said.children) == ("episodes", 2, ("0012345",))
    assert (
        "ends on 1 August 2025 because another begins that day (X1), but no other is in the file" in said.says
    )
    followed = episode(DECOM="01/08/2025", RNE="P", PLACE="U4")
    assert warned(read_sound(with_episodes(moved, followed)), "REC") == []


def test_where_the_next_episode_has_a_fault_that_is_all_that_is_said():
    bad = episode(DECOM="01/08/2025", RNE="P", PLACE="??")
    answer = read_parts(with_episodes(episode(DEC="01/08/2025", REC="X1"), bad))
    assert where(answer.faults) == [("episodes", 3, "PLACE")]
    assert warned(answer, "REC") == []


def test_a_child_who_came_back_has_no_gap():
    answer = read_sound(
        with_episodes(episode(DEC="01/08/2025", REC="E4A"), episode(DECOM="09/08/2025", RNE="S", PLACE="U4"))
    )
    assert warned(answer, "DEC") == []


def test_the_same_episode_twice_is_taken_once():
    answer = read_sound(with_episodes(episode(), episode()))
    assert len(answer.episodes) == 1
    assert "is on row 2 already" in " ".join(warned(answer))


@pytest.mark.parametrize(
    "says, problem",
    [
        (
            {"PLACE": "H5"},
            "H5 (Semi-independent living) is not a code of 2025-26. It was in use up to 2023-24.",
        ),
        ({"PLACE": "Z1"}, "Z1 (Other placement) is not a code of 2025-26. It was in use up to 2024-25."),
        (
            {"PLACE": "K3", "DECOM": "01/06/2019", "DEC": "01/06/2020", "REC": "E4A"},
            "K3 (Supported accommodation) is not a code of 2019-20 to 2020-21. It was in use from 2024-25.",
        ),
        (
            {"PLACE": "Z12", "DECOM": "01/06/2024", "DEC": "31/03/2025", "REC": "E4A"},
            "Z12 (Other placement, second kind) is not a code of 2024-25. It was in use from 2025-26.",
        ),
    ],
)
def test_a_code_of_another_year_is_a_fault_that_says_its_years(says, problem):
    answer = read_parts(with_episodes(episode(**says)), year=2025)
    assert where(answer.faults) == [("episodes", 2, "PLACE")]
    assert answer.faults[0].problem == problem


@pytest.mark.parametrize(
    "says",
    [
        {"PLACE": "H5", "DECOM": "01/06/2023"},
        {"PLACE": "H5", "DECOM": "01/06/2019", "DEC": "01/06/2020", "REC": "E4A"},
        {"PLACE": "K3", "DECOM": "01/06/2023"},
        {"PLACE": "Z12"},
    ],
)
def test_a_code_of_any_year_of_the_episode_is_sound(says):
    assert len(read_sound(with_episodes(episode(**says)), year=2025).episodes) == 1


def test_sex_of_another_year_is_read_and_said():
    answer = read_sound(a_return({"header.csv": header(child(SEX="1"))}))
    assert answer.headers[0].sex == "M"
    assert "SEX has codes of other years than 2025-26 on 1 row: 1 (up to 2023-24)" in warned(answer, "SEX")[0]


def test_a_code_of_no_year_is_a_fault_that_names_the_codes_there_are():
    answer = read_parts(with_episodes(episode(PLACE_PROVIDER="PR9")))
    assert where(answer.faults) == [("episodes", 2, "PLACE_PROVIDER")]
    assert answer.faults[0].remedy == "Write one of PR0, PR1, PR2, PR3, PR4, PR5."


def test_a_child_in_the_header_without_episodes_is_said():
    answer = read_sound(a_return({"header.csv": header(child(), child("0077"))}))
    assert len(answer.headers) == 2
    assert "Child 0077 is in the header and has no episode" in " ".join(warned(answer))


def test_episodes_of_a_child_who_is_not_in_the_header_are_a_fault():
    answer = read_parts(with_episodes(episode(), episode("0404")))
    assert where(answer.faults) == [("episodes", 3, "CHILD")]
    assert [one.child for one in answer.episodes] == ["0012345"]


@pytest.mark.parametrize("lacks, there", [("episodes", "header"), ("header", "episodes")])
def test_a_header_without_episodes_or_the_reverse_is_a_fault(lacks, there):
    text = {"header": header(), "episodes": episodes()}[there]
    answer = read_parts(text.encode(), f"{there}.csv")
    assert where(answer.faults) == [(lacks, None, "")]
    assert not answer.whole


def test_a_child_of_40_is_a_fault_and_takes_the_episodes_along():
    answer = read_parts(a_return({"header.csv": header(child(DOB="27/03/1985"))}))
    assert where(answer.faults) == [("header", 2, "DOB")]
    assert "would be 41 in the year of the return, 2025-26" in answer.faults[0].problem
    assert (answer.headers, answer.episodes) == ((), ())
    assert {(one.table, one.child) for one in answer.set_aside} == {
        ("header", "0012345"),
        ("episodes", "0012345"),
    }


def test_a_birth_in_the_future_is_a_fault():
    answer = read_parts(a_return({"header.csv": header(child(DOB="15/10/2026"))}))
    assert [one.problem for one in answer.faults if one.table == "header"] == [
        "The date of birth, 15 October 2026, is in the future."
    ]


def test_an_episode_before_birth_or_in_the_future_is_a_fault():
    answer = read_parts(
        a_return(
            {
                "header.csv": header(child(), child("0077", DOB="01/07/2025")),
                "episodes.csv": episodes(episode("0077"), episode(DECOM="15/10/2026")),
            }
        )
    )
    assert where(answer.faults) == [("episodes", 2, "DECOM"), ("episodes", 3, "DECOM")]


@pytest.mark.parametrize("table, only", [("episodes", EPISODES), ("header", HEADER)])
def test_headings_without_a_row_below_them_are_a_fault(table, only):
    answer = read_parts(a_return({f"{table}.csv": lines(only)}))
    (fault,) = [one for one in answer.faults if one.table == table]
    assert (fault.row, fault.problem) == (1, f"There is not one row below the headings of “{table}.csv”.")


def test_an_id_that_excel_has_shortened_is_a_fault():
    answer = read_parts(
        a_return({"header.csv": header(child("1.23E+11")), "episodes.csv": episodes(episode("1.23E+11"))})
    )
    assert where(answer.faults) == [("episodes", 2, "CHILD"), ("header", 2, "CHILD")]
    assert answer.faults[0].problem == "Excel has shortened the id to “1.23E+11”."
    assert answer.headers == ()


def test_two_columns_of_one_name_that_do_not_say_the_same_are_a_fault():
    doubled = lines(f"{EPISODES},PLACE", f"{episode()},K2", f"{episode(DECOM='02/06/2025')},U4")
    answer = read_parts(a_return({"episodes.csv": doubled}))
    assert where(answer.faults) == [("episodes", 3, "PLACE")]
    assert "“K2” and “U4”" in answer.faults[0].problem
    assert answer.episodes == ()


@pytest.mark.parametrize("second", ["PLACE,K2", "PLACE,", "Placement,Home from home"])
def test_two_columns_of_one_meaning_are_said_where_nothing_speaks_against_the_first(second):
    name, says = second.split(",")
    answer = read_sound(a_return({"episodes.csv": lines(f"{EPISODES},{name}", f"{episode()},{says}")}))
    assert answer.episodes[0].placement == "K2"
    assert warned(answer, "PLACE") == ["There are two columns PLACE. The first was read."]


def test_a_row_with_more_than_there_are_columns_is_said():
    answer = read_sound(with_episodes(f"{episode()},,", f"{episode(DECOM='02/06/2025')},of Oldtown"))
    assert [one.row for one in answer.warnings if "what comes after it has slipped" in one.says] == [3]


def test_headings_that_come_again_are_passed_over_and_said():
    later = episode(DECOM="01/08/2025", RNE="P", PLACE="U4")
    answer = read_sound(with_episodes(EPISODES, episode(DEC="01/08/2025", REC="X1"), EPISODES, later))
    assert len(answer.episodes) == 2
    assert warned(answer, "") == [
        "Row 2 has the names of the columns again, and was not read.",
        "Row 4 has the names of the columns again, and was not read.",
    ]


def test_two_episodes_files_are_a_fault_and_neither_is_read():
    answer = read_parts(a_return({"Episodes (2).csv": episodes()}))
    assert where(answer.faults) == [("episodes", None, "")]
    assert "“episodes.csv” and “Episodes (2).csv”" in answer.faults[0].problem
    assert answer.episodes == ()


def test_a_child_twice_in_the_header_is_taken_once_or_not_at_all():
    same = read_sound(a_return({"header.csv": header(child(), child())}))
    assert len(same.headers) == 1
    answer = read_parts(a_return({"header.csv": header(child(), child(SEX="M"))}))
    assert where(answer.faults) == [("header", 2, "CHILD"), ("header", 3, "CHILD")]


@pytest.mark.parametrize(
    "name, text, what",
    [
        ("list 8.csv", "Child Unique ID,Gender,Date of Birth,Allocated Team\n1,F,01/01/2012,North\n", "Ofsted's Annex A"),
        ("cin.csv", "LAchildID,PersonBirthDate,CINreferralDate\n1,2012-01-01,2025-01-01\n", "children in need census"),
    ],
)  # fmt: skip
def test_a_file_of_another_return_is_named_as_what_it_is(name, text, what):
    answer = read_parts(a_return({name: text}))
    assert what in answer.faults[0].problem
    assert len(answer.episodes) == 1
    alone = read(text.encode(), name)
    assert what in alone.faults[0].problem


@pytest.mark.parametrize("name", ["List 3", "LIST 11", "list 8"])
def test_a_workbook_of_annex_a_is_named_as_what_it_is(name):
    rows = [["Child Unique ID", "Gender", "Date of Birth"], ["1", "F", "01/01/2012"]]
    answer = read(workbook(rows, names=[name]), "a.xlsx")
    assert [fault.problem for fault in answer.faults] == [
        f"“{name}” is not of the SSDA903 return. It looks like Ofsted's Annex A."
    ]


def test_a_table_without_a_column_it_needs_is_not_read():
    answer = read_parts(a_return({"episodes.csv": lines("CHILD,DECOM,RNE", "0012345,01/06/2025,S")}))
    assert where(answer.faults) == [("episodes", 1, "LS")]
    assert "LS, PLACE, DEC" in answer.faults[0].problem


def test_a_file_that_stops_in_the_middle_is_not_read():
    cut = episodes(episode(), episode("0077"))[:-20]
    answer = read_parts(a_return({"episodes.csv": cut}))
    assert where(answer.faults) == [("episodes", None, "")]
    assert "stops in the middle of its last row" in answer.faults[0].problem
    assert answer.episodes == ()


def test_a_quotation_that_is_never_closed_is_the_one_thing_said():
    cut = episodes(episode(), episode("0077").replace("N1", '"N1'))
    answer = read_parts(a_return({"episodes.csv": cut}))
    assert where(answer.faults) == [("episodes", None, "")]
    assert "line 3 is opened and never closed" in answer.faults[0].problem


def test_an_empty_file_is_a_fault_of_its_own():
    answer = read_parts(a_return({"reviews.csv": ""}))
    assert where(answer.faults) == [("reviews", None, "")]


def test_rows_about_a_child_nobody_introduced_are_given_and_listed():
    answer = read_sound(a_return(reviews=lines(REVIEWS, A_REVIEW, "0404,01/01/2012,20/06/2025,PN1")))
    assert [one.row for one in answer.unlinked] == [3]
    assert len(answer.reviews) == 2


def test_another_birth_date_in_another_table_is_said():
    answer = read_sound(a_return(reviews=lines(REVIEWS, A_REVIEW.replace("2012", "2011"))))
    assert "DOB is 27 March 2011 here and 27 March 2012 in the header" in " ".join(warned(answer, "DOB"))


def test_a_review_before_birth_is_a_fault_and_one_in_the_future_is_said():
    answer = read_parts(
        a_return(reviews=lines(REVIEWS, "0012345,,20/06/2011,PN1", "0012345,,20/06/2027,PN1"))
    )
    assert where(answer.faults) == [("reviews", 2, "REVIEW")]
    assert "is in the future" in " ".join(warned(answer, "REVIEW"))


@pytest.mark.parametrize(
    "name, text, column",
    [
        ("missing", "CHILD,MISSING,MIS_START,MIS_END\n0012345,M,05/06/2025,04/06/2025\n", "MIS_END"),
        ("sw_episodes", "CHILD,SW_ID,SW_DECOM,SW_DEC\n0012345,SW1,05/06/2025,04/06/2025\n", "SW_DEC"),
        ("dolo", "CHILD,DOLO_START,DOLO_END\n0012345,05/06/2025,04/06/2025\n", "DOLO_END"),
    ],
)
def test_any_period_that_ends_before_it_begins_is_a_fault(name, text, column):
    assert where(read_parts(a_return({f"{name}.csv": text})).faults) == [(name, 2, column)]


def test_twins_and_shared_upns_and_bad_check_letters_are_warnings():
    answer = read_sound(
        a_return(
            {
                "header.csv": header(
                    child(UPN=WRONG), child("0077", UPN=WRONG), child("0078", UPN="H801200001001")
                ),
                "episodes.csv": episodes(
                    episode(), episode("0077"), episode("0078", DECOM="02/06/2025", HOME_POST="QX9 9ZZ")
                ),
            }
        )
    )
    assert "0012345 (row 2), 0077 (row 3) were born on one day" in " ".join(warned(answer, "CHILD"))
    assert "0078" not in " ".join(warned(answer, "CHILD"))
    upns = warned(answer, "UPN")
    assert f"UPN {WRONG} is given to 2 children, on rows 2, 3. They are kept apart." in upns
    assert [one for one in upns if "check letter" in one and "H801200001001" in one] == []
    assert [one for one in upns if "check letter" in one and WRONG in one]


def test_a_upn_of_signs_that_only_look_like_figures_has_a_wrong_letter():
    answer = read_sound(a_return({"header.csv": header(child(UPN="A12345678901²"))}))
    assert "check letter" in warned(answer, "UPN")[0]


def test_an_episode_that_goes_on_has_no_reason_for_ending():
    answer = read_sound(with_episodes(episode(REC="E4A")))
    assert (answer.episodes[0].until, answer.episodes[0].ended_because) == (None, "")
    assert warned(answer, "REC") == ["1 episode has a REC but no DEC. They were read as going on."]


def test_a_table_of_another_year_is_read_and_said():
    text = "CHILD,DOLO_START,DOLO_END\n0012345,05/06/2025,\n"
    answer = read_sound(a_return({"dolo.csv": text}))
    assert len(answer.deprivations) == 1
    assert "The return of 2025-26 has no such table: it has been there from 2026-27." in warned(answer)[0]


def test_many_warnings_of_a_kind_are_counted():
    many = [child(f"{number:07}", UPN="") for number in range(60)]
    answer = read_sound(a_return({"header.csv": header(child(UPN=""), *many)}))
    assert "40 more rows have no episode." in warned(answer)


def test_notes_beside_the_tables_are_passed_over_and_said():
    answer = read_sound(a_return({"LICENSE": "free", "homes.xlsx": b"PK"}))
    assert warned(answer) == [
        "The file LICENSE was not read.",
        "The file homes.xlsx was not read.",
    ]


def test_a_zip_without_any_table_is_refused_whole():
    answer = read(zipped({"readme.md": "x"}))
    assert answer.problem == "There are no .csv files, workbooks or XML in it."


@pytest.mark.parametrize(
    "born, said, warns",
    [
        ("01/12/2007", {}, True),
        ("01/12/2007", {"DEC": "01/12/2025", "REC": "E17"}, False),
        ("01/12/2007", {"LS": "V2", "PLACE": "K2"}, False),
        ("15/10/2008", {}, False),  # 18 tomorrow
    ],
)
def test_an_episode_open_beyond_the_eighteenth_birthday_is_a_warning(born, said, warns):
    files = {
        "header.csv": header(child(DOB=born)),
        "episodes.csv": episodes(episode(DECOM="01/05/2025", **said)),
    }
    answer = read_parts(a_return(files))
    found = [one for one in answer.warnings if "turned 18" in one.says]
    assert len(found) == warns
    for one in found:
        assert (one.table, one.column, one.children) == ("episodes", "DEC", ("0012345",))
        assert "turned 18 on 1 December 2025 and the episode is open" in one.says

"""A return is read in whichever of its forms, file names and spellings a council keeps it."""

import io
from dataclasses import replace
from datetime import date

import openpyxl
import pytest

from remit.documents.returns import Ssda903File, Table, packed, read_ssda903
from remit.documents.returns.tables import named_table
from tests.documents.returned import (
    A_REVIEW,
    REVIEWS,
    TODAY,
    a_return,
    child,
    episode,
    episodes,
    header,
    lines,
    read_sound,
    zipped,
)

EVERYTHING = {
    "header.csv": header(),
    "episodes.csv": episodes(episode(DEC="01/02/2026", REC="X1"), episode(DECOM="01/02/2026", RNE="P", PLACE="U4")),
    "reviews.csv": lines(REVIEWS, A_REVIEW),
    "uasc.csv": lines("CHILD,SEX,DOB,DUC", "0012345,F,27/03/2012,27/03/2030"),
    "oc3.csv": lines("CHILD,DOB,IN_TOUCH,ACTIV,ACCOM", "0012345,27/03/2012,YES,F2,B1"),
    "missing.csv": lines("CHILD,DOB,MISSING,MIS_START,MIS_END", "0012345,27/03/2012,M,02/06/2025,03/06/2025"),
    "sw_episodes.csv": lines("CHILD,DOB,SW_ID,SW_DECOM,SW_DEC,SW_REASON", "0012345,27/03/2012,SW77,01/06/2025,,"),
    "dolo.csv": lines("CHILD,DOB,DOLO_START,DOLO_END", "0012345,27/03/2012,05/07/2025,"),
}  # fmt: skip


def counts(answer: Ssda903File) -> tuple[int, ...]:
    return (
        len(answer.headers),
        len(answer.episodes),
        len(answer.reviews),
        len(answer.unaccompanied),
        len(answer.care_leavers),
        len(answer.missing),
        len(answer.workers),
        len(answer.deprivations),
    )


def test_every_table_of_a_zip_is_read():
    answer = read_sound(zipped(EVERYTHING), year=2026)
    assert counts(answer) == (1, 2, 1, 1, 1, 1, 1, 1)
    assert answer.whole
    first = answer.episodes[0]
    assert (first.row, first.child, first.since, first.until) == (
        2,
        "0012345",
        date(2025, 6, 1),
        date(2026, 2, 1),
    )
    assert (first.legal_status, first.placement, first.provider, first.urn) == ("C2", "K2", "PR4", "SC012345")
    assert answer.headers[0].born == date(2012, 3, 27)
    assert answer.care_leavers[0].accommodation == "B1"


def test_a_folder_is_read_as_its_zip_is(tmp_path):
    for name, text in EVERYTHING.items():
        (tmp_path / name).write_text(text, encoding="utf-8-sig")
    (tmp_path / ".DS_Store").write_bytes(b"\0\1")
    (tmp_path / "older").mkdir()
    (tmp_path / "older" / "episodes.csv").write_text(episodes())
    content, filename = packed(tmp_path)
    answer = read_ssda903(content, filename, today=TODAY, year=2026)
    assert isinstance(answer, Ssda903File)
    assert (answer.faults, answer.filename) == ((), f"{tmp_path.name}.zip")
    assert counts(answer) == (1, 2, 1, 1, 1, 1, 1, 1)


def test_a_folder_within_the_folder_is_read_where_there_is_no_table_beside_it(tmp_path):
    (tmp_path / "Return 2026").mkdir()
    (tmp_path / "read me.md").write_text("Made on Monday")
    for name, text in EVERYTHING.items():
        (tmp_path / "Return 2026" / name).write_text(text)
    content, filename = packed(tmp_path)
    answer = read_ssda903(content, filename, today=TODAY, year=2026)
    assert isinstance(answer, Ssda903File)
    assert (answer.faults, counts(answer)) == ((), (1, 2, 1, 1, 1, 1, 1, 1))


def test_the_returns_of_two_years_in_one_folder_are_told_apart_by_a_fault(tmp_path):
    for year in ("2025", "2026"):
        (tmp_path / year).mkdir()
        (tmp_path / year / "episodes.csv").write_text(episodes())
    content, filename = packed(tmp_path)
    answer = read_ssda903(content, filename, today=TODAY)
    assert isinstance(answer, Ssda903File)
    assert "Leave one of them in, and load it again." in [one.remedy for one in answer.faults]


APART = (
    "The files stand in 2 folders, {}, and were read together. Check that they belong together; where they do not,"
    " load a folder by itself."
)


def test_tables_of_two_folders_are_read_together_and_that_is_told(tmp_path):
    for folder, name, text in (("2025", "header.csv", header()), ("2026", "episodes.csv", episodes())):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / name).write_text(text)
    content, filename = packed(tmp_path)
    answer = read_ssda903(content, filename, today=TODAY)
    assert isinstance(answer, Ssda903File)
    assert [one.says for one in answer.warnings if "folders" in one.says] == [
        APART.format("“2025” and “2026”")
    ]
    mixed = zipped({"header.csv": header(), "a\\b\\episodes.csv": episodes()})
    told = [one.says for one in read_sound(mixed).warnings if "folders" in one.says]
    assert told == [APART.format("the outermost and “a/b”")]
    one_folder = zipped({"a/header.csv": header(), "a/episodes.csv": episodes(), "b/read me.md": "x"})
    assert not [one for one in read_sound(one_folder).warnings if "folders" in one.says]


def test_a_workbook_has_a_sheet_a_table():
    book = openpyxl.Workbook()
    for name, text in EVERYTHING.items():
        sheet = book.create_sheet(name.removesuffix(".csv").title())
        for row in text.splitlines():
            sheet.append(row.split(","))
    out = io.BytesIO()
    book.save(out)
    assert counts(read_sound(out.getvalue(), "903.xlsx", year=2026)) == (1, 2, 1, 1, 1, 1, 1, 1)


def test_a_workbook_may_hold_days_and_numbers_as_excel_keeps_them():
    book = openpyxl.Workbook()
    book.active.title = "Header"
    book.active.append(["CHILD", "SEX", "DOB", "ETHNIC", "UPN", "MOTHER", "MC_DOB"])
    book.active.append([12345, "M", date(2012, 3, 27), "WBRI", "", 0, None])
    sheet = book.create_sheet("Episodes 25-26")
    sheet.append(["CHILD", "DECOM", "RNE", "LS", "PLACE", "DEC", "REC"])
    sheet.append([12345, date(2025, 6, 1), "S", "C2", "U4", None, None])
    out = io.BytesIO()
    book.save(out)
    answer = read_sound(out.getvalue(), "903.xlsx")
    assert (answer.headers[0].child, answer.headers[0].mother) == ("12345", False)
    assert answer.episodes[0].since == date(2025, 6, 1)
    assert answer.number_ids == {"12345"}


XML = """<?xml version="1.0" encoding="UTF-8"?>
<LAC>
  <CHILD>
    <HEADER>
      <CHILDID>0012345</CHILDID><SEX>F</SEX><DOB>27/03/2012</DOB><ETHNIC>WBRI</ETHNIC><UPN>UN1</UPN>
      <UASC>1</UASC><DUC>2030-03-27</DUC><IN_TOUCH>YES</IN_TOUCH><ACTIV>F2</ACTIV><ACCOM>B1</ACCOM>
      <AREVIEW><REVIEW>20/06/2025</REVIEW><REVIEW_CODE>PN1</REVIEW_CODE></AREVIEW>
      <AMISSING><MISSING>M</MISSING><MIS_START>02/06/2025</MIS_START><MIS_END>03/06/2025</MIS_END></AMISSING>
    </HEADER>
    <EPISODE>
      <DECOM>01/06/2025</DECOM><RNE>S</RNE><LS>C2</LS><CIN>N1</CIN><PL>K2</PL><PLACE_PROVIDER>PR4</PLACE_PROVIDER>
      <DEC/><REC/>
    </EPISODE>
  </CHILD>
  <CHILD>
    <HEADER><CHILDID>0099</CHILDID><SEX>M</SEX><DOB>01/01/2015</DOB></HEADER>
    <EPISODE><DECOM>01/07/2025</DECOM><LS>V2</LS><PL>U4</PL></EPISODE>
    <EPISODE><DECOM>bad</DECOM><LS>V2</LS><PL>U4</PL></EPISODE>
  </CHILD>
</LAC>
"""


def test_the_xml_form_holds_the_same_tables():
    answer = read_sound(XML.replace("bad", "01/08/2026").encode(), "903.xml")
    assert counts(answer) == (2, 3, 1, 1, 1, 1, 0, 0)
    assert [(one.child, one.placement) for one in answer.episodes] == [
        ("0012345", "K2"),
        ("0099", "U4"),
        ("0099", "U4"),
    ]
    assert answer.unaccompanied[0].until == date(2030, 3, 27)


def test_xml_that_leaves_out_what_is_blank_is_read():
    one = """<LAC><CHILD><HEADER><CHILDID>0012345</CHILDID><SEX>F</SEX><DOB>27/03/2012</DOB><UASC>1</UASC></HEADER>
<EPISODE><DECOM>01/06/2025</DECOM><LS>C2</LS><PL>K2</PL></EPISODE></CHILD></LAC>"""
    answer = read_sound(one.encode(), "903.xml")
    assert counts(answer)[:4] == (1, 1, 0, 1)
    assert answer.episodes[0].until is None


def test_xml_without_what_every_row_needs_has_a_fault_for_each_row():
    one = """<LAC><CHILD><HEADER><CHILDID>0012345</CHILDID><SEX>F</SEX><DOB>27/03/2012</DOB></HEADER>
<EPISODE><DECOM>01/06/2025</DECOM><LS>C2</LS></EPISODE></CHILD></LAC>"""
    answer = read_ssda903(one.encode(), "903.xml", today=TODAY)
    assert isinstance(answer, Ssda903File)
    assert [(fault.row, fault.column, fault.problem) for fault in answer.faults] == [
        (2, "PLACE", "PLACE is blank.")
    ]


def test_xml_on_one_line_is_read_as_the_same_in_many():
    many = XML.replace("bad", "01/08/2026")
    one = "".join(line.strip() for line in many.splitlines())
    apart, together = read_sound(many.encode(), "903.xml"), read_sound(one.encode(), "903.xml")
    assert counts(together) == counts(apart) == (2, 3, 1, 1, 1, 1, 0, 0)
    assert [row.row for row in together.episodes] == [1, 2, 3]
    assert [replace(row, row=0) for row in together.episodes] == [
        replace(row, row=0) for row in apart.episodes
    ]


def test_a_fault_in_xml_is_found_by_its_line():
    answer = read_ssda903(XML.encode(), "903.xml", today=TODAY)
    assert isinstance(answer, Ssda903File)
    assert [(one.table, one.row, one.column) for one in answer.faults] == [("episodes", 18, "DECOM")]


@pytest.mark.parametrize(
    "name, table",
    [
        ("2017-episodes.csv", Table.EPISODES),
        ("SSDA903 Episodes 2025-26 FINAL v2.csv", Table.EPISODES),
        ("sw_episodes.csv", Table.WORKERS),
        ("SWEpisodes_2425.csv", Table.WORKERS),
        ("903_social worker.csv", Table.WORKERS),
        ("Header.CSV", Table.HEADER),
        ("LAC_REVIEWS.csv", Table.REVIEWS),
        ("uasc (1).csv", Table.UASC),
        ("OC3 care leavers.csv", Table.OC3),
        ("ssda903_oc2.csv", Table.OC2),
        ("AD1.csv", Table.ADOPTION),
        ("placed_for_adoption.csv", Table.PLACED_FOR_ADOPTION),
        ("previous_permanence.csv", Table.PREVIOUS_PERMANENCE),
        ("Missing 2025.csv", Table.MISSING),
        ("DoLo.csv", Table.DEPRIVATION),
        ("notes.csv", None),
    ],
)
def test_tables_are_named_in_many_ways(name, table):
    assert named_table(name) is table


def test_the_columns_say_which_table_it_is_whatever_the_file_is_called():
    answer = read_sound(
        zipped({"a.csv": header(), "reviews.csv": episodes(), "c.csv": lines(REVIEWS, A_REVIEW)})
    )
    assert counts(answer)[:3] == (1, 1, 1)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_however_the_csv_was_saved(encoding, separator, newline):
    text = header(child(ETHNIC="é")).replace(",", separator).replace("\n", newline)
    answer = read_sound(a_return({"header.csv": text.encode(encoding)}))
    assert answer.headers[0].ethnicity == "é"


def test_days_may_be_written_the_iso_way_and_headings_in_words():
    head = (
        "Child ID;Legal Status;Placement Type;Episode Start Date;Date episode ceased;Reason for new episode\n"
    )
    text = head + "0012345;c2;k2;2025-06-01;2025-06-09 00:00:00;s\n"
    answer = read_sound(a_return({"episodes.csv": text}))
    (one,) = answer.episodes
    assert (one.legal_status, one.placement, one.new_because) == ("C2", "K2", "S")
    assert (one.since, one.until) == (date(2025, 6, 1), date(2025, 6, 9))


def test_what_programmes_write_for_nothing_or_around_an_id_is_not_taken_for_words():
    row = episode('="0012345"', DECOM="45809", DEC="NULL", REC="#N/A", URN="(null)")
    answer = read_sound(a_return({"header.csv": header(child('="0012345"')), "episodes.csv": episodes(row)}))
    (one,) = answer.episodes
    assert (one.child, one.since, one.until, one.ended_because) == ("0012345", date(2025, 6, 1), None, "")
    assert one.urn == ""


def test_a_hidden_sheet_is_passed_over_beside_one_of_the_same_table():
    book = openpyxl.Workbook()
    for name, text in {"Header": header(), "Episodes": episodes(), "Episodes before": episodes()}.items():
        sheet = book.create_sheet(name)
        for line in text.splitlines():
            sheet.append(line.split(","))
    book["Episodes before"].sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    answer = read_sound(out.getvalue(), "903.xlsx")
    assert counts(answer)[:2] == (1, 1)
    assert "The sheet “Episodes before” is hidden, and was not read." in [one.says for one in answer.warnings]


def test_a_title_above_the_headings_is_passed_over():
    answer = read_sound(a_return({"episodes.csv": "Children looked after,,\n\n" + episodes()}))
    assert answer.episodes[0].row == 4


def test_headings_in_plain_words_above_the_names_of_the_columns_are_passed_over():
    words = "Child identifier,Began,Why,Legal,Need,Placement,Provider,Ended,Why,Change,Home,Placed,URN\n"
    answer = read_sound(a_return({"episodes.csv": words + episodes()}))
    assert (answer.episodes[0].row, answer.episodes[0].placement) == (3, "K2")


@pytest.mark.parametrize("merged", ["A1:M1", "A1:D1"])
def test_merged_cells_above_the_headings_do_no_harm(merged):
    book = openpyxl.Workbook()
    book.active.title = "Header"
    sheet = book.create_sheet("Episodes")
    sheet.append(["Child", *[""] * 12])
    for text, page in ((header(), book.active), (episodes(), sheet)):
        for line in text.splitlines():
            page.append(line.split(","))
    sheet.merge_cells(merged)
    out = io.BytesIO()
    book.save(out)
    assert counts(read_sound(out.getvalue(), "903.xlsx"))[:2] == (1, 1)


def test_zeros_before_an_id_are_kept():
    assert read_sound(a_return()).headers[0].child == "0012345"


def test_columns_in_another_order_and_columns_nobody_knows_do_no_harm():
    text = lines("NOTE,DOB,CHILD,SEX", "x,27/03/2012,0012345,M")
    assert read_sound(a_return({"header.csv": text})).headers[0].born == date(2012, 3, 27)


def test_the_year_is_the_latest_in_which_an_episode_began_or_ended():
    assert read_sound(a_return()).year == 2025
    assert read_sound(a_return({"episodes.csv": episodes(episode(DEC="31/03/2026", REC="E4A"))})).year == 2025
    assert read_sound(a_return({"episodes.csv": episodes(episode(DEC="02/04/2026", REC="E4A"))})).year == 2026


def test_tables_that_are_not_used_are_known_by_name():
    more = lines("CHILD,DOB,SDQ_SCORE,SDQ_REASON,CONVICTED", "0012345,27/03/2012,3,,0")
    answer = read_sound(a_return(oc2=more))
    assert [(one.table, one.used) for one in answer.tables if not one.used] == [(Table.OC2, False)]


def test_one_table_alone_can_be_loaded_for_children_remit_knows():
    answer = read_sound(lines(REVIEWS, A_REVIEW).encode(), "reviews.csv")
    assert len(answer.reviews) == 1
    assert not answer.whole

"""No return stops the product: not a huge one, not one that unpacks without end, not XML that declares things."""

import os
import zipfile

import pytest

from remit.documents.returns import Ssda903File, Unreadable, packed, read_ssda903
from remit.documents.uploads.limits import MEGABYTE, ROOMS
from tests.documents.returned import (
    A_CHILD,
    EPISODES,
    HEADER,
    TODAY,
    a_return,
    episode,
    episodes,
    header,
    lines,
    read,
    zipped,
)
from tests.documents.uploads import workbook

NESTED = """<?xml version="1.0"?>
<!DOCTYPE LAC [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>
<LAC><CHILD><HEADER><CHILDID>&b;</CHILDID></HEADER></CHILD></LAC>"""
OUTSIDE = """<?xml version="1.0"?>
<!DOCTYPE LAC [<!ENTITY a SYSTEM "file:///etc/hostname">]>
<LAC><CHILD><HEADER><CHILDID>&a;</CHILDID></HEADER></CHILD></LAC>"""


def test_two_million_rows_are_refused_in_a_sentence():
    row = "1,01/06/2025,S,C2,N1,U4,PR1,,,,,,\n"
    text = f"{EPISODES}\n{row * 2_000_000}"
    answer = read_ssda903(zipped({"header.csv": header(), "episodes.csv": text}), "903.zip", today=TODAY)
    assert isinstance(answer, Unreadable)
    assert "MB, more than 100 times its own size" in answer.problem
    loose = read_ssda903(text.encode(), "episodes.csv", today=TODAY)
    assert isinstance(loose, Unreadable)
    assert loose.problem in (
        "The file has 2,000,001 rows. Remit reads at most 400,000.",
        "The file is larger than 80 MB.",
    )


def test_a_file_or_folder_too_large_is_refused_before_it_is_read(tmp_path):
    large = tmp_path / "episodes.csv"
    with large.open("wb") as file:
        os.truncate(file.fileno(), ROOMS["return"].upload + 1)
    for path in (large, tmp_path):
        answer = packed(path)
        assert isinstance(answer, Unreadable)
        assert answer.problem == f"The file is larger than {ROOMS['return'].upload // MEGABYTE} MB."


def test_a_zip_that_unpacks_without_end_is_refused():
    bomb = zipped({"episodes.csv": b"0" * (40 * MEGABYTE)})
    assert len(bomb) < MEGABYTE
    answer = read(bomb)
    assert isinstance(answer, Unreadable)
    assert "unpacks to 40 MB" in answer.problem


def test_the_longest_return_there_may_be_is_told_with_what_to_do():
    row = "1,,01/06/2025,PN1\n"
    text = f"CHILD,DOB,REVIEW,REVIEW_CODE\n{row * 400_002}"
    shorter = ROOMS["return"].shorter
    assert "years" in shorter
    for content, name in (
        (("CHILD,DOB,REVIEW,REVIEW_CODE\n" + row * 402_000).encode(), "reviews.csv"),
        (zipped({"reviews.csv": text[:4_000_000], "missing.csv": text}, kind=zipfile.ZIP_STORED), "903.zip"),
        (
            b"<LAC>" + b"<CHILD><H><CHILDID>1</CHILDID></H><E><D>1</D></E></CHILD>" * 400_001 + b"</LAC>",
            "903.xml",
        ),
    ):
        answer = read(content, name)
        assert isinstance(answer, Unreadable)
        assert "400,000" in answer.problem
        assert answer.remedy == shorter


def test_a_zip_that_lies_about_its_sizes_is_refused():
    content = bytearray(zipped({"episodes.csv": episodes() * 50, "header.csv": header()}))
    entry = content.index(b"PK\x01\x02")
    content[entry + 24 : entry + 28] = (10).to_bytes(4, "little")
    answer = read(bytes(content))
    assert isinstance(answer, Unreadable)
    assert "damaged" in answer.problem


def test_a_zip_cut_off_is_refused():
    assert read(a_return()[:-40]) == Unreadable(
        "The zip is damaged or cut off.", "Make the zip again from the .csv files alone, and load that."
    )


def test_a_workbook_cut_off_is_called_what_its_name_says():
    whole = workbook([HEADER.split(","), A_CHILD.split(",")])
    answer = read(whole[: len(whole) // 2], "903.xlsx")
    assert answer == Unreadable(
        "The file is cut off: its end is missing.",
        "The upload stopped half way, or the copy is incomplete. Upload it again.",
    )


def test_a_zip_in_a_zip_is_refused_with_what_to_do():
    answer = read(zipped({"return.zip": a_return(), "read me.md": "x"}))
    assert isinstance(answer, Unreadable)
    assert answer.problem == "There is a zip within the zip, and no table beside it."


@pytest.mark.parametrize("name", ["../episodes.csv", "a/../../episodes.csv", "..\\episodes.csv"])
def test_a_zip_with_a_name_that_leads_out_of_it_is_refused(name):
    answer = read(zipped({"header.csv": header(), name: episodes()}))
    assert isinstance(answer, Unreadable)
    assert answer.problem == f"A file in the zip is called “{name}”, which leads out of the zip."
    assert answer.remedy == "Make the zip again from the .csv files alone, and load that."


def test_a_zip_with_a_password_is_refused():
    content = bytearray(a_return())
    entry = content.index(b"PK\x01\x02")
    content[entry + 8] |= 1
    answer = read(bytes(content))
    assert isinstance(answer, Unreadable)
    assert "password" in answer.problem


def test_a_zip_of_too_many_files_is_refused():
    answer = read(zipped({f"{number}.csv": "x" for number in range(300)}, kind=zipfile.ZIP_STORED))
    assert isinstance(answer, Unreadable)
    assert "300 files" in answer.problem


@pytest.mark.parametrize("text", [NESTED, OUTSIDE])
def test_xml_that_declares_entities_is_refused(text):
    answer = read(text.encode(), "903.xml")
    assert isinstance(answer, Unreadable)
    assert "declares a document type or entities" in answer.problem


def test_xml_cut_off_is_refused_with_the_line():
    answer = read(b"<LAC>\n<CHILD>\n<HEADER><CHILDID>1", "903.xml")
    assert isinstance(answer, Unreadable)
    assert "cannot be read beyond line 3" in answer.problem


def test_xml_without_end_in_depth_or_width_is_refused():
    deep = "<a>" * 5_000 + "</a>" * 5_000
    wide = "<LAC><CHILD><SEX>" + "x" * 100_000 + "</SEX></CHILD></LAC>"
    for text in (deep, wide):
        assert isinstance(read(text.encode(), "903.xml"), Unreadable)


@pytest.mark.parametrize(
    "content, says",
    [
        (b"", "The file is empty."),
        (b"%PDF-1.7 ...", "The file is a PDF, not a list."),
        (b"\0\1\2\3", "The file is not text"),
        (b"<html><body>x</body></html>", "None of its tables is one of the SSDA903 return."),
    ],
)
def test_what_is_no_return_at_all_is_said(content, says):
    answer = read_ssda903(content, "903.csv", today=TODAY)
    assert isinstance(answer, Unreadable)
    assert answer.problem.startswith(says)


def test_faults_on_thousands_of_rows_are_counted():
    bad = [episode(PLACE="??") for _ in range(6_000)]
    answer = read(a_return({"episodes.csv": episodes(*bad)}))
    assert isinstance(answer, Ssda903File)
    assert len(answer.faults) == 5_001
    assert answer.faults[-1].problem == "There are 1,000 faults more."
    assert len(answer.set_aside) == 6_000


def test_a_hundred_thousand_rows_are_read_in_the_process_for_it():
    """How fast is measured by `make bench`; here only that the room given is enough, with time to spare."""
    heads = [
        A_CHILD.replace("0012345", f"{number:07}").replace("A123456789012", "") for number in range(20_000)
    ]
    rows = [episode(f"{number:07}", DECOM=f"{1 + number % 28:02}/06/2025") for number in range(20_000)]
    seen = [
        f"{number % 20_000:07},27/03/2012,{1 + number % 28:02}/0{7 + number % 3}/2025,PN1"
        for number in range(60_000)
    ]
    content = zipped(
        {
            "header.csv": lines(HEADER, *heads),
            "episodes.csv": lines(EPISODES, *rows),
            "reviews.csv": lines("CHILD,DOB,REVIEW,REVIEW_CODE", *seen),
        }
    )
    answer = read_ssda903(content, "903.zip", today=TODAY)
    assert isinstance(answer, Ssda903File), answer
    assert (len(answer.headers), len(answer.episodes)) == (20_000, 20_000)
    assert answer.faults == ()

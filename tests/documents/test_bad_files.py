"""No file stops the product: each of these is refused with a plain reason and a way forward."""

import io
import zipfile

import openpyxl
import pytest

from remit.documents.action_list import ActionListFile, Unreadable, read_action_list
from remit.documents.uploads.limits import MAX_UPLOAD
from tests.documents import uploads

SOUND = uploads.workbook([uploads.HEADERS, *uploads.rows(30)])


def refused(content: bytes, filename: str = "list.xlsx") -> Unreadable:
    answer = read_action_list(content, filename)
    assert isinstance(answer, Unreadable), answer
    assert answer.remedy.endswith(".")
    return answer


def zipped(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    "content, filename, problem",
    [
        (b"", "list.xlsx", "The file is empty."),
        (b"x" * (MAX_UPLOAD + 1), "list.csv", "The file is larger than 25 MB."),
        (b"%PDF-1.7 ...", "list.xlsx", "The file is a PDF, not a list."),
        (b"%PDF-1.7 ...", "list.pdf", "Remit does not read .pdf files."),
        (SOUND, "list", "The file's name has no ending such as .xlsx."),
        (SOUND, "list.csv", "The file is named .csv but is not a .csv file."),
        (b"Person ID,Risk\r\n1,H\r\n", "list.xlsx", "The file is named .xlsx but is not an Excel workbook."),
        (b"<html><table>", "list.csv", "The file is a web page or XML, not a list."),
        (b"\x00\x01\x02" * 50, "list.csv", "The file is not text, so it is not a .csv file."),
        (b"Name,\x81\x8d\r\n", "list.csv", "The file is not text, so it is not a .csv file."),
        (
            zipped({"word/document.xml": b"<w/>"}),
            "a.xlsx",
            "The file is a Word document, not an Excel workbook (.xlsx).",
        ),
        (
            zipped({"xl/workbook.bin": b"."}),
            "a.xlsx",
            "The file is a binary workbook (.xlsb), not an Excel workbook (.xlsx).",
        ),
        (
            zipped({"content.xml": b"<o/>"}),
            "a.xlsx",
            "The file is an OpenDocument file, not an Excel workbook (.xlsx).",
        ),
        (zipped({"photo.jpg": b"..."}), "a.xlsx", "The file is a zip archive, not an Excel workbook."),
    ],
)
def test_a_file_of_the_wrong_type_is_refused(content, filename, problem):
    assert refused(content, filename).problem == problem


def test_an_encrypted_workbook_is_refused():
    old_container = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
    locked = old_container + "EncryptedPackage".encode("utf-16-le")
    assert refused(locked).problem == "The workbook is protected with a password."
    assert refused(old_container).problem == "The file is in an old Office format (.xls)."


def test_a_zip_with_a_password_is_refused():
    content = bytearray(SOUND)
    at = content.find(b"PK\x01\x02")
    while at != -1:
        content[at + 8] |= 1
        at = content.find(b"PK\x01\x02", at + 4)
    assert refused(bytes(content)).problem == "The workbook is protected with a password."


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.99])
def test_a_workbook_cut_off_half_way_is_refused(share):
    assert refused(SOUND[: int(len(SOUND) * share)]).problem == "The file is cut off: its end is missing."


def test_a_table_cut_off_half_way_is_refused():
    whole = uploads.table(uploads.HEADERS, *uploads.rows(30))
    assert refused(whole[:-12], "list.csv").problem == "The file stops in the middle of its last row."
    quoted = uploads.table(["Mosaic ID", "Team"], ["900001", "North, and all the rest"])
    assert "opened and never closed" in refused(quoted[:-8], "list.csv").problem


def test_a_corrupt_workbook_is_refused():
    noise = bytes(range(256)) * 4
    for start in range(60, len(SOUND) - 1100, 900):
        answer = read_action_list(SOUND[:start] + noise + SOUND[start + len(noise) :], "list.xlsx")
        assert isinstance(answer, Unreadable | ActionListFile)
    assert refused(uploads.rewritten(SOUND, lambda xml: xml[: len(xml) // 2])).problem.startswith(
        "The sheet "
    )
    assert refused(uploads.rewritten(SOUND, lambda xml: b"nonsense", "xl/workbook.xml")).problem


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    bomb = uploads.rewritten(SOUND, lambda xml: b" " * 150_000_000)
    with zipfile.ZipFile(io.BytesIO(bomb)) as archive:
        packed = archive.getinfo(uploads.SHEET_1)
    at = packed.header_offset + 200
    broken = bomb[:at] + b"\xff" * 1_000 + bomb[at + 1_000 :]
    assert "unpacks to" in refused(bomb).problem
    assert "unpacks to" in refused(broken).problem, "whoever unpacks it finds it damaged instead"


def test_a_bomb_that_lies_about_its_size_dies_in_its_own_process():
    bomb = bytearray(uploads.rewritten(SOUND, lambda xml: xml + b"<x/>" * 20_000_000))
    name = uploads.SHEET_1.encode()
    at = bomb.rfind(name) - 46
    assert bomb[at : at + 4] == b"PK\x01\x02"
    bomb[at + 24 : at + 28] = (5_000).to_bytes(4, "little")
    assert refused(bytes(bomb)).problem


def test_a_small_workbook_with_one_far_cell_is_refused():
    book = openpyxl.Workbook()
    book.active["XFD1048576"] = "far"
    content = uploads.saved(book)
    assert len(content) < 6_000
    assert refused(content).problem.startswith("Cell XFD1048576 is filled in.")


def test_a_far_cell_beside_a_list_is_refused_however_it_is_written():
    far = b'<row r="1048576"><c s="0" r = \'XFD1048576\'><v>1</v></c></row></sheetData>'
    assert (
        "XFD1048576"
        in refused(uploads.rewritten(SOUND, lambda xml: xml.replace(b"</sheetData>", far))).problem
    )


def test_a_far_cell_that_holds_nothing_but_a_format_is_no_harm():
    far = b'<row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData>'
    read = read_action_list(
        uploads.rewritten(SOUND, lambda xml: xml.replace(b"</sheetData>", far)), "list.xlsx"
    )
    assert isinstance(read, ActionListFile)
    assert len(read.rows) == 30


@pytest.mark.parametrize("part", [uploads.SHEET_1, "xl/styles.xml", "xl/workbook.xml"])
def test_entities_that_expand_are_refused(part):
    laughs = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'

    def declare(xml: bytes) -> bytes:
        return xml.replace(b"?>", b"?>" + laughs, 1) if xml.startswith(b"<?xml") else laughs + xml

    assert "declares entities" in refused(uploads.rewritten(SOUND, declare, part)).problem


def test_a_million_rows_are_refused_with_the_most_that_may_be():
    table = b"Mosaic ID,Team\r\n" + b"900001,North\r\n" * 1_000_000
    assert refused(table, "list.csv").problem == "The file has 1,000,001 rows. Remit reads at most 100,000."
    assert "at most 100,000 rows" in refused(uploads.long_workbook(1_000_000)).problem


def test_nothing_in_the_file_is_refused():
    assert refused(uploads.workbook([])).problem == "There is nothing in the file."
    assert refused(b"\r\n,,\r\n", "list.csv").problem == "There is nothing in the file."


def test_a_sheet_that_is_not_there_is_refused_with_those_that_are():
    answer = read_action_list(SOUND, "list.xlsx", sheet="Nowhere")
    assert answer == Unreadable("There is no sheet called “Nowhere”.", "Choose one of: “Sheet1”.")

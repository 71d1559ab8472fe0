"""What a file is, is told by what is in it."""

import io
import zipfile

import pytest

from reports.office.archive import MAX_FILE, FileError
from reports.office.kept_kinds import KEPT_KINDS, kind_of

LETTER = b"From: a@b.ru\r\nDate: Mon, 11 Jan 2021 10:00:00 +0300\r\nSubject: x\r\n\r\nText"


def zip_of(**members):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return file.getvalue()


OF_WORD = {"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"}
OF_EXCEL = {"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<w/>"}
KNOWN = {
    "pdf": b"%PDF-1.7\n",
    "jpg": b"\xff\xd8\xff\xe0 JFIF",
    "png": b"\x89PNG\r\n\x1a\n....",
    "docx": zip_of(**OF_WORD),
    "xlsx": zip_of(**OF_EXCEL),
    "odt": zip_of(mimetype=KEPT_KINDS["odt"], **{"content.xml": "<o/>"}),
    "ods": zip_of(mimetype=KEPT_KINDS["ods"]),
    "zip": zip_of(**{"scan.jpg": "x"}),
    "eml": LETTER,
}


@pytest.mark.parametrize("kind", KEPT_KINDS)
def test_kind_is_told_by_the_contents(kind):
    assert kind_of(KNOWN[kind]) == kind


@pytest.mark.parametrize(
    "data",
    [
        b"<html><script>alert(1)</script>",
        b"MZ\x90\x00 This program",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"{\\rtf1 text}",
        b"<svg onload='x'/>",
        b"#!/bin/sh\n",
        b"From: a@b.ru\r\n\r\nText",
        b"From: a@b.ru\r\nDate: x\r\n\0",
        "Просто текст".encode(),
    ],
)
def test_other_kinds_are_refused_in_words(data):
    with pytest.raises(FileError, match="Такие файлы не хранятся"):
        kind_of(data)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "пустой"),
        (b"%PDF-" + bytes(MAX_FILE), "больше 10 МБ"),
        (zip_of(**OF_WORD, **{"word/vbaProject.bin": "x"}), "макросы"),
        (b"PK\x03\x04 broken", "поврежден"),
        (b"PK\x03\x04" + b"PK\x01\x02" * 20_000, "слишком много файлов"),
    ],
)
def test_what_is_wrong_is_said(data, sentence):
    with pytest.raises(FileError, match=sentence):
        kind_of(data)


def test_largest_file_is_kept():
    assert kind_of(b"%PDF-" + bytes(MAX_FILE - 5)) == "pdf"

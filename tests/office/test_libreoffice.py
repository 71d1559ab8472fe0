"""Old formats in the jail; without LibreOffice and the jail they are refused in words."""

import io
import os
import socket
import zipfile

import pytest

from reports.importing.files import read_file
from reports.importing.read_table import EventCells
from reports.office import libreoffice
from reports.office.archive import FileError
from tests.corpus.cases import HEADINGS, ROW

# Where LibreOffice is required its tests fail without it.
here = pytest.mark.skipif(
    not (libreoffice.is_here() or os.environ.get("REQUIRE_LIBREOFFICE")),
    reason="needs LibreOffice and unshare",
)


def rtf(*rows, before="") -> bytes:
    """A table in the way of Word's .rtf."""
    drawn = []
    for row in rows:
        edges = "".join(rf"\cellx{1500 * at}" for at in range(1, len(row) + 1))
        cells = "".join(rf"\pard\intbl {_escaped(text)}\cell " for text in row)
        drawn.append(rf"\trowd{edges} {cells}\row ")
    return (rf"{{\rtf1\ansi\ansicpg1251 {before}{''.join(drawn)}\pard }}").encode("ascii")


def _escaped(text: str) -> str:
    return "".join(rf"\u{ord(sign)}?" if ord(sign) > 127 else sign for sign in text)


@here
def test_rich_text_is_read():
    found = read_file("a.rtf", rtf(HEADINGS, ("1.", *ROW)))
    assert found.rows == (EventCells(2, *ROW),)


@here
def test_rich_text_under_the_name_of_an_old_document_is_read():
    assert len(read_file("a.doc", rtf(HEADINGS, ("1.", *ROW))).rows) == 1


@here
def test_no_file_is_read_and_nobody_is_asked(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("тайна", encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.5)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/a"
        fields = "".join(
            rf'{{\field{{\*\fldinst {code} "{target}"}}{{\fldrslt x}}}}\par '
            for code in ("INCLUDETEXT", "INCLUDEPICTURE")
            for target in (address, secret.as_uri())
        )
        made = libreoffice.to_docx(rtf(HEADINGS, before=fields), ".rtf")
        with zipfile.ZipFile(io.BytesIO(made)) as parts:
            read = b"".join(map(parts.read, parts.namelist()))
        assert "тайна".encode() not in read
        with pytest.raises(TimeoutError):
            server.accept()


@here
def test_what_takes_too_long_is_ended():
    with pytest.raises(FileError, match="не удалось прочитать за полминуты"):
        libreoffice.to_docx(rtf(HEADINGS), ".rtf", seconds=0.05)
    assert libreoffice.to_docx(rtf(HEADINGS), ".rtf").startswith(b"PK")


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.doc", b"\x01\x02\x00 noise", "Это не документ Word, хотя файл назван так."),
        ("a.doc", "просто текст".encode(), "Это простой текстовый файл, хотя назван иначе."),
        ("a.rtf", b"%PDF-1.7", "Это файл .pdf"),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "Файл в старом формате"),
        ("a.rtf", b"", "Файл пуст"),
        ("a.xls", b"<html><table>", "Это веб-страница, а не документ."),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "Файл в старом формате"),
        (
            "a.xls",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le") + bytes(9000),
            "Файл поврежден",
        ),
        ("a.exe", b"MZ", "Такие файлы не читаются."),
    ],
)
def test_what_is_none_of_them_is_refused_before_any_program_starts(name, data, message):
    with pytest.raises(FileError) as caught:
        read_file(name, data)
    assert str(caught.value).startswith(message)

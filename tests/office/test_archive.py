"""What may come in as a Word or Excel file, and the sentence for each file that may not."""

import io
import re
import struct
import zipfile

import pytest

from reports.office import archive as archive_module
from reports.office.archive import FileError, open_member, open_office_file, read_member
from tests.importing.word_files import make_docx, make_zip, p, r

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)
DOCX = {"[Content_Types].xml": "<Types/>", "word/document.xml": "<document/>"}
XLSX = {"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<workbook/>"}


def ole(stream: str) -> bytes:
    return OLE + stream.encode("utf-16-le") + bytes(100)


def refusal(data: bytes, kind: str = "docx") -> str:
    with pytest.raises(FileError) as caught:
        open_office_file(data, kind=kind)
    return str(caught.value)


def test_a_good_document_is_opened():
    with open_office_file(make_docx(p(r("Текст"))), kind="docx") as archive:
        assert "Текст" in read_member(archive, "word/document.xml").decode()


def test_a_good_workbook_is_opened():
    with open_office_file(make_zip(XLSX), kind="xlsx") as archive:
        assert read_member(archive, "xl/workbook.xml") == b"<workbook/>"


@pytest.mark.parametrize(
    ("data", "kind", "sentence"),
    [
        (b"", "docx", "Файл пуст."),
        (ole("EncryptedPackage"), "docx", "Файл защищен паролем."),
        (ole("EncryptedPackage"), "xlsx", "Файл защищен паролем."),
        (ole("WordDocument"), "docx", "Файл в старом формате .doc."),
        (ole("WordDocument"), "xlsx", "Файл в старом формате .doc."),
        (ole("Workbook"), "xlsx", "Файл в старом формате .xls."),
        (ole("Book"), "xlsx", "Файл в старом формате .xls."),
        (OLE, "docx", "Файл в старом формате Microsoft Office."),
        (b"{\\rtf1 text}", "docx", "Это файл .rtf, хотя назван иначе."),
        (b"%PDF-1.7\n\xd0\x00", "docx", "Это файл .pdf, из него таблицу прочесть нельзя."),
        (b"<html><body>", "docx", "Это веб-страница, а не документ."),
        (b"<?xml version='1.0'?><a/>", "docx", "Это файл XML, а не документ."),
        ("Отчёт за квартал".encode(), "docx", "Это простой текстовый файл, хотя назван иначе."),
        ("Отчёт;2020".encode("cp1251"), "xlsx", "Это простой текстовый файл, хотя назван иначе."),
        ("Отчёт".encode("utf-16"), "docx", "Это простой текстовый файл, хотя назван иначе."),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "docx", "Это не документ Word, хотя файл назван так."),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "xlsx", "Это не книга Excel, хотя файл назван так."),
        (make_zip(XLSX), "docx", "Это книга Excel, хотя файл назван иначе."),
        (make_zip(DOCX), "xlsx", "Это документ Word, хотя файл назван иначе."),
        (make_zip({"xl/workbook.bin": b""}), "xlsx", "Это книга Excel, хотя файл назван иначе."),
        (make_zip({"ppt/presentation.xml": ""}), "docx", "Это презентация."),
        (make_zip({"notes.txt": "a"}), "docx", "Это архив, а не документ."),
        (make_zip({}), "docx", "Это архив, а не документ."),
        (
            make_zip({"mimetype": "application/vnd.oasis.opendocument.text"}),
            "docx",
            "Это документ .odt, хотя файл назван иначе.",
        ),
        (
            make_zip({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}),
            "xlsx",
            "Это таблица .ods, хотя файл назван иначе.",
        ),
        (
            make_zip({"[Content_Types].xml": "<Types/>"}),
            "docx",
            "В файле нет главной части «word/document.xml».",
        ),
        (
            make_zip(DOCX | {"word/vbaProject.bin": b"x"}),
            "docx",
            "В файле есть макросы, такие файлы не принимаются.",
        ),
        (
            make_zip(XLSX | {"[Content_Types].xml": "<Types t='sheet.macroEnabled.main+xml'/>"}),
            "xlsx",
            "В файле есть макросы, такие файлы не принимаются.",
        ),
        (
            make_zip(DOCX | {"../../etc/passwd": "x"}),
            "docx",
            "Файл собран не так, как собирает Word",
        ),
        (
            make_zip(DOCX | {"/etc/passwd": "x"}),
            "docx",
            "Файл собран не так, как собирает Word",
        ),
        (
            make_zip(DOCX | {"..\\system.ini": "x"}),
            "docx",
            "Файл собран не так, как собирает Word",
        ),
        (
            make_zip(DOCX | {"C:\\system.ini": "x"}),
            "docx",
            "Файл собран не так, как собирает Word",
        ),
        (
            make_zip(DOCX | {f"word/media/{n}.png": b"" for n in range(500)}),
            "docx",
            "Внутри файла больше 500 частей.",
        ),
        (make_zip(DOCX)[:-30], "docx", "Файл поврежден и не читается."),
        (b"PK\x03\x04" + bytes(300), "docx", "Файл поврежден и не читается."),
    ],
)
def test_a_wrong_file_is_refused_in_its_own_words(data, kind, sentence):
    message = refusal(data, kind)

    assert message[: len(sentence)] == sentence
    assert message.endswith(".")


def test_a_file_over_ten_mebibytes_is_refused():
    assert refusal(b"PK" + bytes(10 * 1024 * 1024)).startswith("Файл больше 10 МБ.")


def test_a_listing_of_countless_records_is_not_even_read():
    records = b"PK\x01\x02" * 20_000

    assert refusal(b"PK\x03\x04" + records).startswith("Внутри файла больше 500 частей.")


def test_a_part_that_swells_two_hundred_times_is_refused():
    swollen = make_zip(DOCX | {"word/styles.xml": b"<a>" + b" " * 2**21 + b"</a>"})

    assert refusal(swollen).startswith("Файл слишком большой")


def test_a_small_part_may_swell():
    small = make_zip(DOCX | {"word/styles.xml": b"<a>" + b" " * 400_000 + b"</a>"})

    open_office_file(small, kind="docx").close()


@pytest.mark.parametrize(("kind", "parts"), [("docx", DOCX), ("xlsx", XLSX)])
def test_a_declared_total_over_the_limit_is_refused(kind, parts):
    mebibytes = archive_module.MAX_DECLARED[kind] // 2**20
    huge = with_declared_size(make_zip(parts), mebibytes * 2**20 + 1)

    assert refusal(huge, kind).startswith("Файл слишком большой")


def with_declared_size(data: bytes, size: int, name: bytes = b"[Content_Types].xml") -> bytes:
    """The same archive, the listing of which claims another size of one part."""
    at = data.rindex(name) - 46
    assert data[at : at + 4] == b"PK\x01\x02"
    return data[: at + 24] + struct.pack("<I", size) + data[at + 28 :]


def test_a_part_larger_than_declared_is_not_read_past_its_size():
    honest = make_zip(DOCX | {"word/document.xml": b"<a>" + b"<b/>" * 50_000 + b"</a>"})
    lying = with_declared_size(honest, 100, b"word/document.xml")

    with open_office_file(lying, kind="docx") as archive, pytest.raises(FileError):
        read_member(archive, "word/document.xml")


def test_parts_over_one_another_are_refused():
    data = make_zip({f"word/{n}.xml": bytes(range(256)) * 4 for n in range(4)} | DOCX)
    record = data.index(b"PK\x01\x02")
    compressed = struct.pack("<I", len(data) + 1)

    assert refusal(data[: record + 20] + compressed + data[record + 24 :]) == archive_module.DAMAGED


def test_a_part_named_twice_is_refused():
    file = io.BytesIO(make_zip(DOCX))
    with zipfile.ZipFile(file, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("word/document.xml", "<other/>")

    assert refusal(file.getvalue()) == archive_module.DAMAGED


def test_an_encrypted_part_asks_for_the_password_to_be_taken_off():
    data = bytearray(make_zip(DOCX))
    data[data.index(b"PK\x01\x02") + 8] |= 1

    assert refusal(bytes(data)).startswith("Файл защищен паролем.")


def test_a_damaged_part_is_refused_when_read():
    # Random-looking text keeps the packed part long enough to be hit in its middle.
    data = bytearray(make_zip(DOCX | {"word/document.xml": f"<a>{list(range(9000))}</a>"}))
    middle = len(data) // 2
    data[middle : middle + 50] = bytes(50)

    with open_office_file(bytes(data), kind="docx") as archive, pytest.raises(FileError) as caught:
        read_member(archive, "word/document.xml")
    assert str(caught.value) == archive_module.DAMAGED


DOCTYPE = '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'


@pytest.mark.parametrize(
    "xml",
    [
        DOCTYPE.encode(),
        b"\xef\xbb\xbf" + DOCTYPE.encode(),
        b'<?xml version="1.0" encoding="windows-1251"?>' + DOCTYPE.encode(),
        DOCTYPE.encode("utf-16"),
        DOCTYPE.encode("utf-16-le"),
        DOCTYPE.encode("utf-16-be"),
        DOCTYPE.encode("utf-32"),
        b'<?xml version="1.0" encoding="UTF-7"?>' + DOCTYPE.encode("utf-7"),
        b'<?xml version="1.0" ' + b" " * 300 + b'encoding="UTF-7"?>' + DOCTYPE.encode("utf-7"),
        DOCTYPE.encode("cp037"),
        b"<!--" + b"-" * (64 * 1024 - 8) + b"-->" + DOCTYPE.encode(),
    ],
)
def test_a_document_type_declaration_is_refused_however_it_is_written(xml):
    data = make_zip(DOCX | {"word/document.xml": xml})

    with open_office_file(data, kind="docx") as archive, pytest.raises(FileError) as caught:
        read_member(archive, "word/document.xml")
    assert str(caught.value) in {archive_module.UNSAFE, archive_module.DAMAGED}


def test_every_part_of_a_workbook_is_proved_at_the_door():
    data = make_zip(XLSX | {"xl/sharedStrings.xml": DOCTYPE})

    assert refusal(data, "xlsx") == archive_module.UNSAFE


def test_a_tag_without_end_is_refused():
    numbers = " ".join(f'a{n}="{n * 7919}"' for n in range(60_000))
    data = make_zip(DOCX | {"word/document.xml": f"<a {numbers}/>"})

    with open_office_file(data, kind="docx") as archive, pytest.raises(FileError):
        read_member(archive, "word/document.xml")


def test_a_missing_part_is_named():
    with (
        open_office_file(make_zip(DOCX), kind="docx") as archive,
        pytest.raises(FileError) as caught,
    ):
        open_member(archive, "word/styles.xml")
    assert re.match(r"В файле нет обязательной части «word/styles\.xml»\.", str(caught.value))

"""Which files are kept as they are, beside a report: told by what is in them, never by their names.

Nothing of them is unpacked or shown: they are given back to be opened elsewhere.
"""

import email.parser
import email.policy
import io
import zipfile

from reports.office.archive import (
    BROKEN_ZIP,
    CENTRAL_RECORD,
    MAX_CENTRAL_RECORDS,
    MAX_FILE,
    MEBIBYTE,
    FileError,
)

# Extension → content type.
KEPT_KINDS = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "jpg": "image/jpeg",
    "png": "image/png",
    "zip": "application/zip",
    "eml": "message/rfc822",
}
NAMED = ".pdf, .docx, .xlsx, .odt, .ods, .jpg, .png, .zip и письма .eml"

_SIGNATURES = {
    "pdf": b"%PDF-",
    "jpg": b"\xff\xd8\xff",
    "png": b"\x89PNG\r\n\x1a\n",
    "zip": b"PK\x03\x04",
}
_OPEN_DOCUMENTS = {
    KEPT_KINDS["odt"].encode(): "odt",
    KEPT_KINDS["ods"].encode(): "ods",
}
_OFFICE = {"docx": "word/", "xlsx": "xl/"}
_LETTER_HEAD = 64 * 1024  # bytes in which the head of a letter ends
_DATED = {"date", "received", "message-id"}


def kind_of(data: bytes) -> str:
    """The extension that belongs to the contents. Raises ``FileError``."""
    if not data:
        raise FileError("Файл пустой. Выберите другой.")
    if len(data) > MAX_FILE:
        raise FileError(f"Файл больше {MAX_FILE // MEBIBYTE} МБ. Уменьшите его или разделите.")
    for kind, signature in _SIGNATURES.items():
        if data.startswith(signature):
            return _kind_of_zip(data) if kind == "zip" else kind
    if _is_letter(data):
        return "eml"
    raise FileError(f"Такие файлы не хранятся. Можно приложить {NAMED}.")


def _kind_of_zip(data: bytes) -> str:
    if data.count(CENTRAL_RECORD) > MAX_CENTRAL_RECORDS:
        raise FileError("В архиве слишком много файлов. Разделите его на части.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _kind_of_archive(archive)
    except FileError:  # one of the errors of a broken archive, by its base
        raise
    except BROKEN_ZIP as error:
        raise FileError("Файл поврежден и не читается. Сохраните его заново.") from error


def _kind_of_archive(archive: zipfile.ZipFile) -> str:
    names = archive.namelist()
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise FileError("В файле есть макросы. Сохраните его без макросов и приложите еще раз.")
    if names and names[0] == "mimetype":
        with archive.open("mimetype") as declared:
            kind = _OPEN_DOCUMENTS.get(declared.read(100).strip())
        return kind or "zip"
    if "[Content_Types].xml" in names:
        for kind, folder in _OFFICE.items():
            if any(name.startswith(folder) for name in names):
                return kind
    return "zip"


def _is_letter(data: bytes) -> bool:
    """A saved e-mail begins with its head: who sent it, and when or by which way it came."""
    head = data[:_LETTER_HEAD]
    if b"\0" in head:
        return False
    parser = email.parser.BytesParser(policy=email.policy.compat32)
    names = {name.lower() for name in parser.parsebytes(head, headersonly=True)}
    return "from" in names and bool(names & _DATED)

"""The one safe door for an uploaded Office file: its zip is judged before any library reads it.

A .docx or an .xlsx is a zip of XML parts, and a few kilobytes of it can ask for gigabytes.
`open_office_file` looks at signatures, names and declared sizes; `open_member` and `read_member`
then hold every part to the size it declared and refuse a document type declaration, the only
place where XML entities and external references can be defined.
"""

import codecs
import io
import posixpath
import re
import struct
import zipfile
import zlib
from pathlib import PurePosixPath
from typing import IO

from reports.office.foreign_files import ADVICE, ASK_AGAIN, PROTECTED, WHAT, Kind, sentence_for

MEBIBYTE = 1024 * 1024
MAX_FILE = 10 * MEBIBYTE
MAX_MEMBERS = 500
MAX_DECLARED = {
    **dict.fromkeys(("docx", "odt"), 120 * MEBIBYTE),
    **dict.fromkeys(("xlsx", "ods"), 60 * MEBIBYTE),
}
MAX_RATIO = 200
# A styles part of a few hundred kilobytes may shrink more than 200 times and harms nobody.
RATIO_COUNTS_FROM = MEBIBYTE
# Longest piece of a part without a single «>»: a start tag beyond it is an attack on the parser,
# a text beyond it is longer than any cell may be.
MAX_UNBROKEN = 512 * 1024
CHUNK = 64 * 1024
MAX_DECLARATION = 256
ASCII_LIKE = re.compile(rb"utf-?8|us-ascii|iso-8859-\d{1,2}|windows-125\d", re.IGNORECASE)

# Called so by every program but a few.
MAIN_PART = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
OPEN_DOCUMENT: dict[Kind, bytes] = {  # the end of what such a file says that it is
    "odt": b"opendocument.text",
    "ods": b"opendocument.spreadsheet",
}
MANIFEST = "META-INF/manifest.xml"
FOLDERS: dict[str, Kind] = {"word/": "docx", "xl/": "xlsx"}
CONTENT_TYPES = "[Content_Types].xml"
PACKAGE_RELATIONS = "_rels/.rels"
RELATION = re.compile(rb"<(?:\w+:)?Relationship\s[^<>]*>")
TO_MAIN_PART = re.compile(rb"""\sType\s*=\s*["'][^"']*/officeDocument["']""")
TARGET = re.compile(rb"""\sTarget\s*=\s*["']([^"']*)["']""")
# Parts about the file: libraries leave a second one beside the first, and nobody reads either.
ABOUT_THE_FILE = "docProps/"

CENTRAL_RECORD = b"PK\x01\x02"
# More records than this are not even listed: listing a quarter of a million takes seconds.
MAX_CENTRAL_RECORDS = 20 * MAX_MEMBERS

BROKEN_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    OverflowError,
    IndexError,
    NotImplementedError,
    RuntimeError,  # an encrypted member
    ValueError,  # among them UnicodeDecodeError from a damaged name
)

DAMAGED = "Файл поврежден и не читается. Откройте его, сохраните заново и загрузите еще раз."
TOO_MUCH_INSIDE = "Файл слишком большой. Уменьшите в нем рисунки и сохраните заново."
SAVE_ANEW = "Откройте его в Word, сохраните как новый документ и загрузите."
FOREIGN_NAMES = f"Файл собран не так, как собирает Word, открыть его небезопасно. {SAVE_ANEW}"
UNSAFE = f"Файл устроен необычно, открыть его небезопасно. {SAVE_ANEW}"


class FileError(ValueError):
    """Why a file was not taken: Russian sentences for the person who gave it, shown as they are."""


def open_office_file(data: bytes, *, kind: Kind) -> zipfile.ZipFile:
    """The archive of an Office file, once nothing in its listing is wrong; FileError otherwise.

    Parts of a .docx are to be read with `open_member` or `read_member` only. Those of an .xlsx
    are read here once from end to end, because its library opens the archive by itself.
    """
    _refuse_size(data)
    if not data.startswith(b"PK"):
        raise FileError(sentence_for(data, kind))
    if data.count(CENTRAL_RECORD) > MAX_CENTRAL_RECORDS:
        raise FileError(_too_many_members())
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except BROKEN_ZIP as error:
        raise FileError(DAMAGED) from error
    members = archive.infolist()
    _mend_names(archive)
    _refuse_listing(members)
    _refuse_sizes(members, len(data), kind)
    _refuse_content(archive, kind)
    if kind == "xlsx":
        _read_through(archive)
    return archive


def main_part(archive: zipfile.ZipFile, kind: Kind) -> str:
    """The part that holds the document: named by the relations of the file, or as is usual."""
    names = archive.NameToInfo
    if PACKAGE_RELATIONS in names:
        for relation in RELATION.findall(read_member(archive, PACKAGE_RELATIONS)):
            target = TARGET.search(relation)
            if target and TO_MAIN_PART.search(relation):
                part = posixpath.normpath(target[1].decode(errors="replace")).lstrip("/")
                if part in names:
                    return part
    return MAIN_PART[kind]


def read_member(archive: zipfile.ZipFile, name: str) -> bytes:
    """The bytes of one XML part, no more of them than the part declared."""
    with open_member(archive, name) as member:
        return member.read()


def open_member(
    archive: zipfile.ZipFile, name: str, *, without_drawing_data: bool = False
) -> "Member":
    """A part as a stream: use it when the part is read in pieces, so that memory stays flat.

    Word writes megabytes beside every old drawing, in one attribute (o:gfxdata) that only it reads.
    """
    try:
        info = archive.getinfo(name)
        stream = archive.open(info)
        if without_drawing_data:
            return Member(stream, info.file_size, _DrawingData())
        return Member(stream, info.file_size)
    except KeyError as error:
        raise FileError(f"В файле нет обязательной части «{name}». {DAMAGED}") from error
    except BROKEN_ZIP as error:
        raise FileError(DAMAGED) from error


class Member(io.RawIOBase):
    """A bounded reader of one XML part: every byte is looked at before the caller gets it."""

    def __init__(
        self, stream: IO[bytes], declared: int, filter_: "_DrawingData | None" = None
    ) -> None:
        super().__init__()
        self._stream = stream
        self._filter = filter_
        self._left = declared
        self._unbroken = 0
        self._tail = b""
        self._doctype: bytes | None = None

    def readable(self) -> bool:
        return True

    def read(self, size: int | None = -1) -> bytes:
        if size is None or size < 0:
            return self.readall()
        chunk = b""
        is_end = False
        while not (chunk or is_end):
            try:
                chunk = self._stream.read(size)
            except BROKEN_ZIP as error:
                raise FileError(DAMAGED) from error
            is_end = not chunk
            self._left -= len(chunk)
            if self._left < 0:
                raise FileError(TOO_MUCH_INSIDE)
            if self._filter:
                chunk = self._filter.kept(chunk)
        self._look_at(chunk)
        return chunk

    def readall(self) -> bytes:
        return b"".join(iter(lambda: self.read(CHUNK), b""))

    def close(self) -> None:
        self._stream.close()
        super().close()

    def _look_at(self, chunk: bytes) -> None:
        if self._doctype is None:
            self._doctype = "<!DOCTYPE".encode(_encoding_of(chunk))
        seen = self._tail + chunk
        # In well-formed XML these characters stand together nowhere else, but for comments and
        # CDATA sections, which Office programs do not write.
        if self._doctype in seen:
            raise FileError(UNSAFE)
        self._tail = seen[1 - len(self._doctype) :]
        last = chunk.rfind(b">")
        self._unbroken = self._unbroken + len(chunk) if last < 0 else len(chunk) - last - 1
        if self._unbroken > MAX_UNBROKEN:
            raise FileError(f"Файл не удалось прочитать. {SAVE_ANEW}")


class _DrawingData:
    """Takes the values of o:gfxdata out of a stream. What is taken out, the parser never sees."""

    BEGINNING = b'gfxdata="'

    def __init__(self) -> None:
        self._is_inside = False
        self._rest = b""  # it may be how the attribute begins

    def kept(self, chunk: bytes) -> bytes:
        """Of the next chunk; an empty one is the end of the stream."""
        data, self._rest = self._rest + chunk, b""
        pieces = []
        while data:
            if self._is_inside:
                end = data.find(b'"')
                data = data[end:] if end >= 0 else b""
                self._is_inside = end < 0
                pieces.append(data[:1])
                data = data[1:]
                continue
            before, found, after = data.partition(self.BEGINNING)
            if not found:
                at = data.rfind(b"g", 1 - len(self.BEGINNING)) if chunk else -1
                is_beginning = at >= 0 and self.BEGINNING.startswith(data[at:])
                self._rest = data[at:] if is_beginning else b""
                pieces.append(data[:at] if is_beginning else data)
                break
            pieces += before, found
            data, self._is_inside = after, True
        return b"".join(pieces)


def _encoding_of(beginning: bytes) -> str:
    """How a part is encoded; anything in which «<!DOCTYPE» could hide from us is refused."""
    if beginning[2:4] == b"\x00\x00":  # UTF-32
        raise FileError(UNSAFE)
    if beginning.startswith((codecs.BOM_UTF16_LE, b"<\x00")):
        return "utf-16-le"
    if beginning.startswith((codecs.BOM_UTF16_BE, b"\x00<")):
        return "utf-16-be"
    text = beginning.removeprefix(codecs.BOM_UTF8).lstrip(b" \t\r\n")
    if text and not text.startswith(b"<"):
        raise FileError(DAMAGED)
    if text.startswith(b"<?xml"):
        declaration, closed, _ = text[:MAX_DECLARATION].partition(b"?>")
        encoding = re.search(rb"encoding\s*=\s*[\"']([^\"']*)", declaration)
        if not closed or (encoding and not ASCII_LIKE.fullmatch(encoding.group(1))):
            raise FileError(UNSAFE)
    return "ascii"


def _refuse_size(data: bytes) -> None:
    if not data:
        raise FileError("Файл пуст. Проверьте, тот ли файл выбран.")
    if len(data) > MAX_FILE:
        raise FileError(
            f"Файл больше {MAX_FILE // MEBIBYTE} МБ. "
            "Уберите из него рисунки и фотографии и загрузите еще раз."
        )


def _mend_names(archive: zipfile.ZipFile) -> None:
    """Backslashes in names, as old .NET packs them, are the slashes of everybody else."""
    for info in archive.infolist():
        if "\\" in info.filename:
            archive.NameToInfo.pop(info.filename, None)
            info.filename = info.filename.replace("\\", "/")
            archive.NameToInfo[info.filename] = info


def _refuse_listing(members: list[zipfile.ZipInfo]) -> None:
    """Refuse by count, names and the way members are packed."""
    if len(members) > MAX_MEMBERS:
        raise FileError(_too_many_members())
    if any(_leads_outside(info.filename) for info in members):
        raise FileError(FOREIGN_NAMES)
    if any(info.flag_bits & 1 for info in members):
        raise FileError(PROTECTED)
    first: dict[str, zipfile.ZipInfo] = {}
    twice = any(_differs(first.setdefault(info.filename, info), info) for info in members)
    odd = {info.compress_type for info in members} - {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
    if twice or odd:
        raise FileError(DAMAGED)


def _differs(first: zipfile.ZipInfo, second: zipfile.ZipInfo) -> bool:
    """Whether two members of one name would be read differently."""
    if first.filename.startswith(ABOUT_THE_FILE):
        return False
    return (first.CRC, first.file_size) != (second.CRC, second.file_size)


def _leads_outside(name: str) -> bool:
    return name.startswith("/") or name[1:2] == ":" or ".." in PurePosixPath(name).parts


def _refuse_sizes(members: list[zipfile.ZipInfo], packed: int, kind: Kind) -> None:
    if sum(info.compress_size for info in members) > packed:  # parts that lie over one another
        raise FileError(DAMAGED)
    if sum(info.file_size for info in members) > MAX_DECLARED[kind]:
        raise FileError(TOO_MUCH_INSIDE)
    for info in members:
        swollen = info.file_size > MAX_RATIO * info.compress_size
        if swollen and info.file_size > RATIO_COUNTS_FROM:
            raise FileError(TOO_MUCH_INSIDE)


def _too_many_members() -> str:
    return f"Внутри файла больше {MAX_MEMBERS} частей. Уберите из него рисунки и вложения."


def _refuse_content(archive: zipfile.ZipFile, kind: Kind) -> None:
    """Refuse macros, other formats, the other of our two formats, a file without a main part."""
    names = set(archive.namelist())
    if _has_macros(archive, names):
        raise FileError(f"В файле есть макросы, такие файлы не принимаются. {ADVICE[kind]}")
    if kind in OPEN_DOCUMENT:
        _refuse_another(archive, kind)
        return
    parts = [part for part in (main_part(archive, kind), *MAIN_PART.values()) if part in names]
    found = _kind_of(archive, parts[0]) if parts else None
    if found == kind:
        return
    if found == "xlsx" or "xl/workbook.bin" in names:
        raise FileError(f"Это книга Excel, хотя файл назван иначе. {ASK_AGAIN[kind]}")
    if found == "docx":
        raise FileError(f"Это документ Word, хотя файл назван иначе. {ASK_AGAIN[kind]}")
    if "ppt/presentation.xml" in names:
        raise FileError(f"Это презентация. {ASK_AGAIN[kind]}")
    if "mimetype" in names:
        raise FileError(_open_document_sentence(archive, kind))
    if CONTENT_TYPES in names:
        raise FileError(f"В файле нет главной части «{MAIN_PART[kind]}». {DAMAGED}")
    raise FileError(f"Это архив, а не документ. {ASK_AGAIN[kind]}")


def _kind_of(archive: zipfile.ZipFile, part: str) -> Kind | None:
    """What the part is, by its folder; by what the file says of its types, in a folder of its own."""
    for folder, kind in FOLDERS.items():
        if part.startswith(folder):
            return kind
    types = read_member(archive, CONTENT_TYPES) if CONTENT_TYPES in archive.NameToInfo else b""
    if b"wordprocessingml.document.main" in types:
        return "docx"
    return "xlsx" if b"spreadsheetml.sheet.main" in types else None


def _has_macros(archive: zipfile.ZipFile, names: set[str]) -> bool:
    if any(name.lower().endswith(("vbaproject.bin", "vbadata.xml")) for name in names):
        return True
    if CONTENT_TYPES not in names:
        return False
    return b"macroenabled" in read_member(archive, CONTENT_TYPES).lower()


def _refuse_another(archive: zipfile.ZipFile, kind: Kind) -> None:
    """Refuse what is not the OpenDocument file that it is called, and one under a password."""
    names = archive.NameToInfo
    if "mimetype" not in names:
        office = [
            found for part, found in FOLDERS.items() if any(n.startswith(part) for n in names)
        ]
        what = WHAT[office[0]] if office else "архив, а не документ"
        raise FileError(f"Это {what}, хотя файл назван иначе. {ASK_AGAIN[kind]}")
    said = _mimetype(archive)
    others = [other for other, name in OPEN_DOCUMENT.items() if name in said and other != kind]
    if others:
        raise FileError(_open_document_sentence(archive, kind))
    if OPEN_DOCUMENT[kind] not in said or "content.xml" not in names:
        raise FileError(f"Это не {WHAT[kind]}, хотя файл назван так. {ASK_AGAIN[kind]}")
    if MANIFEST in names and b"encryption-data" in read_member(archive, MANIFEST):
        raise FileError(PROTECTED)


def _mimetype(archive: zipfile.ZipFile) -> bytes:
    try:
        return archive.open("mimetype").read(200)
    except BROKEN_ZIP as error:
        raise FileError(DAMAGED) from error


def _open_document_sentence(archive: zipfile.ZipFile, kind: Kind) -> str:
    mimetype = _mimetype(archive)
    if OPEN_DOCUMENT["odt"] in mimetype:
        return f"Это документ .odt, хотя файл назван иначе. {ADVICE[kind]}"
    if OPEN_DOCUMENT["ods"] in mimetype:
        return f"Это таблица .ods, хотя файл назван иначе. {ADVICE[kind]}"
    return f"Это архив, а не документ. {ASK_AGAIN[kind]}"


def _read_through(archive: zipfile.ZipFile) -> None:
    """Prove every XML part once: its true size, its checksum, no document type declaration."""
    for name in archive.namelist():
        if name.endswith((".xml", ".rels", ".vml")):
            with open_member(archive, name) as member:
                while member.read(CHUNK):
                    pass

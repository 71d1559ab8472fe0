"""What comes in one piece and holds several files: a .zip, and a letter saved as .eml."""

import datetime as dt
import email
import email.policy
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import parseaddr
from pathlib import PurePath

from reports.office.archive import BROKEN_ZIP, DAMAGED, MAX_FILE, MEBIBYTE, FileError

MOST_FILES = 100  # of one piece
MOST_BYTES = 5 * MAX_FILE  # of all files of one piece
DEEPEST = 2  # a letter within an archive
UNPACKED = (".zip", ".eml")
_NO_LETTER = "Это не письмо: в файле нет отправителя. Сохраните письмо заново."
_TABLES = "Положите в него файлы с таблицами и загрузите еще раз."


@dataclass(frozen=True)
class Enclosed:
    """One file; ``sender`` and ``sent_on`` are of the letter that it came with."""

    name: str
    data: bytes
    sender: str = ""
    sent_on: dt.date | None = None


def unpacked(name: str, data: bytes, depth: int = DEEPEST) -> list[Enclosed]:
    """The files in ``data``: itself, unless it is an archive or a letter. Raises ``FileError``."""
    ending = PurePath(name).suffix.lower()
    if len(data) > MAX_FILE:
        raise FileError(f"Файл больше {MAX_FILE // MEBIBYTE} МБ. Разделите его на части.")
    if ending not in UNPACKED or not depth:
        return [Enclosed(name, data)]
    found = list(_zipped(data) if ending == ".zip" else _enclosed(data))
    if not found:
        what = "архиве" if ending == ".zip" else "письме"
        raise FileError(f"В этом {what} нет файлов. {_TABLES}")
    return [
        Enclosed(
            inner.name,
            inner.data,
            inner.sender or outer.sender,
            inner.sent_on or outer.sent_on,
        )
        for outer in found
        for inner in unpacked(outer.name, outer.data, depth - 1)
    ]


def _zipped(data: bytes) -> Iterator[Enclosed]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = [one for one in archive.infolist() if not _is_clutter(one)]
            _refuse_too_much(len(members), sum(one.file_size for one in members))
            for member in members:
                with archive.open(member) as stream:
                    told = stream.read(member.file_size + 1)
                if len(told) > member.file_size:
                    raise FileError(DAMAGED)
                yield Enclosed(PurePath(_name(member)).name, told)
    except FileError:
        raise
    except BROKEN_ZIP as error:
        raise FileError(
            "Архив поврежден или защищен паролем. Распакуйте его и загрузите файлы сами."
        ) from error


def _is_clutter(member: zipfile.ZipInfo) -> bool:
    """Folders, and what systems add for themselves."""
    name = PurePath(member.filename.replace("\\", "/"))
    return member.is_dir() or "__MACOSX" in name.parts or name.name.startswith((".", "~$"))


def _name(member: zipfile.ZipInfo) -> str:
    """Windows writes names in the letters of DOS and does not say so."""
    name = member.filename.replace("\\", "/")
    if member.flag_bits & 0x800:
        return name
    try:
        return name.encode("cp437").decode("cp866")
    except UnicodeError:
        return name


def _enclosed(data: bytes) -> Iterator[Enclosed]:
    letter, parts = _read(data)
    sender, day = _sender(letter), _day(letter)
    files, size = 0, 0
    for part in parts:
        name = PurePath((_told(part, "filename") or "").replace("\\", "/")).name
        if part.is_multipart() or not name or name.startswith("image0"):
            continue
        told = part.get_payload(decode=True)
        if not isinstance(told, bytes):
            continue
        files, size = files + 1, size + len(told)
        _refuse_too_much(files, size)
        yield Enclosed(name, told, sender, day)


def _read(data: bytes) -> tuple[EmailMessage, list[EmailMessage]]:
    """The letter and all its parts."""
    try:
        letter = email.message_from_bytes(data, policy=email.policy.default)
        parts = [part for part in letter.walk() if isinstance(part, EmailMessage)]
    except (RecursionError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise FileError(_NO_LETTER) from error
    if not isinstance(letter, EmailMessage) or not (_told(letter, "From") or _told(letter, "Date")):
        raise FileError(_NO_LETTER)
    return letter, parts


def _told(part: EmailMessage, what: str) -> str | None:
    """Headers of hostile letters raise whatever comes to hand."""
    try:
        return part.get_filename() if what == "filename" else part[what]
    except (ValueError, LookupError, TypeError, AttributeError):
        return None


def _sender(letter: EmailMessage) -> str:
    return parseaddr(str(_told(letter, "From") or ""))[1][:254]


def _day(letter: EmailMessage) -> dt.date | None:
    try:
        sent = email.utils.parsedate_to_datetime(str(_told(letter, "Date")))
    except (ValueError, TypeError, IndexError, OverflowError, AttributeError):
        return None
    return sent.date()


def _refuse_too_much(files: int, size: int) -> None:
    if files > MOST_FILES:
        raise FileError(f"Внутри больше {MOST_FILES} файлов. Загрузите их частями.")
    if size > MOST_BYTES:
        raise FileError("Внутри слишком много данных. Загрузите файлы частями.")

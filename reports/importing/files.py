"""A file of any kind that we read → the table in it. The one road for pages, commands and mail."""

from collections.abc import Callable
from pathlib import PurePath

from reports.importing.chosen_columns import Chosen
from reports.importing.grids import read_csv
from reports.importing.open_document.reader import read_spreadsheet, read_text_document
from reports.importing.read_table import ReadTable
from reports.importing.word.reader import read_word
from reports.importing.workbook import read_old_workbook, read_workbook
from reports.office import libreoffice
from reports.office.archive import MAX_FILE, MEBIBYTE, FileError
from reports.office.foreign_files import ADVICE, OLE_SIGNATURE, sentence_for

RICH_TEXT = b"{\\rtf"
ZIP = b"PK"
OF_WORD = "WordDocument".encode("utf-16-le")
SAVED_OTHERWISE = (
    "Такие файлы не читаются. Сохраните таблицу как документ .docx, книгу .xlsx "
    "или файл .csv и загрузите еще раз."
)


def read_file(
    name: str, data: bytes, *, is_strict: bool = False, chosen: Chosen = None
) -> ReadTable:
    """The table in a file, by the ending of its name. Raises ``FileError``.

    A strict reading refuses a file with a row that cannot be told apart; otherwise such a row is
    left over with the reason. ``chosen`` as in ``ReportRows``.
    """
    reader = READERS.get(PurePath(name).suffix.lower())
    if reader is None:
        raise FileError(SAVED_OTHERWISE)
    if not data:
        raise FileError("Файл пуст. Проверьте, тот ли файл выбран.")
    if len(data) > MAX_FILE:
        raise FileError(f"Файл больше {MAX_FILE // MEBIBYTE} МБ. Разделите его на части.")
    return reader(data, is_strict=is_strict, chosen=chosen)


def _read_old_word(data: bytes, *, is_strict: bool, chosen: Chosen) -> ReadTable:
    """A .doc or .rtf; programs call the one by the name of the other, and a .docx by either."""
    if data.startswith(ZIP):
        return read_word(data, is_strict=is_strict, chosen=chosen)
    is_document = data.startswith(OLE_SIGNATURE) and OF_WORD in data
    is_rich_text = data.startswith(RICH_TEXT)
    if is_rich_text and not libreoffice.is_here():
        raise FileError(f"Файлы .rtf здесь не читаются. {ADVICE['docx']}")
    if not (is_document or is_rich_text) or not libreoffice.is_here():
        raise FileError(sentence_for(data, "docx"))
    made = libreoffice.to_docx(data, ".doc" if is_document else ".rtf")
    return read_word(made, is_strict=is_strict, chosen=chosen)


def _read_any_workbook(data: bytes, *, is_strict: bool, chosen: Chosen) -> ReadTable:
    reader = read_workbook if data.startswith(ZIP) else read_old_workbook
    return reader(data, is_strict=is_strict, chosen=chosen)


Reader = Callable[..., ReadTable]
READERS: dict[str, Reader] = {
    ".docx": read_word,
    ".xlsx": read_workbook,
    ".csv": read_csv,
    ".odt": read_text_document,
    ".ods": read_spreadsheet,
    ".doc": _read_old_word,
    ".rtf": _read_old_word,
    ".xls": _read_any_workbook,
}

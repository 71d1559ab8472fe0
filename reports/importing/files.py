"""A file of any kind that we read → the table in it. The one road for pages, commands and mail."""

from collections.abc import Callable
from functools import partial
from pathlib import PurePath

from reports.importing.grids import read_csv
from reports.importing.read_table import ReadTable
from reports.importing.word.reader import read_word
from reports.importing.workbook import read_workbook
from reports.office.archive import MAX_FILE, MEBIBYTE, FileError

READERS: dict[str, Callable[[bytes], ReadTable]] = {
    ".docx": partial(read_word, is_strict=False),
    ".xlsx": read_workbook,
    ".csv": read_csv,
}


def read_file(name: str, data: bytes) -> ReadTable:
    """The table in a file, by the ending of its name. Raises ``FileError``."""
    ending = PurePath(name).suffix.lower()
    if ending not in READERS:
        raise FileError(
            "Такие файлы не читаются. Сохраните таблицу как документ .docx, книгу .xlsx "
            "или файл .csv и загрузите еще раз."
        )
    if len(data) > MAX_FILE:
        raise FileError(f"Файл больше {MAX_FILE // MEBIBYTE} МБ. Разделите его на части.")
    return READERS[ending](data)

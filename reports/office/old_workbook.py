"""The sheets of an old .xls, read by a library in a process of its own with limits."""

import datetime as dt
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from reports.office.archive import DAMAGED, MAX_FILE, MEBIBYTE, FileError
from reports.office.budget import IN_A_WORKBOOK
from reports.office.foreign_files import OLE_SIGNATURE, PROTECTED, sentence_for
from reports.office.sheet import Cell, Merged, Sheet, Value

PROCESS = Path(__file__).with_name("calamine_process.py")
SECONDS = 15  # by the clock; it counts those of the processor itself
STATES = {"Visible": "visible", "Hidden": "hidden", "VeryHidden": "veryHidden"}
STREAMS = ("Workbook", "Book")
REFUSALS = {"password": PROTECTED, "size": IN_A_WORKBOOK["cells"], "damaged": DAMAGED}
DATE_FORMATS = {"date": "DD.MM.YYYY", "datetime": "DD.MM.YYYY HH:MM", "time": "HH:MM"}
TYPES: dict[str, Any] = {"date": dt.date, "datetime": dt.datetime, "time": dt.time}


def read_old_sheets(data: bytes) -> list[Sheet]:
    """What hides rows and columns, and how dates look, this format does not tell us. Raises
    ``FileError``."""
    if len(data) > MAX_FILE:
        raise FileError(f"Файл больше {MAX_FILE // MEBIBYTE} МБ. Разделите его на части.")
    is_book = any(name.encode("utf-16-le") in data for name in STREAMS)
    if not data.startswith(OLE_SIGNATURE) or not is_book:
        raise FileError(sentence_for(data, "xlsx"))
    answer = _answer(data)
    if "refused" in answer:
        raise FileError(REFUSALS[answer["refused"]])
    return [_sheet(each) for each in answer["sheets"]]


def _answer(data: bytes) -> dict[str, Any]:
    try:
        done = subprocess.run(  # noqa: S603 - our own file, by the Python that runs us
            [sys.executable, "-I", PROCESS],
            input=data,
            capture_output=True,
            check=False,
            timeout=SECONDS,
            env={},
        )
    except subprocess.TimeoutExpired as error:
        raise FileError(IN_A_WORKBOOK["elements"]) from error
    try:
        answer: dict[str, Any] = json.loads(done.stdout)
    except ValueError as error:  # it was ended, most likely for its memory
        raise FileError(IN_A_WORKBOOK["elements"]) from error
    return answer


def _sheet(told: dict[str, Any]) -> Sheet:
    sheet = Sheet(told["name"], STATES.get(told["state"], "visible"), part="")
    for number, cells in told["rows"].items():
        sheet.rows[int(number)] = {int(at): _cell(*each) for at, each in cells.items()}
    sheet.merged = [Merged(*each) for each in told["merged"]]
    return sheet


def _cell(kind: str, told: Value) -> Cell:
    if kind in TYPES:
        return Cell(TYPES[kind].fromisoformat(told), DATE_FORMATS[kind])
    return Cell(int(told) if isinstance(told, float) and told.is_integer() else told)

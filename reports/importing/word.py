"""Reads the official table out of a Word file without losing a run of text.

Elements (`word_xml`) become rows and paragraphs of text (`word_text`, with the markers that
`word_numbering` knows); `report_rows` makes sections and events of them.
"""

import re
from functools import partial

from reports.importing.archive import open_office_file
from reports.importing.budget import Budget
from reports.importing.report_rows import (
    EventCells,
    Leftover,
    Paragraph,
    ReportRows,
    Row,
    SectionHeading,
    WordTable,
)
from reports.importing.word_numbering import Numbering
from reports.importing.word_text import TextReader
from reports.importing.word_xml import read_part

__all__ = ["EventCells", "Leftover", "SectionHeading", "WordTable", "read_word"]

MAIN_PART = "word/document.xml"
ASIDES = (
    (re.compile(r"word/(header|footer)\d*\.xml"), "колонтитул"),
    (re.compile(r"word/footnotes\d*\.xml"), "сноска"),
    (re.compile(r"word/endnotes\d*\.xml"), "концевая сноска"),
    (re.compile(r"word/comments\d*\.xml"), "примечание"),
    (re.compile(r"word/diagrams/data\d*\.xml"), "схема"),
    (re.compile(r"word/charts/chart\d*\.xml"), "диаграмма"),
)


def read_word(data: bytes, *, is_strict: bool = True) -> WordTable:
    """The sections and events of a .docx, and all its other text; FileError if it has no table.

    ``is_strict`` as in ``ReportRows``.
    """
    with open_office_file(data, kind="docx") as archive:
        budget = Budget()
        numbering = Numbering(archive)
        report = ReportRows(budget, is_strict=is_strict)
        if is_strict:
            read_part(archive, MAIN_PART, TextReader(numbering, budget, report.take))
        else:
            items: list[Row | Paragraph] = []
            read_part(archive, MAIN_PART, TextReader(numbering, budget, items.append))
            report.take_all(items)
        report.finish()
        for name in sorted(archive.namelist()):
            for pattern, place in ASIDES:
                if pattern.fullmatch(name):
                    give = partial(report.take_aside, place)
                    read_part(archive, name, TextReader(numbering, budget, give))
    return report.table_read

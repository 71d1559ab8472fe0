"""Reads the official table out of a Word file: what it shows is taken or told, what it hides told.

Elements become rows and paragraphs of text (``text``, with the markers that ``numbering`` knows
and the styles of ``definitions``); ``report_rows`` makes sections and events of them.
"""

import re
import zipfile
from functools import partial

from reports.importing.chosen_columns import Chosen
from reports.importing.column_headings import find_columns
from reports.importing.page import Paragraph, Row
from reports.importing.read_table import ReadTable
from reports.importing.report_rows import ReportRows
from reports.importing.word.definitions import Definitions
from reports.importing.word.frames import frames_in
from reports.importing.word.numbering import Numbering
from reports.importing.word.text import TextReader
from reports.office.archive import main_part, open_office_file
from reports.office.budget import Budget
from reports.office.relations import parts_of
from reports.office.xml_stream import read_part

DEFINITIONS = ("styles", "numbering")
ASIDES = {
    "header": "колонтитул",
    "footer": "колонтитул",
    "footnotes": "сноска",
    "endnotes": "концевая сноска",
    "comments": "примечание",
    "diagramData": "схема",
    "chart": "диаграмма",
    "chartEx": "диаграмма",
}
# Most elements of a Word file say only how text looks or how it was typed; they are taken out before
# they cost anything. None of them is looked at by ``TextReader``.
CLUTTER = re.compile(
    rb"<w:(?:proofErr|lastRenderedPageBreak|bookmark(?:Start|End)|comment(?:RangeStart|RangeEnd|Reference)"
    rb"|perm(?:Start|End)|rFonts|szCs|sz|lang|color|highlight|bCs|b|iCs|i|u|kern|w|position|noProof|shd|caps"
    rb"|smallCaps|effect|snapToGrid|spacing|jc|ind|keepNext|keepLines|widowControl|contextualSpacing"
    rb"|outlineLvl|suppressAutoHyphens|textAlignment|tcW|vAlign|noWrap|trHeight|cantSplit|tblHeader"
    rb"|tblW|tblLayout|tblLook|tblInd|gridCol|top|left|bottom|right|start|end|insideH|insideV)"
    rb"(?:\s[^<>]*)?/>",
    re.ASCII,
)
# A part that nothing leads to is told of by the name that Word would give it.
USUAL_NAME = re.compile(
    r"word/(?:(header|footer|footnotes|endnotes|comments|styles|numbering)\d*"
    r"|diagrams/(data)\d*|charts/(chart|chartEx)\d*)\.xml"
)


def read_word(data: bytes, *, is_strict: bool = True, chosen: Chosen = None) -> ReadTable:
    """Read the sections and events of a .docx, and all its other text. Raises ``FileError``.

    ``is_strict`` as in ``ReportRows``.
    """
    with open_office_file(data, kind="docx") as archive:
        budget = Budget()
        main = main_part(archive, "docx")
        parts = _parts(archive, main, budget)
        definitions = Definitions(archive, (part for part in parts if parts[part] in DEFINITIONS))
        numbering = Numbering(definitions)
        items = _items(archive, main, definitions)
        report = ReportRows(budget, is_strict=is_strict, chosen=chosen)
        report.take_all(items)
        report.finish()
        for part, kind in sorted(parts.items()):
            if kind in ASIDES:
                give = partial(report.take_aside, ASIDES[kind])
                read_part(archive, part, TextReader(definitions, numbering, budget, give))
    return report.table_read


def _items(archive: zipfile.ZipFile, main: str, definitions: Definitions) -> list[Row | Paragraph]:
    """The rows and paragraphs of the page; of what stands in a frame, if the report is only there."""
    items: list[Row | Paragraph] = []

    def read(frames: frozenset[int]) -> None:
        items.clear()
        numbering = Numbering(definitions)
        reader = TextReader(definitions, numbering, Budget(), items.append, frames)
        read_part(archive, main, reader, without=(CLUTTER,))

    read(frozenset())
    rows = (item for item in items if isinstance(item, Row))
    if not any(find_columns([cell.text for cell in row.cells]) for row in rows):
        frames = frames_in(archive, main, (CLUTTER,))
        if frames:
            read(frames)
    return items


def _parts(archive: zipfile.ZipFile, main: str, budget: Budget) -> dict[str, str]:
    """The parts beside the main one, by what they are."""
    related = parts_of(archive, main, {*ASIDES, *DEFINITIONS}, budget)
    parts = dict(related)
    for name in archive.namelist():
        if name not in parts and (match := USUAL_NAME.fullmatch(name)):
            kind = "diagramData" if match[2] else match[1] or match[3]
            if kind not in DEFINITIONS or kind not in related.values():
                parts[name] = kind
    return parts

"""A Word file as the form of the official table, compiled into strings with holes.

A form is an ordinary Word file: a table with one row that holds ``{{municipality}}`` and, right
under it, one row that holds the fields of an event; above and below may stand the fields of the
document, such as ``{{title}}``, and a row of ``{{column_number}}``. What has no text this time
leaves no empty line behind. A form has no expressions, so it can do nothing but place text. Fonts,
margins, widths, the heading row and everything else stay as they are in the file, unless the
margin or the typeface is asked for.
"""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from itertools import groupby

from lxml import etree

from reports.export.docx.additions import NOTE, STATEMENT, add_mark, add_note, without_table
from reports.export.docx.markers import (
    COLUMN_NUMBER,
    DOCUMENT_FIELDS,
    EVENT_FIELDS,
    FIELDS,
    Faults,
    FormError,
    isolate_fields,
    w,
)
from reports.export.docx.measures import NUMBER, Measure, is_short, measures_of
from reports.export.docx.page import set_left_margin, set_typeface
from reports.export.docx.parts import DOCUMENT, open_parts, parse, serialised, take_core_name
from reports.export.docx.refusals import (
    TYPESET_KINDS,
    parts_of,
    refuse_fields_outside_text,
    refuse_what_acts,
)
from reports.export.docx.template import Frame, Template, frames_around, row_template, whole_frame
from reports.export.table import NO_EVENTS, ConsolidatedTable, EventRow, Section
from reports.export.word_fitting import Line

# What must not be repeated with a row: its ids are unique in a document, or it is a passing note.
NOT_REPEATED = (
    w("bookmarkStart"),
    w("bookmarkEnd"),
    w("commentRangeStart"),
    w("commentRangeEnd"),
    w("commentReference"),
    w("lastRenderedPageBreak"),
    w("permStart"),
    w("permEnd"),
    w("proofErr"),
)


@dataclass(frozen=True)
class CompiledForm:
    """A form ready to be filled: ``above`` and ``below`` stand around the rows, ``without_table`` is
    the whole document with a sentence in the place of the table; ``parts`` are the other members of
    the file, in its order."""

    parts: tuple[tuple[str, bytes], ...]
    core_name: str
    above: Frame
    below: Frame
    without_table: Frame
    section: Template
    no_events: Template
    whole_event: Template
    long_event: Template
    measures: tuple[Measure, ...]
    missing_fields: tuple[str, ...]

    def fill_frames(self, table: ConsolidatedTable) -> tuple[str, str]:
        """The XML of the main part above the rows and below them."""
        values = _document_values(table)
        return _fill(self.above, values), _fill(self.below, values)

    def fill_without_table(self, table: ConsolidatedTable) -> str:
        """The XML of the main part of a document that says one sentence."""
        return _fill(self.without_table, _document_values(table))

    def fill_rows(self, section: Section) -> Iterator[str]:
        """The XML of a section, row by row."""
        yield self.section.fill({"municipality": section.title})
        if not section.rows:
            yield self.no_events.fill({"municipality": NO_EVENTS})
        for row in section.rows:
            yield self._event(row)

    def _event(self, row: EventRow) -> str:
        values = vars(row) | {NUMBER: row.printed_number}  # faster than field by field
        short = is_short(values, self.measures)
        return (self.whole_event if short else self.long_event).fill(values)


def _fill(frame: Frame, values: dict[str, str]) -> str:
    return "".join(piece.fill(values) for piece in frame)


def _document_values(table: ConsolidatedTable) -> dict[str, str]:
    options = table.options
    return {
        "title": "\n".join(table.title),
        "draft": table.mark,
        "appendix": options.appendix,
        "approval": options.approval,
        "signatory_post": options.signatory_post,
        "signatory_name": options.signatory_name,
        "executor": options.executor,
        # The first of the row; it decides whether there is one.
        COLUMN_NUMBER: next(iter(options.column_numbers), ""),
        NOTE: table.note,
        STATEMENT: table.statement,
    }


def compile_form(
    data: bytes, *, left_margin: int | None = None, typeface: str = ""
) -> CompiledForm:
    """A Word file as a form; FormError says all that is wrong with it. The margin, in millimetres, and
    the typeface stay as they are in the file unless given."""
    # What is refused comes first, while the parts are as they came; the rows leave the document last.
    parts = open_parts(data)
    root = parse(parts.pop(DOCUMENT))
    section_row, event_row = _checked_rows(parts, root)
    found = {place.text for place in root.iter(etree.PI)}
    if left_margin is not None:
        set_left_margin(next(event_row.iterancestors(w("tbl"))), left_margin)
    if typeface:
        _set_typeface(root, parts, typeface)
    _number_columns(root)
    core_name = take_core_name(parts)
    measures = tuple(measures_of(root, event_row))
    if "draft" not in found:
        add_mark(root, event_row)
    add_note(event_row)
    sentence = whole_frame(without_table(section_row, event_row))
    rows = _row_templates(section_row, event_row, [measure.line for measure in measures])
    above, below = frames_around((section_row, event_row))
    return CompiledForm(
        parts=tuple(parts.items()),
        core_name=core_name,
        above=above,
        below=below,
        without_table=sentence,
        measures=measures,
        missing_fields=tuple(name for name in FIELDS if name not in found),
        **rows,
    )


# Reading the form


def _checked_rows(
    parts: dict[str, bytes], root: etree._Element
) -> tuple[etree._Element, etree._Element]:
    """The section row and the event row of a form in which nothing is wrong."""
    faults = Faults()
    with faults.noted():
        refuse_fields_outside_text(parts)
    with faults.noted():
        refuse_what_acts(parts, root)
    with faults.noted():
        isolate_fields(root)
        rows = _template_rows(root)
    faults.refuse()
    return rows


def _template_rows(root: etree._Element) -> tuple[etree._Element, etree._Element]:
    """The section row and the event row, once every field is where it may be."""
    rows: dict[str, dict[etree._Element, None]] = {name: {} for name in FIELDS}
    nested: dict[str, set[etree._Element]] = {name: set() for name in FIELDS}
    faults = Faults()
    for place in root.iter(etree.PI):
        around = list(place.iterancestors(w("tr")))
        if not around and place.text not in DOCUMENT_FIELDS:
            with faults.noted():
                raise FormError(
                    f"Поле {{{{{place.text}}}}} стоит вне таблицы. Перенесите его в строку."
                )
        if around:
            rows[place.text][around[0]] = None
            nested[place.text].update(around[1:])
    section_rows = list(rows["municipality"])
    event_rows = list(dict.fromkeys(row for name in EVENT_FIELDS for row in rows[name]))
    with faults.noted():
        _refuse_rows(section_rows, event_rows)
    for name in (*DOCUMENT_FIELDS, COLUMN_NUMBER):
        if not {*section_rows, *event_rows}.isdisjoint({*rows[name], *nested[name]}):
            with faults.noted():
                raise FormError(
                    f"Поле {{{{{name}}}}} стоит в строке, которая повторяется. "
                    "Поставьте его выше или ниже."
                )
    faults.refuse()
    return section_rows[0], event_rows[0]


def _refuse_rows(section_rows: list[etree._Element], event_rows: list[etree._Element]) -> None:
    _refuse_row_counts(len(section_rows), len(event_rows))
    (section_row,), (event_row,) = section_rows, event_rows
    if section_row is event_row:
        raise FormError("Поле {{municipality}} и поля мероприятия должны стоять в разных строках.")
    if next(section_row.itersiblings(w("tr")), None) is not event_row:
        raise FormError(
            "Строка мероприятия должна стоять сразу под строкой с полем {{municipality}}."
        )


def _refuse_row_counts(section_rows: int, event_rows: int) -> None:
    faults = []
    if not section_rows:
        faults.append("В таблице нет строки с полем {{municipality}}.")
    if section_rows > 1:
        faults.append("Поле {{municipality}} стоит в нескольких строках, а нужна одна.")
    if not event_rows:
        faults.append("В таблице нет строки с полями мероприятия: {{number}}, {{name}} и других.")
    if event_rows > 1:
        faults.append("Поля мероприятия стоят в нескольких строках, а нужна одна.")
    if faults:
        raise FormError(*faults)


# Compiling


def _row_templates(
    section_row: etree._Element, event_row: etree._Element, lines: list[Line | None]
) -> dict[str, Template]:
    """The rows, with what they must have whatever the form says: a section is never left alone at
    the foot of a page, an event that is not long is never split."""
    namespaces = section_row.getroottree().getroot().nsmap
    for row in (section_row, event_row):
        _strip(row)
    _set_flag(_row_properties(section_row), "cantSplit")
    no_events = row_template(_unemphasised(section_row), namespaces)
    for paragraph in section_row.iter(w("p")):
        _keep_with_next(paragraph)
    long_event = row_template(event_row, namespaces, lines)
    _set_flag(_row_properties(event_row), "cantSplit")
    return {
        "section": row_template(section_row, namespaces),
        "no_events": no_events,
        "long_event": long_event,
        "whole_event": row_template(event_row, namespaces, lines),
    }


def _strip(row: etree._Element) -> None:
    for element in list(row.iter(*NOT_REPEATED)):
        element.getparent().remove(element)
    for element in row.iter(w("tr"), w("p"), w("r")):
        element.attrib.clear()  # ids of paragraphs and of editing sessions
    for flag in row.findall(f"{w('trPr')}/{w('cantSplit')}"):
        flag.getparent().remove(flag)
    for height in row.findall(f"{w('trPr')}/{w('trHeight')}"):
        if height.get(w("hRule")) == "exact":  # it would cut the texts
            del height.attrib[w("hRule")]


def _unemphasised(section_row: etree._Element) -> etree._Element:
    """The row of a section as it tells that there were no events: across the table, not bold."""
    row = deepcopy(section_row)
    for place in row.iter(etree.PI):
        run = place.getparent().getparent()
        properties = run.find(w("rPr"))
        if properties is None:
            properties = etree.Element(w("rPr"))
            run.insert(0, properties)
        first = [child for child in properties if child.tag in (w("rStyle"), w("rFonts"))]
        for name in ("bCs", "b"):
            _set_flag(properties, name, len(first)).set(w("val"), "0")
    return row


def _number_columns(root: etree._Element) -> None:
    """Number the cells of a row of ``{{column_number}}``; the first stays a field, so that the row
    can be left out."""
    places = [place for place in root.iter(etree.PI) if place.text == COLUMN_NUMBER]
    for _, of_row in groupby(places, key=lambda place: next(place.iterancestors(w("tr")))):
        for number, place in enumerate(of_row, start=1):
            if number > 1:
                text = place.getparent()
                text.remove(place)
                text.text = str(number)


def _set_typeface(root: etree._Element, parts: dict[str, bytes], typeface: str) -> None:
    set_typeface(root, typeface)
    for name in parts_of(parts, TYPESET_KINDS):
        part = parse(parts[name])
        set_typeface(part, typeface)
        parts[name] = serialised(part)


def _row_properties(row: etree._Element) -> etree._Element:
    properties = row.find(w("trPr"))
    if properties is None:
        properties = etree.Element(w("trPr"))
        row.insert(1 if row.find(w("tblPrEx")) is not None else 0, properties)
    return properties


def _set_flag(properties: etree._Element, name: str, position: int = 0) -> etree._Element:
    for flag in properties.findall(w(name)):
        properties.remove(flag)
    flag = etree.Element(w(name))
    properties.insert(position, flag)
    return flag


def _keep_with_next(paragraph: etree._Element) -> None:
    properties = paragraph.find(w("pPr"))
    if properties is None:
        properties = etree.Element(w("pPr"))
        paragraph.insert(0, properties)
    _set_flag(properties, "keepNext", 1 if properties.find(w("pStyle")) is not None else 0)

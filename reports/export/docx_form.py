"""A Word file as the form of the official table, compiled into strings with holes.

A form is an ordinary Word file: a table with one row that holds ``{{municipality}}`` and, right
under it, one row that holds the fields of an event; above and below may stand ``{{title}}`` and
``{{draft}}``. A form has no expressions, so it can do nothing but place text. Fonts, margins,
widths, the heading row and everything else stay as they are in the file.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.sax.saxutils import escape

from lxml import etree

from reports.export.docx_markers import (
    DOCUMENT_FIELDS,
    EVENT_FIELDS,
    FIELDS,
    FormError,
    isolate_fields,
    w,
)
from reports.export.docx_measures import Measure, is_short, measures_of
from reports.export.table import DRAFT_MARK, ConsolidatedTable, EventRow, printable
from reports.importing.archive import BROKEN_ZIP, DAMAGED, FileError, open_office_file, read_member

DOCUMENT = "word/document.xml"
CONTENT_TYPES = "[Content_Types].xml"
PACKAGE_RELATIONS = "_rels/.rels"
CORE_PROPERTIES = "docProps/core.xml"
CORE_TYPE = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
CORE_CONTENT_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"
TEXT_PARTS = re.compile(r"word/(?:header|footer|footnotes|endnotes)\d*\.xml")

TEXT_OPEN = '<w:t xml:space="preserve">'
SOFT_BREAK = f"</w:t><w:br/>{TEXT_OPEN}"
TAB = f"</w:t><w:tab/>{TEXT_OPEN}"
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
class Hole:
    """A place for one text. ``line_break`` is the XML that a line break turns into."""

    field: str
    line_break: str

    def fill(self, text: str) -> str:
        xml = escape(printable(text))
        return xml.replace("\t", TAB).replace("\n", self.line_break)


@dataclass(frozen=True)
class Template:
    """XML with holes; ``literals`` stand before, between and after them, one more than holes."""

    literals: tuple[str, ...]
    holes: tuple[Hole, ...]

    def fill(self, values: Mapping[str, str]) -> str:
        pieces = [self.literals[0]]
        for hole, literal in zip(self.holes, self.literals[1:], strict=True):
            pieces += hole.fill(values[hole.field]), literal
        return "".join(pieces)


@dataclass(frozen=True)
class CompiledForm:
    """A form ready to be filled. ``frames`` are the XML above and below the rows, by ``is_draft``;
    ``parts`` are the other members of the file, in its order."""

    parts: tuple[tuple[str, bytes], ...]
    core_name: str
    frames: Mapping[bool, tuple[Template, Template]]
    section: Template
    whole_event: Template
    long_event: Template
    measures: tuple[Measure, ...]
    missing_fields: tuple[str, ...]

    def document(self, table: ConsolidatedTable) -> Iterator[str]:
        """The XML of the main part, row by row."""
        above, below = self.frames[table.is_draft]
        values = {"title": "\n".join(table.title), "draft": DRAFT_MARK}
        yield above.fill(values)
        for section in table.sections:
            yield self.section.fill({"municipality": section.title})
            for row in section.rows:
                yield self._event(row)
        yield below.fill(values)

    def _event(self, row: EventRow) -> str:
        values = dict(zip(EVENT_FIELDS, row.cells, strict=True))
        short = is_short(values, self.measures)
        return (self.whole_event if short else self.long_event).fill(values)


def compile_form(data: bytes) -> CompiledForm:
    """A Word file as a form; FormError says what is wrong with it."""
    parts = _parts(data)
    if not {CONTENT_TYPES, PACKAGE_RELATIONS} <= parts.keys():
        raise FormError(DAMAGED)
    if b"template.main+xml" in parts[CONTENT_TYPES]:
        raise FormError("Это шаблон .dotx. Сохраните его в Word как «Документ Word (.docx)».")
    root = _parse(parts.pop(DOCUMENT))
    _refuse_fields_outside_text(parts)
    isolate_fields(root)
    section_row, event_row = _rows(root)
    _prepare_rows(section_row, event_row)
    declarations = [
        f' xmlns{":" + prefix if prefix else ""}="{uri}"' for prefix, uri in root.nsmap.items()
    ]
    found = {place.text for place in root.iter(etree.PI)}
    section = _template(section_row, declarations)
    long_event = _template(event_row, declarations)
    _set_flag(_row_properties(event_row), "cantSplit")
    whole_event = _template(event_row, declarations)
    measures = tuple(measures_of(root, event_row))
    core_name = _core_name(parts)
    parts.pop(core_name, None)
    return CompiledForm(
        parts=tuple(parts.items()),
        core_name=core_name,
        frames=_frames(root, section_row, event_row),
        section=section,
        whole_event=whole_event,
        long_event=long_event,
        measures=measures,
        missing_fields=tuple(name for name in FIELDS if name not in found),
    )


# Reading the form


def _parts(data: bytes) -> dict[str, bytes]:
    """Name → contents of every member, in the order of the file."""
    try:
        with open_office_file(data, kind="docx") as archive:
            return {
                name: read_member(archive, name)
                if name.endswith((".xml", ".rels"))
                else archive.read(name)
                for name in archive.namelist()
                if not name.endswith("/")
            }
    except FileError as error:
        raise FormError(str(error)) from error
    except BROKEN_ZIP as error:
        raise FormError(DAMAGED) from error


def _parse(xml: bytes) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(xml, parser)
    except etree.XMLSyntaxError as error:
        raise FormError(DAMAGED) from error


def _refuse_fields_outside_text(parts: Mapping[str, bytes]) -> None:
    for name, xml in parts.items():
        if not TEXT_PARTS.fullmatch(name):
            continue
        for paragraph in _parse(xml).iter(w("p")):
            if "{{" in "".join(text.text or "" for text in paragraph.iter(w("t"))):
                raise FormError(
                    "Поле стоит в колонтитуле или в сноске. "
                    "Перенесите его в текст документа: в других местах поля не заполняются."
                )


def _rows(root: etree._Element) -> tuple[etree._Element, etree._Element]:
    """The section row and the event row, once every field is where it may be."""
    rows: dict[str, dict[etree._Element, None]] = {name: {} for name in FIELDS}
    for place in root.iter(etree.PI):
        row = next(place.iterancestors(w("tr")), None)
        if row is None and place.text not in DOCUMENT_FIELDS:
            raise FormError(
                f"Поле {{{{{place.text}}}}} стоит вне таблицы. Перенесите его в строку."
            )
        if row is not None:
            rows[place.text][row] = None
    section_rows = list(rows["municipality"])
    event_rows = list(dict.fromkeys(row for name in EVENT_FIELDS for row in rows[name]))
    _refuse_row_counts(len(section_rows), len(event_rows))
    (section_row,), (event_row,) = section_rows, event_rows
    if section_row is event_row:
        raise FormError("Поле {{municipality}} и поля мероприятия должны стоять в разных строках.")
    if next(section_row.itersiblings(w("tr")), None) is not event_row:
        raise FormError(
            "Строка мероприятия должна стоять сразу под строкой с полем {{municipality}}."
        )
    for name in DOCUMENT_FIELDS:
        if section_row in rows[name] or event_row in rows[name]:
            raise FormError(
                f"Поле {{{{{name}}}}} стоит в строке, которая повторяется. "
                "Поставьте его над таблицей."
            )
    return section_row, event_row


def _refuse_row_counts(section_rows: int, event_rows: int) -> None:
    if not section_rows:
        raise FormError("В таблице нет строки с полем {{municipality}}.")
    if section_rows > 1:
        raise FormError("Поле {{municipality}} стоит в нескольких строках, а нужна одна.")
    if not event_rows:
        raise FormError("В таблице нет строки с полями мероприятия: {{number}}, {{name}} и других.")
    if event_rows > 1:
        raise FormError("Поля мероприятия стоят в нескольких строках, а нужна одна.")


# Compiling


def _prepare_rows(section_row: etree._Element, event_row: etree._Element) -> None:
    """What the rows must have whatever the form says: a section is never left at a page's foot."""
    for row in (section_row, event_row):
        for element in list(row.iter(*NOT_REPEATED)):
            element.getparent().remove(element)
        for element in row.iter(w("tr"), w("p"), w("r")):
            element.attrib.clear()  # ids of paragraphs and of editing sessions
    for flag in list(event_row.iterfind(f"{w('trPr')}/{w('cantSplit')}")):
        flag.getparent().remove(flag)
    _set_flag(_row_properties(section_row), "cantSplit")
    for paragraph in section_row.iter(w("p")):
        _keep_with_next(paragraph)


def _row_properties(row: etree._Element) -> etree._Element:
    properties = row.find(w("trPr"))
    if properties is None:
        properties = etree.Element(w("trPr"))
        row.insert(1 if row.find(w("tblPrEx")) is not None else 0, properties)
    return properties


def _set_flag(properties: etree._Element, name: str, position: int = 0) -> None:
    for flag in properties.findall(w(name)):
        properties.remove(flag)
    properties.insert(position, etree.Element(w(name)))


def _keep_with_next(paragraph: etree._Element) -> None:
    properties = paragraph.find(w("pPr"))
    if properties is None:
        properties = etree.Element(w("pPr"))
        paragraph.insert(0, properties)
    _set_flag(properties, "keepNext", 1 if properties.find(w("pStyle")) is not None else 0)


def _template(row: etree._Element, declarations: list[str]) -> Template:
    """A row as a template: in it every line of a text is a paragraph like the marker's own."""
    breaks = []
    for place in row.iter(etree.PI):
        run = place.getparent().getparent()
        paragraph_properties = _xml(run.getparent().find(w("pPr")), declarations)
        run_properties = _xml(run.find(w("rPr")), declarations)
        breaks.append(
            f"</w:t></w:r></w:p><w:p>{paragraph_properties}<w:r>{run_properties}{TEXT_OPEN}"
        )
    return _cut(_xml(row, declarations), breaks)


def _xml(element: etree._Element | None, declarations: list[str]) -> str:
    """``element`` as it stands inside the document, where the root declares the namespaces."""
    if element is None:
        return ""
    xml = etree.tostring(element, encoding="unicode", with_tail=False)
    tag, bracket, rest = xml.partition(">")
    for declaration in declarations:
        tag = tag.replace(declaration, "")
    return tag + bracket + rest


def _cut(xml: str, line_breaks: list[str]) -> Template:
    literals = re.split(r"<\?field (\w+)\?>", xml)
    return Template(
        tuple(literals[::2]),
        tuple(map(Hole, literals[1::2], line_breaks)),
    )


def _frames(
    root: etree._Element, section_row: etree._Element, event_row: etree._Element
) -> dict[bool, tuple[Template, Template]]:
    """What stands above and below the rows, for the document itself and for its draft."""
    section_row.addprevious(etree.PI("rows", "here"))
    for row in (section_row, event_row):
        row.getparent().remove(row)
    draft = _frame(root)
    for place in [place for place in root.iter(etree.PI) if place.text == "draft"]:
        _remove_paragraph(next(place.iterancestors(w("p"))))
    return {True: draft, False: _frame(root)}


def _frame(root: etree._Element) -> tuple[Template, Template]:
    xml = etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True).decode()
    above, below = (
        _cut(half, [SOFT_BREAK] * half.count("<?field ")) for half in xml.split("<?rows here?>")
    )
    return above, below


def _remove_paragraph(paragraph: etree._Element) -> None:
    parent = paragraph.getparent()
    if parent is None:  # removed already: it held the mark twice
        return
    if parent.tag == w("tc") and len(parent.findall(w("p"))) == 1:  # a cell needs a paragraph
        for run in paragraph.findall(w("r")):
            paragraph.remove(run)
    else:
        parent.remove(paragraph)


# Properties of the file


def _core_name(parts: dict[str, bytes]) -> str:
    """The part with the properties of the document; it is declared when the form has none."""
    relations = _parse(parts[PACKAGE_RELATIONS])
    for relation in relations:
        if relation.get("Type", "").endswith("/core-properties"):
            return relation.get("Target", "").lstrip("/")
    etree.SubElement(
        relations,
        relations.tag.replace("Relationships", "Relationship"),
        {"Id": "coreProperties", "Type": CORE_TYPE, "Target": CORE_PROPERTIES},
    )
    parts[PACKAGE_RELATIONS] = _serialised(relations)
    types = _parse(parts[CONTENT_TYPES])
    etree.SubElement(
        types,
        types.tag.replace("Types", "Override"),
        {"PartName": f"/{CORE_PROPERTIES}", "ContentType": CORE_CONTENT_TYPE},
    )
    parts[CONTENT_TYPES] = _serialised(types)
    return CORE_PROPERTIES


def _serialised(root: etree._Element) -> bytes:
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)

"""What a document may have to say though its form has no field for it: the mark of a draft or a part,
a note under the table, and a sentence in the place of the table."""

from copy import deepcopy

from lxml import etree

from reports.export.docx.markers import DOCUMENT_FIELDS, EVENT_FIELDS, XML_SPACE, w

NOTE, STATEMENT = "note", "statement"  # fields that no form holds
FIRST_LINE = "709"  # twips, 12.5 mm
SPACE_ABOVE = "120"  # twips


def add_mark(root: etree._Element, event_row: etree._Element) -> None:
    """A place for «Проект» above everything. For a form that has lost its own: no draft is ever
    printed as if it were the document."""
    paragraph = _paragraph("draft", event_row, jc="right")
    root.find(w("body")).insert(0, paragraph)


def add_note(event_row: etree._Element) -> None:
    """A place for a note, behind the paragraph that keeps the table from what follows it."""
    table = _table_of(event_row)
    following = table.getnext()
    behind = following if following is not None and following.tag == w("p") else table
    behind.addnext(_paragraph(NOTE, event_row, space_above=SPACE_ABOVE))


def without_table(section_row: etree._Element, event_row: etree._Element) -> etree._Element:
    """A copy of the document with a place for a sentence instead of the table. Rows of the table
    that hold fields of the document, as a title within its frame, stay around the sentence."""
    here = etree.PI("table", "here")
    section_row.addprevious(here)
    root = deepcopy(section_row.getroottree().getroot())
    section_row.getparent().remove(here)
    (here,) = (place for place in root.iter(etree.PI) if place.target == "table")
    table = _table_of(here)
    sentence = _paragraph(STATEMENT, event_row, jc="both", first_line=FIRST_LINE)
    kept = [row for row in _rows_of(table) if _holds_document_fields(row)]
    if not kept:
        table.getparent().replace(table, sentence)
        return root
    own = next(here.itersiblings(w("tr")))
    for row in _rows_of(table):
        if row is not own and row not in kept:
            row.getparent().remove(row)
    place = next(own.iter(etree.PI))
    paragraph = next(place.iterancestors(w("p")))
    paragraph.getparent().replace(paragraph, sentence)
    own.getparent().remove(here)
    return root


def _table_of(element: etree._Element) -> etree._Element:
    return next(element.iterancestors(w("tbl")))


def _rows_of(table: etree._Element) -> list[etree._Element]:
    return [row for row in table.iter(w("tr")) if _table_of(row) is table]


def _holds_document_fields(row: etree._Element) -> bool:
    return any(place.text in DOCUMENT_FIELDS for place in row.iter(etree.PI))


def _paragraph(
    field: str,
    event_row: etree._Element,
    *,
    jc: str = "",
    first_line: str = "",
    space_above: str = "",
) -> etree._Element:
    """A paragraph with a field, in the type of the rows."""
    paragraph = etree.Element(w("p"))
    properties = etree.SubElement(paragraph, w("pPr"))
    if space_above:
        etree.SubElement(properties, w("spacing"), {w("before"): space_above})
    if first_line:
        etree.SubElement(properties, w("ind"), {w("firstLine"): first_line})
    if jc:
        etree.SubElement(properties, w("jc"), {w("val"): jc})
    model = next(place for place in event_row.iter(etree.PI) if place.text in EVENT_FIELDS)
    run_properties = model.getparent().getparent().find(w("rPr"))
    style = next(model.iterancestors(w("p"))).find(f"{w('pPr')}/{w('pStyle')}")
    if style is not None:
        properties.insert(0, deepcopy(style))
    run = etree.SubElement(paragraph, w("r"))
    if run_properties is not None:
        run.append(deepcopy(run_properties))
    text = etree.SubElement(run, w("t"), {XML_SPACE: "preserve"})
    text.append(etree.PI("field", field))
    return paragraph

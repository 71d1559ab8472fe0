"""The margin and the typeface of a Word form, set without opening the file."""

from collections.abc import Iterator

from lxml import etree

from reports.export.docx.markers import NAMESPACE, number_of, w

TWIPS_PER_MILLIMETRE = 1440 / 25.4
FACES = ("ascii", "hAnsi", "eastAsia", "cs")
THEME_FACES = ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme")
# Their letters are signs: in another typeface a bullet becomes a letter.
SIGN_TYPEFACES = frozenset({"Symbol", "Wingdings", "Wingdings 2", "Wingdings 3", "Webdings"})


def set_left_margin(table: etree._Element, millimetres: int) -> None:
    """Move the text to ``millimetres`` from the left edge of the sheet. A ``table`` that would
    stand out to the right gives way in its wide columns, tab stops there move along."""
    root = table.getroottree().getroot()
    margin = round(millimetres * TWIPS_PER_MILLIMETRE)
    text_width = None  # of the section that is being walked through, from its end
    for element in reversed(list(root.iter(w("sectPr"), w("tbl"), w("tab")))):
        if element.tag == w("sectPr"):
            text_width = _move_margin(element, margin)
        elif element is table and text_width:
            _fit_columns(table, text_width)
        elif element.get(w("val")) == "right" and text_width:
            element.set(w("pos"), str(min(number_of(element, "pos", 0), text_width)))


def _move_margin(section: etree._Element, margin: int) -> int | None:
    """Twips between the margins of the section afterwards; None when it does not say."""
    margins, size = section.find(w("pgMar")), section.find(w("pgSz"))
    if margins is None or size is None:
        return None
    margins.set(w("left"), str(margin))
    width = number_of(size, "w", 0) - margin - number_of(margins, "right", 0)
    return width if width > 0 else None


def _fit_columns(table: etree._Element, text_width: int) -> None:
    """Columns wider than the average give way, each in proportion: dates and places keep theirs."""
    columns = table.findall(f"{w('tblGrid')}/{w('gridCol')}")
    widths = [number_of(column, "w", 0) for column in columns]
    wide = [at for at, width in enumerate(widths) if width * len(widths) > sum(widths)]
    excess, room = sum(widths) - text_width, sum(widths[at] for at in wide)
    if not 0 < excess < room:
        return
    for at in wide:
        taken = round(excess * widths[at] / room)
        excess, room = excess - taken, room - widths[at]
        for width in (columns[at], *_cell_widths(table, at)):
            _narrow(width, taken)
    _narrow(table.find(f"{w('tblPr')}/{w('tblW')}"), sum(widths) - text_width)


def _narrow(width: etree._Element | None, taken: int) -> None:
    if width is not None and width.get(w("type"), "dxa") == "dxa":
        width.set(w("w"), str(max(1, number_of(width, "w", 0) - taken)))


def _cell_widths(table: etree._Element, column: int) -> Iterator[etree._Element | None]:
    """The width of every cell that covers a column of the grid."""
    for row in table.iterfind(w("tr")):
        start = number_of(row.find(f"{w('trPr')}/{w('gridBefore')}"), "val", 0)
        for cell in row.iterfind(w("tc")):
            span = number_of(cell.find(f"{w('tcPr')}/{w('gridSpan')}"), "val", 1)
            if start <= column < start + span:
                yield cell.find(f"{w('tcPr')}/{w('tcW')}")
            start += span


def set_typeface(root: etree._Element, typeface: str) -> None:
    """Set every text of a part in ``typeface``; bullets and other signs keep their own."""
    if root.tag == w("styles"):
        defaults = _first(_first(root, "docDefaults"), "rPrDefault")
        _first(_first(defaults, "rPr"), "rFonts")
    for fonts in root.iter(w("rFonts")):
        if any(fonts.get(w(face)) in SIGN_TYPEFACES for face in FACES):
            continue
        for face in THEME_FACES:
            fonts.attrib.pop(w(face), None)
        for face in FACES:
            fonts.set(w(face), typeface)


def _first(parent: etree._Element, name: str) -> etree._Element:
    """The child that is to stand first, added when it is missing."""
    child = parent.find(w(name))
    if child is None:
        child = etree.Element(w(name), nsmap={"w": NAMESPACE})
        parent.insert(0, child)
    return child

"""How much text the cells of a Word form hold: whether a row is short enough to be kept on one
page, and whether a word is wider than its column."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from reports.export.docx.markers import number_of, w
from reports.export.text_metrics import LINE_SPACING, estimated_line_count, usual_line_length
from reports.export.word_fitting import Line

TWIPS_PER_POINT = 20
NUMBER = "number"  # the field that has no syllables
DEFAULT_TYPE_SIZE = 12  # points
DEFAULT_CELL_MARGINS = 216  # twips, left and right together
DEFAULT_TEXT_HEIGHT = 9638  # twips: A4 landscape without margins of 20 mm
# Of a line for a word: kerning and rounding take the rest, and other typefaces are wider.
SURE_SHARE, WIDE_TYPE_SHARE = 0.99, 0.84
NARROW_TYPEFACES = ("Times New Roman", "PT Astra Serif", "Liberation Serif")
# A row that takes less than this part of a page is kept whole.
WHOLE_ROW_SHARE = 1 / 3


@dataclass(frozen=True)
class Measure:
    """How much of a field's text still makes a short row; ``line`` is there where a word of the
    field may be wider than a line."""

    field: str
    line: Line | None
    line_length: int  # characters
    max_lines: int


def is_short(values: Mapping[str, str], measures: tuple[Measure, ...]) -> bool:
    """Whether a row with these texts stays below the share of a page that is kept whole."""
    for measure in measures:
        text = values[measure.field]
        # Two lines of a paragraph hold more than one full line: no closer look is needed.
        if 2 * len(text) <= measure.line_length * (measure.max_lines - 1 - text.count("\n")):
            continue
        if estimated_line_count(text, measure.line_length) > measure.max_lines:
            return False
    return True


def measures_of(root: etree._Element, event_row: etree._Element) -> Iterator[Measure]:
    """What an estimate of a row's height needs. The type size is that of the marker's run, and
    12 points when the run leaves it to the style."""
    height = _text_height(root) / TWIPS_PER_POINT * WHOLE_ROW_SHARE
    table = next(event_row.iterancestors(w("tbl")))
    for place in event_row.iter(etree.PI):
        half_points = place.getparent().getparent().find(f"{w('rPr')}/{w('sz')}")
        size = number_of(half_points, "val", 2 * DEFAULT_TYPE_SIZE) / 2
        cell = next(place.iterancestors(w("tc")))
        net_width = _cell_width(table, event_row, cell) - _cell_margins(table)
        width = max(size, net_width / TWIPS_PER_POINT)
        line = Line.of(width * _share_of_line(place.getparent().getparent()), size)
        yield Measure(
            place.text,
            line=line if line.is_narrow and place.text != NUMBER else None,
            line_length=usual_line_length(width, size),
            max_lines=int(height / (size * LINE_SPACING)),
        )


def _share_of_line(run: etree._Element) -> float:
    """The part of a line that a word may surely take."""
    fonts, bold = run.find(f"{w('rPr')}/{w('rFonts')}"), run.find(f"{w('rPr')}/{w('b')}")
    is_wide = fonts is not None and fonts.get(w("ascii")) not in (None, *NARROW_TYPEFACES)
    is_bold = bold is not None and bold.get(w("val")) not in ("0", "false", "off")
    return WIDE_TYPE_SHARE if is_wide or is_bold else SURE_SHARE


def _text_height(root: etree._Element) -> int:
    """Twips between the top and the bottom margin of the last section."""
    section = root.find(f"{w('body')}/{w('sectPr')}")
    size = None if section is None else section.find(w("pgSz"))
    margins = None if section is None else section.find(w("pgMar"))
    if size is None or margins is None:
        return DEFAULT_TEXT_HEIGHT
    height = (
        number_of(size, "h", 0) - number_of(margins, "top", 0) - number_of(margins, "bottom", 0)
    )
    return height if height > 0 else DEFAULT_TEXT_HEIGHT


def _cell_width(table: etree._Element, row: etree._Element, cell: etree._Element) -> int:
    """In twips: as the cell says, or as the grid of the table does."""
    own = cell.find(f"{w('tcPr')}/{w('tcW')}")
    if own is not None and own.get(w("type")) == "dxa":
        return number_of(own, "w", 0)
    grid = [
        number_of(column, "w", 0) for column in table.iterfind(f"{w('tblGrid')}/{w('gridCol')}")
    ]
    start = 0
    for other in row.iterfind(w("tc")):
        span = number_of(other.find(f"{w('tcPr')}/{w('gridSpan')}"), "val", 1)
        if other is cell:
            return sum(grid[start : start + span])
        start += span
    return 0


def _cell_margins(table: etree._Element) -> int:
    margins = table.find(f"{w('tblPr')}/{w('tblCellMar')}")
    if margins is None:
        return DEFAULT_CELL_MARGINS
    return sum(
        number_of(margins.find(w(side)), "w", DEFAULT_CELL_MARGINS // 2)
        for side in ("left", "right")
    )

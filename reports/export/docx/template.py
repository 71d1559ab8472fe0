"""XML of a Word form with holes for texts, and the blocks that vanish when they are empty."""

import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from lxml import etree

from reports.export.docx.additions import NOTE
from reports.export.docx.markers import COLUMN_NUMBER, w
from reports.export.table import printable
from reports.export.word_fitting import Line
from reports.language.hyphenation import hyphenated

TEXT_OPEN = '<w:t xml:space="preserve">'
SOFT_BREAK = f"</w:t><w:br/>{TEXT_OPEN}"
TAB = f"</w:t><w:tab/>{TEXT_OPEN}"
# Shown only where a line ends with it. Its stand-in until then: no text has it that is printable.
SOFT_HYPHEN = f"</w:t><w:softHyphen/>{TEXT_OPEN}"
HYPHEN_HERE = "\x1f"
# What nearly every text consists of: nothing to replace but line breaks.
PLAIN = re.compile(r"[\n\x20-%'-;=?-\uD7FF\uE000-\uFFFD]*")


@dataclass(frozen=True)
class Hole:
    """A place for one text. ``line_break`` is the XML that a line break turns into; ``line`` is what
    a line of a narrow cell holds."""

    field: str
    line_break: str
    line: Line | None = None

    def fill(self, text: str) -> str:
        is_plain = PLAIN.fullmatch(text)
        if not is_plain:
            text = printable(text)
        wide = self.line.too_wide(text) if self.line else ()
        for word in wide:
            text = text.replace(word, hyphenated(word, HYPHEN_HERE))
        if not is_plain:
            text = escape(text).replace("\t", TAB)
        if wide:
            text = text.replace(HYPHEN_HERE, SOFT_HYPHEN)
        return text.replace("\n", self.line_break)


@dataclass(frozen=True)
class Template:
    """XML with holes; ``literals`` stand before, between and after them, one more than holes.
    An optional one is left out when all its texts are empty."""

    literals: tuple[str, ...]
    holes: tuple[Hole, ...]
    optional: bool = False

    def fill(self, values: Mapping[str, str]) -> str:
        if self.optional and not any(values[hole.field] for hole in self.holes):
            return ""
        pieces = [self.literals[0]]
        for hole, literal in self._pairs:
            pieces += hole.fill(values[hole.field]), literal
        return "".join(pieces)

    @functools.cached_property
    def _pairs(self) -> tuple[tuple[Hole, str], ...]:
        return tuple(zip(self.holes, self.literals[1:], strict=True))


Frame = tuple[Template, ...]

# What a paragraph would take along with its text: a picture, the end of a section, one end of a
# field of Word or of a bookmark.
STAYING = tuple(
    map(w, ("drawing", "pict", "object", "sectPr", "fldChar", "bookmarkStart", "bookmarkEnd"))
)


def row_template(
    row: etree._Element,
    namespaces: Mapping[str | None, str],
    lines: Sequence[Line | None] = (),
) -> Template:
    """A row as a template: in it every line of a text is a paragraph like the marker's own.
    ``lines`` are of its markers."""
    declarations = [
        f' xmlns{":" + prefix if prefix else ""}="{uri}"' for prefix, uri in namespaces.items()
    ]
    breaks = []
    for place in row.iter(etree.PI):
        run = place.getparent().getparent()
        paragraph_properties = _xml(run.getparent().find(w("pPr")), declarations)
        run_properties = _xml(run.find(w("rPr")), declarations)
        breaks.append(
            f"</w:t></w:r></w:p><w:p>{paragraph_properties}<w:r>{run_properties}{TEXT_OPEN}"
        )
    return _cut(_xml(row, declarations), breaks, lines)


def frames_around(rows: tuple[etree._Element, ...]) -> tuple[Frame, Frame]:
    """What stands above and below ``rows``, which leave the document."""
    root = rows[0].getroottree().getroot()
    rows[0].addprevious(etree.PI("rows", "here"))
    for row in rows:
        row.getparent().remove(row)
    above, below = _marked(root).split("<?rows here?>")
    return _frame(above), _frame(below)


def whole_frame(root: etree._Element) -> Frame:
    return _frame(_marked(root))


def _marked(root: etree._Element) -> str:
    """The XML of the document, with the blocks marked that may vanish."""
    for block in _optional_blocks(root):
        block.addprevious(etree.PI("block", "begin"))
        block.addnext(etree.PI("block", "end"))
    data: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
    return data.decode()


def _optional_blocks(root: etree._Element) -> list[etree._Element]:
    """Paragraphs and rows that vanish with their texts; one inside another is part of it."""
    blocks: dict[etree._Element, None] = {}
    for place in root.iter(etree.PI):
        if place.target == "field":
            name = w("tr") if place.text == COLUMN_NUMBER else w("p")
            block = next(place.iterancestors(name))
            # A note was never part of the form: without it the form is as it was.
            if name == w("tr") or place.text == NOTE or _can_vanish(block):
                blocks[block] = None
    return [block for block in blocks if blocks.keys().isdisjoint(block.iterancestors())]


def _can_vanish(paragraph: etree._Element) -> bool:
    """A cell must keep a paragraph, and a paragraph under a table keeps it from the next one."""
    if next(paragraph.iter(*STAYING), None) is not None:
        return False
    if paragraph.getparent().tag == w("body"):
        before = next(paragraph.itersiblings(w("p"), w("tbl"), preceding=True), None)
        return before is None or before.tag != w("tbl")
    return next(paragraph.itersiblings(w("p")), None) is not None


def _frame(xml: str) -> Frame:
    # Text, block, text, block, …, text.
    pieces = re.split(r"<\?block begin\?>(.*?)<\?block end\?>", xml, flags=re.DOTALL)
    return tuple(
        _cut(piece, [SOFT_BREAK] * piece.count("<?field "), optional=bool(number % 2))
        for number, piece in enumerate(pieces)
    )


def _cut(
    xml: str, line_breaks: list[str], lines: Sequence[Line | None] = (), *, optional: bool = False
) -> Template:
    literals = re.split(r"<\?field (\w+)\?>", xml)
    holes = map(Hole, literals[1::2], line_breaks, lines or [None] * len(line_breaks))
    return Template(tuple(literals[::2]), tuple(holes), optional)


def _xml(element: etree._Element | None, declarations: list[str]) -> str:
    """``element`` as it stands inside the document, where the root declares the namespaces."""
    if element is None:
        return ""
    xml: str = etree.tostring(element, encoding="unicode", with_tail=False)
    tag, bracket, rest = xml.partition(">")
    for declaration in declarations:
        tag = tag.replace(declaration, "")
    return tag + bracket + rest

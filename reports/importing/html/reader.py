"""HTML → the lines and tables of a page, read as a stream of tags within limits."""

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace

from lxml import etree

from reports.importing.html.content import Place, Table
from reports.importing.page import ATTACHMENT, PICTURE, Aside, object_name, picture_name
from reports.language import symbol_fonts
from reports.office.archive import CHUNK, FileError
from reports.office.budget import MAX_COLUMNS, MAX_DEPTH, Budget

TOO_DEEP = "В таблице слишком глубокая вложенность. Вставьте ее как текст."
NO_TEXT = {"script", "style", "title", "template", "xml", "datalist", "del", "rp"}
ZERO = r"0(?:\.0*)?(?:px|pt|r?em|%)?(?:[;!]|$)"
HIDDEN = re.compile(
    rf"display:none|mso-hide:all|visibility:(?:hidden|collapse)|(?:font-size|opacity):{ZERO}"
    r"|clip:rect\(0|clip-path:inset\((?:50|100)%"
)
HIDING_CLASSES = {"visually-hidden", "sr-only"}
COMMENT_MARK = Aside("", "Это отметка примечания.")
FOOTNOTE_MARK = Aside("", "Это отметка сноски.")
STRUCK = Aside("", "Зачеркнутый текст не переносится.")
MARKS = {
    **dict.fromkeys(("msocommentreference", "msocomanchor"), COMMENT_MARK),
    **dict.fromkeys(
        ("msofootnotereference", "msoendnotereference", "sdfootnoteanc", "sdendnoteanc"),
        FOOTNOTE_MARK,
    ),
}
FOOTNOTE_LINK = re.compile(r"#(?:_?ftnt?|_edn|sd(?:foot|end)note|cmnt)\w*", re.IGNORECASE)
STRUCK_TAGS = {"s", "strike"}
STRUCK_STYLE = re.compile(r"text-decoration(?:-line)?:[^;]*line-through")
FONT_FAMILY = re.compile(r"font-family:[\"']?([^;,\"']+)")
CONCEALED = Aside("", is_hidden=True)
PICTURES = {"img", "svg", "canvas"}
ATTACHMENTS = {"object", "embed", "iframe", "video", "audio"}
SIGNS = {"checkbox": "☐☒", "radio": "○◉"}
NO_INPUT = {"hidden", "password", "file", "image"}
OUTSIDE_CELLS = {"tr", "tbody", "thead", "tfoot", "colgroup"}
WORDS_MARKER = "mso-list:ignore"  # round the bullet or number that Word draws before a list item
NUMBER_MARKER = re.compile(r"\(?\w[\w.]{0,9}[.)]|\d{1,4}")
LONGEST_MARKER = 12
MOST_ELEMENTS = 200_000
MAX_TABLES_DEEP = 20
LINES = {
    *("p", "div", "li", "ul", "ol", "dl", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6"),
    *("blockquote", "pre", "address", "section", "article", "header", "footer", "figure", "hr"),
    *("caption", "center", "form", "fieldset", "tr", "body"),
}


def read_page(html: str, budget: Budget) -> Place:
    """The page outside all tables; the tables stand in its content. Raises ``FileError`` past a limit."""
    data = html.replace("\0", "").encode(errors="replace")
    reader = _PageReader(budget)
    # The encoding is ours: what the page says of its own was true before it was copied.
    parser = etree.HTMLParser(target=reader, encoding="utf-8", no_network=True)
    for at in range(0, len(data), CHUNK):
        parser.feed(data[at : at + CHUNK])
    with suppress(etree.XMLSyntaxError):  # nothing but comments: an empty page
        parser.close()
    return reader.page


@dataclass(slots=True)
class _Option:
    is_chosen: bool
    pieces: list[str] = field(default_factory=list)


class _PageReader:
    """A target for lxml's parser: tags → the lines and tables of a page."""

    def __init__(self, budget: Budget) -> None:
        self.budget = budget
        self.page = Place()
        self.places = [self.page]  # the page, then the cells we are in
        self.tables: list[Table] = []
        self.path: list[str] = []
        self.silent = 0  # depth inside an element that holds no text
        self.unseen = 0  # depth inside one whose text is told of apart
        self.unseen_kind = CONCEALED
        self.unseen_text: list[str] = []
        self.options: list[_Option] | None = None  # of the list of choices we are in
        self.items: list[int | None] = []  # of the lists we are in: the next number, or a bullet
        self.words_marker: list[str] | None = None
        self.words_marker_depth = 0
        self.fonts: list[tuple[int, str]] = []  # of signs: depth of the element, name

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self.path.append(tag)
        self.budget.spend("elements")
        if len(self.path) > MAX_DEPTH:
            raise FileError(TOO_DEEP)
        style = attributes.get("style", "").lower().replace(" ", "")
        classes = set(attributes.get("class", "").lower().split())
        if tag == "col" and self.tables:
            is_hidden = _unseen_kind(tag, attributes, style, classes) is CONCEALED
            self._describe_columns(attributes, is_hidden=is_hidden)
        self._note_font(tag, attributes)
        if self.silent or tag in NO_TEXT:
            self.silent += 1
        elif self.unseen:
            self._open_unseen(tag, attributes, self.unseen_kind)
        elif kind := _unseen_kind(tag, attributes, style, classes):
            self._open_unseen(tag, attributes, kind)
        elif WORDS_MARKER in style and self.words_marker is None:
            self.words_marker, self.words_marker_depth = [], len(self.path)
        else:
            self._open(tag, attributes)

    def end(self, _tag: str) -> None:
        tag = self.path[-1]
        if self.silent:
            self.silent -= 1
        elif self.unseen:
            self._close_unseen(tag)
        elif self.words_marker is not None and len(self.path) == self.words_marker_depth:
            self._close_words_marker("".join(self.words_marker).strip())
            self.words_marker = None
        else:
            self._close(tag)
        if self.fonts and self.fonts[-1][0] == len(self.path):
            self.fonts.pop()
        self.path.pop()

    def data(self, text: str) -> None:
        if self.silent:
            return
        self.budget.spend("characters", len(text))
        if self.fonts:
            text = "".join(symbol_fonts.shown(sign, self.fonts[-1][1]) for sign in text)
        if self.unseen:
            self.unseen_text.append(text)
        elif self.options is not None:
            if self.options:
                self.options[-1].pieces.append(text)
        elif self.words_marker is not None:
            self.words_marker.append(text)
        elif "pre" in self.path:
            first, *others = text.split("\n")
            self.places[-1].pieces.append(first)
            for line in others:
                self.places[-1].end_line(always=True)
                self.places[-1].pieces.append(line)
        else:
            self.places[-1].pieces.append(text)

    def close(self) -> None:
        self.page.end_line()

    # What is not shown, or is no text

    def _note_font(self, tag: str, attributes: Mapping[str, str]) -> None:
        named = FONT_FAMILY.search(
            attributes.get("style", "").replace("font-family: ", "font-family:")
        )
        font = attributes.get("face", "") if tag == "font" else named[1] if named else ""
        if font and (symbol_fonts.draws_signs(font) or self.fonts):
            self.fonts.append((len(self.path), font.strip()))

    def _describe_columns(self, attributes: Mapping[str, str], *, is_hidden: bool) -> None:
        table = self.tables[-1]
        first, span = table.columns, _number(attributes, "span")
        table.columns = min(first + span, MAX_COLUMNS)
        if is_hidden:
            table.hidden_columns.update(range(first, table.columns))

    def _open_unseen(self, tag: str, attributes: Mapping[str, str], kind: Aside) -> None:
        self.unseen += 1
        if self.unseen == 1:
            self.unseen_kind, self.unseen_text = kind, []
            if tag in ("td", "th"):
                self._open_cell(attributes, is_hidden=True)
        elif tag == "br" or tag in LINES or tag in ("td", "th"):
            self.unseen_text.append("\n")

    def _close_unseen(self, tag: str) -> None:
        self.unseen -= 1
        if self.unseen:
            return
        lines = [" ".join(line.split()) for line in "".join(self.unseen_text).split("\n")]
        aside = replace(self.unseen_kind, text="\n".join(filter(None, lines)))
        if tag in OUTSIDE_CELLS and self.tables:
            self.tables[-1].conceal(aside)
        else:
            self.places[-1].content.append(aside)
        if tag in ("td", "th"):
            self.places.pop()

    def _tell(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag in PICTURES:
            what = Aside(picture_name("Рисунок", attributes.get("alt", "")), PICTURE)
        else:
            what = Aside(object_name(""), ATTACHMENT)
        self.budget.spend("characters", len(what.text))
        self.places[-1].content.append(what)

    def _answer(self, attributes: Mapping[str, str]) -> None:
        """What is typed or chosen in a field of a form."""
        kind = attributes.get("type", "text").lower()
        if kind in SIGNS:
            text = SIGNS[kind]["checked" in attributes]
        else:
            text = "" if kind in NO_INPUT else attributes.get("value", "")
        self.budget.spend("characters", len(text))
        self.places[-1].pieces.append(text)

    def _close_options(self) -> None:
        options, self.options = self.options or [], None
        chosen = [option for option in options if option.is_chosen] or options[:1]
        self.places[-1].pieces.append(" ".join("".join(option.pieces) for option in chosen))

    def _close_words_marker(self, text: str) -> None:
        if len(text) > LONGEST_MARKER:  # whatever it is, it must not be lost
            self.places[-1].pieces.append(text)
        else:
            self.places[-1].marker = f"{text} " if NUMBER_MARKER.fullmatch(text) else "- "

    def _open(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "br":
            self.places[-1].end_line(always=True)
        elif tag == "table":
            self.places[-1].end_line()
            if len(self.tables) == MAX_TABLES_DEEP:
                raise FileError(TOO_DEEP)
            self.tables.append(Table())
            self.places[-1].content.append(self.tables[-1])
        elif tag in ("td", "th"):
            self._open_cell(attributes)
        elif tag == "select":
            self.options = []
        elif tag == "option" and self.options is not None:
            self.options.append(_Option("selected" in attributes))
        elif tag == "input":
            self._answer(attributes)
        elif tag in PICTURES or tag in ATTACHMENTS:
            self._tell(tag, attributes)
        elif tag == "rt":
            self.places[-1].pieces.append(" (")
        elif tag in LINES:
            self.places[-1].end_line()
            if "li" not in self.path:
                self.places[-1].marker = ""
            self._open_block(tag, attributes)

    def _open_block(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "tr" and self.tables:
            self.budget.spend("rows")
            self.tables[-1].rows.append([])
        elif tag in ("ul", "ol"):
            self.items.append(_number(attributes, "start") if tag == "ol" else None)
        elif tag == "li":
            number = self.items[-1] if self.items else None
            self.places[-1].marker = "- " if number is None else f"{number}. "
            if number is not None:
                self.items[-1] = number + 1

    def _open_cell(self, attributes: Mapping[str, str], *, is_hidden: bool = False) -> None:
        self.places[-1].end_line()
        place = Place(_number(attributes, "colspan"), _number(attributes, "rowspan"), is_hidden)
        place.is_filler = _is_filler(attributes)
        self.places.append(place)
        if not self.tables:  # a cell out of nowhere is but text
            place.content = self.page.content
            return
        rows = self.tables[-1].rows
        if not rows:
            rows.append([])
        rows[-1].append(place)
        self.budget.spend("cells")
        if len(rows[-1]) > MAX_COLUMNS:
            raise FileError(f"Строка {len(rows)}: больше {MAX_COLUMNS} ячеек.")

    def _close(self, tag: str) -> None:
        if tag == "table":
            self._close_table()
        elif tag in ("td", "th"):
            self.places.pop().end_line()
        elif tag == "select":
            self._close_options()
        elif tag == "rt":
            self.places[-1].pieces.append(")")
        elif tag in LINES:
            self.places[-1].end_line()
            if tag == "li":
                self.places[-1].marker = ""
            elif tag in ("ul", "ol"):
                self.items.pop()

    def _close_table(self) -> None:
        """Captions, and any text in it outside its cells, stand above a table."""
        table = self.tables.pop()
        self.places[-1].end_line()
        content = self.places[-1].content
        at = next(at for at in reversed(range(len(content))) if content[at] is table)
        content[at:] = [*content[at + 1 :], table]


def _unseen_kind(
    tag: str, attributes: Mapping[str, str], style: str, classes: set[str]
) -> Aside | None:
    """Why the text of an element is not seen as text of the page, if it is not."""
    if "hidden" in attributes or not HIDING_CLASSES.isdisjoint(classes) or HIDDEN.search(style):
        return CONCEALED
    if tag in STRUCK_TAGS or STRUCK_STYLE.search(style):
        return STRUCK
    for each in classes:
        if each in MARKS:
            return MARKS[each]
    is_mark = tag == "a" and FOOTNOTE_LINK.fullmatch(attributes.get("href", ""))
    return FOOTNOTE_MARK if is_mark else None


def _is_filler(attributes: Mapping[str, str]) -> bool:
    """Whether Word has put a cell where its table has none."""
    style = attributes.get("style", "").replace(" ", "")
    return attributes.get("width", "") == "0" or "mso-cell-special:placeholder" in style


def _number(attributes: Mapping[str, str], name: str) -> int:
    """A whole number from 1 to 99999 in an attribute; 1 for anything else."""
    text = attributes.get(name, "").strip()
    return max(1, int(text)) if re.fullmatch(r"[0-9]{1,5}", text) else 1

"""What the styles of an OpenDocument file say of its text: what is hidden, struck out, numbered."""

from collections.abc import Callable

from reports.office.xml_stream import Attributes, integer

FOLDED = {"collapse", "filter"}


class Styles:
    """Those of styles.xml and content.xml; a style may go on with another. ``opening`` is for a
    ``PartReader``: in every part its styles stand before its text."""

    def __init__(self) -> None:
        self.hidden: set[str] = set()
        self.struck: set[str] = set()
        self.hidden_tables: set[str] = set()
        self.numbered: set[tuple[str, int]] = set()  # style of a list, level
        self._style = ""
        self.opening: dict[str, Callable[[Attributes], None]] = {
            "style:style": self._open_style,
            "style:text-properties": self._note_text,
            "style:table-properties": self._note_table,
            "text:list-style": self._open_list_style,
            "text:list-level-style-number": self._note_level,
        }

    def _open_style(self, attributes: Attributes) -> None:
        self._style = attributes.get(STYLE_NAME, "")
        parent = attributes.get(PARENT, "")
        for names in (self.hidden, self.struck, self.hidden_tables):
            if parent in names:
                names.add(self._style)

    def _note_text(self, attributes: Attributes) -> None:
        _switch(self.hidden, self._style, attributes.get(TEXT_DISPLAY), lambda said: said == "none")
        _switch(self.struck, self._style, attributes.get(LINE_THROUGH), lambda said: said != "none")

    def _note_table(self, attributes: Attributes) -> None:
        said = attributes.get(TABLE_DISPLAY)
        _switch(self.hidden_tables, self._style, said, lambda said: said == "false")

    def _open_list_style(self, attributes: Attributes) -> None:
        self._style = attributes.get(STYLE_NAME, "")

    def _note_level(self, attributes: Attributes) -> None:
        if attributes.get(NUMBER_FORMAT):
            self.numbered.add((self._style, integer(attributes.get(LEVEL), 1)))


def _switch(names: set[str], name: str, said: str | None, is_on: Callable[[str], bool]) -> None:
    if said is not None:
        (names.add if is_on(said) else names.discard)(name)


def of(prefix: str, name: str) -> str:
    """The full name of an attribute, such as «table:visibility»."""
    return f"{{urn:oasis:names:tc:opendocument:xmlns:{prefix}:1.0}}{name}"


def repeated(attributes: Attributes, what: str) -> int:
    """How many rows or columns an element stands for."""
    return max(1, integer(attributes.get(of("table", f"number-{what}-repeated")), 1))


STYLE_NAME = of("style", "name")
PARENT = of("style", "parent-style-name")
TEXT_DISPLAY = of("text", "display")
LINE_THROUGH = of("style", "text-line-through-style")
TABLE_DISPLAY = of("table", "display")
NUMBER_FORMAT = of("style", "num-format")
LEVEL = of("text", "level")

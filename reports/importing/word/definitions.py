"""What a Word file defines once for all its text: lists, and the styles that hide text."""

import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field

from reports.office.budget import Budget
from reports.office.xml_stream import Attributes, PartReader, integer, is_on, read_part, value

Properties = dict[str, str]  # name of an element, such as «w:ilvl» → its w:val

# Styles and lists are kept, not streamed past; the real file has 9,000 elements of them.
MAX_ELEMENTS = 50_000
MAX_LEVELS = 9
MAX_STYLES_DEEP = 20
KINDS_OF_STYLE = ("table", "paragraph", "character")
NOTED = ("basedOn", "numId", "ilvl", "abstractNumId", "start", "numFmt", "lvlText", "suff")
HIDES = "w:vanish"
SHOWN = "0"


@dataclass(slots=True)
class ListDefinition:
    """A definition that lists share (w:abstractNum), or one list made from it (w:num)."""

    properties: Properties = field(default_factory=dict)
    levels: dict[int, Properties] = field(default_factory=dict)
    starts: dict[int, int] = field(default_factory=dict)


class Definitions(PartReader):
    """Lists from numbering.xml; from styles.xml the lists of styles, and which styles hide text."""

    def __init__(self, archive: zipfile.ZipFile, parts: Iterable[str]) -> None:
        super().__init__(Budget(MAX_ELEMENTS))
        self.abstracts: dict[str, ListDefinition] = {}
        self.nums: dict[str, ListDefinition] = {}
        self.styles: dict[str, Properties] = {}
        self.default_styles: dict[str, str] = {}  # kind of style → its name
        self._found: dict[tuple[str, str], Properties] = {}  # by style and property
        self._hiding: dict[tuple[str, str, str], bool] = {}  # by styles of a text
        self._hides_all = False
        self._list = ListDefinition()
        self._owner: Properties = {}  # the style, list or level we are in
        self._overridden = 0
        self.opening = {
            "w:style": self._open_style,
            "w:abstractNum": lambda found: self._open_list(self.abstracts, found, "abstractNumId"),
            "w:num": lambda found: self._open_list(self.nums, found, "numId"),
            "w:lvl": self._open_level,
            "w:lvlOverride": self._open_override,
            "w:startOverride": self._start_override,
            HIDES: self._note_hiding,
            # Of w:numFmt in mc:Choice and mc:Fallback the latter stands last, and is known.
            **{f"w:{name}": self._note for name in NOTED},
        }
        for part in parts:
            read_part(archive, part, self)

    def hides(self, table: str, paragraph: str, character: str, own: bool | None) -> bool:
        """Whether text in these styles, with this w:vanish of its own, is hidden.

        A style hides or shows again what another kind of style hid (ISO/IEC 29500-1, 17.7.3).
        """
        if own is not None:
            return own
        names = table, paragraph, character
        if names not in self._hiding:
            named = zip(KINDS_OF_STYLE, names, strict=True)
            found = [self.by_style(kind, name, HIDES).get(HIDES, SHOWN) for kind, name in named]
            is_odd = sum(each != SHOWN for each in found) % 2 == 1
            self._hiding[names] = self._hides_all or is_odd
        return self._hiding[names]

    def by_style(self, kind: str, name: str, property_name: str) -> Properties:
        """Of a style, or the usual one, and those it is based on, the first with the property."""
        key = name or self.default_styles.get(kind, ""), property_name
        if key not in self._found:
            self._found[key] = self._inherited(*key)
        return self._found[key]

    def _inherited(self, name: str, property_name: str) -> Properties:
        for _ in range(MAX_STYLES_DEEP):
            style = self.styles.get(name, {})
            if not style or property_name in style:
                return style
            name = style.get("w:basedOn", "")
        return {}

    def _note(self, attributes: Attributes) -> None:
        self._owner[self.path[-1]] = value(attributes) or ""

    def _note_hiding(self, attributes: Attributes) -> None:
        if self.path[-3:-1] == ["w:rPrDefault", "w:rPr"]:
            self._hides_all = is_on(attributes)
        elif self.path[-2] == "w:rPr" and self.path[-3] in ("w:style", "w:lvl"):
            self._owner[HIDES] = "1" if is_on(attributes) else SHOWN

    def _open_style(self, attributes: Attributes) -> None:
        name = value(attributes, "styleId") or ""
        self._owner = self.styles[name] = {}
        if value(attributes, "default") in {"1", "true", "on"}:
            self.default_styles[value(attributes, "type") or ""] = name

    def _open_list(
        self, lists: dict[str, ListDefinition], attributes: Attributes, key: str
    ) -> None:
        self._list = lists[value(attributes, key) or ""] = ListDefinition()
        self._owner = self._list.properties

    def _open_level(self, attributes: Attributes) -> None:
        self._owner = {}
        at = integer(value(attributes, "ilvl"), 0)
        if 0 <= at < MAX_LEVELS:
            self._list.levels[at] = self._owner

    def _open_override(self, attributes: Attributes) -> None:
        self._overridden = integer(value(attributes, "ilvl"), 0)

    def _start_override(self, attributes: Attributes) -> None:
        self._list.starts[self._overridden] = integer(value(attributes), 1)

"""What Word prints before the items of its lists; the numbers are nowhere in the text itself."""

import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field

from reports.importing.budget import Budget
from reports.importing.word_xml import Attributes, PartReader, integer, read_part, value

Properties = dict[str, str]  # name of an element, such as «w:ilvl» → its w:val

# Styles and lists are kept, not streamed past; the real file has 9,000 elements of them.
MAX_ELEMENTS = 50_000
MAX_MARKER = 50
MAX_LEVELS = 9
MAX_STYLES_DEEP = 20

ALPHABETS = {
    "lowerLetter": "abcdefghijklmnopqrstuvwxyz",
    "upperLetter": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "russianLower": "абвгдежзиклмнопрстуфхцчшщыэюя",
    "russianUpper": "АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЫЭЮЯ",
}
MAX_REPEATS = 30  # of a letter: after «я)» comes «аа)»
ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
MAX_ROMAN = 3999


class Numbering:
    """The counters of all lists of a file, in the order its paragraphs are asked about."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._definitions = _DefinitionsReader()
        for name in ("word/styles.xml", "word/numbering.xml"):
            if name in archive.namelist():
                read_part(archive, name, self._definitions)
        self._counters: dict[str, dict[int, int]] = {}  # of definition → level → last number
        self._started: set[tuple[str, int]] = set()  # levels of lists that have started afresh

    def marker(self, paragraph: Properties) -> str:
        """What Word prints before the next paragraph, by its w:pStyle, w:numId and w:ilvl."""
        item = self._of_style(paragraph.get("w:pStyle")) | paragraph
        num = item.get("w:numId", "")
        own = self._definitions.nums.get(num)
        if own is None:
            return ""
        definition = own.properties.get("w:abstractNumId", "")
        levels = self._definitions.abstracts.get(definition, _List()).levels | own.levels
        at = integer(item.get("w:ilvl"), 0)
        if at not in levels:
            return ""
        # Lists with one definition go on counting together, unless a list starts afresh.
        counters = self._counters.setdefault(definition, {})
        if at in own.starts and (num, at) not in self._started:
            self._started.add((num, at))
            counters[at] = own.starts[at]
        else:
            counters[at] = counters[at] + 1 if at in counters else _start(levels[at])
        for deeper in [each for each in counters if each > at]:
            del counters[deeper]
        return _marker(levels, at, counters)

    def _of_style(self, name: str | None) -> Properties:
        """The list a style belongs to, itself or by the styles it is based on."""
        name = name or self._definitions.default_style
        for _ in range(MAX_STYLES_DEEP):
            style = self._definitions.styles.get(name, {})
            if not style or "w:numId" in style:
                return style
            name = style.get("w:basedOn", "")
        return {}


def number_text(number: int, kind: str) -> str:
    """A number of a list as Word prints it; kinds we do not know are digits."""
    if kind == "none":
        return ""
    if kind == "decimalZero":
        return f"{number:02}"
    if kind in ALPHABETS and 0 < number <= len(ALPHABETS[kind]) * MAX_REPEATS:
        repeats, letter = divmod(number - 1, len(ALPHABETS[kind]))
        return ALPHABETS[kind][letter] * (repeats + 1)
    if kind in {"lowerRoman", "upperRoman"} and 0 < number <= MAX_ROMAN:
        text = ""
        for worth, sign in ROMAN:
            text += sign * (number // worth)
            number %= worth
        return text if kind == "lowerRoman" else text.upper()
    return str(number)


def _marker(levels: Mapping[int, Properties], at: int, counters: Mapping[int, int]) -> str:
    pattern = levels[at].get("w:lvlText", "")[:MAX_MARKER]  # «%1.%2)»
    if _kind(levels[at]) == "bullet":
        return "- " if pattern else ""

    def number(match: re.Match[str]) -> str:
        shown = int(match[1]) - 1
        level = levels.get(shown, levels[at])
        return number_text(counters.get(shown, _start(level)), _kind(level))

    text = re.sub(r"%([1-9])", number, pattern).strip()[:MAX_MARKER]
    return text if not text or levels[at].get("w:suff") == "nothing" else f"{text} "


def _start(level: Properties) -> int:
    return integer(level.get("w:start"), 1)


def _kind(level: Properties) -> str:
    return level.get("w:numFmt", "decimal")


@dataclass(slots=True)
class _List:
    """A definition that lists share (w:abstractNum), or one list made from it (w:num)."""

    properties: Properties = field(default_factory=dict)
    levels: dict[int, Properties] = field(default_factory=dict)
    starts: dict[int, int] = field(default_factory=dict)


class _DefinitionsReader(PartReader):
    """Lists from numbering.xml, and from styles.xml which paragraph styles belong to a list."""

    def __init__(self) -> None:
        super().__init__(Budget(MAX_ELEMENTS))
        self.abstracts: dict[str, _List] = {}
        self.nums: dict[str, _List] = {}
        self.styles: dict[str, Properties] = {}
        self.default_style = ""
        self._list = _List()
        self._owner: Properties = {}  # the style, list or level we are in
        self._overridden = 0
        self.opening = {
            "w:style": self._open_style,
            "w:abstractNum": lambda found: self._open_list(self.abstracts, found, "abstractNumId"),
            "w:num": lambda found: self._open_list(self.nums, found, "numId"),
            "w:lvl": self._open_level,
            "w:lvlOverride": self._open_override,
            "w:startOverride": self._start_override,
        }
        # Of w:numFmt in mc:Choice and mc:Fallback the latter stands last, and we know that one.
        for name in (
            "basedOn",
            "numId",
            "ilvl",
            "abstractNumId",
            "start",
            "numFmt",
            "lvlText",
            "suff",
        ):
            self.opening[f"w:{name}"] = self._note

    def _note(self, attributes: Attributes) -> None:
        self._owner[self.path[-1]] = value(attributes) or ""

    def _open_style(self, attributes: Attributes) -> None:
        name = value(attributes, "styleId") or ""
        self._owner = self.styles[name] = {}
        is_default = value(attributes, "default") in {"1", "true", "on"}
        if is_default and value(attributes, "type") == "paragraph":
            self.default_style = name

    def _open_list(self, lists: dict[str, _List], attributes: Attributes, key: str) -> None:
        self._list = lists[value(attributes, key) or ""] = _List()
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

"""What Word prints before the items of its lists; the numbers are nowhere in the text itself."""

import re
from collections.abc import Mapping

from reports.importing.word.definitions import HIDES, SHOWN, Definitions, ListDefinition, Properties
from reports.office.xml_stream import integer

MAX_MARKER = 50

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

    def __init__(self, definitions: Definitions) -> None:
        self._definitions = definitions
        self._counters: dict[str, dict[int, int]] = {}  # of definition → level → last number
        self._started: set[tuple[str, int]] = set()  # levels of lists that have started afresh

    def marker(self, paragraph: Properties) -> str:
        """What Word prints before the next paragraph, by its w:pStyle, w:numId and w:ilvl."""
        style = paragraph.get("w:pStyle", "")
        item = self._definitions.by_style("paragraph", style, "w:numId") | paragraph
        num = item.get("w:numId", "")
        own = self._definitions.nums.get(num)
        if own is None:
            return ""
        definition = own.properties.get("w:abstractNumId", "")
        levels = self._definitions.abstracts.get(definition, ListDefinition()).levels | own.levels
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
    if levels[at].get(HIDES, SHOWN) != SHOWN:
        return ""
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

"""How wide a text is in print, and where its lines end.

Facts measured from Liberation Serif 1.07.4 (``hmtx`` and ``cmap`` of its regular and bold files),
which has the advance widths of Times New Roman. Where the two writers differ from a program that
shows the file, they err towards one line too many: a row too high loses nothing.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from itertools import accumulate

UNITS_PER_EM = 2048
# Widest glyphs of the fonts that stand in where Times New Roman has none, emoji among them.
UNKNOWN_ADVANCE = 2600
TAB_ADVANCE = 6144  # 12.7 mm at 12 pt, the usual tab stop
# A Russian text with its spaces, over the 17,000 characters of one real report.
USUAL_ADVANCE = 957
LINE_SPACING = 1.15  # of the type size: ascent, descent and line gap of both faces


class Advances(dict[str, int]):
    """Character → advance width in 1/2048 em; any character has one, and none is zero.

    A Russian text is looked up as bytes of Windows-1251, which have it whole: that takes a
    third off the time of ``wrap``.
    """

    def __init__(self, characters_by_advance: Mapping[int, str]) -> None:
        super().__init__(
            (character, advance)
            for advance, characters in characters_by_advance.items()
            for character in characters
        )
        self["\t"] = TAB_ADVANCE
        self.of_word = _WordWidths(self)
        self._of_byte = [self[bytes([byte]).decode("cp1251", "replace")] for byte in range(256)]

    def of(self, text: str) -> Iterator[int]:
        """The advance of each character."""
        try:
            return map(self._of_byte.__getitem__, text.encode("cp1251"))
        except UnicodeEncodeError:
            return map(self.__getitem__, text)

    def __missing__(self, character: str) -> int:
        return UNKNOWN_ADVANCE


class _WordWidths(dict[str, int]):
    """Word → its width in 1/2048 em with the space after it, remembered: the words of a report
    repeat."""

    MOST = 20_000  # words, or a long run of exports would fill the memory

    def __init__(self, advances: Advances) -> None:
        super().__init__()
        self._advances = advances

    def __missing__(self, word: str) -> int:
        if len(self) >= self.MOST:
            self.clear()
        # Letter by letter: bytes, as in ``Advances.of``, are worth their while from a line on.
        width = sum(map(self._advances.__getitem__, word)) + self._advances[" "]
        self[word] = width
        return width


REGULAR = Advances(
    {
        369: "'",
        410: "|¦",
        448: "′",
        512: " ,.\xa0·",
        565: "ª",
        569: "/:;\\ijltìíîïіїј",
        614: "²³¹",
        635: "º",
        682: "!()-I[]`fr¡¨\xad´¸ÌÍÎÏІЇ\u2010\u2011‘’‚‛‹›",
        717: "•",
        719: "ґ",
        797: "JsЈѕ",
        809: "з",
        819: "°",
        836: '"',
        840: "гѓ",
        853: "″",
        879: "эє",
        895: "т",
        909: "?acez¿àáâãäåçèéêëаесё“”„",
        922: "Ґ",
        928: "¶",
        934: "ь",
        942: "я",
        961: "^",
        967: "в",
        983: "{}",
        989: "ђ",
        995: "кќ",
        1022: "л",
        1024: "#$*0123456789_bdghknopquvxy¢£¤¥§«¯»ßðñòóôõöøùúûüýþÿорухћў–†‡€",
        1026: "З",
        1030: "ч",
        1042: "бд",
        1059: "ъ",
        1096: "ийнпцџ",
        1108: "~",
        1124: "±÷",
        1139: "FPSÞЅР",
        1155: "+<=>¬×",
        1176: "БЬ",
        1180: "µ",
        1184: "ЃГ",
        1251: "ELTZÈÉÊËЁЕТ",
        1296: "м",
        1327: "ф",
        1331: "Ч",
        1352: "ЄЭ",
        1366: "BCRÇæЌВКСЯ",
        1376: "ы",
        1389: "Л",
        1397: "Д",
        1415: "ж",
        1446: "Ъ",
        1450: "ЎУ",
        1479: "ADGHKNOQUVXYwÀÁÂÃÄÅÐÑÒÓÔÕÖØÙÚÛÜÝЏАИЙНОПХЦ",
        1481: "њ",
        1489: "љ",
        1518: "Ћ",
        1530: "ю",
        1536: "¼½¾",
        1540: "Ђ",
        1556: "©®",
        1577: "шщ",
        1593: "&m",
        1618: "Ф",
        1706: "%",
        1786: "ЉЊЫ",
        1821: "MÆМ",
        1835: "Ж",
        1886: "@",
        1933: "W",
        1954: "№",
        2007: "™",
        2048: "—…‰",
        2066: "ШЩ",
        2105: "Ю",
    }
)
BOLD = Advances(
    {
        451: "|¦",
        512: " ,.\xa0·",
        569: "'/\\ilìíîïії",
        576: "′",
        614: "ª²³¹",
        676: "º",
        682: "!()-:;[]`fjt¡¨\xad´¸ј\u2010\u2011‘’‚‛‹›",
        717: "•",
        797: "IsÌÍÎÏІЇѕґ",
        807: "{}",
        819: "°",
        823: "з",
        885: "эє",
        909: "cerzçèéêëесё",
        930: "гѓ",
        1006: "т",
        1024: "#$*0123456789?J_agovxy¢£¤¥§«¯»¿àáâãäåðòóôõöøýÿЈабоухў–“”„†‡€",
        1036: "д",
        1065: "~Ґ",
        1081: "З",
        1083: "ь",
        1100: "ђ",
        1106: "¶в",
        1108: "я",
        1124: "±÷",
        1131: "″",
        1137: '"',
        1139: "SbdhknpqußñùúûüþЅрћ",
        1149: "л",
        1155: "ч",
        1167: "+<=>¬×",
        1180: "µийкнпцќџ",
        1190: "^",
        1194: "ъ",
        1251: "FPÞР",
        1303: "ЃГ",
        1354: "БЬ",
        1366: "BELTZÈÉÊËЁВЕТ",
        1389: "ЄЭ",
        1395: "м",
        1409: "Д",
        1417: "ф",
        1479: "ACDNRUVXYwÀÁÂÃÄÅÇÐÑÙÚÛÜÝæАСХЯ",
        1485: "ЌКж",
        1503: "ЎУЧ",
        1526: "Л",
        1530: "©®",
        1536: "¼½¾",
        1565: "ю",
        1567: "Ъ",
        1593: "GHKOQÒÓÔÕÖØЏИЙНОПЦ",
        1597: "љ",
        1599: "ы",
        1632: "њ",
        1638: "ЂЋ",
        1706: "&m",
        1729: "шщ",
        1759: "Ф",
        1905: "@",
        1933: "MМ",
        2011: "Ы",
        2025: "Ж",
        2048: "%WÆ—…‰™",
        2052: "Њ",
        2054: "Љ",
        2058: "№",
        2249: "ШЩ",
        2306: "Ю",
    }
)


def wrap(text: str, width: float, size: float, advances: Advances = REGULAR) -> Iterator[str]:
    """The lines of ``text`` in a column ``width`` points wide, set in ``size`` points.

    Greedy, as Word, Excel and LibreOffice do it: a line ends after a space or after a hyphen
    between letters, and a word wider than the column is cut anywhere. The pieces joined give
    ``text`` again: spaces and line breaks stay at the ends of the lines they close.
    """
    limit = int(width / size * UNITS_PER_EM)
    *closed, last = text.split("\n")
    for paragraph in closed:
        yield from _wrap_paragraph(paragraph + "\n", limit, advances)
    if last:
        yield from _wrap_paragraph(last, limit, advances)


def line_count(text: str, width: float, size: float, advances: Advances = REGULAR) -> int:
    """How many lines ``text`` takes; an empty text takes one."""
    limit = int(width / size * UNITS_PER_EM)
    paragraphs = text.split("\n")
    if not paragraphs[-1]:  # after the last line break there is no line
        paragraphs.pop()
    return sum([_paragraph_line_count(paragraph, limit, advances) for paragraph in paragraphs]) or 1


def usual_line_length(width: float, size: float) -> int:
    """Characters in a full line ``width`` points wide, set in ``size`` points."""
    return max(1, int(width / size * UNITS_PER_EM / USUAL_ADVANCE))


def estimated_line_count(text: str, line_length: int) -> int:
    """About as many lines as ``line_count`` finds, at a tenth of its price: all characters are
    taken to be equally wide. Off by more than a line in 1 of the 162 cells of a real report."""
    count = 0
    for paragraph in text.split("\n"):
        start, last = 0, len(paragraph) - line_length
        while start < last:
            edge = start + line_length
            end = paragraph.rfind(" ", start, edge + 1) + 1
            start = end if end > start else edge
            count += 1
        count += 1
    return count


def _paragraph_line_count(paragraph: str, limit: int, advances: Advances) -> int:
    """As many as ``_wrap_paragraph`` gives, word by word while words are no wider than a line."""
    widths, room = advances.of_word, limit + advances[" "]  # one space hangs over the edge
    lines, end = 1, 0
    for word in paragraph.split(" "):
        width = widths[word]
        end += width
        if end > room:
            if width > room or not word:  # it ends inside, or at spaces in a row
                return sum(1 for _ in _wrap_paragraph(paragraph, limit, advances))
            lines += 1
            if "-" in word:
                width -= _width_up_to_hyphen(word, limit - (end - width), advances)
            end = width
    return lines


def _width_up_to_hyphen(word: str, room: int, advances: Advances) -> int:
    """Of the part of ``word`` that stays on a line with too little ``room`` for the whole of it; 0
    when that cannot end after a hyphen."""
    right = list(accumulate(advances.of(word)))
    hyphen = word.rfind("-", 0, bisect_right(right, room))
    return right[hyphen] if _ends_line(word, hyphen) else 0


def _wrap_paragraph(paragraph: str, limit: int, advances: Advances) -> Iterator[str]:
    # right[i] is where the character i ends, counted from the beginning of the paragraph.
    right = list(accumulate(advances.of(paragraph.removesuffix("\n"))))
    start = begins_at = 0
    while right and right[-1] - begins_at > limit:
        over = bisect_right(right, begins_at + limit, start)
        end = _line_end(paragraph, start, over)
        if end == len(right):  # nothing but the hanging space is left
            break
        yield paragraph[start:end]
        start, begins_at = end, right[end - 1]
    yield paragraph[start:]


def _line_end(paragraph: str, start: int, over: int) -> int:
    """Where to end the line that begins at ``start`` when ``over`` is the first not to fit."""
    if paragraph[over] == " ":  # one space hangs over the edge
        return over + 1
    end = paragraph.rfind(" ", start, over) + 1
    hyphen = paragraph.rfind("-", start + 1, over)
    if hyphen >= end and _ends_line(paragraph, hyphen):
        end = hyphen + 1
    return end if end > start else max(over, start + 1)


def _ends_line(text: str, hyphen: int) -> bool:
    """Whether a line may end after the hyphen: it stands between letters."""
    return hyphen > 0 and text[hyphen - 1].isalpha() and text[hyphen + 1].isalpha()

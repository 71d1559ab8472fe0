"""What is cleaned when a text comes in, and the spaces that do not break when it is printed.

``clean`` stands at every way in; it loses no letter, digit or sign. ``for_print`` stands at the
one way out; it changes spaces only.
"""

import functools
import itertools
import re
import unicodedata

from reports.language import event_kinds, symbol_fonts
from reports.language.held_spaces import held_spaces

ONLINE_MARK = "(онлайн-формат)"
NBSP = "\u00a0"

# Cleaning

_LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
# Invisible, of no use on paper, and troublesome in search: soft hyphen, zero-width space, word
# joiner, byte order mark, marks of direction. U+200D stays: it holds emoji together.
_INVISIBLE = frozenset(
    "\u00ad\u061c\u200b\u200e\u200f\u2060\ufeff"
    "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
# «•» and its like, and what Word's Symbol and Wingdings fonts put in its place.
_BULLET = re.compile("^[•●·◦‣■▪\uf0b7\uf0a7\uf0a8\uf0d8\uf0fc\uf02d] *")
_PRIVATE = re.compile("[\uf020-\uf0ff]+")
# Before a mark; inside brackets and quotes that hold something: «( )» may be a box to be ticked.
_NEEDLESS_SPACE = re.compile(
    r"""[ ](?:
      (?=[,;:.!?])
    | (?<=[(\[«][ ])(?=[\w«(\[])
    | (?<=[\w»)\].,!?…%][ ])(?=[)\]»])
    )""",
    re.VERBOSE,
)
# Marks over one letter. Composing sorts them in quadratic time: 6 s for 100,000.
_MOST_COMBINING_MARKS = 200


@functools.lru_cache(maxsize=64)  # one save asks for the same few texts a dozen times
def clean(text: str | None) -> str:
    """The text as it is stored: NFC, ``\\n`` between lines, single spaces, nothing invisible.

    Idempotent. What it lets through can be stored in SQLite and PostgreSQL and printed in .docx
    and .xlsx unchanged.
    """
    text = _composed(_LINE_ENDS.sub("\n", text or "").translate(_LETTERS))
    return "\n".join(map(_clean_line, text.split("\n"))).strip("\n")


class _Letters(dict[int, str | None]):
    """A table for ``str.translate``, filled as letters are met: None drops, any space is one."""

    def __missing__(self, code: int) -> str | None:
        letter = chr(code)
        category = unicodedata.category(letter)
        if letter == "\t" or category == "Zs":
            kept = " "
        elif letter == "\n":
            kept = letter
        elif category in ("Cc", "Cs") or letter in _INVISIBLE or _is_noncharacter(code):
            kept = None
        else:
            kept = letter
        self[code] = kept
        return kept


_LETTERS = _Letters()


def _is_noncharacter(code: int) -> bool:
    """U+FDD0–U+FDEF and the last two of every plane: never assigned, forbidden in XML."""
    return 0xFDD0 <= code <= 0xFDEF or code & 0xFFFE == 0xFFFE


def _composed(text: str) -> str:
    """NFC, but for letters under a mound of marks: those stay as they are."""
    if not any(map(unicodedata.combining, text)):
        return unicodedata.normalize("NFC", text)
    runs = ("".join(run) for _, run in itertools.groupby(text, key=_is_mark))
    parts = itertools.groupby(
        runs, key=lambda run: len(run) > _MOST_COMBINING_MARKS and _is_mark(run[0])
    )
    return "".join(
        "".join(part) if is_mound else unicodedata.normalize("NFC", "".join(part))
        for is_mound, part in parts
    )


def _is_mark(letter: str) -> bool:
    return unicodedata.combining(letter) > 0


def _clean_line(line: str) -> str:
    line = " ".join(filter(None, line.split(" ")))
    line = _PRIVATE.sub(_shown, _BULLET.sub("- ", line))
    return _NEEDLESS_SPACE.sub("", line).strip(" ")


def _shown(sign: re.Match[str]) -> str:
    return sign[0].translate(symbol_fonts.SHOWN)


# The online mark

_HYPHEN = r"\s?[-‐‑‒–—−]?\s?"
_ONLINE = rf"(?:[оo]н{_HYPHEN}л[аa]йн|on{_HYPHEN}line)"
_QUOTED_ONLINE = rf"[«\"]?{_ONLINE}[»\"]?"
_REMOTE = r"(?:дистанционн|удал[её]нн)"
_FORMAT = r"(?:формат|режим|форма|format)"
_IN_FORMAT = r"(?:формате|режиме|форме)"
# Words that say themselves what they are, and words that a name may have as its own.
_PHRASE = rf"""(?:
    {_FORMAT}(?!\w)(?:\sпроведения|\sучастия)?{_HYPHEN}:?\s?(?:{_QUOTED_ONLINE}|{_REMOTE}(?:ый|ая))
  | {_ONLINE}(?!\w){_HYPHEN}{_FORMAT}
  | {_REMOTE}(?:ый|ая)\s{_FORMAT}
  | в\s{_ONLINE}(?!\w){_HYPHEN}{_IN_FORMAT}
  | в\s{_IN_FORMAT}\s{_QUOTED_ONLINE}
  | в\s{_REMOTE}(?:ом|ой)\s{_IN_FORMAT}
)"""
_WORD = rf"(?:{_ONLINE}|{_REMOTE}о)"
_BRACKETED_MARK = re.compile(
    rf"""(?:\s[-–—])?\s{{0,3}}
    [(\[]\s{{0,3}}(?:{_PHRASE}|(?:в\s)?{_WORD})\s?\.?\s{{0,3}}[)\]]
    [\s.,;]{{0,3}}\Z""",
    re.IGNORECASE | re.VERBOSE,
)
_BARE_MARK = re.compile(
    rf"(?:(?P<phrase>(?<!\w){_PHRASE})|(?<!\w){_WORD})[\s.,;]{{0,3}}\Z", re.IGNORECASE | re.VERBOSE
)
_LONGEST_MARK = 60  # characters
_PARTING = re.compile(r"[\s,;:]+\Z|\s[-–—]\s*\Z")
# After these the words go on: «торговля онлайн», «очно и онлайн», «новый онлайн-формат».
_GOES_ON = re.compile(
    r"""(?<!\w)(?:
      и|или|не|но|а|в|на|о|об|про|для|с|к|за|по|из|от|через|только
    | (?:безопасност|торговл|продаж|покуп|услуг|оплат|игр|работ|жизн|уч[её]б|дет|подрост|школ|урок|курс
      |банк|касс|связ|образовани|обучени|преподавани|общени|голосовани|тестировани|обслуживани|воспитани
      |просвещени|консультаци|трансляци|регистраци|коммуникаци|мошенничеств)[а-яё]{0,4}
    | [а-яё]+(?:ый|ий|ой)
    )\Z""",
    re.IGNORECASE | re.VERBOSE,
)
_BEGINNING = 300  # characters in which a name says what it is of


def split_online_mark(name: str, *, in_brackets: bool = False) -> tuple[str, bool]:
    """A name without the marks typed at its end, and whether there were any.

    Words without brackets are a mark where they are certain not to belong to the name; with
    ``in_brackets`` they never are: somebody may still be writing «онлайн-трансляция».
    """
    end = whole = len(name.rstrip())
    while (before := _before_mark(name, end, in_brackets)) is not None:
        end = before
    return (name[:end], True) if end < whole else (name, False)


def _before_mark(name: str, end: int, in_brackets: bool) -> int | None:
    """Where the name ends that goes up to ``end`` with one mark more."""
    tail = max(0, end - _LONGEST_MARK)
    is_bracketed = ")" in name[tail:end] or "]" in name[tail:end]  # seldom, and asked at once
    if is_bracketed and (match := _BRACKETED_MARK.search(name, tail, end)):
        return _trimmed(name, match.start())
    match = None if in_brackets else _BARE_MARK.search(name, tail, end)
    if match is None:
        return None
    parting = _PARTING.search(name, tail, match.start())
    bare = _trimmed(name, parting.start() if parting else match.start())
    return bare if _is_certain(name, bare, match) else None


def _trimmed(name: str, end: int) -> int:
    while end and name[end - 1].isspace():
        end -= 1
    return end


def _is_certain(name: str, end: int, mark: re.Match[str]) -> bool:
    """Whether a mark without brackets does not belong to the name that goes up to ``end``."""
    if not end or _is_in_quotes(name, end):
        return False
    parting = name[end : mark.start()]
    if "\n" in parting or name[end - 1] in '»”“")]':
        return True
    if not parting or (
        not mark["phrase"] and not event_kinds.is_event(name[: min(end, _BEGINNING)])
    ):
        return False
    if parting.strip() or name[end - 1] == ".":
        return True
    last = name[max(0, end - _LONGEST_MARK) : end].split()[-1]
    return not _GOES_ON.search(last) or event_kinds.is_event(last)


def _is_in_quotes(name: str, end: int) -> bool:
    """One » may close two."""
    return name.rfind("«", 0, end) > name.rfind("»", 0, end) or name.count('"', 0, end) % 2 == 1


# The line breaks of a typist

_ABBREVIATION_END = re.compile(r"(?:^|[\s(«])(?:г|гг|с|п|пос|д|ул|обл|им|т|е|[А-ЯЁ])\.$")


def letters(text: str) -> str:
    """What is left to compare when quotes, dashes, spaces and «ё» are typed as they come."""
    return "".join(filter(str.isalnum, text.casefold())).replace("ё", "е")


def unwrap(text: str) -> str:
    """Join the lines that a typist broke to make a narrow cell look even.

    A break stays where a sentence, a clause or a list item ends, or a list item begins.
    """
    paragraphs: list[list[str]] = [[]]
    for line in text.split("\n"):
        before = paragraphs[-1][-1] if paragraphs[-1] else ""
        if line and before and _goes_on(before, line):
            paragraphs[-1].append(line)
        elif line or before:
            paragraphs.append([line])
    return "\n".join(map(" ".join, paragraphs)).strip("\n")


def _goes_on(before: str, line: str) -> bool:
    if line.startswith(("- ", "– ", "— ")) or re.match(r"\d{1,2}[.)] ", line):
        return False
    if before[-1] == "." and _ABBREVIATION_END.search(before[-12:]):
        return True
    return before[-1] not in ".,;:!?"


# Printing

# Letters that hold together at most: «г. Санкт-Петербург» just fits the column of places, and a
# longer chain would be broken inside a word.
_LONGEST_CHAIN = 18
_BREAK = re.compile(r"[ \n-]")  # a hyphenated word may be broken after the hyphen


def for_print(text: str) -> str:
    """The text with non-breaking spaces where a line must not break; nothing else changes.

    A chain that would be too long is cut counting from its end: «им. Г.В.°Плеханова», not
    «им.°Г.В. Плеханова».
    """
    pieces: list[str] = []  # from right to left
    end, chain = len(text), 0  # where the last piece begins; how much hangs on its space
    for space in reversed(held_spaces(text)):
        farthest = min(len(text), space + 1 + _LONGEST_CHAIN)
        after = _BREAK.search(text, space + 1, farthest)
        hanging = (after.start() if after else farthest) - space - 1
        if pieces and space + 1 + hanging == end:
            hanging += 1 + chain
        # Where the word in front of the space must have begun for all of them to hold together.
        earliest = space + hanging - _LONGEST_CHAIN
        if earliest < 0 or _BREAK.search(text, earliest, space):
            pieces.append(text[space + 1 : end])
            end, chain = space, hanging
    pieces.append(text[:end])
    return NBSP.join(reversed(pieces))

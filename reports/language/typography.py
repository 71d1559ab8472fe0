"""What is cleaned when a text comes in, and the spaces that do not break when it is printed.

``clean`` stands at every way in; it loses no letter, digit or sign. ``for_print`` stands at the
one way out; it changes spaces only.
"""

import re
import unicodedata

ONLINE_MARK = "(онлайн-формат)"
NBSP = "\u00a0"

# Cleaning

_LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_KEPT_CONTROLS = "\n\t"
# Invisible, of no use on paper, and troublesome in search: soft hyphen, zero-width space, word
# joiner, byte order mark, marks of direction. U+200D stays: it holds emoji together.
_INVISIBLE = frozenset(
    "\u00ad\u061c\u200b\u200e\u200f\u2060\ufeff"
    "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
# «•» and what Word's Symbol and Wingdings fonts put in its place.
_BULLET = re.compile("^[•\u25cf\uf0b7\uf0a7\uf0a8\uf0d8\uf0fc\uf02d] *")
_SPACE_BEFORE_MARK = re.compile(r" +(?=[,;:.!?])")


def clean(text: str | None) -> str:
    """The text as it is stored: NFC, ``\\n`` between lines, single spaces, nothing invisible.

    Idempotent. What it lets through can be stored in SQLite and PostgreSQL and printed in .docx
    and .xlsx unchanged.
    """
    text = _LINE_ENDS.sub("\n", text or "")
    text = "".join(letter for letter in text if _is_kept(letter))
    text = unicodedata.normalize("NFC", text)
    text = "".join(" " if _is_space(letter) else letter for letter in text)
    return "\n".join(map(_clean_line, text.split("\n"))).strip("\n")


def _is_kept(letter: str) -> bool:
    if letter in _KEPT_CONTROLS:
        return True
    category = unicodedata.category(letter)
    return not (category in ("Cc", "Cs") or letter in _INVISIBLE or _is_noncharacter(letter))


def _is_noncharacter(letter: str) -> bool:
    """U+FDD0–U+FDEF and the last two of every plane: never assigned, forbidden in XML."""
    code = ord(letter)
    return 0xFDD0 <= code <= 0xFDEF or code & 0xFFFE == 0xFFFE


def _is_space(letter: str) -> bool:
    return letter == "\t" or unicodedata.category(letter) == "Zs"


def _clean_line(line: str) -> str:
    line = " ".join(filter(None, line.split(" ")))
    line = _BULLET.sub("- ", line)
    return _SPACE_BEFORE_MARK.sub("", line).strip(" ")


# The online mark and the line breaks of a typist

_TYPED_MARK = re.compile(r"\(\s?онлайн\s?[-–—‑]?\s?формат\s?\)\.?$", re.IGNORECASE)


def split_online_mark(name: str) -> tuple[str, bool]:
    """A cleaned name without the mark typed at its end, and whether there was one."""
    match = _TYPED_MARK.search(name)
    return (name[: match.start()].rstrip(), True) if match else (name, False)


_ABBREVIATION_END = re.compile(r"(?:^|[\s(«])(?:г|гг|с|п|пос|д|ул|обл|им|т|е|[А-ЯЁ])\.$")


def unwrap(text: str) -> str:
    """Join the lines that a typist broke to make a narrow cell look even.

    A break stays where a sentence, a clause or a list item ends, or a list item begins.
    """
    lines = text.split("\n")
    joined = lines[:1]
    for line in lines[1:]:
        if line and joined[-1] and _goes_on(joined[-1], line):
            joined[-1] += " " + line
        elif line or joined[-1]:
            joined.append(line)
    return "\n".join(joined).strip("\n")


def _goes_on(before: str, line: str) -> bool:
    if line.startswith(("- ", "– ", "— ")) or re.match(r"\d{1,2}[.)] ", line):
        return False
    if before[-1] == "." and _ABBREVIATION_END.search(before[-12:]):
        return True
    return before[-1] not in ".,;:!?"


# Printing

_GLUED = re.compile(
    r"""
      (?<!\d[ ])\b(?:г|гг|с|п|пос|д|дер|ул|пл|пр|просп|пер|обл|им|оз|корп|стр)\.[ ](?=[А-ЯЁ\d«])
    | \bпгт[ ](?=[А-ЯЁ])
    | [№§][ ](?=\w)
    | \d[ ](?=[а-яё%‰])                                 # 28 октября, 2020 года, 10 обучающихся
    | \b[IVXLC]{1,6}[ ](?=[а-яё])                       # IV квартал, I степени, XX век
    | (?<!\w)[А-ЯЁ]\.(?:[А-ЯЁ]\.)?[ ](?=[А-ЯЁ][а-яё])  # И.О. Фамилия
    | (?<=[а-яё])[ ](?=[А-ЯЁ]\.[А-ЯЁ]\.)                # Фамилия И.О.
    | \bт\.[ ](?=[едкпо]\.)                             # т. е.
    | (?<=\S)[ ](?=[–—](?:\s|$))                        # a dash never begins a line
    """,
    re.VERBOSE,
)
_LONGEST_CHAIN = 4  # words that may hold together; a longer chain would not fit a column


def for_print(text: str) -> str:
    """The text with non-breaking spaces where a line must not break; nothing else changes."""
    glued = _GLUED.sub(lambda match: match[0].replace(" ", NBSP), text)
    return " ".join(map(_bounded, glued.split(" ")))


def _bounded(chain: str) -> str:
    words = chain.split(NBSP)
    if len(words) <= _LONGEST_CHAIN:
        return chain
    return " ".join(
        NBSP.join(words[i : i + _LONGEST_CHAIN]) for i in range(0, len(words), _LONGEST_CHAIN)
    )

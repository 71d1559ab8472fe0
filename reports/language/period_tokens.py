"""The words of a typed period: numbers, dates, months and the few words between them.

Forgiving where people are careless: any dash, any space, letters glued to digits, Latin letters
that look like Cyrillic ones and Roman numerals typed with Cyrillic letters.
"""

import re
from dataclasses import dataclass

from reports.language import quarters

# Characters, spaces counted once. A pasted page is refused before it is looked at; the longest
# text that we print ourselves, of ``period_reader.MOST_SPANS`` spans, is shorter.
LONGEST = 3_000


@dataclass(frozen=True)
class Token:
    """``kind`` is one of: number, date, month, ordinal, word; or a mark: - , с до и now.

    ``number`` is that of a number, an ordinal and a month, and the month of a date, of which
    ``day`` or ``year`` may be None. ``word`` is the piece of the calendar that a word names
    («квартал», «полугодие», «год»), or «г.», which only follows a year.
    """

    kind: str
    number: int = 0
    word: str = ""
    day: int | None = None
    year: int | None = None


class PeriodError(ValueError):
    """Why a text is not a period: a Russian sentence for the person who typed it."""


class Unreadable(Exception):
    """The text is not a period; what exactly is wrong cannot be said."""


_TOKEN = re.compile(
    r"""
      (?P<iso>\d{4}-\d{1,2}-\d{1,2})(?!\d)
    | (?P<date>
        \d{1,2}(?P<mark>[./-])[ ]?\d{1,2}(?P=mark)[ ]?\d{4}     # 05.11.2020, 05-11-2020
      | \d{1,2}[./]\d{1,2}(?:[./]\d{2})?                        # 5.11.20, 5.11
      )(?![./]?\d)
    | (?P<month>\d{1,2}[./]\d{4})(?![./]?\d)                    # 11.2020
    | (?P<number>\d+)(?:-?(?:его|ого|ое|ые|ый|го|ей|й|е|м)(?![а-яё]))?
    | (?P<word>[a-zа-яёіⅰ-ⅳ]+)
    | (?P<dash>-)
    | (?P<comma>[,;])
    | (?P<blank>[ .()]+|:(?!\d))
    | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL | re.ASCII,
)
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
LATIN_LOOKALIKES = str.maketrans("ABCEHKMOPTXYabcehkmoptxy", "АВСЕНКМОРТХУаьсенкмортху")

_MONTHS = {
    form: number
    for forms in (quarters.MONTHS, quarters.MONTHS_GENITIVE, quarters.MONTHS_LOCATIVE)
    for number, form in enumerate(forms, start=1)
} | {
    "янв": 1, "фев": 2, "февр": 2, "мар": 3, "апр": 4, "июн": 6, "июл": 7,
    "авг": 8, "сен": 9, "сент": 9, "окт": 10, "ноя": 11, "нояб": 11, "дек": 12,
}  # fmt: skip

# Roman numerals as they are typed on a Russian keyboard, too: «П», «ІУ».
ROMAN_LOOKALIKES = str.maketrans(
    {"і": "i", "l": "i", "п": "ii", "ш": "iii", "у": "v"}
    | {"ⅰ": "i", "ⅱ": "ii", "ⅲ": "iii", "ⅳ": "iv"}
)
_ORDINALS = {roman.lower(): number for number, roman in enumerate(quarters.ROMAN, start=1)} | {
    stem + ending: number
    for number, stem, endings in (
        (1, "перв", ("ый", "ого", "ом", "ое")),
        (2, "втор", ("ой", "ого", "ом", "ое")),
        (3, "трет", ("ий", "ьего", "ьем", "ье")),
        (4, "четверт", ("ый", "ого", "ом", "ое")),
        (4, "четвёрт", ("ый", "ого", "ом", "ое")),
    )
    for ending in endings
}

_WORDS = {
    **dict.fromkeys(("год", "года", "году", "годы", "годов", "годах"), Token("word", word="год")),
    **dict.fromkeys(("г", "гг"), Token("word", word="г.")),
    **dict.fromkeys(("квартал", "квартала", "квартале", "кв"), Token("word", word="квартал")),
    **dict.fromkeys(("полугодие", "полугодия", "полугодии"), Token("word", word="полугодие")),
    **dict.fromkeys(("с", "со"), Token("с")),
    **dict.fromkeys(("по", "до"), Token("до")),
    "и": Token("и"),
    # «по настоящее время», «по сегодняшний день»
    **dict.fromkeys(("время", "день"), Token("now")),
}
_SAYING_NOTHING = frozenset([
    "в", "во", "за", "на", "весь", "всего", "начиная", "настоящее", "сегодняшний",
    "период", "периода", "течение", "течении", "протяжении",
    "срок", "сроки", "дата", "даты", "проведения",
    "отчетный", "отчетного", "отчетном", "отчётный", "отчётного", "отчётном",
    "месяц", "месяца", "месяце", "число", "числа",
])  # fmt: skip


def tokens(text: str) -> list[Token]:
    """``text`` has single spaces. Raises ``Unreadable`` at a word that is not of a period."""
    if len(text) > LONGEST:
        raise Unreadable
    text = text.translate(_DASHES).translate(LATIN_LOOKALIKES).lower().strip(" .,;")
    found = (
        _token(group, match[group]) for match in _TOKEN.finditer(text) if (group := match.lastgroup)
    )
    return [token for token in found if token is not None]


def _token(group: str, text: str) -> Token | None:
    match group:
        case "iso" | "date" | "month":
            return _numeric_date(group, text)
        case "number" if len(text) <= 4:
            return Token("number", int(text))
        case "word":
            return _word(text)
        case "dash":
            return Token("-")
        case "comma":
            return Token(",")
        case "blank":
            return None
    raise Unreadable


def _numeric_date(group: str, text: str) -> Token:
    """«5.11.20» is of 2020; «5.11» says no year, «11.2020» no day."""
    parts = [int(part) for part in re.split(r"[./-] ?", text)]
    if group == "iso":
        year, month, day = parts
        return Token("date", month, day=day, year=year)
    if group == "month":
        month, year = parts
        return Token("date", month, year=year)
    day, month, *said = parts
    if not said:
        return Token("date", month, day=day)
    year = said[0]
    if re.search(r"(?<!\d)\d\d\Z", text):
        year += 1900 if year >= 90 else 2000
    return Token("date", month, day=day, year=year)


def _word(text: str) -> Token | None:
    ordinal = _ORDINALS.get(text) or _ORDINALS.get(text.translate(ROMAN_LOOKALIKES))
    if ordinal:
        return Token("ordinal", ordinal)
    if text in _MONTHS:
        return Token("month", _MONTHS[text])
    if text in _WORDS:
        return _WORDS[text]
    if text in _SAYING_NOTHING:
        return None
    raise Unreadable

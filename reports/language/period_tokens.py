"""The words of a typed period: numbers, dates, months and the few words between them.

Forgiving where people are careless: any dash, any space, letters glued to digits, Latin letters
that look like Cyrillic ones and Roman numerals typed with Cyrillic letters.
"""

import re
from dataclasses import dataclass

from reports.language import quarters

LONGEST = 300  # characters; nobody writes a longer period, and a pasted page is refused at once


@dataclass(frozen=True)
class Token:
    """``kind`` is one of: number, date, month, roman, word; or a mark: - , с до и."""

    kind: str
    value: int | tuple | str = 0


class Unreadable(Exception):
    pass


_TOKEN = re.compile(
    r"""
      (?P<iso>\d{4}-\d{1,2}-\d{1,2})(?!\d)
    | (?P<date>\d{1,2}[./]\d{1,2}(?:[./](?:\d{4}|\d{2}))?)(?![./]?\d)
    | (?P<number>\d+)(?:-?(?:ого|ое|ый|го|ей|й|е|м)(?![а-яё]))?
    | (?P<word>[a-zа-яёі]+)
    | (?P<dash>-)
    | (?P<comma>[,;])
    | (?P<blank>[ .()]+)
    | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL | re.ASCII,
)
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
_LATIN_LOOKALIKES = str.maketrans("aceopxykmhtb", "асеорхукмнтв")
_MONTHS = {
    form: number
    for forms in (quarters.MONTHS, quarters.MONTHS_GENITIVE, quarters.MONTHS_LOCATIVE)
    for number, form in enumerate(forms, start=1)
} | {
    "янв": 1, "фев": 2, "февр": 2, "мар": 3, "апр": 4, "июн": 6, "июл": 7,
    "авг": 8, "сен": 9, "сент": 9, "окт": 10, "ноя": 11, "нояб": 11, "дек": 12,
}  # fmt: skip
# Roman numerals as they are typed on a Russian keyboard, too.
_ROMAN = {
    "i": 1, "і": 1,
    "ii": 2, "іі": 2, "п": 2,
    "iii": 3, "ііі": 3, "ш": 3,
    "iv": 4, "іv": 4, "iу": 4, "іу": 4,
}  # fmt: skip
_WORDS = {
    **dict.fromkeys(("год", "года", "году", "г", "гг", "годы", "годов"), "год"),
    **dict.fromkeys(("квартал", "квартала", "квартале", "кв"), "квартал"),
    **dict.fromkeys(("полугодие", "полугодия", "полугодии"), "полугодие"),
    **dict.fromkeys(("с", "со"), "с"),
    **dict.fromkeys(("по", "до"), "до"),
    "и": "и",
}
_SAYING_NOTHING = frozenset(["в", "во", "за", "на", "период", "течение", "течении", "протяжении"])


def tokens(text: str) -> list[Token]:
    if len(text) > LONGEST:
        raise Unreadable
    text = " ".join(text.translate(_DASHES).lower().split())
    tokens = (_token(match.lastgroup, match[match.lastgroup]) for match in _TOKEN.finditer(text))
    return [token for token in tokens if token is not None]


def _token(group: str, text: str) -> Token | None:
    if group == "iso":
        year, month, day = map(int, text.split("-"))
        return Token("date", (day, month, year))
    if group == "date":
        return Token("date", _numeric_date(text))
    if group == "number":
        if len(text) > 4:
            raise Unreadable
        return Token("number", int(text))
    if group == "word":
        return _word(text)
    if group == "blank":
        return None
    if group == "other":
        raise Unreadable
    return Token("-" if group == "dash" else ",")


def _numeric_date(text: str) -> tuple[int, int, int | None]:
    """«5.11.20» → (5, 11, 2020); «5.11» → (5, 11, None)."""
    day, month, *year = map(int, re.split(r"[./]", text))
    if not year:
        return day, month, None
    return day, month, year[0] if year[0] > 99 else 2000 + year[0]


def _word(text: str) -> Token | None:
    if text in _ROMAN:
        return Token("roman", _ROMAN[text])
    text = text.translate(_LATIN_LOOKALIKES)
    if text in _MONTHS:
        return Token("month", _MONTHS[text])
    if text in _WORDS:
        kind = _WORDS[text]
        return Token(kind) if kind in ("с", "до", "и") else Token("word", kind)
    if text in _SAYING_NOTHING:
        return None
    raise Unreadable

"""A typed period → its words: numbers, dates, months and the few words between them.

Forgiving where people are careless: any dash, any space, letters glued to digits, Latin letters
that look like Cyrillic ones and Roman numerals typed with Cyrillic letters. Times and weekdays are
words of their own, so that they can be left out and told.
"""

import re
from dataclasses import dataclass, replace

from reports.language.period_words import (
    LATIN_LOOKALIKES,
    MARKS,
    MONTHS,
    ORDINALS,
    PIECES,
    ROMAN,
    ROMAN_LOOKALIKES,
    SAYING_NOTHING,
    VAGUE,
    VAGUE_STEMS,
    WEEKDAY_FORMS,
    WEEKDAY_GENITIVES,
)

# Characters, spaces counted once. A pasted page is refused before it is looked at; the longest
# text that we print ourselves, of ``period_reader.MOST_SPANS`` spans, is shorter.
LONGEST = 3_000


@dataclass(frozen=True)
class Token:
    """``kind`` is one of: number, date, month, ordinal, year, piece, time, weekday; or a mark:
    - , / с по до и now; or vague, unknown, day_or_time.

    ``number`` is that of a number, an ordinal and a month, the month of a date, of which ``day``
    or ``year`` may be None, and of a year counted from the quarter's: 0, -1, 1. ``word`` is the
    piece of the calendar («квартал», «полугодие», «год») or «г.», which only follows a year; of a
    number it is the digits. It stands in the text from ``start`` up to ``end``.
    """

    kind: str
    number: int = 0
    word: str = ""
    day: int | None = None
    year: int | None = None
    weekdays: tuple[int, ...] = ()
    start: int = 0
    end: int = 0


class PeriodError(ValueError):
    """Why a text is not a period: a Russian sentence for the person who typed it. ``offers`` are
    canonical texts, one of which may have been meant."""

    def __init__(self, message: str, offers: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.offers = offers


class Unreadable(Exception):
    """The text is not a period: ``start`` and ``end`` of the piece that is not understood."""

    def __init__(self, start: int, end: int) -> None:
        super().__init__()
        self.start = start
        self.end = end


class BrokenOff(Unreadable):
    """Nothing follows the piece, and something must."""


class NoDay(Unreadable):
    """The piece is only times and weekdays."""


class Vague(Unreadable):
    """The piece tells about when, not which days."""


class Asked(Exception):
    """Several things can be meant: a question, and how the whole text would say each."""

    def __init__(self, question: str, *meanings: str) -> None:
        super().__init__(question)
        self.meanings = meanings


_HOUR = r"(?:2[0-4]|[01]?\d)(?!\d)"
_MONTH = r"(?:янв|фев|мар|апр|ма[йя]|июн|июл|авг|сен|окт|ноя|дек)"
_NO_DATE = rf"(?!\d)(?![./]\d)(?![ ]?{_MONTH})"
_HOURS = r"(?:час(?:а|ов)?|ч)"
# No day of a calendar: 15:00, 15.30, 15-00, 15⁰⁰, 10.10 ч., 15 ч. 30 мин., 15ч30, 7 вечера.
_CLOCK = rf"""(?:
    {_HOUR}
    (?: :[0-5]\d(?::[0-5]\d)? | \.(?:00|1[3-9]|[2-5]\d) | -(?:00|3[2-9]|[45]\d) | [⁰¹²³⁴⁵⁶⁷⁸⁹]{{2}} )
    {_NO_DATE} (?:[ ]?{_HOURS}(?![а-яё])\.?)?
  | {_HOUR}[.][0-5]\d[ ]?{_HOURS}(?![а-яё])\.?
  | {_HOUR}[ ]?{_HOURS} (?: [0-5]\d(?!\d) | (?![а-яё])\.?
        (?:[ ]?[0-5]?\d[ ]?(?:минут[аы]?|мин|м)(?![а-яё])\.?)? )
  | {_HOUR}[ ](?:утра|вечера|ночи)(?![а-яё])
)"""
# A day or a time: 18.11.
_DOUBTFUL = rf"{_HOUR}\.(?:0?[1-9]|1[0-2])(?!\d)(?![./]\d)(?![ ]?(?:19|20)\d\d)"
_TO = r"[ ]?(?:-|до|по)[ ]?"
_TIME = rf"""
    (?:(?:начал[оа]|открытие|сбор|регистрация|время)
       (?:[ ](?:проведения|мероприятия|регистрации|работы))?[ ]?[:-]?[ ]?)?
    (?: (?:(?:с|в|от)[ ])?{_CLOCK}(?:{_TO}|[ ]и[ ]){_CLOCK}
      | (?:с|от)[ ]{_HOUR}[ ]до[ ]{_CLOCK}
      | {_HOUR}[ ]?-[ ]?{_HOUR}[ ]?{_HOURS}(?![а-яё])\.?
      | (?:(?:в|с|к|до|от|на|около|после)[ ])?{_CLOCK} )
    (?:[ ]\(?(?:(?:по[ ])?(?:мск|московскому[ ]времени)|утра|дня|вечера|ночи)(?![а-яё])\.?\)?)?
  | (?:утром|дн[её]м|вечером|ночью)(?![а-яё])"""
_WEEKDAY = rf"(?:{'|'.join(sorted(WEEKDAY_FORMS, key=len, reverse=True))})(?![а-яё])\.?"
_FROM_WEEKDAY = rf"(?:{'|'.join(WEEKDAY_GENITIVES)})(?![а-яё])"
_WEEKDAYS = rf"""
    (?:во?[ ])?{_WEEKDAY}(?:[ ]?(?:[-,/]|и)[ ]?{_WEEKDAY})*
  | со?[ ]{_FROM_WEEKDAY}{_TO}{_WEEKDAY}
  | (?:(?<=с[ ])|(?<=со[ ])){_FROM_WEEKDAY}"""
_YEARS = {
    0: r"(?:[ст][./]|тек\.)[ ]?г(?:ода)?(?![а-яё])\.?|"
    r"(?:сего|текущего|этого|нынешнего)[ ]г(?:ода)?(?![а-яё])\.?|"
    r"(?:текущем|этом|нынешнем)[ ]году|(?:текущий|этот)[ ]год",
    -1: r"(?:прошлого|прошедшего|предыдущего)[ ]года|(?:прошлом|прошедшем|предыдущем)[ ]году",
    1: r"(?:следующего|будущего)[ ]года|(?:следующем|будущем)[ ]году",
}
_TOKEN = re.compile(
    rf"""
      (?P<blank>[ .()]+|:(?!\d))
    | (?P<now>(?:(?:по|до)[ ])?
        (?:(?:настоящ(?:ее|его)|наст\.|текущее)[ ]врем(?:я|ени)|н[./][ ]?вр?|текущий[ ](?:день|момент)
        |сегодня(?:шн(?:ий|его)[ ]д(?:ень|ня))?|сей[ ]день|сих[ ]пор|далее)(?![а-яё])\.?)
    | (?P<this_year>{_YEARS[0]})(?![а-яё])
    | (?P<last_year>{_YEARS[-1]})(?![а-яё])
    | (?P<next_year>{_YEARS[1]})(?![а-яё])
    | (?P<reported>отч[её]тн(?:ый|ого|ом)[ ]период[ае]?(?![а-яё]))
    | (?P<day_or_time>(?:[вс][ ])?(?:{_DOUBTFUL}{_TO}{_CLOCK}|{_CLOCK}{_TO}{_DOUBTFUL}))
    | (?P<time>{_TIME})
    | (?P<at>в[ ](?:{_DOUBTFUL}(?![ ]?-)|{_HOUR}-[0-5]\d{_NO_DATE}(?![ ]числ)))
    | (?P<weekday>{_WEEKDAYS})
    | (?P<iso>\d{{4}}(?P<iso_mark>[./-])\d{{1,2}}(?P=iso_mark)\d{{1,2}})(?!\d)
    | (?P<excel>\d{{1,2}}(?P<excel_mark>[.-])[а-я]{{3,8}}(?P=excel_mark)\d\d(?:\d\d)?)(?!\d)
    | (?P<date>
        \d{{1,2}}(?P<mark>[./\\-])[ ]?\d{{1,2}}(?P=mark)[ ]?\d{{4}}    # 05.11.2020, 05-11-2020
      | \d{{1,2}}[ .]{{1,2}}\d{{1,2}}[ .]{{1,2}}(?:19|20)\d\d          # 05 11 2020
      | (?<!,)\d{{1,2}},\d{{1,2}},(?:19|20)\d\d                        # 05,11,2020
      | \d{{1,2}}[./]\d{{1,2}}(?:[./]\d{{2}})?                         # 5.11.20, 5.11
      | \d{{1,2}}[ ]/[ ]\d{{1,2}}(?=[ ]{_MONTH})                      # 5 / 6 ноября
      )(?![./]?\d)
    | (?P<month>\d{{1,2}}[./]\d{{4}})(?![./]?\d)                       # 11.2020
    | (?P<number>\d+)(?:(?:-?(?:его|ого|ое|ая|ые|ый|го|ей|й|е|м|я)|[ ](?:го|ого|ое))(?![а-яё])
        |-(?={_MONTH}))?
    | (?P<between>(?<=\d)т(?=\d\d:))                                  # 2020-11-05T10:00
    | (?P<half>п/г)(?![а-яё])
    | (?P<glued>[iv]{{1,3}})(?=кв|пол)
    | (?P<word>(?:(?:двадцать|тридцать)[ ])?[a-zа-яёіⅰ-ⅳ]+
        (?:-(?:ы?й|о?го|о?м|о?е|ий|ьего|ьем)(?![а-яё]))?)              # IV-й
    | (?P<dash>-(?:[ ]?-)*)
    | (?P<comma>[,;](?:[ ]?[,;])*)
    | (?P<slash>/)
    | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL | re.ASCII,
)
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
OUTSIDE_OF_PIECES = " ,;()"


def tokens(text: str) -> list[Token]:
    """``text`` has single spaces, and no marks at its ends. Raises ``Unreadable`` at a piece that
    is not of a period, ``Vague`` at one that says no day."""
    if len(text) > LONGEST:
        raise Unreadable(0, len(text))
    folded = "".join(map(_small, text.translate(_DASHES).translate(LATIN_LOOKALIKES)))
    found = [
        replace(token, start=match.start(), end=match.end())
        for match in _TOKEN.finditer(folded)
        if (token := _token(folded, match)) is not None
    ]
    found = [token for token in found if token.word != "период" or len(found) == 1]
    if not found:
        says_nothing = any(map(str.isalpha, text))  # «в течение месяца»
        raise (Vague if says_nothing else Unreadable)(0, len(text))
    _check_known(text, found)
    return found


def _small(letter: str) -> str:
    """One for one: places in the text stay what they are."""
    small = letter.lower()
    return small if len(small) == 1 else letter


def _check_known(text: str, found: list[Token]) -> None:
    kinds = [token.kind for token in found]
    if "vague" in kinds:  # «III декада октября»
        first, last = _around(found, kinds.index("vague"), _BEFORE_VAGUE, _AFTER_VAGUE)
        raise Vague(found[first].start, found[last].end)
    if "unknown" in kinds:
        first, last = _around(found, kinds.index("unknown"), (), ("unknown", "-"))
        while kinds[last] == "-":
            last -= 1
        end = found[last].end
        while end < len(text) and text[end] not in OUTSIDE_OF_PIECES:
            end += 1
        raise Unreadable(found[first].start, end)


_BEFORE_VAGUE = ("number", "ordinal", "vague")
_AFTER_VAGUE = ("number", "month", "year", "piece", "weekday", "vague", "unknown")


def _around(
    found: list[Token], at: int, before: tuple[str, ...], after: tuple[str, ...]
) -> tuple[int, int]:
    """The first and the last of the neighbours of a token that are told with it."""
    first = last = at
    while first and found[first - 1].kind in before:
        first -= 1
    while last + 1 < len(found) and found[last + 1].kind in after:
        last += 1
    return first, last


_RELATIVE_YEARS = {"this_year": 0, "last_year": -1, "next_year": 1}
_SIGNS = {"dash": "-", "comma": ",", "slash": "/"}


def _token(folded: str, match: re.Match[str]) -> Token | None:
    group = match.lastgroup or ""
    text = match[group]
    match group:
        case "now" | "time" | "day_or_time":
            return Token(group)
        case "at":  # after a day it is a time: «5 ноября в 18.11»
            if re.search(r"\d", folded[: match.start()]):
                return Token("time")
            return Token("unknown") if "-" in text else _numeric_date("date", text[2:])
        case "this_year" | "last_year" | "next_year":
            return Token("year", _RELATIVE_YEARS[group])
        case "reported":
            return Token("piece", word="период")
        case "weekday":
            return Token("weekday", weekdays=_weekdays(text))
        case "iso" | "date" | "month":
            return _numeric_date(group, text)
        case "excel":
            day, name, year = re.split("[.-]", text)
            return replace(_numeric_date("date", f"{day}.1.{year}"), number=MONTHS.get(name, 0))
        case "number" if len(text) <= 4:
            return Token("number", int(text), text)
        case "word" | "glued" | "half":
            return _word(text)
        case "blank" | "between":
            return None
    return Token(_SIGNS.get(group, "unknown"))


def _weekdays(text: str) -> tuple[int, ...]:
    days = WEEKDAY_FORMS | WEEKDAY_GENITIVES
    return tuple(days[word] for word in re.findall("[а-я]+", text) if word in days)


def _numeric_date(group: str, text: str) -> Token:
    """«5.11.20» is of 2020; «5.11» says no year, «11.2020» no day."""
    parts = [int(part) for part in re.findall(r"\d+", text)]
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
    if text in ORDINALS:
        return Token("number", ORDINALS[text])
    stem = text.partition("-")[0]
    roman = ROMAN.get(stem) or ROMAN.get(stem.translate(ROMAN_LOOKALIKES))
    if roman:
        return Token("ordinal", roman)
    if text in MONTHS:
        return Token("month", MONTHS[text])
    if text in PIECES:
        return Token("piece", word=PIECES[text])
    if text in MARKS:
        return Token(MARKS[text])
    if text in SAYING_NOTHING:
        return None
    is_vague = text in VAGUE or text.startswith(VAGUE_STEMS)
    return Token("vague" if is_vague else "unknown")

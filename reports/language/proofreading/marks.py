"""Marks put twice, spaces that are missing or needless beside them, words written twice."""

import re
from collections.abc import Iterator

from reports.language.proofreading import dictionary
from reports.language.proofreading.findings import Finding

_CYRILLIC = "А-Яа-яЁё"
_AFTER_MARK = "После этого знака нужен пробел."

# Words

_TWICE = re.compile(rf"(?<![\w-])([{_CYRILLIC}]{{1,40}})[^\S\n]\1(?![\w-])", re.IGNORECASE)
_NAME_MARKS = ("Name", "Surn", "Patr", "Geox")
_SUNG = frozenset(["ля", "ла", "ха", "ой", "ай", "эй", "динь", "бом", "тик", "ку"])


def check_marks(text: str) -> Iterator[Finding]:
    yield from _words_twice(text)
    yield from _repeated(text)
    yield from _missing_spaces(text)
    yield from _needless_spaces(text)


def _words_twice(text: str) -> Iterator[Finding]:
    for match in _TWICE.finditer(text):
        word, again = match[1], match[0][-len(match[1]) :]
        if again[0].isupper() and (len(word) == 1 or _is_name(word)):
            continue
        if word.lower() in _SUNG:
            continue
        yield Finding("doubled_word", *match.span(), "Слово написано дважды.", word)


def _is_name(word: str) -> bool:
    """«Дюран Дюран» is one; what the dictionary does not know may be one."""
    small = word.lower()
    return not dictionary.in_dictionary(small) or any(
        mark in tag for tag in dictionary.tags(small) for mark in _NAME_MARKS
    )


# Marks put twice

_DOTS = re.compile(r"(?<=[\w»)])\.\.(?=\s|\Z|[»)])")
_COMMAS = re.compile(r",(?:[^\S\n]?,)+")
_OPENING_COMMAS = re.compile(rf"(?<!\S),,(?=[{_CYRILLIC}])")
_OTHER_QUOTES = re.compile(
    r"<<[^\S\n]?(?P<angles>[^<>\n]{1,300}?)[^\S\n]?>>"
    rf"|(?<!\w)''(?P<twice>[^'\n]{{1,300}})''(?!\w)"
    rf"|(?<![\w'])'(?P<once>[{_CYRILLIC}][^'\n]{{1,200}})'(?![\w'])"
)
_OTHERS = re.compile(
    rf"(?<=[{_CYRILLIC}\d»)])(?:(?P<mark>[;:!?])(?P=mark)+|[,;:][^\S\n]?\.(?=\s|\Z))"
)
_TWO_HYPHENS = re.compile(r"(?<=\s)--(?=\s)")


def _repeated(text: str) -> Iterator[Finding]:
    for match in _DOTS.finditer(text):
        yield Finding("repeated_mark", *match.span(), "Точка поставлена дважды.", ".")
    for match in _COMMAS.finditer(text):
        if not _OPENING_COMMAS.match(text, match.start()):
            yield Finding("repeated_mark", *match.span(), "Запятая поставлена дважды.", ",")
    for match in _OPENING_COMMAS.finditer(text):
        yield Finding("angle_quotes", *match.span(), "Вместо кавычек стоят запятые.", "«")
    for match in _OTHERS.finditer(text):
        message = "Здесь нужен один знак."
        yield Finding("repeated_mark", *match.span(), message, match["mark"] or ".")
    for match in _OTHER_QUOTES.finditer(text):
        message = "Нужны кавычки «елочки»."
        yield Finding("angle_quotes", *match.span(), message, f"«{match[match.lastgroup or 0]}»")
    for match in _TWO_HYPHENS.finditer(text):
        message = "Между словами ставят тире «–» с пробелами."
        yield Finding("hyphen_for_dash", *match.span(), message, "–")


# Spaces that are missing

_BEHIND_COMMA = re.compile(rf"(?<=[\w»)\"“.])[,;](?=[{_CYRILLIC}«])")
_BEHIND_COLON = re.compile(rf"(?<=[{_CYRILLIC}»)])[:!?](?=[{_CYRILLIC}«])")
# Not «г.Смоленск», which is an abbreviation, nor «Яндекс.Диск», nor «www.сайт.рф».
_BEHIND_DOT = re.compile(r"(?P<before>[А-ЯЁа-яё]{2,40}[»)]?|[»)])(?P<dot>\.)(?=[А-ЯЁ]\s?[а-яё]|«)")
_BEHIND_LIST_NUMBER = re.compile(r"(?<!\S)\d{1,2}\.(?=[А-ЯЁ][а-яё])")
_OF_A_SERVICE = frozenset(["яндекс", "мейл", "гугл"])
_ABBREVIATED = frozenset(
    ["гг", "пп", "пос", "дер", "ул", "пл", "пр", "просп", "пер", "им", "оз", "обл", "ст", "корп", "св",
     "проф", "акад", "стр", "каб", "тел", "руб", "тыс", "чел"]
)  # fmt: skip
_BEFORE_QUOTE = re.compile(rf"(?<=[{_CYRILLIC}])«")
_BEHIND_QUOTE = re.compile(rf"»(?=[{_CYRILLIC}\d«])")
_BEFORE_BRACKET = re.compile(rf"(?<=[{_CYRILLIC}».])\((?![а-яё]{{1,4}}(?:/[а-яё]{{1,4}})?\))")
_BEHIND_BRACKET = re.compile(rf"(?<![(\s])\)(?=[{_CYRILLIC}«])")
_OPTIONAL = re.compile(r"\(([а-яё]{1,6})\Z")  # «(не)зависимый», «(со)организаторы»
_SMALL_WORD = re.compile(r"[а-яё]{2,40}")
_GLUED_DASH = re.compile(r"(?:(?<=[А-ЯЁ]\.)|(?<=[»)]))[-–—](?P<word>[а-яё]{4,40})(?![\w-])")


def _missing_spaces(text: str) -> Iterator[Finding]:
    for expression in (_BEHIND_COMMA, _BEHIND_COLON, _BEHIND_LIST_NUMBER):
        for match in expression.finditer(text):
            yield Finding("missing_space", *match.span(), _AFTER_MARK, f"{match[0]} ")
    for match in _BEHIND_DOT.finditer(text):
        if match["before"].lower() not in _OF_A_SERVICE | _ABBREVIATED:
            yield Finding("missing_space", *match.span("dot"), _AFTER_MARK, ". ")
    for expression, message in (
        (_BEFORE_QUOTE, "Перед кавычкой нужен пробел."),
        (_BEFORE_BRACKET, "Перед скобкой нужен пробел."),
    ):
        for match in expression.finditer(text):
            yield Finding("missing_space", *match.span(), message, f" {match[0]}")
    for match in _BEHIND_QUOTE.finditer(text):
        yield Finding("missing_space", *match.span(), "После кавычки нужен пробел.", "» ")
    for match in _BEHIND_BRACKET.finditer(text):
        if not _is_optional(text, match.start()):
            yield Finding("missing_space", *match.span(), "После скобки нужен пробел.", ") ")
    for match in _GLUED_DASH.finditer(text):
        if dictionary.in_dictionary(match["word"]):
            message = "Между словами ставят тире «–» с пробелами."
            yield Finding("hyphen_for_dash", match.start(), match.start() + 1, message, " – ")


def _is_optional(text: str, closing: int) -> bool:
    """«(не)зависимый», not «(пять)концертов»."""
    inside = _OPTIONAL.search(text[max(0, closing - 8) : closing])
    behind = _SMALL_WORD.match(text, closing + 1)
    return bool(inside and behind and dictionary.is_word(f"{inside[1]}{behind[0]}"))


# Spaces that are needless

_INSIDE = re.compile(r"[«„(][^\S\n]+(?=[^\s»“)])|(?<=[^\s«„(])[^\S\n]+[»)]")


def _needless_spaces(text: str) -> Iterator[Finding]:
    for match in _INSIDE.finditer(text):
        where = "скобок" if match[0].strip() in "()" else "кавычек"
        message = f"Внутри {where} пробел не нужен."
        yield Finding("extra_space", *match.span(), message, match[0].strip())

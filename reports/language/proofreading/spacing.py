"""Spaces that are missing or needless: «31октября», «№5», «г.Смоленск», «И. О. Фамилия»."""

import re
from collections.abc import Iterator

from reports.language import quarters
from reports.language.proofreading import dictionary
from reports.language.proofreading.findings import Finding

_GLUED = re.compile(r"(?<![\w.,/-])(\d{1,6})([а-яё]{1,30})(?![\w-])(\.?)")
_GLUED_MONTH = re.compile(
    rf"(?<!\w)({'|'.join(quarters.MONTHS_GENITIVE + quarters.MONTHS)})(\d{{4}})(?!\d)"
)
_ENDINGS_OF_ORDINALS = frozenset(
    ["го", "ого", "его", "му", "ому", "ему", "ем", "ом", "ым", "ыми", "ых", "их", "ый", "ий", "ой", "ая", "ое",
     "ые", "ую", "ти", "ми", "ю", "мя", "х", "й", "е", "я", "м"]
)  # fmt: skip
# «75летие» is one word with a hyphen.
WITH_HYPHEN = re.compile(
    r"(?:лети[еяюйм]|летн|этажн|дневн|часов[оыа]|разов|кратн|томн|местн|классник|процентн)[а-яё]{0,5}"
)
_NUMBER_SIGN = re.compile(r"№(?=[^\W_])")
_ABBREVIATION = re.compile(
    r"(?<![\w.-])(?:гг?|с|пп?|пос|д|дер|ул|пл|пр|просп|пер|им|оз|обл|ст|корп|р|св|проф|акад|ч|"
    r"стр|каб|тел|руб|тыс|чел)\.(?=[А-ЯЁ«„\"\d])"
)
_INITIALS = re.compile(r"(?<![\w.])([А-ЯЁ])\.([^\S\n]?)([А-ЯЁ])\.([^\S\n]?)(?=[А-ЯЁ][а-яё])")
_INITIALS_BEHIND = re.compile(
    r"(?<!\w)(?<!\.\s)[А-ЯЁ][а-яё]{2,30}[^\S\n](?P<typed>([А-ЯЁ])\.[^\S\n]([А-ЯЁ])\.)(?!\s?[А-ЯЁ][а-яё])"
)
# «Петров И.О, директор», «Петров И.О»: the second dot is forgotten.
_INITIALS_UNFINISHED = re.compile(
    r"(?<!\w)[А-ЯЁ][а-яё]{2,30}[^\S\n](?P<typed>([А-ЯЁ])\.\s?([А-ЯЁ]))(?=[,;)]|\s[а-яё–(-]|\s?\Z|\n)"
)
_ACTING = re.compile(
    r"(?<![\w.])(?P<typed>[ВвИи]\.(?:\s?[рР]\.\s?[иИ]\.)?\s?[оО](?:\.|(?=\s[А-ЯЁа-яё]{3})))"
    r"(?=\s?(?P<post>[А-ЯЁа-яё]{3}))"
)
_UNFINISHED = re.compile(
    r"(?<![\w.])(?:(?P<whole>[Тт]\.\s?[екч])|(?<=\sи\s)(?P<end>т(?:\.\s?)?[дп]|др|пр))(?![\w.])"
)
_UNITS = frozenset(
    ["шт", "км", "кг", "см", "мм", "га", "руб", "тыс", "млн", "млрд", "мин", "чел", "экз"]
)
_INITIAL = re.compile(r"(?<![\w.])(?<![А-ЯЁ]\.\s)[А-ЯЁ]\.(?=[А-ЯЁ][а-яё]{2})")


def check_spacing(text: str) -> Iterator[Finding]:
    for match in _GLUED.finditer(text):
        yield from _glued(match)
    for match in _GLUED_MONTH.finditer(text):
        message = "Между месяцем и годом нужен пробел."
        yield Finding("glued_number", *match.span(), message, f"{match[1]} {match[2]}")
    for match in _NUMBER_SIGN.finditer(text):
        yield Finding("number_sign", *match.span(), "После знака «№» нужен пробел.", "№ ")
    for match in _ABBREVIATION.finditer(text):
        message = "После сокращения с точкой нужен пробел."
        yield Finding("abbreviation_space", *match.span(), message, f"{match[0]} ")
    for match in _UNFINISHED.finditer(text):
        message = "После сокращения нужна точка."
        first, *others = re.findall(r"т|[^т\W]+", match[0], re.IGNORECASE)
        written = ".".join([first, *others])
        yield Finding("abbreviation_dot", *match.span(), message, f"{written}.")
    yield from _initials(text)
    yield from _acting(text)


def _acting(text: str) -> Iterator[Finding]:
    """«и. о. Главы», not the initials «И. О. Петров»."""
    for match in _ACTING.finditer(text):
        typed = match["typed"]
        if typed.rstrip(".")[-1].isupper() and typed[0].isupper():
            continue
        written = f"{''.join(typed.split()).rstrip('.')}."
        is_glued = match.end() == match.start("post")
        if written != typed or is_glued:
            end = " " if is_glued else ""
            message = "Сокращение пишут так: «и.о. главы»."
            yield Finding("acting", *match.span("typed"), message, f"{written}{end}")


def _glued(match: re.Match[str]) -> Iterator[Finding]:
    number, word, dot = match.groups()
    if WITH_HYPHEN.fullmatch(word):
        message = "Между числом и словом нужен дефис."
        yield Finding("glued_number", match.start(), match.end(2), message, f"{number}-{word}")
    elif _is_year(number, word) or _is_whole_word(word, dot):
        message = "Между числом и словом нужен пробел."
        yield Finding("glued_number", match.start(), match.end(2), message, f"{number} {word}")


def _is_year(number: str, word: str) -> bool:
    return word in ("г", "гг") and len(number) == 4


def _is_whole_word(word: str, dot: str) -> bool:
    if word in _UNITS or word in ("по", "до"):
        return True
    if len(word) < 3 or word in _ENDINGS_OF_ORDINALS:
        return False
    return dictionary.in_dictionary(word) or bool(dot) or len(word) > 5


def _initials(text: str) -> Iterator[Finding]:
    message = "Инициалы пишут так: «И.О. Фамилия»."
    for match in _INITIALS.finditer(text):
        first, gap, second, gap_behind = match.groups()
        # At a line's end the space before the surname is the newline itself.
        if gap or not gap_behind:
            yield Finding("initials", *match.span(), message, f"{first}.{second}. ")
    for match in _INITIALS_BEHIND.finditer(text):
        yield Finding("initials", *match.span("typed"), message, f"{match[2]}.{match[3]}.")
    for match in _INITIALS_UNFINISHED.finditer(text):
        yield Finding("initials", *match.span("typed"), message, f"{match[2]}.{match[3]}.")
    for match in _INITIAL.finditer(text):
        yield Finding("initials", *match.span(), message, f"{match[0]} ")

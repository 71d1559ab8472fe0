"""Letters of two alphabets in one word, Roman numerals, and the capital after them."""

import re
from collections.abc import Iterator

from reports.language import period_words
from reports.language.proofreading import dictionary
from reports.language.proofreading.findings import Finding

_TO_CYRILLIC = period_words.LATIN_LOOKALIKES
_TO_LATIN = {cyrillic: latin for latin, cyrillic in _TO_CYRILLIC.items()}
_TO_ROMAN = {
    ord(chr(typed).upper()): roman.upper()
    for typed, roman in period_words.ROMAN_LOOKALIKES.items()
    if chr(typed) != "l"
} | {ord(letter): chr(_TO_LATIN[ord(letter)]) for letter in "ХСМ"} | {ord("l"): "I"}  # fmt: skip

_WORD = re.compile(r"[^\W\d_]+")
_CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)
_LATIN = re.compile("[a-z]", re.IGNORECASE)

_NUMERAL = re.compile(r"(?<![\w.-])[IVXLCDMlІХСМУПШⅠ-Ⅳ]{1,12}(?![\w.-])")
_ROMAN = re.compile(r"(?=.)M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_CERTAIN_NUMERAL = re.compile("[Ⅰ-Ⅳ]|[IVX]..|.[IVX].|..[IVX]")
# Others are a numeral only before what is numbered: «П Международный».
_CYRILLIC_NUMERAL = re.compile("[ХПШІ][ХПШІУIVX]{0,5}|[IVX][ХПШІУ]")
_NUMBERED = re.compile(
    r"\s(?:[А-ЯЁа-яё-]{3,40}(?:[иыо]й|ая|[ое]е|[ыи]е|[ое]го|[ое]му?|[иы]м|[иы]х|ую)\b|"
    r"(?:век|столети|степен|тысячелети|квартал|полугоди|съезд|форум|фестивал|конкурс|турнир|"
    r"чемпионат|слет|этап|тур|мест|конференц|спартакиад|олимпиад)[а-яё]{0,4}\b)"
)

_ORDINAL = re.compile(
    r"(?<![\w.-])(?:[IVX]{1,8}|\d{1,3}-(?:й|я|е|го|му|м|ю))[^\S\n]([а-яё][а-яё-]{3,40})"
)
_EVENT = re.compile(
    r"[^.;:!?()«»\"\n]{0,120}?(?:конкурс|фестивал|форум|конференц|слет|чемпионат|турнир|олимпиад|"
    r"выставк|ярмар|съезд|конгресс|симпозиум|чтени|спартакиад|\bигр|марафон|смотр|семинар|"
    r"праздник|соревновани|первенств|куб(?:ок|ка)|салон|биеннале|пленэр|саммит|регат|пробег|"
    r"хакатон|диктант)"
)
_NOT_OF_A_NAME = re.compile(
    r"(?:миров|младш|старш|средн|взросл|юношеск|спортивн|квалификационн|квартал|школьн|отборочн|"
    r"заключительн|финальн|очн|заочн|дистанционн|отчетн|возрастн)[а-яё]*"
)


def check_letters(text: str, field: str) -> Iterator[Finding]:
    numerals = list(_numerals(text))
    yield from numerals
    taken = {finding.start for finding in numerals}
    for match in _WORD.finditer(text):
        word = match[0]
        if match.start() not in taken and _CYRILLIC.search(word) and _LATIN.search(word):
            message = f"В слове «{word[:40]}» смешаны русские и латинские буквы."
            yield Finding("two_alphabets", *match.span(), message, _in_one_alphabet(word))
    yield from _ordinals(text, field)


def _in_one_alphabet(word: str) -> str | None:
    """None when the stray letters have no twins in the other alphabet, or are not the fewer."""
    cyrillic, latin = word.translate(_TO_CYRILLIC), word.translate(_TO_LATIN)
    strays = len(_LATIN.findall(word))
    if not _LATIN.search(cyrillic) and (
        strays * 2 <= len(word) or dictionary.in_dictionary(cyrillic)
    ):
        return cyrillic
    if not _CYRILLIC.search(latin) and strays * 2 >= len(word):
        return latin
    return None


def _numerals(text: str) -> Iterator[Finding]:
    for match in _NUMERAL.finditer(text):
        typed = match[0]
        roman = typed.translate(_TO_ROMAN)
        if roman == typed or not _ROMAN.fullmatch(roman):
            continue
        is_numbering = _NUMBERED.match(text, match.end()) is not None
        if _CERTAIN_NUMERAL.search(typed) or (is_numbering and _CYRILLIC_NUMERAL.fullmatch(typed)):
            message = f"Римскую цифру пишут латинскими буквами: {roman}."
            yield Finding("roman_numeral", *match.span(), message, roman)


def _ordinals(text: str, field: str) -> Iterator[Finding]:
    title_start = len(text) - len(text.lstrip(" \n«"))
    for match in _ORDINAL.finditer(text):
        word = match[1]
        is_title = field == "name" and match.start() <= title_start
        is_adjective = any("ADJF" in tag for tag in dictionary.tags(word))
        if not is_adjective or _NOT_OF_A_NAME.fullmatch(word):
            continue
        if is_title or _EVENT.match(text, match.end()):
            message = "После порядкового номера название мероприятия пишут с прописной буквы."
            replacement = word[0].upper() + word[1:]
            yield Finding("ordinal_capital", *match.span(1), message, replacement)

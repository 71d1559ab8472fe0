"""Words that Russian does not know.

No dictionary has all the words of a living language, and a remark on a good one teaches people to
pass over remarks. So an unknown word is told only when it looks like a slip of the pen: one letter
away from a known word, or with letters that never stand side by side.
"""

import re
from collections.abc import Iterator

from reports.language.proofreading import dictionary
from reports.language.proofreading.findings import Finding

_WORD = re.compile("[^\\W_]+(?:[-\u2010\u2011'’\u0301][^\\W_]+)*")
_HYPHEN = re.compile("[-\u2010\u2011]")
_SMALL = re.compile("[а-яе]{3,40}")
_CAPITALISED = re.compile("[А-Я][а-я]{6,40}")
_NAME_MARKS = ("Name", "Surn", "Patr", "Geox", "Orgn", "Poss")
_OF_A_PLACE = re.compile(r".*ск(?:ий|ая|ое|ие|ого|ой|ому|ую|им|ом|их|ими)")  # «Кощинская школа»
_ENDING_IN_BRACKETS = re.compile(r"\w[(/]\Z")  # «обучающиеся(ихся)»
_SENTENCE_END = re.compile(r"(?:\A|[.!?…]\s|\n|\n-\s|\A-\s)\Z")
_IMPOSSIBLE = re.compile(
    r"[жш]ы|[чщ][яю]|(.)\1\1|[аеиоуыэюя]{4}|(?:^|[аеиоуыэюя])[ьъ]|^ы|[ьъ]{2}|^[^аеиоуыэюя]{3,}$"
)
# A shorter word before a dot may be an abbreviation: «чел.», «обуч.».
_LONGEST_ABBREVIATION = 5
# The dictionary is asked at length for so many words of one text; more are of another language.
_MOST_UNKNOWN = 40


def check_words(text: str) -> Iterator[Finding]:
    slips: dict[str, bool] = {}
    unknown = 0
    for match in _WORD.finditer(text):
        word = match[0].replace("\u0301", "").replace("Ё", "Е").replace("ё", "е")
        if _CAPITALISED.fullmatch(word) and not _begins_sentence(text, match.start()):
            continue
        if _ENDING_IN_BRACKETS.search(text[max(0, match.start() - 2) : match.start()]):
            continue
        if word not in slips:
            part = _unknown_part(word)
            unknown += part is not None
            if unknown > _MOST_UNKNOWN:
                return
            slips[word] = part is not None and _is_slip(part, is_name=word[0].isupper())
        if slips[word] and not _is_abbreviation(text, match):
            message = f"Слова «{match[0][:40]}» нет в словаре: проверьте, нет ли опечатки."
            yield Finding("unknown_word", *match.span(), message)


def _unknown_part(word: str) -> str | None:
    """What of a word, parted at hyphens, is not Russian; None also for names and the like."""
    if _CAPITALISED.fullmatch(word):
        small = word.lower()
        return None if dictionary.is_word(small) else small
    parts = _HYPHEN.split(word)
    if not all(map(_SMALL.fullmatch, parts[1:])) or dictionary.in_dictionary(word):
        return None
    if parts[0].istitle() and len(parts) > 1:
        return _unknown_of_adjective(parts)
    if not _SMALL.fullmatch(parts[0]):
        return None
    return next((part for part in parts if not dictionary.is_word(part)), None)


def _unknown_of_adjective(parts: list[str]) -> str | None:
    """«Росийско-белорусский», not the name «Атом-кутюр»."""
    first, *rest = (part.lower() for part in parts)
    if not first.endswith("о") or not all(map(dictionary.in_dictionary, rest)):
        return None
    return None if dictionary.is_word(first) else first


def _begins_sentence(text: str, start: int) -> bool:
    return _SENTENCE_END.search(text[max(0, start - 3) : start]) is not None


def _is_slip(word: str, *, is_name: bool) -> bool:
    """A capitalised word may be any name: then only what can be nothing else is told."""
    if is_name and (
        _OF_A_PLACE.fullmatch(word) or any(mark in dictionary.tags(word)[0] for mark in _NAME_MARKS)
    ):
        return False
    if not is_name and _IMPOSSIBLE.search(word):
        return True
    whole = f"{word[:-1]}ий" if word.endswith("о") else word
    return dictionary.is_slip(word) or dictionary.is_slip(whole)


def _is_abbreviation(text: str, match: re.Match[str]) -> bool:
    return text[match.end() : match.end() + 1] == "." and len(match[0]) <= _LONGEST_ABBREVIATION

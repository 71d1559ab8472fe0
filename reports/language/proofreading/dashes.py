"""Hyphens inside words, dashes between them."""

import re
from collections.abc import Iterator

from reports.language import quarters
from reports.language.proofreading import dictionary
from reports.language.proofreading.findings import Finding
from reports.language.proofreading.spacing import WITH_HYPHEN

_DASHES = "‐‑‒–—−-"  # the hyphen last: it stands in classes of letters
_HYPHENS = "-‐‑"
_DASH = re.compile(rf"(?<=[^\s{_DASHES}])([^\S\n]?)([{_DASHES}])(\s?)(?=[^\s{_DASHES}])")
_LEFT = re.compile(r"[^\W\d_]{1,40}\Z")
_RIGHT = re.compile(r"[^\W\d_]{1,40}")
_RIGHT_PHRASE = re.compile(r"\d{1,4}(?!\d)(?:\s(\w{3,10}))?")
_LEFT_NUMBER = re.compile(r"(?<!\d)\d{1,4}\Z")
# «Ростов - на - Дону», «Франкфурт – на – Майне».
_ON_A_RIVER = re.compile(
    rf"(?<!\w)[А-ЯЁ][а-яё]{{1,20}}(\s?)([{_DASHES}])(\s?)на(\s?)([{_DASHES}])(\s?)[А-ЯЁ][а-яё]{{1,20}}"
)
# They never stand alone before a name.
_FIRST_OF_PLACES = frozenset(
    [
        "санкт",
        "нью",
        "лос",
        "сан",
        "сен",
        "сент",
        "усть",
        "йошкар",
        "улан",
        "буэнос",
        "тель",
        "коста",
        "шри",
        "пуэрто",
    ]
)
_FIRST_OF_NOUNS = frozenset(
    [
        "интернет",
        "онлайн",
        "офлайн",
        "веб",
        "пресс",
        "арт",
        "вице",
        "экс",
        "мини",
        "блиц",
        "гала",
        "медиа",
        "видео",
        "фото",
    ]
)
_SECOND_OF_NOUNS = re.compile(
    r"(?:конференц|конкурс|форум|фестивал|викторин|марафон|олимпиад|встреч|урок|лекци|"
    r"экскурси|проект|портал|сайт|ресурс|магазин|трансляци|площадк|голосовани|турнир|выставк|"
    r"акци|концерт|формат|платформ|семинар|школ|чемпионат|квест|квиз|тренинг|класс|центр|"
    r"служб|опрос|тест|диктант|мэр|президент|губернатор|консул|премьер)[а-яё]{0,4}"
)
_SUSPENDING = frozenset(("и", "или", "либо", "а", "да"))  # «аудио- и видеозаписи»
_JOINED = "Внутри слова ставят дефис без пробелов."
_SPACED = "Между словами ставят тире «–» с пробелами."


def check_dashes(text: str) -> Iterator[Finding]:
    for match in _ON_A_RIVER.finditer(text):
        typed = match.expand(r"\1\2\3\4\5\6")
        if typed != "--":
            start, end = match.start(1), match.end(6)
            yield Finding("spaced_hyphen", start, end, _JOINED, "-на-")
    taken = {at for match in _ON_A_RIVER.finditer(text) for at in (match.start(2), match.start(5))}
    for match in _DASH.finditer(text):
        at = match.start(2)
        if at in taken:
            continue
        finding = _one_dash(text, match)
        if finding:
            yield finding


def _one_dash(text: str, match: re.Match[str]) -> Finding | None:
    before, dash, after = match.groups()
    if not before and not after and dash in _HYPHENS:
        return None
    start, end = match.span()
    left = _LEFT.search(text[max(0, start - 40) : start])
    right = _RIGHT.match(text, end)
    if left and right:
        return _between_words(match, left[0], right[0])
    if not (before or after) or "\n" in after:
        return None
    if _LEFT_NUMBER.search(text[max(0, start - 5) : start]):
        phrase = _RIGHT_PHRASE.match(text, end)
        if phrase and phrase[1] in quarters.MONTHS_GENITIVE:
            return Finding("day_range", start, end, "Между днями ставят дефис без пробелов.", "-")
        if right and WITH_HYPHEN.fullmatch(right[0]):
            return Finding("spaced_hyphen", start, end, _JOINED, "-")  # «80 - летие»
        if phrase:
            return _dash(match) if before and after else None
    if text[start - 1] in "([{«„" or text[end] in ")]}»“.,;:!?" or (not after and not right):
        return None
    return _dash(match)


def _between_words(match: re.Match[str], left: str, right: str) -> Finding | None:
    before, dash, after = match.groups()
    if not before and right.lower() in _SUSPENDING:
        return None
    if "\n" in after:
        together = (left + right).lower()
        if before or dash not in _HYPHENS:
            return None
        if right.islower() and dictionary.in_dictionary(together):
            return Finding("broken_word", *match.span(), "Слово перенесено вручную.", "")
    if _is_one_word(left, right) or (dash in _HYPHENS and not before and _are_names(left, right)):
        return Finding("spaced_hyphen", *match.span(), _JOINED, "-")
    is_apart = bool(before or after) or dash == "—"  # which joins no words
    return _dash(match) if is_apart and "\n" not in after else None


def _dash(match: re.Match[str]) -> Finding | None:
    before, dash, after = match.groups()
    if dash == "–" and before and after:
        return None
    return Finding("hyphen_for_dash", *match.span(), _SPACED, " – ")


def _is_one_word(left: str, right: str) -> bool:
    first, second = left.lower(), right.lower()
    if first in _FIRST_OF_PLACES:
        return right[0].isupper()
    if first in _FIRST_OF_NOUNS and _SECOND_OF_NOUNS.fullmatch(second):
        return True
    if len(first) >= 3 and dictionary.in_dictionary(f"{first}-{second}"):
        return True
    return _is_short_adjective(first) and any("ADJF" in tag for tag in dictionary.tags(second))


def _is_short_adjective(word: str) -> bool:
    """«информационно», «российско»; not «кино», «это», «было»."""
    if (
        len(word) < 4
        or not word.endswith("о")
        or not (dictionary.is_word(word) or dictionary.is_first_part(word))
    ):
        return False
    if not dictionary.in_dictionary(word):
        return True
    return not any(
        part in tag
        for tag in dictionary.tags(word)
        for part in ("NOUN", "NPRO", "VERB", "NUMR", "CONJ", "Prdx")
    )


def _are_names(left: str, right: str) -> bool:
    """«Римского- Корсакова»: a name, not a common noun at the beginning of a sentence."""
    if not (left[0].isupper() and right[0].isupper()):
        return False
    readings = dictionary.tags(left.lower())
    return any(mark in tag for tag in readings for mark in ("Surn", "Geox", "Name"))

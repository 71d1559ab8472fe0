"""Which column of the report a heading names, however a typist wrote it."""

import re
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache

from reports.columns import COLUMNS

TITLES = {column.key: column.name for column in COLUMNS}
# Headings as letters alone: no spaces, signs or capitals. A heading that only begins like one of
# ours is taken too, and listed, because the rest of it may say something.
EXACT = {
    "number": re.compile(r"пп|номер(пп)?|nпп|n"),
    "name": re.compile(
        r"(наименование|название|тема)(имиформа)?(мероприятия|события)?|мероприятие|событие"
    ),
    "place": re.compile(r"место(проведения)?(мероприятия)?|гдепроводилось|населенныйпункт"),
    "period": re.compile(
        r"(сроки?|дат[аы]|датаивремя|датавремя|период|время|когда)(проведения)?(мероприятия)?"
        r"|дат[аы](период)?|когдапроводилось"
    ),
    "content": re.compile(
        r"(краткое|краткая)?(содержание|описание|информация|суть)(о?мероприяти[яи])?"
        r"(втомчислекраткаяинформацияодостигнутыхдоговоренностях)?"
    ),
    "participants": re.compile(
        r"(участники|(список|состав|перечень)участников|ктоучаствовал)(мероприятия)?(фио)?(и?должност[ьи])?"
    ),
}
BEGINNINGS = {
    "name": ("наименован", "назван"),
    "place": ("место",),
    "period": ("срок", "дата", "даты", "период"),
    "content": ("содержан", "описан", "краткоесодержан", "краткоеописан", "краткаяинформац"),
    "participants": ("участники", "составучастник", "списокучастник", "переченьучастник"),
}
FIRST_LETTERS = re.compile("n|п|н|т|м|со|с[рпу]|гд|д|вр|ко|кт|кр|оп|ин|уч")  # of any of them
# One column for two fields, however they stand in it.
PLACE_AND_PERIOD = re.compile(r"(?=.*мест)(?=.*(?:дат|срок|период)).{1,60}")
FIRST_DAY = re.compile(r"(дата|срок|день)?(начал[оа])(проведения)?(мероприятия)?")
LAST_DAY = re.compile(
    r"(дата|срок|день)?(окончани[ея]|завершени[ея]|кон(ец|ца))(проведения)?(мероприятия)?"
)
PERSONS = re.compile(r"фио(участник(а|ов))?|фамилияимяотчество(участник(а|ов))?")
POSTS = re.compile(r"должност[ьи](участник(а|ов))?")
# What the form of an event holds beside the columns of the document.
FACTS = {
    "format": re.compile(r"(формат|форма)(проведения)?(мероприятия)?"),
    "countries": re.compile(r"(иностранные)?стран[аы](участни(ки|цы|ца|к|ков))?(мероприятия)?"),
    "category": re.compile(r"(вид|тип)(мероприятия)?"),
    "agreements": re.compile(r"(достигнутые)?договоренности"),
    "participants_own": re.compile(r"участниковотмуниципальногообразования"),
    "participants_total": re.compile(r"(участниковвсего|всегоучастников)"),
}
# Second lines of the headings, when a typist gave them a table row of their own.
ENDINGS = {
    "number": "пп",
    "name": "мероприятия",
    "place": "проведениямероприятия",
    "period": "проведениямероприятия",
    "content": "мероприятиявтомчислекраткаяинформацияодостигнутыхдоговоренностях",
    "participants": "мероприятияфиодолжность",
}
ENOUGH = 4
MAX_HEADING = 300
LONGEST_UNKNOWN = 60  # characters of what may be a heading that we do not know
LOOK_ALIKES = str.maketrans("aceopxykmtbhё", "асеорхукмтвне")


def find_columns(texts: Sequence[str]) -> dict[str, int] | None:
    """Field → index of its cell, if a row of these texts is a heading.

    An exact heading is preferred to one that only begins like ours; fields may be missing. The place
    and the dates may stand in one cell.
    """
    headings = [heading(text) for text in texts]
    if not any(name for name, _ in headings):  # every row is asked, and hardly any is one
        return None
    found: dict[str, int] = {}
    for wanted in (True, False):
        for at, (name, exact) in enumerate(headings):
            if name and exact == wanted:
                found.setdefault(name, at)
    _find_parts([_letters(text) for text in texts], found)
    if len(found) < ENOUGH:
        return None
    if "number" not in found and texts[0].strip() in {"", "№", "№№", "#"}:
        found["number"] = 0
    return found


def _find_parts(letters: list[str], found: dict[str, int]) -> None:
    """Fields whose headings name a part of them, or two of them at once."""
    for at, each in enumerate(letters):
        if PLACE_AND_PERIOD.fullmatch(each) and not {"place", "period"} <= found.keys():
            taken = set(found.values()) - {at}
            for name in ("place", "period"):
                if found.get(name) not in taken:
                    found[name] = at
        if FIRST_DAY.fullmatch(each) and any(map(LAST_DAY.fullmatch, letters)):
            found["period"] = at
        if PERSONS.fullmatch(each):
            found.setdefault("participants", at)


def find_more(texts: Sequence[str], positions: Mapping[str, int]) -> dict[int, str]:
    """Further cells of a field: index → field. «Дата окончания» goes on with «Дата начала»,
    «Должность» with «ФИО» or with the participants."""
    letters = [_letters(text) for text in texts]
    more: dict[int, str] = {}
    taken = set(positions.values())
    for at, each in enumerate(letters):
        if at in taken:
            continue
        is_period = "period" in positions and FIRST_DAY.fullmatch(letters[positions["period"]])
        if is_period and LAST_DAY.fullmatch(each):
            more[at] = "period"
        elif "participants" in positions and (PERSONS.fullmatch(each) or POSTS.fullmatch(each)):
            more[at] = "participants"
    return more


def find_facts(texts: Sequence[str], taken: Collection[int]) -> dict[int, str]:
    """Columns of ``FACTS`` beside those that are ``taken``: index → field, each field once."""
    found: dict[str, int] = {}
    for at, text in enumerate(texts):
        name = _fact(text)
        if name and at not in taken:
            found.setdefault(name, at)
    return {at: name for name, at in found.items()}


def likely(text: str) -> str:
    """The choice of ``chosen_columns`` that a heading most likely names, or ""."""
    letters = _letters(text)
    parts = {"period_start": FIRST_DAY, "period_end": LAST_DAY, "persons": PERSONS, "posts": POSTS}
    named = [name for name, pattern in parts.items() if pattern.fullmatch(letters)]
    if letters and not named and PLACE_AND_PERIOD.fullmatch(letters):
        named = ["place_and_period"]
    if text.strip() in {"№", "№№", "#"}:
        named = ["number"]
    return named[0] if named else heading(text)[0] or _fact(text)


def _fact(text: str) -> str:
    letters = _letters(text)
    return next((name for name, each in FACTS.items() if each.fullmatch(letters)), "")


def names_parts(text: str) -> bool:
    """Whether a heading names a part of a field, or two fields, and says nothing more."""
    letters = _letters(text)
    return any(kind.fullmatch(letters) for kind in (FIRST_DAY, LAST_DAY, PERSONS, POSTS))


def goes_on(texts: Sequence[str], positions: Mapping[str, int]) -> bool:
    """Whether a row is the second one of the headings, or numbers the columns below them."""
    if all(text.strip().rstrip(".") == str(at) for at, text in enumerate(texts, 1)):
        return True
    ends = [_ends(name, texts[at]) for name, at in positions.items() if texts[at].strip()]
    return len(ends) > 1 and all(ends)


@lru_cache(maxsize=256)  # a cell merged down comes again in every row
def heading(text: str) -> tuple[str, bool]:
    """The field a heading names, or "", and whether it says nothing more."""
    letters = _letters(text)
    if FIRST_LETTERS.match(letters):
        for name, pattern in EXACT.items():
            if pattern.fullmatch(letters):
                return name, True
        for name, beginnings in BEGINNINGS.items():
            if letters.startswith(beginnings):
                return name, False
    return "", False


def _ends(name: str, text: str) -> bool:
    letters = _letters(text)
    return letters != "" and ENDINGS[name].endswith(letters)


def _letters(text: str) -> str:
    """The letters of a heading, lower case and Cyrillic; "" for a text too long to be a heading."""
    if len(text) > MAX_HEADING:
        return ""
    return "".join(filter(str.isalpha, text.casefold())).translate(LOOK_ALIKES)

"""What a whole cell says: the online mark, the place, personal data, capitals, length."""

import re
from collections.abc import Iterator

from reports.language import typography
from reports.language.countries_told import towns_abroad
from reports.language.plural import ru_number
from reports.language.proofreading import dictionary
from reports.language.proofreading.findings import Finding

# Characters above which a cell grows over the page.
LONGEST = {"name": 500, "place": 400, "period": 200}
LONGEST_TEXT = 3_000

_COMMA_AT_END = re.compile(r"(?:[^\S\n]{0,3}[,;:])+\Z")
_REMOTE = re.compile(r"(?<![\w-])заочн(?:[а-яё]{2,3}|о)(?!\w)", re.IGNORECASE)
_CAPITALS = re.compile(r"(?<![А-ЯЁа-яё])[А-ЯЁ]{3,}+(?:[\s-]++[А-ЯЁ]++(?![а-яё]))+")


# The name


def check_name(text: str) -> Iterator[Finding]:
    name, has_mark = typography.split_online_mark(text)
    bare = name.rstrip()
    if has_mark:
        message = "Отметку «(онлайн-формат)» писать не нужно: выберите формат мероприятия, и она напечатается."
        yield Finding("typed_online_mark", len(bare), len(text), message, "")
    comma = _COMMA_AT_END.search(bare, max(0, len(bare) - 40))
    if comma:
        message = "В конце наименования запятая не нужна."
        yield Finding("comma_at_end", comma.start(), comma.end(), message, "")
    for match in _CAPITALS.finditer(bare):
        words = match[0].split()
        if len(match[0]) >= 10 and any(
            len(word) > 4 and dictionary.in_dictionary(word.lower()) for word in words
        ):
            message = "Наименование набрано одними прописными буквами."
            yield Finding("all_capitals", *match.span(), message)


def check_remote(name: str, is_online: bool) -> Iterator[Finding]:
    """``is_online`` is the format; a mark typed at the end of the name is as good."""
    if is_online or typography.split_online_mark(name)[1]:
        for match in _REMOTE.finditer(name):
            message = "Мероприятие названо заочным, а отмечено как онлайн: проверьте формат."
            yield Finding("remote_and_online", *match.span(), message)


# The place

# A part of Russia or of another country: then the reader knows where the town is.
_REGION_NAMED = re.compile(
    r"(?<!\w)(?:Росси|РФ|област|обл|кра[йея]|район|округ|республик|провинци)", re.IGNORECASE
)


def check_place(text: str) -> Iterator[Finding]:
    if _REGION_NAMED.search(text):
        return
    towns, says_country = towns_abroad(text)
    for town in [] if says_country else towns[:1]:
        message = f"Место за границей, а страна не названа ({town.place.country})."
        yield Finding("place_without_country", town.start, town.end, message)


# Personal data

_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}+@[\w-]{1,63}(?:\.[\w-]{2,63}){1,5}")
_PHONE = re.compile(
    r"(?<![\d.+])(?:\+\s?7|8|7)[\s(-]{1,3}\d{3,5}[\s)-]{1,3}\d{1,3}(?:[\s-]?\d{2,3}){1,2}(?!\d)"
    r"|(?<![\d+])(?:\+7|8)\d{10}(?!\d)"
    r"|(?<!\w)тел(?:ефон)?[.:]{0,2}\s?(?:\(\d{3,5}\)\s?)?\d{1,3}(?:-\d{2}){2}(?!\d)",
    re.IGNORECASE,
)
_FULL_NAME = r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?"
_PERSON = re.compile(
    rf"{_FULL_NAME}\s[А-ЯЁ]\.(?:\s?[А-ЯЁ]\.)?|[А-ЯЁ]\.\s?(?:[А-ЯЁ]\.\s?)?{_FULL_NAME}"
    rf"|{_FULL_NAME}\s{_FULL_NAME}"
)
_AGE = re.compile(
    r"(?<!\d)(?P<age>\d{1,2})\s?(?P<unit>лет(?!и|\s(?:со|назад|сотр|спустя))|года?(?!\w)|-летн\w{2,3})"
    r"|(?<!\d)(?P<class>\d{1,2})\s?(?:-?(?:й|го|м|«[А-Яа-я]»|[А-Яа-я](?!\w))\s?){0,2}(?:класс[а-яё]{0,2}|кл\.)"
    r"(?P<goes_on>\s[а-яё])?"
)
_NEAR = 60  # characters between a name and an age that are said of one person
_GROWN_UP = re.compile(r"учител|педагог|преподават|руководит|воспитател|директор|тренер|им\.", re.I)
_OLDEST_CHILD, _LAST_CLASS = 17, 11


def check_personal_data(text: str) -> Iterator[Finding]:
    for match in _EMAIL.finditer(text):
        message = "Это адрес электронной почты: персональных данных в отчете быть не должно."
        yield Finding("personal_data", *match.span(), message)
    for match in _PHONE.finditer(text):
        message = "Это номер телефона: персональных данных в отчете быть не должно."
        yield Finding("personal_data", *match.span(), message)
    for match in _AGE.finditer(text):
        if _is_of_child(match) and (span := _child(text, match)):
            message = "Имя ребенка стоит рядом с возрастом или классом: это персональные данные."
            yield Finding("personal_data", *span, message)


def _is_of_child(match: re.Match[str]) -> bool:
    if match["class"]:
        return 1 <= int(match["class"]) <= _LAST_CLASS
    return 1 <= int(match["age"]) <= _OLDEST_CHILD


def _child(text: str, age: re.Match[str]) -> tuple[int, int] | None:
    """From the name to the age, or the reverse, when both are of one clause."""
    start = max(0, age.start() - _NEAR)
    goes_on = age["class"] and age["goes_on"]  # «7 класс слушал»
    before = re.split(r"[;\n]|[а-яё»]\.\s", text[start : age.start()])[-1]
    people = [match for match in _PERSON.finditer(before) if _is_person(match[0])]
    if people and not goes_on and not _GROWN_UP.search(before):
        return age.start() - len(before) + people[-1].start(), age.end()
    after = re.split(r"[;\n,]|[а-яё»]\.\s", text[age.end() : age.end() + _NEAR])[0]
    person = next((match for match in _PERSON.finditer(after) if _is_person(match[0])), None)
    if person and not _GROWN_UP.search(after) and not _GROWN_UP.search(before):
        return age.start(), age.end() + person.end()
    return None


def _is_person(words: str) -> bool:
    """«Наталья Мандрикова», «Иванов И.», not «Великая Победа»."""
    if "." in words:
        return True
    return any(
        mark in tag
        for word in words.split()
        if dictionary.in_dictionary(word)
        for tag in dictionary.tags(word.lower())
        for mark in ("Name", "Patr")
    )


# The length


def check_length(text: str, field: str) -> Iterator[Finding]:
    most = LONGEST.get(field, LONGEST_TEXT)
    if len(text) > most:
        message = f"Текст длиннее {ru_number(most)} знаков. Оставьте главное."
        yield Finding("long_cell", most, len(text), message)

"""What looks like personal data: it must not stand in a report."""

import re
from collections.abc import Iterator

from reports.language.proofreading import dictionary
from reports.language.proofreading.findings import Finding

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


# «2012 г.р.», «12.05.2012 года рождения»; «мальчики 2012 г.р.» are nobody in particular.
_BIRTH = re.compile(
    r"(?P<day>(?<![\d.])\d{1,2}\.\d{1,2}\.)?(?:(?<=\.)|(?<!\d))\d{4}\s?"
    r"(?:г\.?\s?р(?:\.|(?!\w))|(?:год[а]?|г\.)\s?рождения)",
    re.IGNORECASE,
)
_CERTAIN = (
    (_EMAIL, "адрес электронной почты"),
    (_PHONE, "номер телефона"),
    (
        re.compile(
            r"паспорт[а-яё]{0,3}(?:[^\d\n]{1,30}|\s)\d{2}\s?\d{2}[\s№N,]{0,5}(?:номер\s)?\d{6}(?!\d)"
            r"|(?<!\d)\d{2}\s?\d{2}\s№\s?\d{6}(?!\d)",
            re.IGNORECASE,
        ),
        "номер паспорта",
    ),
    (re.compile(r"(?<!\d)\d{3}-\d{3}-\d{3}\s\d{2}(?!\d)"), "номер СНИЛС"),
    (re.compile(r"(?<!\w)ИНН[:\s]{1,3}\d{12}(?!\d)"), "личный ИНН"),
    (
        re.compile(
            r"(?:прожива[а-яё]{2,10}|зарегистрирован[а-яё]{0,4})\s(?:по\sадресу|на\sул)[^\n;]{0,80}"
            r"|(?:домашний\sадрес|адрес\s(?:проживания|регистрации|прописки))(?=[^\n;]{0,60}\d)[^\n;]{0,80}"
            r"|(?<!\w)ул(?:\.|ица)\s?[А-ЯЁ][^\n;]{2,40}?,?\s?кв(?:\.|артира)\s?\d{1,3}",
            re.IGNORECASE,
        ),
        "домашний адрес",
    ),
    (
        re.compile(
            r"(?:родил(?:ся|ась)|д\.\s?р\.:?)\s\d{1,2}\.\d{1,2}\.\d{4}|(?:дата|год)\sрождения[\s:–-]{1,4}\d[\d.]{3,9}(?:\s[а-яё]{3,8}\s\d{4})?",
            re.IGNORECASE,
        ),
        "дата рождения",
    ),
)


def check_personal_data(text: str) -> Iterator[Finding]:
    for expression, what in _CERTAIN:
        for match in expression.finditer(text):
            message = f"Это {what}: персональных данных в отчете быть не должно."
            yield Finding("personal_data", *match.span(), message)
    for match in _BIRTH.finditer(text):
        span = match.span() if match["day"] else _with_person(text, match)
        if span:
            message = "Это дата рождения: персональных данных в отчете быть не должно."
            yield Finding("personal_data", *span, message)
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


def _with_person(text: str, birth: re.Match[str]) -> tuple[int, int] | None:
    """From the name to the year of birth, when both are of one clause."""
    start = max(0, birth.start() - _NEAR)
    before = re.split(r"[;\n]|[а-яё»]\.\s", text[start : birth.start()])[-1]
    people = [match for match in _PERSON.finditer(before) if _is_person(match[0])]
    return (birth.start() - len(before) + people[-1].start(), birth.end()) if people else None


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

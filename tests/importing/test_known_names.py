"""Whose name a text is, however it is typed; what only resembles one is not taken for it."""

import pytest

from reports.importing.known_names import KnownNames, Name

NAMES = {
    "city": ["Город Смоленск", "Смоленск"],
    "town": ["Муниципальное образование «город Десногорск» Смоленской области", "Десногорск"],
    "vyazma": ["Муниципальное образование «Вяземский район» Смоленской области", "Вяземский район"],
    "yershichi": [
        "Муниципальное образование – Ершичский район Смоленской области",
        "Ершичский район",
    ],
    "holm": ["Муниципальное образование «Холм-Жирковский район» Смоленской области"],
    "district": ["Муниципальное образование «Смоленский район» Смоленской области"],
}


@pytest.fixture
def known():
    later = Name(
        "Муниципальное образование «Вяземский муниципальный округ» Смоленской области",
        "vyazma",
        False,
    )
    return KnownNames(
        [later, *(Name(text, owner, True) for owner, texts in NAMES.items() for text in texts)]
    )


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        ("Город Смоленск", "city"),
        ("ГОРОД\u00a0СМОЛЕНСК:", "city"),
        ("город-герой Смоленск", "city"),
        ("Смоленский р-н", "district"),
        ("«город Десногорск»", "town"),
        ("Муниципальное образование\n«город Десногорск»\nСмоленской области", "town"),
        ("Отчет\nМуниципальное образование «город Десногорск» Смоленской области", "town"),
        ("2. Муниципальное образование «Вяземский район» Смоленской области", "vyazma"),
        ("II. Вяземский район", "vyazma"),
        ("Раздел 3. Вяземский район", "vyazma"),
        ('МО "Вяземский район"', "vyazma"),
        ("МО Вяземский муниципальный район", "vyazma"),
        ("Вязeмский райoн", "vyazma"),  # Latin e and o
        ("Вяземский муниципальный округ", "vyazma"),
        (
            "Администрация муниципального образования «Вяземский район» Смоленской области",
            "vyazma",
        ),
        ("Муниципальное образование «Ершичский район»", "yershichi"),
        ("Холм - Жирковский район Смоленской области", "holm"),
        ("г. Смоленск", None),  # where a letter is from
        ("Вязьма", None),
        ("Вяземский", None),
        ("Форум «Вяземский район»", None),
        ("Смоленская область", None),
        ("", None),
        ("я" * 100_000, None),
    ],
)
def test_a_name_is_known_by_its_words(known, text, owner):
    assert known.find(text) == owner


def test_in_a_table_a_city_may_be_short(known):
    assert known.find("г. Десногорск", in_table=True) == "town"


def test_a_name_of_two_finds_nobody_but_the_one_who_has_it_now():
    names = [Name("Лесной район", "old", False), Name("Лесной район", "new", True)]
    assert KnownNames(names).find("лесной район") == "new"
    assert KnownNames([*names, Name("Лесной район", "third", True)]).find("Лесной район") is None


@pytest.mark.parametrize(
    ("text", "owners"),
    [
        ("Мероприятия Вяземского района", ["vyazma"]),
        ("Таблица 2 – город Десногорск", ["town"]),
        ("В городе Смоленске и Ершичском районе", ["city", "yershichi"]),
        ("органами местного самоуправления Смоленской области", []),
        ("Вязьма, район вокзала", []),
        ("Вяземский район " + "я" * 200, []),
    ],
)
def test_a_mention_is_heard_in_any_case_of_the_noun(known, text, owners):
    assert known.mentioned(text) == owners


@pytest.mark.parametrize(
    ("text", "looks"),
    [
        ("Вяземскийй район", False),
        ("Вязимский район", True),
        ("Муниципальное образование «Лесной район»", True),
        ("МО «Лесное»", True),
        ("Международные мероприятия", False),
        ("Муниципальное образование ______", False),
        ("Дмитровский район Московской области", True),
    ],
)
def test_an_unknown_name_looks_like_one(known, text, looks):
    assert known.looks_like_a_name(text) == looks

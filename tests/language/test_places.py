"""The table of countries and places, and which mentions tell of a country."""

import csv
from pathlib import Path

import pytest
from django.utils import translation
from django_countries import countries

from reports.language import places
from reports.language.countries_told import countries_told
from reports.language.places import Kind
from reports.language.proofreading import proofread
from reports.language.suggestions import guess
from tests.bench import russian

DATA = Path(places.__file__).parent / "data"
LABELLED = Path(russian.__file__).parent / "russian_cases" / "guesses.tsv"


def rows(name):
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def codes(text):
    words = places.tokens(text)
    return [each.place.code for each in places.mentions(text, words)]


# The table


def test_every_country_of_the_library_is_there_under_its_name():
    with translation.override("ru"):
        assert {row["code"]: row["name"] for row in rows("countries.csv")} == dict(countries)


@pytest.mark.parametrize("row", rows("countries.csv"), ids=lambda row: row["code"])
def test_every_country_is_found_by_a_name(row):
    others = [name.rstrip("?") for name in row["other_names"].split(", ") if name]
    names = [row["name"], *others]
    found = {code for name in names for code in codes(name)}
    # «Остров Святого Мартина (нидерландская часть)» is written by nobody.
    assert row["code"] in found or row["name"][-1] == ")" or "," in row["name"]


@pytest.mark.parametrize("row", rows("places.csv"), ids=lambda row: row["place"])
def test_every_place_of_the_neighbours_is_found_after_a_town_sign(row):
    expected = () if row["country"] == places.HOME else (row["country"],)
    assert countries_told(f"г. {row['place'].rstrip('?')}", is_place=True) == expected
    if row["adjective"]:
        assert countries_told(f"Глава {row['adjective'][:-2]}ого района") == expected


def test_columns_hold_no_name_twice():
    for row in rows("countries.csv"):
        for column in ("other_names", "adjectives", "inhabitants", "towns"):
            names = [name for name in row[column].split(", ") if name]
            assert len(names) == len(set(names)), (row["code"], column)
    names = [row["place"] for row in rows("places.csv")]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("из Крагуевца, в Крагуеваце", ["RS", "RS"]),
        ("в Осиповичах, из Осиповичей, под Лиозном", ["BY", "BY", "BY"]),
        ("из Чаусов", ["BY"]),
        ("Боснией и Герцеговиной", ["BA"]),
        ("с Папуа – Новой Гвинеей", ["PG"]),
        ("Кот-д'Ивуара и Кот-д’Ивуаром", ["CI", "CI"]),
        ("Объединенных Арабских Эмиратов", ["AE"]),
        ("российско-белорусско-китайский", ["BY", "CN"]),
        ("Рудня-Лиозно", ["RU", "BY"]),
        ("в Могилёве", ["BY"]),
        ("минск, польша", []),
        ("сша, США", ["US"]),
        ("Латинской Америки", [""]),
        ("греко-римская", [""]),
        ("Южной Кореи, Северной Корее", ["KR", "KP"]),
    ],
)
def test_names_are_known_in_every_case(text, expected):
    assert codes(text) == expected


def test_mention_says_where_it_stands():
    text = "Едем в Нью-Йорк из Старых Дорог"
    found = list(places.mentions(text, places.tokens(text)))
    assert [text[each.start : each.end] for each in found] == ["Нью-Йорк", "Старых Дорог"]
    assert [each.place.kind for each in found] == [Kind.TOWN, Kind.TOWN]


def test_towns_that_are_added_are_known_beside_the_others():
    added = frozenset({("RS", "Зубин Поток"), ("CN", "Наньпин")})
    assert guess({"name": "Визит в Зубин Поток, Наньпин и Минск"}, added).countries == (
        "RS", "CN", "BY",
    )  # fmt: skip
    assert countries_told("Визит в Наньпин") == ()
    longer = frozenset({("CN", "Минск Восточный")})
    assert countries_told("Визит в Минск Восточный", added=longer) == ("CN",)


def test_added_town_is_meant_before_its_namesakes():
    added = frozenset({("RU", "Прага")})
    assert countries_told("Визит в Прагу") == ("CZ",)
    assert countries_told("Визит в Прагу и Брно", added=added) == ("CZ",)
    assert countries_told("Визит в Прагу", added=added) == ()
    assert proofread("Прага", field="place", added=added) == []


# Which mentions tell of a country


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Вальс «Вена – город мечты»", ()),
        ("Делегация из Вены", ("AT",)),
        ("Поездка в Вену и Зальцбург", ("AT",)),
        ("Кафе «Рим», улица Минская, на улице Польской", ()),
        ("кинотеатр «Беларусь», отряд «Чили», хор «Гренада»", ()),
        ("Выставка «Сербия»", ("RS",)),
        ("Автопробег «Смоленск – Минск»", ("BY",)),
        ("Матч «Рудня» – «Лиозно»", ("BY",)),
        ("Книги Джека Лондона и А. Варшавского", ()),
        ("Встреча с Лидой Орловой", ()),
        ("Мэр Минска Иван Иванов", ("BY",)),
        ("Анна Чех и Иван Немец", ()),
        ("Делегация немцев", ("DE",)),
        ("Конкурс «Немцы в России»", ()),
        ("Урок турецкого", ()),
        ("белорусский и польский языки", ()),
        ("белорусский и польский народы", ("BY", "PL")),
        ("Книга на польском", ()),
        ("Герои Белорусского фронта", ()),
        ("Взятие Берлина", ()),
        ("Память жертв Хатыни", ()),
        ("Экскурсия в Хатынь", ("BY",)),
        ("Делегация ветеранов, участников взятия Берлина, из Гомеля", ("BY",)),
        ("Встреча с ветеранами Афганистана", ()),
        ("«Афганистан болит»", ()),
        ("Делегация Афганистана", ("AF",)),
        ("Студенты из Чада и Того", ("TD", "TG")),
        ("Того, что было", ()),
        ("Могилевский театр, С. Могилевский пел", ("BY",)),
        ("Симеон Полоцкий писал", ()),
        ("Концерт «Витебские узоры»", ()),
        ("Концерт «Звезды Витебской области»", ("BY",)),
        ("Фестиваль «Чешские вечера», конкурс «Турецкий марафон»", ()),
        ("Выставка «Чешское стекло», турецкий хор", ("CZ", "TR")),
        ("Фестиваль «Белорусские вечера»", ("BY",)),
        ("Цветы к памятнику чешским летчикам", ()),
        ("Памятник открыл чешский посол", ("CZ",)),
        ("Донецк, Луганск, Сухум", ()),
        ("Учителя Вязьмы и Рогачева", ("BY",)),
        ("Книга Рогачева", ()),
        ("Детский сад «Росток»", ()),
        ("Хор витеблян и минчане", ("BY",)),
    ],
)
def test_a_name_tells_of_its_country_where_people_mean_it(text, expected):
    assert countries_told(text) == expected


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ("г. Горки", ("BY",)),
        ("Горки", ("BY",)),
        ("д. Городок, Смоленский район", ()),
        ("ул. Белорусская, д. 5", ()),
        ("гостиница «Минск»", ()),
        ("гостиница «Минск», г. Минск", ("BY",)),
        ("г. Рудня – г. Лиозно", ("BY",)),
        ("г. Минск ул. Ленина", ("BY",)),
    ],
)
def test_cell_of_the_place_names_towns(place, expected):
    assert countries_told(place, is_place=True) == expected


def test_own_labelled_rows_reach_the_goals():
    goals = list(russian._guesses(LABELLED))
    assert len(goals) == 3
    assert [str(goal) for goal in goals if not goal.holds] == []


# The same table in proofreading


@pytest.mark.parametrize(
    ("place", "said_of"),
    [
        ("г. Крагуевац", "Крагуевац"),
        ("г. Лиозно, Дом культуры", "Лиозно"),
        ("в Шэньяне", "Шэньяне"),
        ("г. Нью-Йорк", "Нью-Йорк"),
    ],
)
def test_town_abroad_without_its_country_is_told(place, said_of):
    found = [
        each for each in proofread(place, field="place") if each.rule == "place_without_country"
    ]
    assert [place[each.start : each.end] for each in found] == [said_of]


@pytest.mark.parametrize(
    "place",
    [
        "г. Крагуевац, Сербия",
        "Республика Беларусь, г. Лиозно",
        "г. Лиозно Витебской области",
        "г. Рудня",
        "с. Катынь",
        "ул. Минская",
        "кафе «Париж»",
        "г. Минск (белорусская сторона)",
    ],
)
def test_place_that_is_known_or_at_home_is_not_told(place):
    assert "place_without_country" not in [each.rule for each in proofread(place, field="place")]

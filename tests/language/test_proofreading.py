import csv

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reports.language.proofreading import proofread, proofread_event, proofread_table
from reports.language.typography import clean
from tests.bench.tables import ROOT

FIELDS = ("name", "place", "period", "content", "participants")
any_text = st.text(st.characters(exclude_categories=[]), max_size=200)
# Pieces of which remarks are made, in any order.
PIECES = [
    *'"«»„“”-–—.,;:() \n\u00a0№',
    *"АВСаосХПШIVX5",
    *("г.", "и", "на", "Санкт", "Ростов", "Дону", "31", "октября", "2020", "года", "П", "III"),
    *("международный", "конкурс", "росийско", "белорусский", "Иванов", "И.", "лет", "класс"),
    *("информационно", "библиотечных", "интернет", "(онлайн-формат)", "заочный", "г.Смоленск"),
    *("преподавателей", "согласно плана", "..", ",,", "<<", ">>", "и. о. Главы", "белоруской"),
    *("Париж", "ЦТР", "МБУ", "(далее – ЦТР)", "муниципальное образование", "Ⅳ", "a@b.ru"),
]
text_of_pieces = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)
CHANGES_LETTERS = {
    *("two_alphabets", "roman_numeral", "typed_online_mark", "unknown_word", "doubled_word"),
    *("number_and_noun", "wrong_case"),
}


def rules(text, field="content"):
    return [finding.rule for finding in proofread(text, field=field)]


def applied(text, finding):
    return text[: finding.start] + finding.replacement + text[finding.end :]


# Offered with one click


@pytest.mark.parametrize(
    ("typed", "rule", "mended", "field"),
    [
        ('Конкурс "Лира"', "straight_quotes", "Конкурс «Лира»", "name"),
        ("Конкурс “Лира”", "straight_quotes", "Конкурс «Лира»", "name"),
        ("Конкурс „Лира“", "straight_quotes", "Конкурс «Лира»", "name"),
        ('Конкурс «Лира" прошел', "straight_quotes", "Конкурс «Лира» прошел", "content"),
        ('ГБУ «Театр "Лира"»', "straight_quotes", "ГБУ «Театр „Лира“»", "content"),
        ("ГБУ «Театр «Лира» города»", "inner_quotes", "ГБУ «Театр „Лира“ города»", "content"),
        ("Смоленск - Минск", "hyphen_for_dash", "Смоленск – Минск", "content"),
        ("Организатор — музей", "hyphen_for_dash", "Организатор – музей", "content"),
        ("Ведущий- артист", "hyphen_for_dash", "Ведущий – артист", "content"),
        ("Хор «Лира» -лауреат", "hyphen_for_dash", "Хор «Лира» – лауреат", "content"),
        ("с 5 - 6 ноября", "day_range", "с 5-6 ноября", "content"),
        ("в 2019 - 2020 годах", "hyphen_for_dash", "в 2019 – 2020 годах", "content"),
        ("г. Санкт- Петербург", "spaced_hyphen", "г. Санкт-Петербург", "place"),
        ("г. Санкт – Петербург", "spaced_hyphen", "г. Санкт-Петербург", "place"),
        ("г. Санкт-\nПетербург", "spaced_hyphen", "г. Санкт-Петербург", "place"),
        ("г. Ростов - на - Дону", "spaced_hyphen", "г. Ростов-на-Дону", "place"),
        ("г. Франкфурт–на–Майне", "spaced_hyphen", "г. Франкфурт-на-Майне", "content"),
        ("информационно- библиотечных", "spaced_hyphen", "информационно-библиотечных", "content"),
        ("социально – экономическое", "spaced_hyphen", "социально-экономическое", "content"),
        ("Интернет – викторина", "spaced_hyphen", "Интернет-викторина", "name"),
        ("мастер - класс", "spaced_hyphen", "мастер-класс", "content"),
        ("прошла конфе-\nренция", "broken_word", "прошла конференция", "content"),
        ("до 31октября", "glued_number", "до 31 октября", "period"),
        ("10обучающихся", "glued_number", "10 обучающихся", "participants"),
        ("в 2021г. начат", "glued_number", "в 2021 г. начат", "content"),
        ("октября2020", "glued_number", "октября 2020", "period"),
        ("к 80летию", "glued_number", "к 80-летию", "content"),
        ("школа №5", "number_sign", "школа № 5", "content"),
        ("г.Смоленск", "abbreviation_space", "г. Смоленск", "place"),
        ("ДМШ им.М.И. Глинки", "abbreviation_space", "ДМШ им. М.И. Глинки", "place"),
        ("М. И. Глинка", "initials", "М.И. Глинка", "participants"),
        ("М.И.Глинка", "initials", "М.И. Глинка", "participants"),
        ("М.Глинка", "initials", "М. Глинка", "participants"),
        ("директор Глинка М. И., хор", "initials", "директор Глинка М.И., хор", "participants"),
        ("кoнкурс", "two_alphabets", "конкурс", "content"),
        ("LЕ CIEL", "two_alphabets", "LE CIEL", "name"),
        ("ХVIII фестиваль", "roman_numeral", "XVIII фестиваль", "name"),
        ("П Международный", "roman_numeral", "II Международный", "name"),
        ("Ш Всероссийский", "roman_numeral", "III Всероссийский", "name"),
        ("сборник «ХIХ век»", "roman_numeral", "сборник «XIX век»", "content"),
        ("IХ фестиваль", "roman_numeral", "IX фестиваль", "name"),
        ("ХХ век", "roman_numeral", "XX век", "content"),
        ("Ⅳ форум", "roman_numeral", "IV форум", "name"),
        ("III международный слет", "ordinal_capital", "III Международный слет", "name"),
        ("II русско-чешский форум", "ordinal_capital", "II Русско-чешский форум", "name"),
        ("на V областном конкурсе", "ordinal_capital", "на V Областном конкурсе", "content"),
        ("5-й открытый турнир", "ordinal_capital", "5-й Открытый турнир", "name"),
        ("Форум\n(онлайн-формат)", "typed_online_mark", "Форум", "name"),
        ("Форум (дистанционно)", "typed_online_mark", "Форум", "name"),
        ("Форум – онлайн", "typed_online_mark", "Форум", "name"),
        ("Форум,", "comma_at_end", "Форум", "name"),
        ("Форум, (онлайн-формат)", "comma_at_end", "Форум (онлайн-формат)", "name"),
    ],
)
def test_offer_mends_the_text(typed, rule, mended, field):
    found = [each for each in proofread(typed, field=field) if each.rule == rule]
    assert [applied(typed, each) for each in found] == [mended]
    assert rule not in rules(mended, field)


def test_official_name_in_straight_quotes_is_offered_too():
    (finding,) = proofread('муниципальное образование "Велижский район"')
    assert finding.replacement == "«Велижский район»"


# Only said


@pytest.mark.parametrize(
    ("text", "rule", "said_of", "field"),
    [
        ("Конкурс «Лира прошел", "unbalanced_quotes", "«", "content"),
        ("Конкурс Лира» прошел", "unbalanced_quotes", "»", "content"),
        ("Театр «Студия. Хор «Лира» в городе", "unbalanced_quotes", "«", "content"),
        ("Конкурс ««Лира»»", "doubled_quotes", "««Лира»»", "content"),
        ("Конкурс осуществлась вчера", "unknown_word", "осуществлась", "content"),
        ("прошол", "unknown_word", "прошол", "content"),
        ("Wi-Fiсеть", "two_alphabets", "Fiсеть", "content"),
        ("г. Париж", "place_without_country", "Париж", "place"),
        ("в Минске", "place_without_country", "Минске", "place"),
        ("Звоните: +7 (900) 123-45-67", "personal_data", "+7 (900) 123-45-67", "participants"),
        ("тел. 5-12-34", "personal_data", "тел. 5-12-34", "participants"),
        ("почта lira@example.ru", "personal_data", "lira@example.ru", "participants"),
        ("Анна Лирова (12 лет)", "personal_data", "Анна Лирова (12 лет", "participants"),
        ("Лирова А., 5 «Б» класс", "personal_data", "Лирова А., 5 «Б» класс", "participants"),
        ("ученица 5 класса Анна Лирова", "personal_data", "5 класса Анна Лирова", "participants"),
        ("ФЕСТИВАЛЬ НАРОДНОЙ ПЕСНИ", "all_capitals", "ФЕСТИВАЛЬ НАРОДНОЙ ПЕСНИ", "name"),
        ("Слово " * 100, "long_cell", ("Слово " * 100)[500:], "name"),
    ],
)
def test_remark_is_said_of_its_place(text, rule, said_of, field):
    found = [each for each in proofread(text, field=field) if each.rule == rule]
    assert [(text[each.start : each.end], each.replacement) for each in found] == [(said_of, None)]


def test_remote_event_with_online_mark_is_said():
    for texts, is_online in (
        ({"name": "Заочный конкурс"}, True),
        ({"name": "Заочный конкурс (онлайн-формат)"}, False),
    ):
        found = [each.rule for each in proofread_event(texts, is_online=is_online)["name"]]
        assert "remote_and_online" in found


def test_remote_event_without_online_mark_is_right():
    assert proofread_event({"name": "Заочный конкурс"}) == {"name": []}
    assert proofread_event({"name": "Очно-заочный конкурс"}, is_online=True) == {"name": []}


def test_event_is_read_field_by_field():
    findings = proofread_event({"name": "Форум", "place": "г. Париж", "content": "№5"})
    assert {field: [each.rule for each in found] for field, found in findings.items()} == {
        "name": [],
        "place": ["place_without_country"],
        "content": ["number_sign"],
    }


# Never flagged


def official_names():
    with (ROOT / "municipalities/data/municipalities.csv").open(encoding="utf-8") as file:
        return sorted({row["full_name"] for row in csv.DictReader(file)})


@pytest.mark.parametrize("name", official_names())
def test_official_name_is_never_flagged(name):
    for field in FIELDS:
        assert proofread(name, field=field) == []
        assert proofread(f"Представители {name}", field=field) == []
    assert proofread_table([{"participants": name}]) == []


def test_official_name_in_quotes_of_another_is_never_flagged():
    text = "Совет «Муниципальное образование «Велижский район» Смоленской области»"
    assert proofread(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Еще один теплый зеленый пленэр",
        "к 75-летию Победы, памяти 75-летия",
        "проведение мастер-классов",
        "представители Администрации г. Смоленска",
        "Конкурс проведен в честь праздника",
        "университет им. М. Туган-Барановского",
        "мэр города Сан-Паулу (Бразилия)",
        "награжден дипломом лауреата I степени, II место, III тур",
        "во II квартале, в I полугодии, XX век, II мировая война",
        "- воспитание вкуса;\n- развитие детей",
        "5-6 ноября, 28 октября 2020 года, 2019 – 2020 годы",
        "аудио- и видеозаписи, вело-, мото- и автопробег",
        "германо-российский, культурно-досуговый, франко-немецкий форум",
        "вебинар, хакатон, пэчворк, воркшоп, видеоконференцсвязь, урбанистика",
        "хор «Березняночка», фестиваль «Соловушкино раздолье», Россотрудничество",
        "fashion-индустрия, IT-компания, COVID-19, «LE CIEL DE PARIS», 3D-модель",
        "МБУДО «Десногорская ДМШ им. М.И. Глинки», ФГБОУ ВО, БРИКС, ЮАР, РФ и ФРГ",
        "С Международным днем музыки! У Международного центра",
        "экран 5\" и 10-й класс",
        "Дети 7-11 лет, 12 лет дружбы, ученики 5 класса",
        "Мария Иванова, учитель 5 класса",
        "Это – международный форум. Кино – детям. Было – стало",
        "и т.д., т.е. 1812 г. и 2019 г. Начало",
        "перезахоронение останков, казачьи песни, научении",
        "обучающиеся(ихся), и/или, сайт example.ru",
    ],
)  # fmt: skip
def test_right_text_is_never_flagged(text):
    for field in ("name", "content", "participants"):
        assert proofread(text, field=field) == []


@pytest.mark.parametrize(
    "place",
    [
        "Германия, г. Берлин",
        "г. Берлин (ФРГ)",
        "Республика Беларусь, г. Орша",
        "с. Париж, Челябинская область",
        "г. Смоленск",
        "пос. Хиславичи",
        "Россия, Республика Башкортостан,\nг. Уфа",
    ],
)
def test_right_place_is_never_flagged(place):
    assert proofread(place, field="place") == []


def test_abbreviations_of_the_name_are_not_capitals():
    assert proofread("Форум ФГБОУ ВО «СГАФКСТ», БРИКС и ШОС", field="name") == []


# The whole report


def table(*contents):
    return [{"content": content} for content in contents]


def said(rows):
    return [
        (each.rule, each.row, each.field, rows[each.row][each.field][each.start : each.end])
        for each in proofread_table(rows)
    ]


def test_abbreviation_expanded_earlier_is_right():
    rows = table("Центр «Лира» (далее – ЦТР «Лира»)", "ЦТР «Лира»", "в ЦТР «Лира»")
    assert said(rows) == []


def test_abbreviation_expanded_in_brackets_is_right():
    assert said(table("Центр творческого роста (ЦТР)", "ЦТР")) == []


def test_abbreviation_never_expanded_is_said_once():
    rows = table("МБУ «ЦК и МП»", "хор МБУ «ЦК и МП»")
    assert said(rows) == [("abbreviation_not_expanded", 0, "content", "ЦК и МП")]
    assert "стоит в 2 строках" in proofread_table(rows)[0].message


def test_abbreviation_used_before_it_is_expanded_is_said():
    rows = table("Дети", "ЦТР «Лира»", "Центр (далее – ЦТР «Лира»)")
    assert said(rows) == [("abbreviation_before_expansion", 1, "content", "ЦТР")]


def test_abbreviation_is_looked_for_in_the_order_of_columns():
    late = {"name": "Форум ЦТР", "content": "Центр (далее – ЦТР)"}
    early = {"participants": "ЦТР", "content": "Центр (далее – ЦТР)"}
    assert [rule for rule, *_ in said([late])] == ["abbreviation_before_expansion"]
    assert said([early]) == []


def test_name_spelled_in_two_ways_is_said_of_the_rarer():
    rows = table("«Атом-Мода»", "«Атом-мода»", "«Атом-Мода»")
    assert said(rows) == [("two_spellings", 1, "content", "Атом-мода")]


def test_legal_form_spelled_in_two_ways_is_said():
    rows = table("МБУДО «Лира»", "МБУДО «Лира»", "МБУ ДО «Лира»")
    assert said(rows) == [("two_spellings", 2, "content", "МБУ ДО")]


def test_different_names_are_no_spellings_of_one():
    assert said(table("МБУДО «Лира»", "МБУДО «Лира-2»", "хор «Лира»", "«Арфа»")) == []


# Any text


@settings(deadline=None)  # the dictionary is read at the first word
@given(any_text | text_of_pieces, st.sampled_from(FIELDS))
def test_places_lie_inside_any_text(text, field):
    findings = proofread(text, field=field)
    assert [each.start for each in findings] == sorted(each.start for each in findings)
    for each in findings:
        assert 0 <= each.start < each.end <= len(text)
        assert each.message.endswith((".", "?"))


@settings(deadline=None)  # the dictionary is read at the first word
@given(st.lists(st.dictionaries(st.sampled_from(FIELDS), text_of_pieces), max_size=4))
def test_places_lie_inside_any_table(rows):
    for each in proofread_table(rows):
        assert 0 <= each.start < each.end <= len(rows[each.row][each.field])


def alphanumeric(text):
    return "".join(filter(str.isalnum, text)).casefold()


@settings(deadline=None)  # the dictionary is read at the first word
@example("РОСИЙСКО", "name")
@given(any_text | text_of_pieces, st.sampled_from(FIELDS))
def test_applied_offer_is_settled_and_loses_nothing(text, field):
    text = clean(text)
    for each in proofread(text, field=field):
        if each.replacement is None:
            continue
        mended = clean(applied(text, each))
        end = each.start + len(each.replacement)
        assert [
            again
            for again in proofread(mended, field=field)
            if (again.rule, again.start, again.end) == (each.rule, each.start, end)
        ] == []
        if each.rule not in CHANGES_LETTERS:
            assert alphanumeric(mended) == alphanumeric(text)


@settings(deadline=None)  # the dictionary is read at the first word
@given(text_of_pieces, st.sampled_from(FIELDS))
def test_applying_one_offer_after_another_comes_to_an_end(text, field):
    text = clean(text)
    for _ in range(100):
        offers = [each for each in proofread(text, field=field) if each.replacement is not None]
        if not offers:
            return
        text = clean(applied(text, offers[0]))
    pytest.fail(f"Offers without an end: {text!r}")


@pytest.mark.parametrize(
    "piece", ['"', "«а ", "- ", "а- ", "1а ", "А", "Х", "А. А. ", "хX", "5 лет ", "a.b@", ","]
)
def test_huge_text_is_read(piece):
    text = piece * (100_000 // len(piece))
    for each in proofread(text, field="name"):
        assert 0 <= each.start < each.end <= len(text)

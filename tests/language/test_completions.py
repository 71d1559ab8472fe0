import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.language.completions import phrases_of, suggest


def test_place_is_offered_whole_and_by_parts():
    phrases = phrases_of("Дом культуры «Мир», г. Вязьма", "", "")
    assert phrases.places == ("Дом культуры «Мир», г. Вязьма", "Дом культуры «Мир»", "г. Вязьма")


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("И.И. Иванов, глава района; гости", ("И.И. Иванов, глава района",)),
        ("Петрова А.А. – директор школы", ("Петрова А.А. – директор школы",)),
        ("Сидоров Иван Петрович, депутат", ("Сидоров Иван Петрович, депутат",)),
        ("10 обучающихся школы", ()),
        ("Смоленск и Вязьма", ()),
    ],
)
def test_people_come_with_their_posts(text, people):
    assert phrases_of("", text, "").people == people


@pytest.mark.parametrize(
    ("text", "organisations"),
    [
        ("Хор МБУК «Центр культуры» занял место", ("МБУК «Центр культуры»",)),
        ("Приехал Ансамбль танца «Радуга».", ("Ансамбль танца «Радуга»",)),
        ("без кавычек ничего нет", ()),
    ],
)
def test_organisations_are_names_in_quotes(text, organisations):
    assert phrases_of("", "", text).organisations == organisations


KNOWN = ["И.И. Иванов, глава района", "Дом культуры «Мир»", "Дом культуры «Мир»", "Дом учителя"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("До", ["Дом культуры «Мир»", "Дом учителя"]),
        ("в городе дом", ["Дом культуры «Мир»", "Дом учителя"]),
        ("Дом уч", ["Дом учителя"]),
        ("выступил Ива", ["И.И. Иванов, глава района"]),
        ("Д", []),
        ("", []),
        ("Дом ", []),
        ("Дом учителя", []),
        ("слово", []),
    ],
)
def test_suggestions_go_on_from_what_is_typed(typed, found):
    assert suggest(KNOWN, typed) == found


def test_letter_yo_and_case_do_not_matter():
    assert suggest(["Ёлка дружбы"], "елк") == ["Ёлка дружбы"]


@given(st.text(max_size=200), st.text(max_size=200), st.text(max_size=200))
def test_phrases_are_pieces_of_the_texts(place, participants, content):
    phrases = phrases_of(place, participants, content)
    whole = f"{place}\n{participants}\n{content}"
    assert all(p in whole for p in (*phrases.places, *phrases.people, *phrases.organisations))


@given(st.lists(st.text(max_size=60), max_size=20), st.text(max_size=60))
def test_suggestions_are_known_phrases(known, typed):
    found = suggest(known, typed)
    assert set(found) <= set(known)
    assert len(found) == len(set(found)) <= 7

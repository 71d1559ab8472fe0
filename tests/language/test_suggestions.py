import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.language.suggestions import Guess, guess


@pytest.mark.parametrize(
    ("name", "category"),
    [
        ("II Международный конкурс рисунка «Мост»", "competition"),
        ("Конкурс-фестиваль «Радуга»", "competition"),
        ("Фестиваль народного творчества и выставка", "festival"),
        ("Научно-практическая конференция", "conference"),
        ("Международный форум городов", "conference"),
        ("Встреча с делегацией г. Орши", "meeting"),
        ("Подписание соглашения о сотрудничестве", "agreement"),
        ("Ярмарка мастеров", "exhibition"),
        ("Турнир по самбо", "sport"),
        ("Мастер-класс по росписи", "training"),
        ("Протокол о намерениях", "agreement"),
        ("План мероприятий по сотрудничеству", "agreement"),
        ("План работы клуба", ""),
        ("Рождественский базар", "exhibition"),
        ("Участие в «Славянском базаре»", "festival"),
        ("Автопробег «Дорогами Победы»", "sport"),
        ("Веб-квест «Память»", "competition"),
        ("Интернет-конференция", "conference"),
        ("Видеоконференция с коллегами", "conference"),
        ("Связь по видеоконференцсвязи", ""),
        ("Обмен школьниками", "meeting"),
        ("Дружеский визит", "meeting"),
        ("О приеме гостей", "meeting"),
        ("Посещение музея послом Кубы", "meeting"),
        ("Посещение музея", ""),
        ("Экономическая сессия", "conference"),
        ("Участие в заседании комиссии", "conference"),
        ("Заседание клуба «Заря»", ""),
        ("Приемы лечения", ""),
        ("Прием заявок", ""),
        ("Прием работ на конкурс", "competition"),
        ("Заключение договора о побратимстве", "agreement"),
        ("Подписание дорожной карты", "agreement"),
        ("Мотокросс и гонки на льду", "sport"),
        ("Разгадывание кроссворда", ""),
        ("Выступление оркестра", ""),
        ("День города", ""),
    ],
)
def test_kind_follows_the_head_of_the_name(name, category):
    assert guess({"name": name}).category == category


def test_kind_is_taken_from_the_content_when_the_name_is_silent():
    assert guess({"name": "День города", "content": "Прошел турнир"}).category == "sport"


@pytest.mark.parametrize(
    ("texts", "format"),
    [
        ({"name": "Форум (онлайн-формат)"}, "online"),
        ({"name": "Форум", "content": "Прошел в режиме видеоконференции"}, "online"),
        ({"name": "Заочный конкурс", "content": "онлайн"}, "remote"),
        ({"name": "Форум", "content": "Очно и дистанционно"}, "mixed"),
        ({"name": "Форум (в смешанном формате)"}, "mixed"),
        ({"name": "Форум в очно-заочной форме"}, "mixed"),
        ({"name": "Форум", "place": "г. Вязьма"}, ""),
    ],
)
def test_format_is_guessed_from_plain_words(texts, format):
    assert guess(texts).format == format


@pytest.mark.parametrize(
    ("text", "countries"),
    [
        ("Гости из Республики Беларусь и Польши", ("BY", "PL")),
        ("российско-белорусский фестиваль", ("BY",)),
        ("делегация г. Витебска, затем г. Хаген", ("BY", "DE")),
        ("Китайской Народной Республики", ("CN",)),
        ("школьники Китая", ("CN",)),
        ("Белорусский вокзал", ()),
        ("немецкий язык", ()),
        ("Российская Федерация", ()),
        ("Польза и вред", ()),
    ],
)
def test_countries_are_named_or_told_by_their_people(text, countries):
    assert guess({"content": text}).countries == countries


@given(st.text(), st.text())
def test_any_text_has_a_guess(name, content):
    assert isinstance(guess({"name": name, "content": content}), Guess)

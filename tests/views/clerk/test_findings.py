"""Help with the text of an event, as the page asks for it."""

import json

import pytest
from django.core.cache import cache
from django.urls import reverse

from reports.models import Event
from reports.models.fields import LONGEST_TEXT
from tests.factories import make_event, make_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(sign_in, clerk):
    client = sign_in(clerk)
    address = reverse("event_findings", args=[make_report(clerk.municipality).pk])

    def post(format="", period="", **texts):
        texts_now = {"texts": texts, "format": format, "period": period}
        body = json.dumps({"person": clerk.pk} | texts_now)
        return client.post(address, body, content_type="application/json")

    return post


def test_finding_has_its_place_its_words_and_its_replacement(ask):
    answer = ask(content='Открыт фестиваль "Радуга"').json()
    (finding,) = answer["findings"]["content"]
    assert finding["words"] == 'Открыт фестиваль "Радуга"'[finding["start"] : finding["end"]]
    assert finding["replacement"] == "«Радуга»"
    assert finding["message"].endswith(".")


def test_places_are_counted_as_scripts_count(ask):
    (finding,) = ask(content='😀😀 "Радуга"').json()["findings"]["content"]
    assert finding["start"] == len("😀😀 ".encode("utf-16-le")) // 2


def test_remark_that_needs_two_fields_knows_the_format(ask):
    name = "Заочный конкурс рисунков"
    rules = [f["rule"] for f in ask("online", name=name).json()["findings"]["name"]]
    assert "remote_and_online" in rules
    assert ask("remote", name=name).json()["findings"]["name"] == []


def test_asking_stores_nothing(ask):
    ask(content="Текст")
    assert Event.objects.count() == 0


@pytest.mark.parametrize(
    "body",
    [
        "",
        "[]",
        "{}",
        '{"texts": {}, "format": ""}',
        '{"person": %d, "texts": {"name": 1}, "format": ""}',
        '{"person": %d, "texts": [], "format": 1}',
        "[" * 100_000,
    ],
)
def test_what_no_page_sends_is_refused(sign_in, clerk, body):
    address = reverse("event_findings", args=[make_report(clerk.municipality).pk])
    body = body.replace("%d", str(clerk.pk))
    response = sign_in(clerk).post(address, body, content_type="application/json")
    assert (response.status_code, response.json()) == (400, {"state": "malformed"})


def test_page_of_another_person_is_told_nothing(sign_in, clerk):
    address = reverse("event_findings", args=[make_report(clerk.municipality).pk])
    body = json.dumps({"person": 0, "texts": {"content": "г.Минск"}, "format": ""})
    response = sign_in(clerk).post(address, body, content_type="application/json")
    assert (response.status_code, response.json()) == (409, {"state": "other_person"})


@pytest.mark.parametrize("text", ["\ud800", "\x00", "я" * 100_000, ""])
def test_any_text_is_answered(ask, text):
    assert ask(content=text).status_code == 200


def test_text_that_no_field_holds_is_not_read_but_told(ask):
    answer = ask(content="Гости из Польши. " * 60_000, place="г.Минск").json()
    (finding,) = answer["findings"]["content"]
    assert finding["message"] == (
        "Текст длиннее 100\xa0000 знаков: он не сохраняется и не проверяется. Сократите его."
    )
    assert (finding["start"], len(finding["words"])) == (LONGEST_TEXT, 60)
    assert answer["findings"]["place"] != []
    assert answer["suggestions"]["countries"] == ["BY"]


@pytest.mark.parametrize("text", ["«", '"слово ', "Кoт ", "5октября ", "слово -слово "])
def test_answer_has_a_size(ask, text):
    """A page shows four remarks; a text of nothing but slips is not answered in megabytes."""
    response = ask(content=text * (LONGEST_TEXT // len(text)))
    answer = response.json()
    assert len(answer["findings"]["content"]) == 200
    assert answer["untold"]["content"] > 200
    assert len(response.content) < 200_000


def test_places_behind_many_wide_letters_are_right(ask):
    text = "😀 " * 1_000 + "№5"
    (finding,) = ask(place=text).json()["findings"]["place"][-1:]
    units = text.encode("utf-16-le")[2 * finding["start"] : 2 * finding["end"]]
    assert units.decode("utf-16-le") == finding["words"]


def test_guess_comes_along(ask):
    guess = ask(name="Конкурс рисунка", content="Гости из Беларуси, дистанционно").json()[
        "suggestions"
    ]
    assert guess == {"format": "online", "category": "competition", "countries": ["BY"]}


# Phrases


@pytest.fixture
def phrases(sign_in, clerk):
    cache.clear()
    client = sign_in(clerk)
    report = make_report(clerk.municipality)

    def get(field, typed):
        address = reverse("event_completions", args=[report.pk])
        return client.get(address, {"field": field, "typed": typed}).json()["completions"]

    get.report = report
    return get


def test_phrases_of_earlier_texts_are_suggested(phrases):
    make_event(phrases.report, place="Дом культуры, г. Вязьма", participants="И.И. Иванов, глава")
    assert phrases("place", "в Доме Дом") == ["Дом культуры", "Дом культуры, г. Вязьма"]
    assert phrases("participants", "Ива") == ["И.И. Иванов, глава"]


@pytest.mark.parametrize(
    ("field", "typed"), [("place", "Д"), ("name", "Дом"), ("x", "Дом"), ("place", "")]
)
def test_nothing_is_suggested_where_nothing_is_known(phrases, field, typed):
    make_event(phrases.report, place="Дом культуры")
    assert phrases(field, typed) == []


def test_phrases_of_others_are_not_suggested(phrases, rudnya):
    make_event(make_report(rudnya, quarter=phrases.report.quarter), place="Дом соседей")
    assert phrases("place", "Дом") == []


def test_phrases_are_kept_for_each_municipality_apart(sign_in, clerk, stranger):
    """Put together once in a while: the second to ask gets their own, not those of the first."""
    cache.clear()
    places = {clerk: "Дом культуры Вязьмы", stranger: "Дом культуры Рудни"}
    reports = {person: make_report(person.municipality) for person in places}
    for person, place in places.items():
        make_event(reports[person], place=place)
    for person, place in places.items():
        address = reverse("event_completions", args=[reports[person].pk])
        answer = sign_in(person).get(address, {"field": "place", "typed": "Дом"}).json()
        assert answer["completions"] == [place]


def test_row_comes_as_it_will_be_printed(ask, clerk):
    texts = {"name": "Круглый  стол (онлайн)", "place": "г. Вязьма", "content": "•Доклад\u200b "}
    printed = ask(**texts, participants="", period="26.10.20").json()["printed"]
    assert printed == {
        "name": "Круглый стол\n(онлайн-формат)",
        "place": "г.\u00a0Вязьма",
        "period": "26\u00a0октября 2020\u00a0года",
        "content": "- Доклад",
        "participants": "",
    }
    assert ask(period="весной").json()["printed"]["period"] == "весной"

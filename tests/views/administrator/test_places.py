"""Places that an administrator adds: the list, and what proofreading and suggestions make of them."""

import json

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from municipalities import added_places
from municipalities.models import AddedPlace
from tests import factories

pytestmark = pytest.mark.django_db

GOZHA = {"name": "Гожа", "country": "BY", "_end": "1"}


@pytest.fixture
def desk(sign_in, administrator):
    return sign_in(administrator)


@pytest.fixture
def hints(sign_in, clerk):
    client = sign_in(clerk)
    address = reverse("event_findings", args=[factories.make_report(clerk.municipality).pk])

    def ask(**texts):
        body = json.dumps({"person": clerk.pk, "texts": texts, "format": ""})
        return client.post(address, body, content_type="application/json").json()

    return ask


def test_place_is_added_shown_and_deleted(desk):
    address = reverse("added_place_list")
    assert "Ни одного места еще не добавлено" in desk.get(address).content.decode()
    page = desk.post(address, GOZHA, follow=True).content.decode()
    assert "Добавлено: Гожа (Беларусь)." in page
    assert '<td data-label="Страна">Беларусь</td>' in page
    place = AddedPlace.objects.get()
    page = desk.post(reverse("added_place_delete", args=[place.pk]), follow=True).content.decode()
    assert "Удалено: Гожа." in page
    assert not AddedPlace.objects.exists()


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("", "Обязательное поле"),
        ("гожа", "первую – прописной"),
        ("г. Гожа", "первую – прописной"),
        ("Гожа, Озеры", "первую – прописной"),
        ("Goża", "первую – прописной"),
        ("Ж" * 101, "можно не больше 100 знаков"),
    ],
)
def test_what_is_no_name_is_refused(desk, name, said):
    page = desk.post(reverse("added_place_list"), GOZHA | {"name": name}).content.decode()
    assert said in page
    assert not AddedPlace.objects.exists()


@pytest.mark.parametrize("name", ["Буда-Кошелево", "Старый  Оскол", "Нью-Йорк", "Л’Акуила"])
def test_names_of_several_words_are_taken(desk, name):
    assert desk.post(reverse("added_place_list"), GOZHA | {"name": name}).status_code == 302
    assert AddedPlace.objects.get().name == " ".join(name.split())


def test_same_place_is_not_added_twice(desk):
    address = reverse("added_place_list")
    desk.post(address, GOZHA)
    assert "Это место уже есть в списке." in desk.post(address, GOZHA).content.decode()
    assert AddedPlace.objects.count() == 1


def test_list_has_an_end(desk, monkeypatch):
    monkeypatch.setattr(added_places, "MOST_ADDED", 1)
    desk.post(reverse("added_place_list"), GOZHA)
    data = GOZHA | {"name": "Озеры"}
    page = desk.post(reverse("added_place_list"), data).content.decode()
    assert "Сначала удалите ненужные." in page
    assert AddedPlace.objects.count() == 1


def test_database_takes_no_place_twice_and_none_without_a_country():
    AddedPlace.objects.create(name="Гожа", country="BY")
    for name, country in (("Гожа", "PL"), ("Озеры", ""), ("", "BY")):
        with pytest.raises(IntegrityError), transaction.atomic():
            AddedPlace.objects.create(name=name, country=country)


def test_added_place_is_known_to_suggestions_and_proofreading(hints):
    texts = {"name": "Фестиваль", "place": "агрогородок Гожа", "content": "гости из гожи и Гожи"}
    before = hints(**texts)
    assert before["suggestions"]["countries"] == []
    assert before["findings"]["place"] == []
    AddedPlace.objects.create(name="Гожа", country="BY")
    after = hints(**texts)
    assert after["suggestions"]["countries"] == ["BY"]
    assert [each["rule"] for each in after["findings"]["place"]] == ["place_without_country"]


def test_name_of_an_added_place_is_no_slip_in_any_case(hints):
    text = "Гости поехали в Ярмарну."
    assert [each["rule"] for each in hints(content=text)["findings"]["content"]] == ["unknown_word"]
    AddedPlace.objects.create(name="Ярмарна", country="PL")
    assert hints(content=text)["findings"]["content"] == []


def test_places_are_asked_for_once_in_a_request(hints):
    texts = {"name": "Фестиваль", "place": "Гожа", "content": "Гожа", "participants": "Гожа"}
    hints(**texts)
    with CaptureQueriesContext(connection) as asked:
        hints(**texts)
    assert sum("municipalities_addedplace" in each["sql"] for each in asked.captured_queries) == 1

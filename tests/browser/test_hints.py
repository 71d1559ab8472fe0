"""Remarks under a field: mended, taken back and hidden by a click."""

import pytest
from django.core.cache import cache
from playwright.sync_api import expect

from reports.models import Event
from tests import factories


@pytest.fixture
def page(desk):
    municipality = factories.make_municipality()
    event = factories.make_event(
        factories.make_report(municipality),
        name='Фестиваль "Радуга"',
        content="Росийские школьники, 10обучающихся",
    )
    page = desk(factories.make_user(municipality=municipality))
    page.goto(f"/events/{event.pk}/update/")
    return page


def field(page, label):
    return page.get_by_label(label, exact=True)


def test_offer_is_taken_by_one_click_and_taken_back_by_one(page):
    name = field(page, "Наименование мероприятия")
    page.get_by_role("button", name="Исправить: «Радуга»").click()
    expect(name).to_have_value("Фестиваль «Радуга»")
    expect(page.locator("#save-state")).to_contain_text("Сохранено")
    page.get_by_role("button", name="Отменить").click()
    expect(name).to_have_value('Фестиваль "Радуга"')
    expect(page.get_by_role("button", name="Исправить: «Радуга»")).to_be_visible()


def test_hidden_remark_stays_hidden(page):
    offer = page.get_by_role("button", name="Исправить: 10 обучающихся")
    expect(offer).to_be_visible()
    page.get_by_role("button", name="Скрыть замечание: 10обучающихся").click()
    expect(offer).to_have_count(0)
    page.reload()
    expect(page.get_by_role("button", name="Исправить: «Радуга»")).to_be_visible()
    expect(offer).to_have_count(0)


def test_remarks_follow_the_typing(page):
    place = field(page, "Место проведения")
    place.fill("г.Вязьма")
    page.get_by_role("button", name="Исправить: г. Вязьма").click()
    expect(place).to_have_value("г. Вязьма")


def test_guess_is_written_by_a_click(page):
    page.get_by_role("button", name="Записать: фестиваль").click()
    expect(page.locator("#save-state")).to_contain_text("Сохранено в")
    assert Event.objects.get().category == "festival"


def test_phrase_of_an_earlier_text_is_put_in(page):
    cache.clear()
    factories.make_event(Event.objects.get().report, place="Дом культуры «Мир», г. Вязьма")
    place = field(page, "Место проведения")
    place.fill("")
    place.press_sequentially("Дом ку")
    page.get_by_role("button", name="Дом культуры «Мир», г. Вязьма", exact=True).click()
    expect(place).to_have_value("Дом культуры «Мир», г. Вязьма")

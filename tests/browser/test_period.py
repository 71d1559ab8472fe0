"""A doubtful period: what may have been meant is put in its place by a click, and taken back by
another."""

import pytest
from playwright.sync_api import expect

from tests import factories


@pytest.fixture
def clerk():
    return factories.make_user(municipality=factories.make_municipality())


def opened(desk, clerk, period):
    event = factories.make_event(
        factories.make_report(clerk.municipality), period=period, period_start=None, period_end=None
    )
    page = desk(clerk)
    page.goto(f"/events/{event.pk}/update/")
    return page, event


def test_offer_is_taken_and_taken_back_by_clicks(desk, clerk):
    page, _ = opened(desk, clerk, "")
    field = page.get_by_label("Сроки проведения", exact=True)
    field.fill("5 ноября 2020 года, 18.11")
    answer = page.locator("#period-answer")
    expect(answer).to_contain_text("«18.11» — это день или время?")
    page.get_by_role("button", name="Записать: 5 и 18 ноября 2020 года").click()
    expect(field).to_have_value("5 и 18 ноября 2020 года")
    expect(field).to_be_focused()
    expect(answer).to_contain_text("Это отдельные дни с 5 по 18 ноября 2020 года.")
    expect(page.locator("#save-state")).to_contain_text("Сохранено в")
    page.get_by_role("button", name="Отменить", exact=True).click()
    expect(field).to_have_value("5 ноября 2020 года, 18.11")
    expect(answer).to_contain_text("это день или время?")
    expect(page.get_by_role("button", name="Отменить", exact=True)).to_be_hidden()


def test_offers_to_a_stored_period_are_reached_by_keys(desk, clerk):
    page, event = opened(desk, clerk, "12 октбря")
    field = page.get_by_label("Сроки проведения", exact=True)
    field.focus()
    page.keyboard.press("Tab")
    expect(page.get_by_label("Содержание мероприятия", exact=True)).to_be_focused()
    field.focus()
    page.keyboard.press("Alt+ArrowDown")
    expect(page.get_by_role("button", name="Записать: 12 октября 2020 года")).to_be_focused()
    expect(page.locator("#calendar")).to_be_hidden()
    page.keyboard.press("Enter")
    expect(field).to_have_value("12 октября 2020 года")
    expect(page.locator("#save-state")).to_contain_text("Сохранено в")
    event.refresh_from_db()
    assert event.period == "12 октября 2020 года"


def test_time_is_left_out_and_said(desk, clerk):
    page, event = opened(desk, clerk, "")
    page.get_by_label("Сроки проведения", exact=True).fill("среда, 5 ноября 2020 года, 15.00")
    answer = page.locator("#period-answer")
    expect(answer).to_contain_text("Не будет напечатано: «среда», «15.00».")
    expect(answer).to_contain_text("5 ноября 2020 года — четверг, а не среда.")
    expect(page.locator("#save-state")).to_contain_text("Сохранено в")
    event.refresh_from_db()
    assert event.period == "5 ноября 2020 года"
    expect(answer).to_contain_text("Не будет напечатано: «среда», «15.00».")

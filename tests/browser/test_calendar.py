"""The calendar fills the same field that others type into."""

import pytest
from playwright.sync_api import expect

from tests import factories


@pytest.mark.parametrize(
    ("days", "printed"),
    [
        (["5 ноября 2020 года"], "5 ноября 2020 года"),
        (["5 ноября 2020 года", "6 ноября 2020 года"], "5-6 ноября 2020 года"),
        (["2 ноября 2020 года", "28 октября 2020 года"], "28 октября – 2 ноября 2020 года"),
    ],
)
def test_days_are_chosen_by_clicks(desk, days, printed):
    report = factories.make_report(factories.make_municipality())
    event = factories.make_event(report, period="", period_start=None, period_end=None)
    page = desk(factories.make_user(municipality=report.municipality))
    page.goto(f"/events/{event.pk}/update/")
    page.get_by_role("button", name="Выбрать в календаре").click()
    for day in days:
        page.get_by_role("button", name=day, exact=True).click()
    expect(page.get_by_label("Сроки проведения", exact=True)).to_have_value(printed)
    expect(page.locator("#period-answer")).to_contain_text(printed)
    expect(page.locator("#save-state")).to_contain_text("Сохранено в")
    event.refresh_from_db()
    assert event.period == printed


def test_days_of_two_years_are_reached_by_turning(desk):
    report = factories.make_report(factories.make_municipality())
    event = factories.make_event(report)
    page = desk(factories.make_user(municipality=report.municipality))
    page.goto(f"/events/{event.pk}/update/")
    page.get_by_role("button", name="Выбрать в календаре").click()
    page.get_by_role("button", name="28 декабря 2020 года", exact=True).click()
    page.get_by_role("button", name="Следующий квартал").click()
    page.get_by_role("button", name="11 января 2021 года", exact=True).click()
    field = page.get_by_label("Сроки проведения", exact=True)
    expect(field).to_have_value("28 декабря 2020 года – 11 января 2021 года")


def test_days_are_chosen_by_keys(desk):
    report = factories.make_report(factories.make_municipality())
    event = factories.make_event(report, period="30 декабря 2020 года")
    page = desk(factories.make_user(municipality=report.municipality))
    page.goto(f"/events/{event.pk}/update/")
    field = page.get_by_label("Сроки проведения", exact=True)
    field.focus()
    page.keyboard.press("Tab")
    expect(page.get_by_label("Содержание мероприятия", exact=True)).to_be_focused()
    field.focus()
    page.keyboard.press("Alt+ArrowDown")
    expect(day(page, "30 декабря 2020 года")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowDown")
    expect(day(page, "5 января 2021 года")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(field).to_be_focused()
    expect(field).to_have_value("29 декабря 2020 года – 5 января 2021 года")
    expect(day(page, "5 января 2021 года")).to_be_hidden()


def test_typed_days_are_marked(desk):
    report = factories.make_report(factories.make_municipality())
    page = desk(factories.make_user(municipality=report.municipality))
    page.get_by_role("link", name="Добавить мероприятие").click()
    page.get_by_role("button", name="Выбрать в календаре").click()
    page.get_by_label("Сроки проведения", exact=True).fill("5-6 ноября")
    expect(day(page, "6 ноября 2020 года")).to_have_attribute("aria-pressed", "true")
    marked = page.locator("[aria-pressed]").evaluate_all("all => all.map((one) => one.textContent)")
    assert marked == ["5", "6"]


def day(page, name):
    return page.get_by_role("button", name=name, exact=True, include_hidden=True)

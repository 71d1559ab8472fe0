"""The clerk's home: what it costs, its menus by keyboard, and that it stays where one is."""

import datetime as dt

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import expect

from municipalities.models import Role
from reports.language.quarters import Quarter as Calendar
from reports.models import Remark, Report, Status
from tests import factories
from tests.browser.test_effort import Hands

ZERO, REMARK = 2, 5  # clicks at most


def test_zero_report_costs_two_clicks(desk):
    report = factories.make_report()
    hands = Hands(desk(factories.make_user(municipality=report.municipality)))
    hands.click(hands.page.get_by_role("link", name="Сдать нулевой отчет"))
    hands.click(hands.page.get_by_role("button", name="Сдать нулевой отчет"))
    expect(hands.page.get_by_role("heading", level=1)).to_have_text("Отчет сдан")
    assert hands.count <= ZERO
    assert Report.objects.get().no_events


def test_remark_is_answered_and_handed_in_again_in_five_clicks(desk):
    report = factories.make_report(
        status=Status.RETURNED, events=1, first_submitted_at=factories.MOMENT
    )
    Remark.objects.create(
        report=report,
        event=report.events.get(),
        cell="content",
        text="О чем договорились?",
        author=factories.make_user(Role.REGION),
        sent_at=factories.MOMENT,
    )
    hands = Hands(desk(factories.make_user(municipality=report.municipality)))
    page = hands.page
    hands.click(page.get_by_role("link", name="Исправить"))
    page.get_by_label("Содержание мероприятия", exact=True).fill("Договорились об обмене")
    hands.click(page.get_by_role("button", name="Готово", exact=True))
    hands.click(page.get_by_role("button", name="Отметить исправленным"))
    hands.click(page.get_by_role("link", name="Проверить и сдать"))
    hands.click(page.get_by_role("button", name="Сдать отчет"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Отчет сдан")
    assert hands.count <= REMARK


def test_menu_of_a_row_works_by_keyboard_and_the_page_stays_at_the_row(desk):
    report = factories.make_report(events=30)
    page = desk(factories.make_user(municipality=report.municipality))
    row = report.events.in_order()[24]
    menu = page.locator(f"#event-{row.pk} summary")
    menu.focus()
    page.keyboard.press("Enter")
    for name in ("Копировать", "Выше", "Ниже"):
        page.keyboard.press("Tab")
        expect(page.get_by_role("button", name=name)).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/#event-{row.pk}")
    expect(page.locator(f"#event-{row.pk}")).to_be_in_viewport()
    assert report.events.in_order()[25] == row
    menu.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    expect(menu).to_be_focused()
    page.keyboard.press("Enter")
    page.locator(f"#place-{row.pk}").press_sequentially("2")
    page.keyboard.press("Enter")
    expect(page.locator(f"#event-{row.pk} .pick")).to_have_text("2")
    assert report.events.in_order()[1] == row


def test_deleted_row_is_offered_back_where_it_stood(desk):
    report = factories.make_report(events=30)
    page = desk(factories.make_user(municipality=report.municipality))
    row = report.events.in_order()[24]
    page.locator(f"#event-{row.pk} summary").click()
    page.get_by_role("button", name="Удалить", exact=True).click()
    page.wait_for_url("**#deleted")
    back = page.locator("#deleted").get_by_role("button", name="Вернуть")
    expect(back).to_be_in_viewport()
    back.click()
    page.wait_for_url(f"**#event-{row.pk}")
    expect(page.locator(f"#event-{row.pk}")).to_be_in_viewport()


@pytest.mark.parametrize("width", [1366, 320])
def test_home_passes_axe_and_fits_in_every_state(desk, width):
    today = timezone.localdate()
    faults = []
    for number, fields in enumerate(
        (
            {"due_date": today + dt.timedelta(days=48)},
            {"due_date": today},
            {"due_date": today - dt.timedelta(days=3)},
            {"due_date": today, "closed_at": factories.MOMENT},
        ),
        start=1,
    ):
        municipality = factories.make_municipality(f"m{number}")
        quarter = factories.make_quarter(Calendar(2021, number), **fields)
        report = factories.make_report(municipality, quarter=quarter, events=3)
        page = desk(factories.make_user(municipality=municipality), width, 740)
        page.goto(report.get_absolute_url())
        if page.locator(".rows").count():
            page.locator(".rows summary").first.click()
        faults += [v["id"] for v in Axe().run(page).response["violations"]]
        wide = "() => document.documentElement.scrollWidth > document.documentElement.clientWidth"
        faults += ["шире экрана"] * page.evaluate(wide)
        small = """() => [...document.querySelectorAll("main button, main .btn, main summary")]
            .filter((e) => e.checkVisibility() && e.getBoundingClientRect().height < 24)
            .map((e) => e.outerHTML)"""
        faults += page.evaluate(small)
    assert faults == []

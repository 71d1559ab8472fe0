"""What the region's officer does every quarter, counted in clicks, and done by keyboard alone."""

import pytest
from playwright.sync_api import expect

from municipalities.models import Role
from reports.models import Consolidation, Report, Status
from tests import factories
from tests.browser.test_review import tab_to

CLICKS = "Number(sessionStorage.getItem('clicks'))"
COUNT = f"addEventListener('click', () => sessionStorage.setItem('clicks', {CLICKS} + 1), true)"


@pytest.fixture
def quarter():
    """Two reports that wait, two zero ones, one that is accepted."""
    for slug in ("first", "second"):
        municipality = factories.make_municipality(slug)
        factories.make_report(municipality, status=Status.SUBMITTED, events=1)
    for slug in ("nothing", "nought"):
        municipality = factories.make_municipality(slug)
        factories.make_report(municipality, status=Status.SUBMITTED, no_events=True)
    municipality = factories.make_municipality("accepted")
    return factories.make_report(municipality, status=Status.ACCEPTED, events=1).quarter


def counted(page):
    page.add_init_script(COUNT)
    return page


def test_document_is_three_clicks_from_the_sign_in(desk, quarter):
    factories.make_user(Role.REGION, username="officer")
    page = counted(desk(None))
    page.goto("/sign-in/")
    page.get_by_label("Имя для входа").fill("officer")
    page.get_by_label("Пароль", exact=True).fill(factories.PASSWORD)
    page.get_by_role("button", name="Войти").click()
    page.get_by_role("link", name="Сводный отчет: 1 из 5").click()
    with page.expect_download() as started:
        page.get_by_role("link", name="Скачать .docx").click()
    assert started.value.suggested_filename.endswith(".docx")
    assert page.evaluate(CLICKS) <= 3


def test_next_report_that_waits_is_one_click_away(desk, quarter):
    page = counted(desk(factories.make_user(Role.REGION)))
    page.goto("/")
    page.get_by_role("button", name="Проверить следующий").click()
    expect(page.get_by_role("heading", name="Решение")).to_be_visible()
    assert page.evaluate(CLICKS) <= 1
    page.get_by_role("button", name="Принять").click()
    page.get_by_role("button", name="Проверить следующий").click()
    expect(page.get_by_role("heading", name="Решение")).to_be_visible()
    assert page.evaluate(CLICKS) <= 3  # the decision among them


def test_all_zero_reports_are_accepted_in_three_clicks(desk, quarter):
    page = counted(desk(factories.make_user(Role.REGION)))
    page.goto("/")
    page.get_by_role("link", name="Проверка").click()
    page.get_by_role("button", name="Принять все нулевые (2)").click()
    expect(page.get_by_text("Принято отчетов: 2.")).to_be_visible()
    assert page.evaluate(CLICKS) <= 3
    assert Report.objects.filter(no_events=True, status=Status.ACCEPTED).count() == 2


def test_report_is_issued_by_keyboard_alone(desk, quarter):
    page = desk(factories.make_user(Role.REGION))
    tab_to(page, "Сводный отчет: 1 из 5")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Сводный отчет")).to_be_visible()
    tab_to(page, "Выпустить…")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Выпустить сводный отчет")).to_be_visible()
    tab_to(page, "Не приняты отчеты")
    page.keyboard.press("Enter")
    tab_to(page, "Выпустить")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Выпуск № 1")).to_be_visible()
    assert Consolidation.objects.get().number == 1


@pytest.mark.parametrize("number", [0, 3, 5, 60])
def test_board_of_any_size_fits(desk, number):
    quarter = factories.make_quarter()
    statuses = [Status.ACCEPTED, Status.SUBMITTED, Status.IN_REVIEW, Status.RETURNED, Status.DRAFT]
    for place in range(number):
        municipality = factories.make_municipality(f"district-{place}")
        factories.make_report(municipality, status=statuses[place % 5], events=place % 4)
    for width, height in ((1920, 1080), (1366, 768), (360, 740)):
        page = desk(factories.make_user(Role.REGION), width, height)
        page.goto(f"/quarters/{quarter.slug}/")
        assert page.locator(".board tbody tr").count() == number
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        stones = page.locator("aside .arch .stone").count()
        assert stones == number

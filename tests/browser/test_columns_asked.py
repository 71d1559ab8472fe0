"""A table of unknown columns: the page that asks what they are."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests import factories
from tests.browser.test_pasting import fits, paste
from tests.views.clerk.test_columns_asked import FIELDS, HEADINGS, ROW
from tests.views.clerk.test_pasting import html_of


@pytest.mark.parametrize("width", [1366, 360])
def test_columns_are_chosen_above_the_first_rows(desk, width):
    report = factories.make_report()
    page = desk(factories.make_user(municipality=report.municipality), width)
    page.goto(f"/reports/{report.pk}/paste/")
    page.wait_for_load_state()
    paste(page.get_by_label("Таблица", exact=True), html_of(HEADINGS[:4], ROW[:4]))
    page.get_by_role("button", name="Прочитать").click()
    expect(page.get_by_role("heading", name="Что в графах")).to_be_visible()
    fits(page)
    assert Axe().run(page).response["violations"] == []
    for heading, field in zip(HEADINGS[:4], FIELDS[:4], strict=True):
        page.get_by_label(heading).select_option(field)
    page.get_by_role("button", name="Прочитать").click()
    expect(page.get_by_role("heading", name="Вот что прочитано")).to_be_visible()
    page.goto(f"/reports/{report.pk}/paste/")
    expect(page.get_by_role("heading", name="Понятые графы")).to_be_visible()
    fits(page)
    assert Axe().run(page).response["violations"] == []

"""Entering on behalf of a municipality, and files beside a report: for everybody and on every screen."""

import datetime as dt

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import expect

from tests import factories
from tests.factories import make_kept, make_report

SIDEWAYS = "() => document.documentElement.scrollWidth > document.documentElement.clientWidth"
LETTER = {"Номер письма": "12/3", "Дата письма": "11.01.2021", "сведения получены": "14.01.2021"}


@pytest.fixture
def report(vyazma):
    report = make_report(vyazma, events=1)
    make_kept(report, title="Программа форума дружбы, подписанная главой района")
    return report


@pytest.mark.parametrize("width", [1366, 320])
def test_officer_enters_and_hands_in(desk, report, reviewer, width):
    page = desk(reviewer, width)
    page.goto(reverse("report_enter", args=[report.pk]))
    _is_for_everybody(page)
    for label, text in LETTER.items():
        page.get_by_label(label).fill(text)
    page.get_by_role("button", name="Начать внесение").click()
    expect(page.get_by_text("Вы вносите отчет за муниципальное образование")).to_be_visible()
    _is_for_everybody(page)
    page.goto(reverse("report_files", args=[report.pk]))
    _is_for_everybody(page)
    page.goto(reverse("report_check", args=[report.pk]))
    page.get_by_role("button", name="Сдать отчет").click()
    expect(page.get_by_role("heading", name="Отчет сдан")).to_be_visible()
    _is_for_everybody(page)
    report.refresh_from_db()
    assert report.first_submitted_at.date() == dt.date(2021, 1, 14)


@pytest.mark.parametrize("width", [1366, 320])
def test_clerk_is_told_and_goes_on(desk, report, clerk, reviewer, width):
    factories.make_entry(report, reviewer)
    page = desk(clerk, width)
    page.goto(report.get_absolute_url())
    _is_for_everybody(page)
    page.get_by_role("button", name="Продолжить самому").click()
    expect(page.get_by_text("Теперь отчет ваш")).to_be_visible()


def _is_for_everybody(page):
    assert not page.evaluate(SIDEWAYS)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()

"""Words sent while their page is being left come after the next page was drawn: it shows them."""

import pytest
from playwright.sync_api import expect

from tests import factories

WHOLE = "Обсуждены планы и подписано соглашение"


@pytest.fixture
def event():
    report = factories.make_report(factories.make_municipality())
    return factories.make_event(report, name="Форум", content="Обсуждены планы")


@pytest.fixture
def page(desk, event):
    page = desk(factories.make_user(municipality=event.report.municipality))
    page.goto(f"/events/{event.pk}/update/")
    return page


def content(page):
    return page.get_by_label("Содержание мероприятия", exact=True)


def stored(event):
    event.refresh_from_db()
    return event.content


@pytest.fixture
def late(held):
    return held("/autosave/")


def test_text_that_comes_after_the_page_of_the_event_was_drawn_is_shown_there(page, event, late):
    content(page).fill(WHOLE)
    page.reload()
    assert late.wait()
    expect(content(page)).to_have_value("Обсуждены планы")
    late.let_go()
    expect(content(page)).to_have_value(WHOLE)
    assert stored(event) == WHOLE
    expect(page.get_by_text("не дошел до сервера")).to_have_count(0)


@pytest.mark.parametrize("seconds", [0, 3])
def test_text_that_comes_after_the_list_was_drawn_is_shown_there(page, event, late, seconds):
    name = page.get_by_label("Наименование мероприятия", exact=True)
    name.fill("Слет «Мост»")
    page.goto(event.report.get_absolute_url())
    assert late.wait()
    expect(page.get_by_role("link", name="Слет «Мост»", exact=True)).to_have_count(0)
    page.wait_for_timeout(seconds * 1000)
    late.let_go()
    expect(page.locator("a.name", has_text="Слет «Мост»")).to_be_visible()
    expect(page.get_by_text("остался несохраненный текст")).to_be_hidden()

"""The clerk answers the region: nothing typed is lost on the way, whatever else is pressed."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from municipalities.models import Role
from reports.events import corrections
from reports.models import Action, Report, Status
from reports.procedure import remarks, workflow
from tests import factories


@pytest.fixture
def reviewer():
    return factories.make_user(Role.REGION)


@pytest.fixture
def returned(reviewer):
    """A returned report with a corrected event and remarks to a cell, to a row and to the whole."""
    report = factories.make_report(status=Status.IN_REVIEW, events=2)
    first, second = report.events.all()
    corrections.correct_event(first, user=reviewer, content="Обсуждение торговли")
    remarks.add_remark(report, event=first, cell="place", text="Где?", user=reviewer)
    remarks.add_remark(report, event=second, text="Была ли встреча?", user=reviewer)
    remarks.add_remark(report, text="Проверьте даты.", user=reviewer)
    workflow.perform(Action.RETURN, report, user=reviewer)
    return Report.objects.get()


@pytest.fixture
def clerk(returned):
    return factories.make_user(municipality=returned.municipality)


def write(page, remark, text):
    """Open «Ответить» of that remark and type, without sending."""
    box = page.locator(".remark", has_text=remark)
    box.locator("summary").click()
    box.get_by_role("textbox").fill(text)
    return box


def said(report):
    return {r.text: [(a.kind, a.text) for a in r.answers.all()] for r in report.remarks.all()}


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (360, 740), (320, 640)])
def test_pages_of_a_returned_report_fit_and_pass_axe(desk, returned, clerk, width, height):
    page = desk(clerk, width, height)
    event = returned.events.first()
    for address in (returned.get_absolute_url(), f"/events/{event.pk}/update/"):
        page.goto(address)
        page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
        assert page.evaluate(
            "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        )
        found = Axe().run(page).response["violations"]
        assert [(fault["id"], fault["nodes"][0]["html"]) for fault in found] == []


def test_answer_in_its_field_outlives_the_tick_and_other_answers(desk, returned, clerk):
    page = desk(clerk)
    page.goto(returned.get_absolute_url())
    place = write(page, "Где?", "В Доме культуры.")
    row = write(page, "Была ли встреча?", "Была.")
    row.get_by_role("button", name="Отправить ответ").click()
    expect(row.locator(".remark-reply")).to_contain_text("Была.")
    expect(row.get_by_role("link", name="Конференция № 2")).to_be_visible()
    place.get_by_role("button", name="Отметить исправленным").click()
    expect(place.locator(".remark-reply")).to_contain_text("отмечено исправленным")
    expect(place.get_by_role("textbox")).to_have_value("В Доме культуры.")
    # Nothing else is being written: the page comes anew, with its counts.
    place.get_by_role("button", name="Отправить ответ").click()
    expect(page.get_by_text("Исправленные: 1")).to_be_visible()
    assert said(returned) == {
        "Где?": [("fixed", ""), ("answer", "В Доме культуры.")],
        "Была ли встреча?": [("answer", "Была.")],
        "Проверьте даты.": [],
    }


def test_page_with_an_unsent_answer_asks_before_it_is_left(desk, returned, clerk):
    page = desk(clerk)
    page.goto(f"/events/{returned.events.first().pk}/update/")
    write(page, "Где?", "В Доме культуры.")
    with page.expect_event("dialog") as asked:
        page.get_by_role("button", name="Готово", exact=True).click(no_wait_after=True)
    assert asked.value.type == "beforeunload"
    asked.value.dismiss()
    expect(page.get_by_label("Ответ на замечание")).to_have_value("В Доме культуры.")


def test_answer_without_a_connection_stays_and_is_sent_later(desk, returned, clerk):
    desk.expected.append("ERR_INTERNET_DISCONNECTED")
    page = desk(clerk)
    page.goto(f"/events/{returned.events.first().pk}/update/")
    box = write(page, "Где?", "В Доме культуры.")
    page.context.set_offline(True)
    box.get_by_role("button", name="Отправить ответ").click()
    expect(box.get_by_role("alert")).to_contain_text("Нет связи. Ответ не отправлен")
    page.context.set_offline(False)
    box.get_by_role("button", name="Отправить ответ").click()
    expect(box.locator(".remark-reply")).to_contain_text("В Доме культуры.")
    assert said(returned)["Где?"] == [("answer", "В Доме культуры.")]


def test_refused_answer_has_the_focus_at_its_reason(desk, returned, clerk, reviewer):
    page = desk(clerk)
    page.goto(returned.get_absolute_url())
    box = write(page, "Проверьте даты.", "Проверили.")
    workflow.perform(Action.SUBMIT, returned, user=clerk)
    box.get_by_role("button", name="Отправить ответ").click()
    reason = page.locator(".remark", has_text="Проверьте даты.").get_by_role("alert")
    expect(reason).to_contain_text("Чтобы исправить его, отзовите отчет.")
    expect(reason).to_be_focused()
    expect(page.get_by_text("Проверили.")).to_be_in_viewport()


def test_remark_is_answered_by_keyboard_at_its_field(desk, returned, clerk):
    page = desk(clerk)
    page.goto(returned.get_absolute_url())
    page.locator("#remarks").get_by_role("link", name="Конференция № 1").press("Enter")
    page.wait_for_url("**/update/#id_place")
    expect(page.locator("#id_place")).to_be_in_viewport()
    page.locator("#id_place").focus()
    for _ in range(10):  # back through the controls of the remark, which stands above its field
        page.keyboard.press("Shift+Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == "Ответить":
            break
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("В Доме культуры.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".remark-reply")).to_contain_text("В Доме культуры.")
    expect(page.locator(".remark button").first).to_be_focused()

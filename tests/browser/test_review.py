"""The review as the region meets it: by keyboard alone, on a narrow screen, with nothing lost."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from municipalities.models import Role
from reports.events import corrections, editing
from reports.models import Action, Report, Status
from reports.procedure import ready_remarks, remarks, workflow
from tests import factories


@pytest.fixture
def reviewer():
    return factories.make_user(Role.REGION)


@pytest.fixture
def resubmitted(reviewer):
    """A report in its second round, with everything that its page can show."""
    report = factories.make_report(status=Status.IN_REVIEW, events=3)
    clerk = factories.make_user(municipality=report.municipality)
    first, second, _ = report.events.all()
    remark = remarks.add_remark(report, event=first, cell="place", text="Где?", user=reviewer)
    remarks.add_remark(report, text="Проверьте даты.", user=reviewer)
    workflow.perform(Action.RETURN, report, user=reviewer)
    remarks.answer_remark(remark, text="В Доме культуры.", user=clerk)
    editing.save_event(report, user=clerk, event=first, place="Дом культуры, г. Вязьма")
    editing.delete_event(second, user=clerk)
    values = factories.EVENT_VALUES | {"content": "Очень длинное содержание " * 40}
    editing.save_event(report, user=clerk, **values)
    workflow.perform(Action.SUBMIT, report, user=clerk)
    workflow.perform(Action.START_REVIEW, report, user=reviewer)
    remarks.close_remark(report.remarks.get(event=None), user=reviewer)
    (made,) = corrections.correct_event(first, user=reviewer, content="Обмен")
    corrections.ask_to_undo(made, reason="Было верно.", user=clerk)
    return Report.objects.get()


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (360, 740), (320, 640)])
@pytest.mark.parametrize("query", ["", "?all=1"])
def test_resubmitted_report_fits_and_passes_axe(desk, resubmitted, reviewer, width, height, query):
    page = desk(reviewer, width, height)
    page.goto(resubmitted.get_review_url() + query)
    for unfolded in (False, True):
        if unfolded:
            page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
        assert page.evaluate(
            "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        )
        found = Axe().run(page).response["violations"]
        assert [(fault["id"], fault["nodes"][0]["html"]) for fault in found] == []


def tab_to(page, name):
    """Press Tab until the control of that name has the focus."""
    for _ in range(80):
        page.keyboard.press("Tab")
        here = page.evaluate(
            "(document.activeElement.getAttribute('aria-label') || (document.activeElement.labels"
            " && [...document.activeElement.labels].map((l) => l.textContent).join(' '))"
            " || document.activeElement.textContent).trim()"
        )
        if here.startswith(name):
            return
    raise AssertionError(f"{name}: Tab does not lead there")


def test_review_by_keyboard_alone(desk, reviewer):
    report = factories.make_report(status=Status.SUBMITTED, events=2)
    later = factories.make_report(factories.make_municipality("later"), status=Status.SUBMITTED)
    page = desk(reviewer)
    page.goto("/review/")
    tab_to(page, "Проверить следующий")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Решение")).to_be_visible()
    tab_to(page, "Замечание к строке 2")
    page.keyboard.press("Enter")
    tab_to(page, "К графе")
    for _ in range(2):  # past the name to the place
        page.keyboard.press("ArrowDown")
    tab_to(page, "Замечание к строке 2")
    page.keyboard.type("Укажите город.")
    tab_to(page, "Записать замечание")
    page.keyboard.press("Enter")
    expect(page.locator(".remark")).to_contain_text("Место")
    tab_to(page, "Вернуть: 1 замечание")
    # Of the button too, from which Bootstrap takes it away.
    assert page.evaluate("getComputedStyle(document.activeElement).outlineWidth") == "3px"
    page.keyboard.press("Enter")
    expect(page.get_by_text("Отчет возвращен на доработку:")).to_be_visible()
    remark = report.remarks.get()
    assert (remark.cell, remark.text, remark.round) == ("place", "Укажите город.", 1)
    tab_to(page, f"Проверить следующий: {later.short_name}")


def test_decision_is_one_key_away_from_the_top(desk, reviewer, resubmitted):
    page = desk(reviewer, 683, 384)
    page.goto(resubmitted.get_review_url())
    tab_to(page, "К решению")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Решение")).to_be_in_viewport()
    page.keyboard.press("Tab")
    expect(page.get_by_label("Замечание ко всему отчету")).to_be_focused()


def test_what_was_typed_in_two_places_arrives_with_one_button(desk, reviewer, resubmitted):
    page = desk(reviewer)
    page.goto(resubmitted.get_review_url())
    page.get_by_label("Замечание ко всему отчету").fill("Спасибо, почти все.")
    page.get_by_role("button", name="Отменить правку").click()
    expect(page.get_by_text("правка отменена").first).to_be_visible()
    expect(page.locator(".remark", has_text="Спасибо, почти все.")).to_contain_text(
        "еще не отправлено"
    )


def test_two_reviewers_lose_no_word(desk, reviewer, resubmitted):
    first, second = desk(reviewer), desk(factories.make_user(Role.REGION))
    for page in (first, second):
        page.goto(resubmitted.get_review_url())
    first.get_by_label("Замечание ко всему отчету").fill("Первое.")
    first.get_by_role("button", name="Вернуть на доработку").click()
    expect(first.get_by_text("Отчет возвращен на доработку:")).to_be_visible()
    second.get_by_label("Замечание ко всему отчету").fill("Второе, и долго писал.")
    second.get_by_role("button", name="Принять").click()
    expect(second.get_by_role("alert")).to_contain_text("Не сохранено")
    expect(second.get_by_label("Замечание ко всему отчету")).to_have_value("Второе, и долго писал.")


def test_lately_used_remark_is_put_in_by_a_click(desk, reviewer, resubmitted):
    page = desk(reviewer)
    page.goto(resubmitted.get_review_url())
    field = page.get_by_label("Замечание ко всему отчету")
    field.fill("Спасибо.")
    page.get_by_role("button", name="Проверьте даты.", exact=True).click()
    expect(field).to_have_value("Спасибо.\nПроверьте даты.")
    expect(field).to_be_focused()


def test_text_is_kept_for_all_officers_while_another_is_being_written(desk, reviewer, resubmitted):
    page = desk(reviewer)
    page.goto(resubmitted.get_review_url())
    field = page.get_by_label("Замечание ко всему отчету")
    field.fill("Пишу и не ухожу.")
    page.get_by_role("button", name="Добавить к готовым: Где?").click()
    kept = page.get_by_role("list", name="Готовые замечания")
    expect(kept.get_by_role("button", name="Где?", exact=True)).to_be_visible()
    expect(field).to_have_value("Пишу и не ухожу.")
    # The keyboard stays where it was: Enter takes it out of the list again.
    page.keyboard.press("Enter")
    expect(kept).to_have_count(0)
    page.get_by_role("button", name="Добавить к готовым: Где?").click()
    expect(kept).to_be_visible()
    assert not resubmitted.remarks.filter(text="Пишу и не ухожу.").exists()

    colleague = desk(factories.make_user(Role.REGION))
    colleague.goto(resubmitted.get_review_url())
    colleague.get_by_label("Замечание ко всему отчету").focus()
    kept = colleague.get_by_role("list", name="Готовые замечания")
    kept.get_by_role("button", name="Где?", exact=True).click()
    expect(colleague.get_by_label("Замечание ко всему отчету")).to_have_value("Где?")
    found = Axe().run(colleague).response["violations"]
    assert [(fault["id"], fault["nodes"][0]["html"]) for fault in found] == []


def test_full_list_says_so_and_a_lost_connection_too(desk, reviewer, resubmitted):
    for number in range(ready_remarks.MOST_KEPT):
        ready_remarks.keep_ready(f"Замечание {number}.", user=reviewer)
    page = desk(reviewer)
    page.goto(resubmitted.get_review_url())
    page.get_by_label("Замечание ко всему отчету").focus()
    page.get_by_role("button", name="Добавить к готовым: Где?").click()
    expect(page.get_by_role("alert")).to_contain_text("Готовых замечаний уже 20")
    desk.expected.append("ERR_INTERNET_DISCONNECTED")
    page.context.set_offline(True)
    page.get_by_role("button", name="Убрать из готовых: Замечание 0.").click()
    expect(page.get_by_role("alert")).to_contain_text("Нет связи")
    page.context.set_offline(False)

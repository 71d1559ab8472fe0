"""The event page: keys, the bar at its foot, all hints mended at once, the row beside the form."""

import pytest
from playwright.sync_api import expect

from reports.models import Event, Status
from tests import factories


@pytest.fixture
def clerk():
    return factories.make_user(municipality=factories.make_municipality())


@pytest.fixture
def event(clerk):
    report = factories.make_report(clerk.municipality)
    return factories.make_event(report, content='Фильмы "Память" и "Дорога", 10обучающихся')


def opened(desk, clerk, event, *size):
    page = desk(clerk, *size)
    page.goto(f"/events/{event.pk}/update/")
    return page


def field(page, label):
    return page.get_by_label(label, exact=True)


def test_new_event_is_begun_in_its_name(desk, clerk):
    factories.make_report(clerk.municipality)
    page = desk(clerk)
    page.get_by_role("link", name="Добавить мероприятие").click()
    expect(field(page, "Наименование мероприятия")).to_be_focused()


def test_enter_leads_from_field_to_field_and_sends_nothing(desk, clerk, event):
    page = opened(desk, clerk, event)
    address = page.url
    page.locator("[name=format]:checked").focus()
    page.keyboard.press("Enter")
    expect(field(page, "Место проведения")).to_be_focused()
    field(page, "Сроки проведения").focus()
    page.keyboard.press("Enter")
    expect(field(page, "Содержание мероприятия")).to_be_focused()
    page.get_by_text("Для статистики").click()
    field(page, "Участников от вашего муниципального образования").focus()
    page.keyboard.press("Enter")
    expect(field(page, "Участников всего")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Готово", exact=True)).to_be_focused()
    assert page.url == address


# The last is a page of 1366 × 768 at 400 %, and a phone with its keyboard out.
@pytest.mark.parametrize("size", [(1366, 768), (360, 640), (341, 192), (360, 300)])
def test_bar_at_the_foot_never_covers_the_focus(desk, clerk, event, size):
    page = opened(desk, clerk, event, *size)
    expect(page.get_by_role("button", name="Исправить: «Память»")).to_be_attached()
    field(page, "Наименование мероприятия").focus()
    seen = set()
    for _ in range(9):
        page.keyboard.press("Tab")
        name, covered = page.evaluate(
            """() => {
                const at = document.activeElement, box = at.getBoundingClientRect();
                const bar = document.querySelector(".save-bar");
                const foot = bar.getBoundingClientRect();
                const isUnder = !bar.contains(at) && at.closest("form[data-autosave]")
                    && box.top < foot.bottom && box.bottom > foot.top + 1;
                return [at.id || at.textContent, Boolean(isUnder)];
            }"""
        )
        seen.add(name)
        assert not covered, (name, size)
    assert {"id_place", "id_content", "id_participants"} <= seen


def test_all_clear_hints_are_looked_at_mended_and_taken_back_at_once(desk, clerk, event):
    page = opened(desk, clerk, event)
    content = field(page, "Содержание мероприятия")
    hints = page.get_by_role("list", name="Подсказки к тексту").and_(
        page.locator("#findings-content")
    )
    page.get_by_role("button", name="Исправить все однозначные: 3").click()
    expect(hints).to_contain_text("Изменится вот что:")
    expect(hints).to_contain_text("10обучающихся → 10 обучающихся")
    expect(content).to_have_value(event.content)
    page.get_by_role("button", name="Исправить: 3", exact=True).click()
    mended = "Фильмы «Память» и «Дорога», 10 обучающихся"
    expect(content).to_have_value(mended)
    expect(page.locator("#save-state")).to_contain_text("Сохранено в")
    page.get_by_role("button", name="Отменить").click()
    expect(content).to_have_value(event.content)
    page.get_by_role("button", name="Исправить все однозначные: 3").click()
    page.get_by_role("button", name="Не исправлять").click()
    expect(page.get_by_role("button", name="Исправить: «Память»")).to_be_visible()


def test_the_rest_of_the_hints_is_opened(desk, clerk, event):
    page = opened(desk, clerk, event)
    field(page, "Место проведения").fill("Школы №1, №2, №3, №4, №5, №6")
    expect(page.get_by_role("button", name="Исправить: № 5")).to_have_count(0)
    page.get_by_role("button", name="И еще 2").click()
    expect(page.get_by_role("button", name="Исправить: № 6")).to_be_visible()


def test_saving_is_said_once_a_minute_and_seen_always(desk, clerk, event):
    page = opened(desk, clerk, event)
    page.evaluate(
        """() => {
            window.said = [];
            const line = document.getElementById("save-said");
            new MutationObserver(() => window.said.push(line.textContent))
                .observe(line, { childList: true, characterData: true, subtree: true });
        }"""
    )
    place = field(page, "Место проведения")
    for text in ("г. Рудня", "г. Смоленск", "г. Гагарин"):
        with page.expect_response("**/autosave/"):
            place.fill(text)
        expect(page.locator("#save-state")).to_contain_text("Сохранено в")
    assert len(page.evaluate("window.said")) == 1


def test_row_beside_the_form_is_that_of_the_document(desk, clerk, event):
    page = opened(desk, clerk, event)
    field(page, "Место проведения").fill("  Дом   культуры , г. Вязьма")
    expect(page.locator("[data-printed-cell=place]")).to_have_text("Дом культуры, г. Вязьма")
    field(page, "Сроки проведения").fill("5-6.11")
    expect(page.locator("[data-printed-cell=period]")).to_have_text("5-6 ноября 2020 года")


def test_personal_data_are_handed_in_after_a_tick(desk, clerk, event):
    Event.objects.filter(pk=event.pk).update(participants="Глава, тел. 8 910 123-45-67")
    page = desk(clerk)
    page.goto(f"/reports/{event.report_id}/check/")
    page.get_by_role("button", name="Сдать отчет").click()
    tick = page.get_by_label("Персональные данные оставлены намеренно")
    expect(tick).to_be_focused()
    expect(page.get_by_text("поставьте отметку")).to_be_visible()
    expect(page).to_have_title("Ошибка: Проверьте и сдайте отчет за IV квартал 2020 года — Свод")
    tick.check()
    page.get_by_role("button", name="Сдать отчет").click()
    expect(page.get_by_text("№ 2020-4-01").first).to_be_visible()
    event.report.refresh_from_db()
    assert event.report.status == Status.SUBMITTED


def test_summary_of_errors_takes_the_focus(desk, clerk):
    report = factories.make_report(clerk.municipality)
    page = desk(clerk)
    page.goto(f"/reports/{report.pk}/paste/")
    page.get_by_role("button", name="Прочитать").click()
    expect(page.locator("#errors")).to_be_focused()
    expect(page).to_have_title("Ошибка: вставка таблицы — Свод")

"""Remarks under a field: mended, taken back and hidden by a click or by keys."""

import pytest
from django.core.cache import cache
from playwright.sync_api import expect

from reports.models import DismissedFinding, Event
from tests import factories


@pytest.fixture
def page(desk):
    municipality = factories.make_municipality()
    event = factories.make_event(
        factories.make_report(municipality),
        name='Фестиваль "Радуга"',
        content="Росийские школьники, 10обучающихся",
    )
    page = desk(factories.make_user(municipality=municipality))
    page.goto(f"/events/{event.pk}/update/")
    return page


def field(page, label):
    return page.get_by_label(label, exact=True)


def test_offer_is_taken_by_one_click_and_taken_back_by_one(page):
    name = field(page, "Наименование мероприятия")
    page.get_by_role("button", name="Исправить: «Радуга»").click()
    expect(name).to_have_value("Фестиваль «Радуга»")
    expect(page.locator("#save-state")).to_contain_text("Сохранено")
    page.get_by_role("button", name="Отменить").click()
    expect(name).to_have_value('Фестиваль "Радуга"')
    expect(page.get_by_role("button", name="Исправить: «Радуга»")).to_be_visible()


def test_hidden_remark_stays_hidden(page):
    offer = page.get_by_role("button", name="Исправить: 10 обучающихся")
    expect(offer).to_be_visible()
    with page.expect_response("**/dismiss/"):
        page.get_by_role("button", name="Скрыть подсказку: 10обучающихся").click()
    expect(offer).to_have_count(0)
    page.reload()
    expect(page.get_by_role("button", name="Исправить: «Радуга»")).to_be_visible()
    expect(offer).to_have_count(0)


def hide(page):
    page.get_by_role("button", name="Скрыть подсказку: 10обучающихся").click()


def test_hint_is_said_to_be_hidden_when_the_server_has_taken_it(page, held):
    """Not before: who closes the page in between would meet it again."""
    offer = page.get_by_role("button", name="Исправить: 10 обучающихся")
    expect(offer).to_be_visible()
    dismissal = held("/dismiss/")
    hide(page)
    assert dismissal.wait()
    expect(offer).to_have_count(0)
    expect(page.get_by_text("Подсказка скрыта")).to_have_count(0)
    dismissal.let_go()
    expect(page.get_by_text("Подсказка скрыта.").first).to_be_visible()
    assert DismissedFinding.objects.count() == 1


@pytest.mark.parametrize(
    ("fail", "reason"),
    [
        (lambda route: route.abort(), "Нет связи: повторите, когда она появится."),
        (lambda route: route.fulfill(status=500, body=""), "Повторите через минуту."),
    ],
)
def test_hint_that_could_not_be_hidden_comes_back_with_the_reason(page, desk, fail, reason):
    desk.expected += ["Failed to load resource", "500 "]
    offer = page.get_by_role("button", name="Исправить: 10 обучающихся")
    expect(offer).to_be_visible()
    page.route("**/dismiss/", fail)
    hide(page)
    expect(page.get_by_text(f"Скрыть подсказку не удалось. {reason}").first).to_be_visible()
    expect(offer).to_be_visible()
    page.unroute("**/dismiss/")
    hide(page)
    expect(page.get_by_text("Подсказка скрыта.").first).to_be_visible()
    expect(page.get_by_text("не удалось")).to_have_count(0)
    expect(offer).to_have_count(0)


def test_hint_of_a_new_event_is_hidden_when_it_is_saved(page, held):
    report = Event.objects.get().report
    page.goto(f"/reports/{report.pk}/events/create/")
    saving = held("/events/autosave/")
    field(page, "Наименование мероприятия").fill('Слет "Мост"')
    page.get_by_role("button", name='Скрыть подсказку: "Мост"').click()
    expect(page.get_by_role("button", name="Исправить: «Мост»")).to_have_count(0)
    expect(page.get_by_text("Подсказка скрыта")).to_have_count(0)
    assert saving.wait()
    saving.let_go()
    expect(page.get_by_text("Подсказка скрыта.").first).to_be_visible()
    assert DismissedFinding.objects.get().event.name == 'Слет "Мост"'


def test_personal_data_that_are_hidden_are_said_to_be_asked_about(page):
    page.locator("[name=participants]").fill("Глава района, тел. 8 910 123-45-67")
    page.get_by_role("button", name="Скрыть подсказку: 8 910 123-45-67").click()
    said = "О персональных данных спросим еще раз перед сдачей."
    expect(page.get_by_text(said).first).to_be_visible()


def test_remark_is_hidden_for_its_words_only_and_brought_back(page):
    field(page, "Место проведения").fill("школы №5 и №6")
    fifth = page.get_by_role("button", name="Исправить: № 5")
    page.get_by_role("button", name="Скрыть подсказку: №5").click()
    expect(fifth).to_have_count(0)
    expect(page.get_by_role("button", name="Исправить: № 6")).to_be_visible()
    expect(page.get_by_role("button", name="Вернуть", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    expect(fifth).to_be_visible()
    expect(field(page, "Место проведения")).to_be_focused()


def test_hidden_remark_is_hidden_from_whoever_writes_next_at_any_computer(page, desk):
    address = page.url
    with page.expect_response("**/dismiss/"):
        page.get_by_role("button", name="Скрыть подсказку: 10обучающихся").click()
    municipality = Event.objects.get().report.municipality
    other = desk(factories.make_user(municipality=municipality))
    other.goto(address)
    expect(other.get_by_role("button", name="Исправить: «Радуга»")).to_be_visible()
    expect(other.get_by_role("button", name="Исправить: 10 обучающихся")).to_have_count(0)


def test_tab_passes_remarks_by_and_keys_lead_to_them(page):
    name = field(page, "Наименование мероприятия")
    offer = page.get_by_role("button", name="Исправить: «Радуга»")
    expect(offer).to_be_visible()
    name.focus()
    page.keyboard.press("Tab")
    expect(page.locator("[name=format]:checked")).to_be_focused()
    page.keyboard.press("Tab")
    expect(field(page, "Место проведения")).to_be_focused()
    name.focus()
    page.keyboard.press("Alt+ArrowDown")
    expect(offer).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("button", name='Скрыть подсказку: "Радуга"')).to_be_focused()
    page.keyboard.press("Escape")
    expect(name).to_be_focused()
    page.keyboard.press("Alt+ArrowDown")
    page.keyboard.press("Enter")
    expect(name).to_have_value("Фестиваль «Радуга»")
    expect(name).to_be_focused()


def test_field_stays_in_its_place_when_remarks_come_above_it(page):
    expect(page.get_by_role("button", name="Исправить: «Радуга»")).to_be_visible()
    place = field(page, "Место проведения")
    field(page, "Наименование мероприятия").fill("Школы №1, №2, №3")
    place.focus()
    before = place.bounding_box()["y"]
    expect(page.get_by_role("button", name="Исправить: № 3")).to_be_visible()
    assert place.bounding_box()["y"] == before


def test_remarks_follow_the_typing(page):
    place = field(page, "Место проведения")
    place.fill("г.Вязьма")
    page.get_by_role("button", name="Исправить: г. Вязьма").click()
    expect(place).to_have_value("г. Вязьма")


def test_guess_is_written_by_a_click(page):
    page.get_by_role("button", name="Записать: фестиваль").click()
    expect(page.locator("#save-state")).to_contain_text("Сохранено в")
    assert Event.objects.get().category == "festival"


def test_guessed_format_is_seen_in_the_printed_row(page):
    page.get_by_label("не указан", exact=True).check()
    field(page, "Наименование мероприятия").fill("Круглый стол (онлайн-формат)")
    page.get_by_role("button", name="Записать: онлайн").click()
    expect(page.get_by_label("онлайн", exact=True)).to_be_focused()
    expect(page.get_by_text("Записано: онлайн.")).to_be_visible()
    printed = page.locator("[data-printed-cell=name]")
    expect(printed).to_have_text("Круглый стол\n(онлайн-формат)", use_inner_text=True)


def test_typed_mark_is_seen_once_in_the_printed_row(page):
    page.get_by_label("онлайн", exact=True).check()
    field(page, "Наименование мероприятия").fill("Круглый стол онлайн")
    printed = page.locator("[data-printed-cell=name]")
    expect(printed).to_have_text("Круглый стол\n(онлайн-формат)", use_inner_text=True)


def test_phrase_of_an_earlier_text_is_put_in(page):
    cache.clear()
    factories.make_event(Event.objects.get().report, place="Дом культуры «Мир», г. Вязьма")
    place = field(page, "Место проведения")
    place.fill("")
    place.press_sequentially("Дом ку")
    page.get_by_role("button", name="Дом культуры «Мир», г. Вязьма", exact=True).click()
    expect(place).to_have_value("Дом культуры «Мир», г. Вязьма")

"""How many keystrokes and clicks an event costs beyond its own text."""

import re

from playwright.sync_api import expect

from reports.models import Event
from tests import factories

MOST = 25


class Hands:
    """Keys and clicks of a person, counted; what is typed as text is not."""

    def __init__(self, page):
        self.page, self.count = page, 0

    def click(self, locator):
        self.count += 1
        locator.click()

    def press(self, key):
        self.count += 1
        self.page.keyboard.press(key)

    def type(self, text):
        self.page.keyboard.type(text)


def test_event_takes_few_strokes_beyond_its_text(desk):
    report = factories.make_report(factories.make_municipality())
    hands = Hands(desk(factories.make_user(municipality=report.municipality)))
    hands.click(hands.page.get_by_role("link", name="Добавить мероприятие"))
    hands.click(hands.page.get_by_label("Наименование мероприятия", exact=True))
    hands.type("II Международный муниципальный форум стран БРИКС")
    hands.press("Tab")
    hands.press("ArrowRight")  # the format: from «не указан» round to «очный»
    hands.press("ArrowRight")  # «онлайн»
    hands.press("Tab")
    hands.type("г. Санкт-Петербург")
    hands.press("Tab")
    hands.type("5-6 ноября")
    hands.press("Tab")
    hands.type("Города пяти стран рассказали о своем опыте:\n- туризм;\n- транспорт")
    hands.press("Tab")
    hands.type("Представители Администрации г. Смоленска")
    hands.press("Control+Enter")
    expect(hands.page.get_by_text("Сохранено: II Международный")).to_be_visible()
    event = Event.objects.get()
    assert (event.problems, event.format) == ([], "online")
    assert event.period == "5-6 ноября 2020 года"
    assert event.content.count("\n") == 2
    assert hands.count <= MOST


def test_page_stays_still_while_a_long_text_is_written_at_its_foot(desk):
    report = factories.make_report(factories.make_municipality())
    event = factories.make_event(report, participants="Представители школ\n" * 60)
    page = desk(factories.make_user(municipality=report.municipality), 683, 384)
    page.goto(f"/events/{event.pk}/update/")
    field = page.get_by_label("Участники мероприятия", exact=True)
    field.focus()
    page.keyboard.press("Control+End")
    page.keyboard.type("!")
    expect(page.locator("#save-state")).to_contain_text("Сохранено в")
    jumps = page.evaluate_handle(
        "() => { const y = []; addEventListener('scroll', () => y.push(scrollY)); return y; }"
    )
    page.keyboard.type("Представители библиотек", delay=30)
    expect(field).to_have_value(re.compile("библиотек$"))
    assert jumps.json_value() == []


def test_examples_are_switched_off_at_any_width(desk):
    report = factories.make_report(factories.make_municipality())
    page = desk(factories.make_user(municipality=report.municipality), 683, 384)
    page.get_by_role("link", name="Добавить мероприятие").click()
    example = page.get_by_text("Как в афише или приглашении.")
    expect(example).to_be_visible()
    address = page.url
    page.goto("/account/")
    page.get_by_label("Показывать пояснения и примеры под полями").uncheck()
    page.get_by_role("button", name="Сохранить").click()
    expect(page.get_by_text("Ваши данные сохранены.")).to_be_visible()
    page.goto(address)
    expect(page.get_by_label("Участники мероприятия", exact=True)).to_be_visible()
    expect(example).to_be_hidden()

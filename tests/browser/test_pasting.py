"""Pasting as a browser does it: a whole table into the report, a text into a field."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from reports.models import Event
from tests import factories
from tests.importing.pasted import OUTLOOK, WORD

PASTE = """(field, [html, text]) => {
  const data = new DataTransfer();
  if (html) data.setData("text/html", html);
  data.setData("text/plain", text);
  field.focus();
  return field.dispatchEvent(
    new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true })
  );
}"""


@pytest.fixture
def report():
    return factories.make_report()


@pytest.fixture
def page(desk, report):
    return desk(factories.make_user(municipality=report.municipality))


def paste(field, html, text="текст без ячеек"):
    """Whether the browser is left to paste by itself."""
    return field.evaluate(PASTE, [html, text])


@pytest.mark.parametrize("width", [1366, 320])
def test_pasted_table_is_looked_at_and_kept(desk, report, width):
    page = desk(factories.make_user(municipality=report.municipality), width)
    page.get_by_role("link", name="Вставить таблицу").click()
    expect(page.get_by_role("heading", name="Вставить таблицу")).to_be_visible()
    page.wait_for_load_state()  # the scripts are there
    fits(page)
    field = page.get_by_label("Таблица", exact=True)
    paste(field, OUTLOOK)
    expect(page.get_by_text("Вставлена таблица, строк: 5.")).to_be_visible()
    expect(field).to_be_hidden()
    page.get_by_role("button", name="Прочитать").click()
    expect(page.get_by_role("heading", name="Вот что прочитано")).to_be_visible()
    fits(page)
    assert Axe().run(page).response["violations"] == []
    page.get_by_role("button", name="Добавить отмеченные").click()
    expect(page.get_by_text("Добавлено: 2 мероприятия.")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="Вставить таблицу")).to_be_visible()
    expect(page.get_by_text("Вставлена таблица")).to_be_hidden()
    assert sorted(Event.objects.values_list("name", flat=True)) == ["Выставка", "Форум «Дружба»"]


def fits(page):
    wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wider) == 0
    assert page.locator("h1").count() == 1


def test_table_can_be_taken_away_and_typed_instead(page, report):
    page.goto(f"/reports/{report.pk}/paste/")
    assert Axe().run(page).response["violations"] == []
    field = page.get_by_label("Таблица", exact=True)
    paste(field, WORD)
    page.get_by_role("button", name="Убрать таблицу").click()
    assert paste(field, "<b>просто слова</b>")  # no table: the browser pastes the text
    field.fill("1\tСлет\tг. Вязьма\t5 ноября 2020 года\tОбсуждение\tГлава")
    page.get_by_role("button", name="Прочитать").click()
    expect(page.get_by_role("checkbox", name="Добавить: Слет")).to_be_checked()
    expect(page.get_by_text("Форум")).to_have_count(0)


WORD_LIST = """<html><head><style>p {margin: 0}</style></head><body onload="x()">
<p class=MsoNormal style='margin:0'>Стороны<o:p></o:p>
договорились:</p>
<p style='mso-list:l0'><![if !supportLists]><span style='mso-list:Ignore'>·<span>&nbsp;&nbsp;
</span></span><![endif]>обмены;</p>
<p style='mso-list:l0'><span style='mso-list:Ignore'>2)<span>&nbsp;</span></span>поездки.</p>
<p style='display:none'>скрыто</p></body></html>"""


@pytest.mark.parametrize(
    ("html", "text"),
    [
        (WORD_LIST, "Стороны договорились:\n- обмены;\n2) поездки."),
        ("<ul><li><p>обмены</p></li><li>поездки</li></ul>итог", "- обмены\n- поездки\nитог"),
        ("<ol start=3><li>обмены</li><li>поездки</li></ol>", "3. обмены\n4. поездки"),
        ("<div>Первый</div><div><br></div><div>Второй<br>третий</div>", "Первый\n\nВторой\nтретий"),
        (
            "<table><tr><td>Иванов</td><td><p>глава</p><p>района</p></td></tr><tr><td></td>"
            "<td>Петров</td></tr></table>",
            "Иванов – глава района\nПетров",
        ),
    ],
)
def test_pasted_text_keeps_paragraphs_and_items(page, report, html, text):
    page.goto(f"/reports/{report.pk}/events/create/")
    field = page.get_by_label("Содержание мероприятия")
    field.fill("До. После.")
    field.evaluate("(field) => field.setSelectionRange(4, 4)")
    assert not paste(field, html)
    expect(field).to_have_value(f"До. {text}После.")
    field.press("Control+z")
    expect(field).to_have_value("До. После.")


@pytest.mark.parametrize("html", ["", "<meta charset='utf-8'><b>жирный</b> текст"])
def test_text_without_paragraphs_is_left_to_the_browser(page, report, html):
    page.goto(f"/reports/{report.pk}/events/create/")
    assert paste(page.get_by_label("Содержание мероприятия"), html)


def test_all_that_was_read_is_ticked_by_one_click_and_none_by_another(page, report):
    page.goto(f"/reports/{report.pk}/paste/")
    row = "{}\tСлет {}\tг. Вязьма\t5 мая 2020 года\tОбсуждение\tГлава"
    field = page.get_by_label("Таблица", exact=True)
    field.fill("\n".join(row.format(number, number) for number in (1, 2, 3)))
    page.get_by_role("button", name="Прочитать").click()
    expect(page.get_by_text("Это таблица другого квартала")).to_be_visible()
    expect(page.get_by_text("Отмечено: 0 из 3")).to_be_visible()
    page.get_by_role("button", name="Отметить все").click()
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(3)
    page.get_by_role("button", name="Снять все отметки").click()
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(0)
    fits(page)

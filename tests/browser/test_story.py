"""The whole way of a report, as the people walk it."""

import docx
import openpyxl
from playwright.sync_api import expect

from municipalities.models import Role
from reports.models import Report, Status
from tests import factories

EVENTS = [
    {
        "Наименование мероприятия": "Международный форум городов-побратимов",
        "Место проведения": "г. Вязьма, Дом культуры",
        "Сроки проведения": "с 5 по 6 ноября",
        "Содержание мероприятия": "Обсуждены:\n- туризм;\n- молодежные обмены",
        "Участники мероприятия": "50 представителей пяти городов",
    },
    {
        "Наименование мероприятия": "Встреча с делегацией г. Орши",
        "Место проведения": "г. Вязьма",
        "Сроки проведения": "28.10.2020",
        "Содержание мероприятия": "Подписано соглашение о сотрудничестве",
        "Участники мероприятия": "Глава района и 6 гостей",
    },
]


def add_event(page, texts, then):
    for label, text in texts.items():
        page.get_by_label(label, exact=True).fill(text)
    page.get_by_role("button", name=then, exact=True).click()


def test_report_from_first_event_to_both_files(desk, tmp_path):
    municipality = factories.make_municipality(
        "vyazma", full_name="Муниципальное образование «Вяземский район» Смоленской области"
    )
    factories.make_report(municipality)
    clerk = desk(factories.make_user(municipality=municipality))
    region = desk(factories.make_user(Role.REGION))

    # The clerk enters two events and submits.
    expect(clerk.get_by_role("heading", name="Отчет за IV квартал 2020 года")).to_be_visible()
    clerk.get_by_role("link", name="Добавить мероприятие").click()
    clerk.get_by_label("Сроки проведения", exact=True).press_sequentially("31 ноября")
    expect(clerk.get_by_text("В ноябре 30 дней, 31 ноября нет.")).to_be_visible()
    clerk.get_by_label("онлайн", exact=True).check()
    add_event(clerk, EVENTS[0], then="Готово и следующее")
    expect(clerk.get_by_text("Сохранено: Международный форум")).to_be_visible()
    add_event(clerk, EVENTS[1], then="Готово")
    rows = clerk.get_by_role("row")
    expect(rows.nth(1)).to_contain_text("Встреча с делегацией")  # by date
    expect(rows.nth(2)).to_contain_text("5-6 ноября 2020 года")
    clerk.get_by_role("link", name="Проверить и сдать").click()
    expect(clerk.get_by_role("heading", name="Проверьте и сдайте отчет")).to_be_visible()
    clerk.get_by_role("button", name="Сдать отчет").click()
    expect(clerk.get_by_text("Расписка № 2020-4-01")).to_be_visible()

    # The reviewer returns one of them with a remark.
    region.goto("/")
    region.get_by_role("button", name="Проверить следующий").click()
    region.locator("main summary").first.click()
    region.get_by_label("Замечание к строке 1").fill("Укажите срок соглашения.")
    region.get_by_role("button", name="Записать замечание").first.click()
    expect(region.locator(".remark")).to_contain_text("еще не отправлено")
    region.get_by_role("button", name="Вернуть: 1 замечание").click()
    expect(region.get_by_text("Отчет возвращен на доработку").first).to_be_visible()

    # The clerk mends it and submits again.
    clerk.goto("/")
    expect(
        clerk.get_by_role("heading", name="Исправьте 1 замечание и сдайте отчет снова")
    ).to_be_visible()
    clerk.locator("#remarks").get_by_role("link", name="Встреча с делегацией").click()
    expect(clerk.get_by_text("Укажите срок соглашения.")).to_be_visible()
    content = clerk.get_by_label("Содержание мероприятия", exact=True)
    content.fill("Подписано соглашение о сотрудничестве на пять лет")
    clerk.get_by_role("button", name="Готово", exact=True).click()
    clerk.get_by_role("button", name="Отметить исправленным").click()
    expect(
        clerk.get_by_text("Замечания отмечены исправленными: сдайте отчет снова")
    ).to_be_visible()
    clerk.get_by_role("link", name="Проверить и сдать").click()
    clerk.get_by_role("button", name="Сдать отчет").click()

    # The reviewer accepts, issues the consolidated report and downloads both files.
    region.goto("/")
    region.get_by_role("button", name="Проверить следующий").click()
    expect(region.locator("ins", has_text="на пять лет")).to_be_visible()
    region.get_by_role("button", name="Принять, закрыв").click()
    expect(region.get_by_text("Отчет принят:")).to_be_visible()
    assert Report.objects.get().status == Status.ACCEPTED
    region.goto("/")
    region.get_by_role("link", name="Сводный отчет:").click()
    region.get_by_role("link", name="Выпустить").click()
    region.get_by_role("button", name="Выпустить").click()
    expect(region.get_by_text("сводный отчет выпущен")).to_be_visible()
    files = {}
    for extension in ("docx", "xlsx"):
        with region.expect_download() as download:
            region.get_by_role("link", name=f"Скачать .{extension}").click()
        name = download.value.suggested_filename
        assert name == f"Отчет_международная_сфера_IV_квартал_2020_выпуск_1.{extension}"
        files[extension] = tmp_path / name
        download.value.save_as(files[extension])

    # The files hold the two events.
    expected = [
        (
            "1.",
            "Встреча с делегацией г. Орши",
            "г. Вязьма",
            "28 октября 2020 года",
            "Подписано соглашение о сотрудничестве на пять лет",
            "Глава района и 6 гостей",
        ),
        (
            "2.",
            "Международный форум городов-побратимов\n(онлайн-формат)",
            "г. Вязьма, Дом культуры",
            "5-6 ноября 2020 года",
            "Обсуждены:\n- туризм;\n- молодежные обмены",
            "50 представителей пяти городов",
        ),
    ]
    table = docx.Document(files["docx"]).tables[0]
    assert [plain(cell.text for cell in row.cells) for row in table.rows][2:] == expected
    sheet = openpyxl.load_workbook(files["xlsx"]).active
    assert [plain(row) for row in sheet.iter_rows(values_only=True)][-2:] == expected


def plain(texts):
    """Ordinary spaces for the non-breaking ones of print."""
    return tuple(text and text.replace("\u00a0", " ") for text in texts)


def test_zero_report_in_two_clicks(desk):
    municipality = factories.make_municipality()
    factories.make_report(municipality)
    clerk = desk(factories.make_user(municipality=municipality))
    clerk.get_by_role("link", name="Сдать нулевой отчет").click()
    clerk.get_by_role("button", name="Сдать нулевой отчет").click()
    expect(clerk.get_by_text("Расписка № 2020-4-01")).to_be_visible()
    assert Report.objects.get().no_events


def test_double_click_and_back_button_make_no_second_event(desk):
    municipality = factories.make_municipality()
    report = factories.make_report(municipality)
    clerk = desk(factories.make_user(municipality=municipality))
    clerk.get_by_role("link", name="Добавить мероприятие").click()
    for label, text in EVENTS[0].items():
        clerk.get_by_label(label, exact=True).fill(text)
    clerk.get_by_role("button", name="Готово", exact=True).dblclick()
    expect(clerk.get_by_role("link", name="Проверить и сдать")).to_be_visible()
    clerk.go_back()
    expect(clerk.get_by_label("Наименование мероприятия", exact=True)).to_have_value(
        EVENTS[0]["Наименование мероприятия"]
    )
    clerk.get_by_role("button", name="Готово", exact=True).click()
    expect(clerk.get_by_role("link", name="Проверить и сдать")).to_be_visible()
    assert report.events.count() == 1


def test_two_tabs_never_lose_a_text(desk):
    municipality = factories.make_municipality()
    report = factories.make_report(municipality)
    event = factories.make_event(report)
    clerk = desk(factories.make_user(municipality=municipality))
    second = clerk.context.new_page()
    for tab in (clerk, second):
        tab.goto(f"/events/{event.pk}/update/")
    clerk.get_by_label("Содержание мероприятия", exact=True).fill("Первая вкладка")
    clerk.get_by_role("button", name="Готово", exact=True).click()
    expect(clerk.get_by_text("Сохранено:")).to_be_visible()
    second.get_by_label("Содержание мероприятия", exact=True).fill("Вторая вкладка")
    expect(second.get_by_text("В другой вкладке вы написали")).to_be_visible()
    expect(second.get_by_text("Первая вкладка")).to_be_visible()
    expect(second.get_by_label("Содержание мероприятия", exact=True)).to_have_value(
        "Вторая вкладка"
    )
    second.get_by_role("button", name="Оставить текст из другой вкладки").click()
    expect(second.get_by_label("Содержание мероприятия", exact=True)).to_have_value(
        "Первая вкладка"
    )

"""A whole mailbox becomes reports: files of the demonstration are dropped, questions are answered,
everything is entered at once, and a clerk goes on with hers."""

import base64
import csv
import json
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

import municipalities
from municipalities.models import Role
from reports.document.build import Include, consolidated_table
from reports.language.quarters import Quarter as Calendar
from reports.language.quarters import Span
from reports.management.demo import quarters as demo
from reports.models import Event, Format, Report, Status
from reports.models.events import printed_name
from tests import factories
from tests.browser.test_region_effort import CLICKS, COUNT
from tests.importing.word_files import HEADINGS, cell, make_docx, p, r, tbl, tc, tr

AUTUMN = Calendar(2020, 4)
SPAN = Span(2020, 4, 4)
NAMES = Path(municipalities.__file__).parent / "data" / "municipalities.csv"
TOLD = 24  # municipalities with a file that is entered
NAMELESS, CONTRADICTED, NOBODY_TOOK_PART, WITHOUT_DAYS, WITH_TOTALS = range(5)
TWICE, CONTINUED, OF_SUMMER, DAMAGED = 6, 7, 25, 26
MOST_CLICKS = 8  # of the officer, from the page with the files to the last report entered
DROP = """(form, files) => {
    const dropped = new DataTransfer();
    for (const [name, data] of files) {
        const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
        dropped.items.add(new File([bytes], name));
    }
    form.dispatchEvent(new DragEvent("drop", { dataTransfer: dropped, bubbles: true, cancelable: true }));
}"""


def all_municipalities():
    first = {}
    for row in csv.DictReader(NAMES.read_text(encoding="utf-8").splitlines()):
        first.setdefault(row["slug"], row)
    return [
        factories.make_municipality(slug, full_name=row["full_name"], short_name=row["short_name"])
        for slug, row in first.items()
    ]


def demonstration_events():
    sections = json.loads((demo.DATA / "events_2020_4.json").read_text(encoding="utf-8"))
    told = [event for section in sections["sections"] for event in section["events"]]
    keys = ("name", "format", "place", "period", "content", "participants")
    return [{key: event.get(key, "") for key in keys} for event in told]


def document():
    table = consolidated_table(SPAN, include=Include.SUBMITTED)
    return [(section.title, [row.cells for row in section.rows]) for section in table.sections]


def table_made_by_hand(people, events):
    """The document from the same words typed in; nothing of it stays."""
    for place, (municipality, values) in enumerate(zip(people, events, strict=False)):
        if place < TOLD and place not in (NOBODY_TOOK_PART, WITHOUT_DAYS):
            report = factories.make_report(municipality, status=Status.SUBMITTED)
            factories.make_event(report, **values)
    made = document()
    Event.objects.all().delete()
    Report.objects.all().delete()
    return made


def cells(values, **changes):
    name = printed_name(values["name"], Format(values["format"]) if values["format"] else "")
    row = {"number": "1"} | values | {"name": name} | changes
    return [row[key] for key in ("number", "name", "place", "period", "content", "participants")]


def docx(above, *rows):
    return make_docx(p(r(above)) + p(r("Отчет за IV квартал 2020 года")) + word_table(*rows))


def word_table(*rows):
    """Each line of a text is a paragraph of its cell."""
    lined = [["".join(p(r(line)) for line in text.split("\n")) for text in row] for row in rows]
    return tbl(tr(*map(tc, HEADINGS)), *(tr(*map(cell, row)) for row in lined))


def mailbox(people, events):
    """27 files: five with faults of five kinds, one twice, one of another quarter, one damaged."""
    files = {}
    for place, values in enumerate(events[:TOLD]):
        above, name, changes, more = people[place].name_on(AUTUMN.end).full_name, "", {}, []
        if place == NAMELESS:
            above = "Отчет"
        elif place == CONTRADICTED:
            name = people[place + 9].slug
        elif place == NOBODY_TOOK_PART:
            changes = {"participants": ""}
        elif place == WITHOUT_DAYS:
            changes = {"period": ""}
        elif place == WITH_TOTALS:
            more = [["", "Итого", "", "", "1 мероприятие", ""]]
        files[f"{name or place}.docx"] = docx(above, cells(values, **changes), *more)
    files["Копия.docx"] = files[f"{TWICE}.docx"]
    above = people[OF_SUMMER].name_on(AUTUMN.end).full_name
    summer = cells(events[OF_SUMMER], period="5 августа 2020 года")
    files["Лето.docx"] = make_docx(p(r(above)) + word_table(summer))
    files["Поврежден.docx"] = files[f"{TWICE}.docx"][:700]
    return files


def drop(page, files):
    sent = [[name, base64.b64encode(data).decode()] for name, data in files.items()]
    page.locator("[data-received-files]").evaluate(DROP, sent)


def answer(page, file, municipality):
    page.get_by_role("row", name=file).get_by_role("link", name="Ответить").click()
    page.get_by_label("Чей это отчет").select_option(str(municipality.pk))
    page.get_by_role("button", name="Это его отчет").click()
    expect(page.get_by_role("heading", name="Отчеты из файлов")).to_be_visible()


def test_mailbox_is_dropped_answered_and_entered(desk):
    people, events = all_municipalities(), demonstration_events()
    by_hand = table_made_by_hand(people, events)
    reports = [factories.make_report(one) for one in people]
    summer = factories.make_quarter(Calendar(2020, 3))
    factories.make_report(people[OF_SUMMER], quarter=summer)
    clerk = factories.make_user(municipality=people[CONTINUED])

    page = desk(factories.make_user(Role.REGION))
    page.goto(f"/quarters/{AUTUMN.slug}/")
    page.get_by_role("link", name="Отчеты из файлов").click()
    page.add_init_script(COUNT)
    page.reload()
    files = mailbox(people, events)
    assert len(files) == 27
    drop(page, files)
    expect(page.get_by_role("heading", name=f"Готовы к внесению: {TOLD - 2}")).to_be_visible()
    expect(page.get_by_role("heading", name="Ждут вашего ответа: 3")).to_be_visible()
    expect(page.get_by_role("heading", name="Не прочитаны: 1")).to_be_visible()
    expect(page.get_by_text("Копия.docx: этот файл уже загружен")).to_be_visible()
    assert not Axe().run(page).response["violations"]

    # Closed and opened again, the page is the same; three questions.
    page.goto("/")
    page.goto(f"/quarters/{AUTUMN.slug}/files/")
    page.get_by_role("button", name="Перенести к файлам III квартала 2020 года").click()
    expect(page.get_by_text("теперь среди файлов III квартала")).to_be_visible()
    answer(page, f"{NAMELESS}.docx", people[NAMELESS])
    answer(page, f"{people[CONTRADICTED + 9].slug}.docx", people[CONTRADICTED])
    expect(page.get_by_role("heading", name=f"Готовы к внесению: {TOLD}")).to_be_visible()

    # One ground, and all of them at once.
    expect(page.get_by_label("Номер письма")).to_be_hidden()
    page.get_by_label("Кто позвонил или от кого").fill("почта отдела")
    page.get_by_label("Когда сведения получены").fill("14.01.2021")
    page.get_by_role("button", name="Внести отмеченные отчеты").click()
    expect(page.get_by_role("heading", name=f"Внесены: {TOLD}")).to_be_visible()
    assert page.evaluate(CLICKS) <= MOST_CLICKS
    left = page.get_by_role("row").filter(has_text="Не сдан.")
    assert left.count() == 2
    for width, height in ((1920, 1080), (1366, 768), (360, 740)):
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert not Axe().run(page).response["violations"]
    assert document() == by_hand

    # The clerk sees who has entered her report, and goes on with it.
    hers = desk(clerk)
    expect(hers.get_by_text("внес сотрудник региона").first).to_be_visible()
    hers.get_by_role("link", name="Продолжить самому").first.click()
    hers.get_by_role("button", name="Продолжить самому").click()
    expect(hers.get_by_role("link", name="Проверить и сдать")).to_be_visible()
    reports[CONTINUED].refresh_from_db()
    assert reports[CONTINUED].status == Status.DRAFT
    assert reports[CONTINUED].events.count() == 1

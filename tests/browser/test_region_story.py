"""The whole way of the region: two rounds of return, only changes to read, many accepted at once,
an issue, a change after it, and the next issue."""

import hashlib

from playwright.sync_api import expect

from municipalities.models import Role
from reports.models import Consolidation, Remark, Report, Status
from tests.factories import make_event, make_municipality, make_report, make_user


def remark_on(page, row, cell, text):
    page.locator("summary", has_text=f"Замечание к строке {row}").click()
    page.get_by_label("К графе").nth(row - 1).select_option(label=cell)
    page.get_by_label(f"Замечание к строке {row}").fill(text)


def mend(page, event, label, text):
    """The clerk goes from the report to the event, writes, and comes back."""
    page.goto(f"/events/{event.pk}/update/")
    page.get_by_label(label, exact=True).fill(text)
    page.get_by_role("button", name="Готово", exact=True).click()
    expect(page.get_by_text("Сохранено:")).to_be_visible()


def hand_in(page):
    page.goto("/")
    page.get_by_role("link", name="Проверить и сдать").click()
    page.get_by_role("button", name="Сдать отчет").click()
    expect(page.get_by_role("heading", name="Отчет сдан")).to_be_visible()


def start_review(page):
    page.goto("/review/")
    page.get_by_role("button", name="Проверить следующий").click()


def changed_words(page):
    """What is marked as gone and as new, without the words for those who do not see the marks."""
    return page.evaluate("""["del", "ins"].flatMap((tag) =>
        [...document.querySelectorAll(`#review ${tag}`)].map((mark) => {
            const words = mark.cloneNode(true);
            words.querySelectorAll(".only-read").forEach((said) => said.remove());
            return [tag, words.textContent];
        }))""")


def download(page, name, folder):
    with page.expect_download() as started:
        page.get_by_role("link", name=name).click()
    path = folder / started.value.suggested_filename
    started.value.save_as(path)
    return hashlib.sha256(path.read_bytes()).hexdigest()


def issue(page):
    page.goto("/quarters/2020-4/consolidated/")
    page.get_by_role("link", name="Выпустить").click()
    page.get_by_role("button", name="Выпустить").click()
    expect(page.get_by_text("сводный отчет выпущен")).to_be_visible()


def test_two_rounds_bulk_acceptance_issue_change_and_second_issue(desk, tmp_path):
    municipality = make_municipality("vyazma", short_name="Вяземский район")
    report = make_report(municipality)
    first = make_event(report, name="Форум «Мост»")
    second = make_event(report, name="Встреча в Орше")
    zero = [
        make_report(make_municipality(slug), status=Status.SUBMITTED, no_events=True)
        for slug in ("velizh", "rudnya", "yartsevo")
    ]
    clerk = desk(make_user(municipality=municipality))
    region = desk(make_user(Role.REGION))
    hand_in(clerk)

    # All zero reports at one click; the one with events stays.
    region.goto("/review/")
    region.get_by_role("button", name="Принять все нулевые (3)").click()
    expect(region.get_by_text("Принято отчетов: 3")).to_be_visible()
    assert {r.status for r in Report.objects.filter(pk__in=[z.pk for z in zero])} == {"accepted"}

    # The first round: remarks to two cells of two rows.
    start_review(region)
    remark_on(region, 1, "Место", "Назовите учреждение.")
    remark_on(region, 2, "Участники", "Сколько человек?")
    region.get_by_role("button", name="Вернуть на доработку").click()
    expect(region.get_by_text("Отчет возвращен на доработку").first).to_be_visible()
    assert set(Remark.objects.values_list("event_id", "cell", "round")) == {
        (first.pk, "place", 1),
        (second.pk, "participants", 1),
    }
    clerk.goto("/")
    expect(clerk.get_by_text("Назовите учреждение.")).to_be_visible()
    mend(clerk, first, "Место проведения", "г. Вязьма, Дом культуры")
    hand_in(clerk)

    # The reviewer is shown exactly what the clerk has changed.
    start_review(region)
    assert changed_words(region) == [["ins", ", Дом культуры"]]
    remark_on(region, 1, "Содержание", "О чем договорились?")
    region.get_by_role("button", name="Вернуть на доработку").click()

    # The second round.
    mend(clerk, second, "Участники мероприятия", "40 школьников")
    mend(clerk, first, "Содержание мероприятия", "Обсуждение обмена школьниками")
    hand_in(clerk)
    start_review(region)
    assert changed_words(region) == [
        ["del", "сотрудничества"],
        ["del", "Представители администрации"],
        ["ins", "обмена школьниками"],
        ["ins", "40 школьников"],
    ]
    region.get_by_role("button", name="Принять, закрыв").click()
    expect(region.get_by_text("Отчет принят:")).to_be_visible()

    # The first issue.
    issue(region)
    first_hash = download(region, "Скачать .docx", tmp_path)
    assert first_hash == Consolidation.objects.get().docx_sha256

    # A change after it: the issue is out of date, with that row and those words.
    region.goto(f"/events/{second.pk}/correct/")
    region.get_by_label("Место", exact=False).first.fill("г. Орша")
    region.get_by_role("button", name="Исправить").click()
    expect(region.get_by_text("Текст исправлен.").first).to_be_visible()
    region.goto("/quarters/2020-4/consolidated/")
    expect(region.get_by_text("устарел: 1 строка изменилась")).to_be_visible()
    region.get_by_role("link", name="Что изменилось").click()
    expect(region.get_by_role("heading", name="Встреча в Орше")).to_be_visible()
    expect(region.locator("ins")).to_have_text(["[добавлено: Орша]"])

    # The second issue; the first is still there, byte for byte.
    issue(region)
    expect(region.get_by_role("heading", name="Выпуск № 2")).to_be_visible()
    assert download(region, "Скачать .docx", tmp_path) != first_hash
    region.goto("/quarters/2020-4/consolidated/")
    assert download(region, "Выпуск № 1, файл .docx", tmp_path) == first_hash


def test_two_reviewers_and_the_clerk_lose_no_word(desk):
    """Two reviewers at one report: what each wrote is there, and the clerk answers all of it."""
    municipality = make_municipality("vyazma")
    report = make_report(municipality, status=Status.IN_REVIEW, events=2)
    one, other = (desk(make_user(Role.REGION)) for _ in range(2))
    for page in (one, other):
        page.goto(report.get_review_url())
    remark_on(one, 1, "Место", "Где это было?")
    remark_on(other, 2, "Сроки", "Когда это было?")
    one.get_by_role("button", name="Записать замечание").first.click()
    expect(one.get_by_text("Где это было?")).to_be_visible()
    event = report.events.in_order()[1]
    one.goto(f"/events/{event.pk}/correct/")
    one.get_by_label("Содержание", exact=False).first.fill("Исправлено первым")
    one.get_by_role("button", name="Исправить").click()
    expect(one.get_by_text("Текст исправлен.").first).to_be_visible()
    # The second decides on a page that is out of date: refused, and the words stay.
    other.get_by_role("button", name="Вернуть на доработку").click()
    expect(
        other.get_by_text("Отчет изменился, пока вы на него смотрели: изменен текст").first
    ).to_be_visible()
    expect(other.get_by_label("Замечание к строке 2")).to_have_value("Когда это было?")
    other.get_by_label("Решить об отчете, каким он стал").check()
    other.get_by_role("button", name="Вернуть: 1 замечание").click()
    expect(other.get_by_text("Отчет возвращен на доработку").first).to_be_visible()
    clerk = desk(make_user(municipality=municipality))
    for text in ("Где это было?", "Когда это было?", "Исправлено первым"):
        expect(clerk.get_by_text(text).first).to_be_visible()
    answer_without_leaving(clerk, report.events.in_order()[0])


def answer_without_leaving(page, event):
    """Answered beside the field while the text of the event is being written."""
    page.goto(f"/events/{event.pk}/update/")
    page.get_by_label("Содержание мероприятия", exact=True).fill("Пишу и не ухожу")
    page.locator("summary", has_text="Ответить").click()
    page.get_by_label("Ответ на замечание").fill("В Доме культуры.")
    page.get_by_role("button", name="Отправить ответ").click()
    expect(page.locator(".remark-reply")).to_contain_text("В Доме культуры.")
    page.get_by_role("button", name="Отметить исправленным").click()
    expect(page.get_by_text("отмечено исправленным").first).to_be_visible()
    expect(page.get_by_label("Содержание мероприятия", exact=True)).to_have_value("Пишу и не ухожу")
    expect(page.locator("#save-state")).to_contain_text("Сохранено в")
    remark = Remark.objects.get(event=event)
    assert [answer.kind for answer in remark.answers.all()] == ["answer", "fixed"]

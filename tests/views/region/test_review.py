"""What the regional officer and the administrator do, page by page."""

import datetime as dt
import io
import json
import re

import docx
import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from municipalities.models import Role
from reports.document import issuing
from reports.document.outline import LONG_DOCUMENT
from reports.events import corrections
from reports.language.quarters import Quarter as Calendar
from reports.language.quarters import Span
from reports.models import Action, Event, Quarter, Remark, Report, Status
from reports.procedure import opening, remarks, workflow
from tests import factories
from tests.factories import make_event, make_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(sign_in, reviewer):
    return sign_in(reviewer)


@pytest.fixture
def report(vyazma):
    return make_report(vyazma, status=Status.IN_REVIEW, events=2)


def act(desk, report, action, **data):
    url = reverse("report_perform", args=[report.pk, action])
    return desk.post(url, {"_end": "1", **data}, follow=True).content.decode()


def test_board_counts_and_filters(desk, report, rudnya):
    make_report(rudnya, quarter=report.quarter)
    url = reverse("quarter_board", args=["2020-4"])
    response = desk.get(url)
    counts = {str(group.state): group.count for group, _ in response.context["groups"]}
    assert counts == {"submitted": 1, "overdue": 1}
    assert [r.municipality for r, _ in response.context["page"].rows] == [
        report.municipality,
        rudnya,
    ]
    overdue = desk.get(url, {"state": "overdue"})
    assert [r.municipality for r, _ in overdue.context["page"].rows] == [rudnya]
    assert "Отчетов с таким состоянием нет" in desk.get(url, {"state": "zero"}).content.decode()
    assert len(desk.get(url, {"state": "nonsense"}).context["page"].rows) == 2


def test_next_to_review_is_the_one_that_waited_longest(desk, vyazma, rudnya):
    quarter = factories.make_quarter()
    make_report(vyazma, quarter=quarter, status=Status.SUBMITTED)
    older = make_report(rudnya, quarter=quarter, status=Status.SUBMITTED)
    Report.objects.filter(pk=older.pk).update(
        first_submitted_at=factories.MOMENT.replace(year=2020),
        submitted_at=factories.MOMENT.replace(year=2020),
    )
    assert desk.get(reverse("quarter_board", args=["2020-4"])).context["next_to_review"] == older


def test_opening_a_report_is_an_action_not_a_look(desk, vyazma):
    report = make_report(vyazma, status=Status.SUBMITTED, events=1)
    page = desk.get(report.get_review_url()).content.decode()
    assert "Начать проверку" in page
    assert "Вернуть на доработку" not in page
    assert Report.objects.get().status == Status.SUBMITTED
    assert "Вернуть на доработку" in act(desk, report, Action.START_REVIEW)


def write(desk, report, **texts):
    url = reverse("remarks_create", args=[report.pk])
    return desk.post(url, {"_end": "1", **texts}, follow=True).content.decode()


def test_remark_on_a_row_waits_for_the_return(desk, report):
    event = report.events.first()
    write(desk, report, **{f"remark_{event.pk}": "Укажите город."})
    remark = report.remarks.get()
    assert (remark.event, remark.sent_at) == (event, None)
    page = act(desk, report, Action.RETURN, version=report.version)
    assert "Отчет возвращен на доработку" in page
    remark.refresh_from_db()
    assert remark.sent_at is not None


def test_everything_typed_on_the_page_goes_with_the_return(desk, report):
    first, second = report.events.all()
    texts = {
        "remark": "Обо всем",
        f"remark_{first.pk}": "О первом",
        f"remark_{second.pk}": "О втором",
    }
    act(desk, report, Action.RETURN, version=report.version, **texts)
    sent = report.remarks.sent().values_list("event", "text").order_by("event")
    assert set(sent) == {(None, "Обо всем"), (first.pk, "О первом"), (second.pk, "О втором")}


def test_accepting_with_a_typed_remark_is_refused_and_keeps_it(desk, report):
    page = act(desk, report, Action.ACCEPT, version=report.version, remark="Долго писал")
    assert "еще не отправлены" in page
    assert "Долго писал" in page
    assert (Report.objects.get().status, Remark.objects.count()) == (Status.IN_REVIEW, 0)


def test_cut_page_of_remarks_is_refused_and_stays(desk, report):
    page = write(desk, report, remark="Долго писал", _end="0")
    assert "Страница отправилась не полностью" in page
    assert "Долго писал" in page
    assert Remark.objects.count() == 0


def test_remark_written_too_late_stays_on_the_page(desk, vyazma):
    report = make_report(vyazma, status=Status.RETURNED, events=1)
    page = write(desk, report, **{f"remark_{report.events.get().pk}": "Долго писал"})
    assert "Замечания пишут, когда проверка отчета начата" in page
    assert "Долго писал" in page


def test_remark_typed_to_a_row_that_vanished_stays_on_the_page(desk, report):
    event = report.events.first()
    type(event).objects.filter(pk=event.pk).update(deleted_at=factories.MOMENT)
    Report.objects.update(status=Status.RETURNED)
    page = write(desk, report, **{f"remark_{event.pk}": "Долго писал"})
    assert "Долго писал" in page


def test_foreign_event_takes_no_remark(desk, report, rudnya):
    foreign = make_report(rudnya, quarter=report.quarter, events=1).events.get()
    assert "из другого отчета" in write(desk, report, **{f"remark_{foreign.pk}": "Чужое"})
    assert Remark.objects.count() == 0


def test_remark_to_a_deleted_event_is_still_shown(desk, reviewer, report):
    event = report.events.first()
    remarks.add_remark(report, event=event, text="Лишнее мероприятие", user=reviewer)
    type(event).objects.filter(pk=event.pk).update(deleted_at=factories.MOMENT)
    page = desk.get(report.get_review_url()).content.decode()
    assert "К удаленному мероприятию" in page
    assert "Лишнее мероприятие" in page


@pytest.mark.parametrize("action", [Action.ACCEPT, Action.RETURN])
def test_decision_without_the_version_of_the_page_is_refused(desk, report, action):
    assert "не полностью" in act(desk, report, action, remark="Исправьте.")
    assert Report.objects.get().status == Status.IN_REVIEW


def test_unsent_remark_can_be_removed(desk, reviewer, report):
    remark = remarks.add_remark(report, text="Лишнее", user=reviewer)
    desk.post(reverse("remark_delete", args=[remark.pk]), {"_end": "1"})
    assert Remark.objects.count() == 0


def test_return_without_a_remark_is_refused(desk, report):
    page = act(desk, report, Action.RETURN, remark="", version=report.version)
    assert "хотя бы одно замечание" in page


def test_refused_return_keeps_the_remark_on_the_page(desk, report):
    page = act(desk, report, Action.RETURN, remark="Долго писал", version=report.version + 1)
    assert "Отчет изменился, пока вы на него смотрели" in page
    assert "Долго писал" in page


def test_accepted_report_can_still_be_returned(desk, report):
    assert "Отчет принят" in act(desk, report, Action.ACCEPT, version=report.version)
    version = Report.objects.get().version
    act(desk, report, Action.RETURN, remark="Ошибка в дате.", version=version)
    assert Report.objects.get().status == Status.RETURNED


def test_return_that_came_after_the_acceptance_says_who_accepted_and_asks(desk, report):
    seen = report.version
    colleague = factories.make_user(Role.REGION, full_name="Иванова Анна Петровна")
    workflow.perform(Action.ACCEPT, report, user=colleague, version=seen)
    page = act(desk, report, Action.RETURN, remark="Ошибка в дате.", version=seen)
    accepted = Report.objects.get()
    when = f"{timezone.localtime(accepted.accepted_at):%d.%m.%Y в %H:%M}"
    assert f"отчет принят {when} ({colleague})" in page
    assert f'<input type="hidden" name="version" value="{seen}">' in page
    # What that page sends, its buttons pressed again, is still about what was seen.
    act(desk, report, Action.RETURN, remark="Ошибка в дате.", version=seen)
    assert Report.objects.get().status == Status.ACCEPTED
    assert f'name="version" value="{accepted.version}"' in page  # the tick
    act(desk, report, Action.RETURN, remark="Ошибка в дате.", version=[seen, accepted.version])
    assert Report.objects.get().status == Status.RETURNED


def test_changed_text_of_a_report_says_who_and_when(desk, report, reviewer):
    seen = report.version
    corrections.correct_event(report.events.first(), user=reviewer, content="Исправлено")
    page = act(desk, report, Action.ACCEPT, version=seen)
    assert "пока вы на него смотрели: изменен текст" in page
    assert f"({reviewer})" in page


def test_button_says_how_many_remarks_acceptance_closes(desk, report, reviewer, clerk):
    for text in ("Где?", "Когда?"):
        remarks.add_remark(report, text=text, user=reviewer)
    workflow.perform(Action.RETURN, report, user=reviewer)
    workflow.perform(Action.SUBMIT, report, user=clerk)
    workflow.perform(Action.START_REVIEW, report, user=reviewer)
    page = desk.get(report.get_review_url()).content.decode()
    assert ">Принять, закрыв 2 замечания</button>" in page
    remarks.close_remark(report.remarks.first(), user=reviewer)
    remarks.close_remark(report.remarks.last(), user=reviewer)
    assert ">Принять</button>" in desk.get(report.get_review_url()).content.decode()


def test_unknown_action_is_not_found(desk, report):
    assert desk.post(reverse("report_perform", args=[report.pk, "burn"])).status_code == 404
    assert desk.post(reverse("report_perform", args=[report.pk, "archive"])).status_code == 404


def test_consolidated_page_follows_the_choice(desk, report, rudnya):
    make_report(rudnya, quarter=report.quarter, status=Status.ACCEPTED, events=1)
    url = reverse("consolidated", args=["2020-4"])
    accepted, submitted = desk.get(url), desk.get(url, {"include": "submitted"})
    assert accepted.context["table"].event_count == 1
    assert [r for r, _ in accepted.context["missing"]] == [report]
    assert (submitted.context["table"].event_count, submitted.context["missing"]) == (3, [])
    assert ">Проект<" in submitted.content.decode()


def test_downloads_hold_the_rows_of_the_page(desk, report):
    Report.objects.update(status=Status.ACCEPTED, accepted_at=timezone.now())
    table = desk.get(reverse("consolidated", args=["2020-4"])).context["table"]
    expected = [row.cells for section in table.sections for row in section.rows]
    word = desk.get(reverse("consolidated_download", args=["2020-4", "docx"]))
    rows = docx.Document(io.BytesIO(word.getvalue())).tables[0].rows
    assert [tuple(cell.text for cell in row.cells) for row in rows[2:]] == expected
    excel = desk.get(reverse("consolidated_download", args=["2020-4", "xlsx"]))
    sheet = openpyxl.load_workbook(io.BytesIO(excel.getvalue())).active
    assert [row for row in sheet.iter_rows(values_only=True) if row in expected] == expected


def test_file_name_is_russian_and_tells_a_draft(desk, report, rudnya):
    make_report(rudnya, quarter=report.quarter, status=Status.ACCEPTED, events=1)
    url = reverse("consolidated_download", args=["2020-4", "docx"])
    response = desk.get(url)
    response.close()
    name = response.headers["Content-Disposition"]
    assert name.startswith("attachment; filename*=utf-8''")
    assert name.endswith(
        "_IV_%D0%BA%D0%B2%D0%B0%D1%80%D1%82%D0%B0%D0%BB_2020_%D0%BF%D1%80%D0%BE%D0%B5%D0%BA%D1%82.docx"
    )


def test_workbook_comes_with_its_data_by_choice(desk, report):
    url = reverse("consolidated_download", args=["2020-4", "xlsx"])
    response = desk.get(url, {"include": "submitted", "data": "1"})
    book = openpyxl.load_workbook(io.BytesIO(response.getvalue()))
    assert book.sheetnames == ["IV квартал 2020", "Данные"]
    assert [cell.value for cell in book["Данные"][2]][4:7] == [
        dt.datetime(2020, 10, 28),
        dt.datetime(2020, 10, 28),
        "очный",
    ]


def frames(response):
    """What ``download.js`` reads: the steps, and the file behind them."""
    lines, data = [], response.getvalue()
    while not lines or "name" not in lines[-1]:
        line, data = data.split(b"\n", 1)
        lines.append(json.loads(line))
    return lines, data


def test_progress_is_told_before_the_same_file(desk, report):
    url = reverse("consolidated_download", args=["2020-4", "docx"])
    plain = desk.get(url, {"include": "submitted"}).getvalue()
    response = desk.get(url, {"include": "submitted", "progress": "1"})
    (step, last), data = frames(response)
    assert step == {"done": 2, "total": 2}
    assert last["name"].endswith("_проект.docx")
    assert last["size"] == len(data)
    assert data == plain


@pytest.fixture
def long_report(report):
    Event.objects.bulk_create(
        Event(report=report, name=f"Мероприятие {number}", position=number + 10)
        for number in range(LONG_DOCUMENT)
    )
    return report


def test_long_document_is_shown_by_sections_and_offered_in_parts(desk, long_report, rudnya):
    make_report(rudnya, quarter=long_report.quarter, status=Status.ACCEPTED, events=1)
    url = reverse("consolidated", args=["2020-4"])
    first = desk.get(url, {"include": "submitted"})
    second = desk.get(url, {"include": "submitted", "section": "2"})
    assert [len(page.context["shown"].sections) for page in (first, second)] == [1, 1]
    assert second.context["shown"].sections[0].rows[0].number == LONG_DOCUMENT + 3
    assert "consolidated.docx.zip" in first.content.decode()
    assert "download.js" in first.content.decode()


@pytest.mark.parametrize("asked", ["0", "-1", "99", "x", "²", "9" * 30])
def test_wrong_section_shows_one_that_is_there(desk, long_report, asked):
    url = reverse("consolidated", args=["2020-4"])
    page = desk.get(url, {"include": "submitted", "section": asked})
    assert len(page.context["shown"].sections) == 1


def test_short_document_is_shown_whole_and_not_in_parts(desk, report):
    page = desk.get(reverse("consolidated", args=["2020-4"]), {"include": "submitted"})
    assert page.context["shown"] is page.context["table"]
    assert ".zip" not in page.content.decode()


def test_unknown_kind_of_file_is_not_found(desk, report):
    url = reverse("consolidated_download", args=["2020-4", "pdf"])
    assert desk.get(url, {"include": "submitted"}).status_code == 404


def test_empty_document_is_not_downloaded(desk, report):
    url = reverse("consolidated_download", args=["2020-4", "docx"])
    assert "скачивать нечего" in desk.get(url, follow=True).content.decode()


@pytest.mark.parametrize("slug", ["2020-5", "2019-1", "nonsense"])
def test_quarter_that_is_not_there_is_not_found(desk, report, slug):
    assert desk.get(reverse("quarter_board", args=[slug])).status_code == 404


def test_municipality_without_events_is_left_out(desk, vyazma, rudnya):
    make_report(vyazma, status=Status.ACCEPTED, no_events=True)
    make_report(rudnya, status=Status.SUBMITTED, events=1)
    page = desk.get(reverse("consolidated", args=["2020-4"])).content.decode()
    assert "Принято отчетов: 1 из 2, из них нулевых 1" in page
    assert "Принятых отчетов с мероприятиями пока нет" in page


def test_deleted_event_is_in_no_document(desk, report):
    make_event(report, name="Удаленное", deleted_at=factories.MOMENT)
    page = desk.get(reverse("consolidated", args=["2020-4"]), {"include": "submitted"})
    assert "Удаленное" not in page.content.decode()


# The administrator


@pytest.fixture
def office(sign_in, administrator):
    return sign_in(administrator)


def test_administrator_opens_a_quarter_twice(office, vyazma):
    data = {"year": "2021", "number": "1", "due_date": "15.04.2021"}
    assert (
        "Отчетов добавлено: 1."
        in office.post(reverse("quarter_list"), data, follow=True).content.decode()
    )
    assert (
        "Отчетов добавлено: 0."
        in office.post(reverse("quarter_list"), data, follow=True).content.decode()
    )
    assert Report.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"due_date": "31.03.2021"}, "Срок сдачи должен быть позже последнего дня квартала."),
        ({"due_date": "завтра"}, "Напишите дату так: 15.01.2027."),
        ({"year": "21"}, "больше либо равно 1990"),
    ],
)
def test_wrong_quarter_is_explained(office, changes, said):
    data = {"year": "2021", "number": "1", "due_date": "15.04.2021"} | changes
    assert said in office.post(reverse("quarter_list"), data).content.decode()
    assert Quarter.objects.count() == 0


def test_form_offers_the_next_quarter(office):
    factories.make_quarter()
    initial = office.get(reverse("quarter_list")).context["form"].initial
    assert (initial["year"], initial["number"]) == (2021, 1)


@pytest.mark.parametrize(
    ("today", "is_offered"),
    [("2020-11-30", False), ("2020-12-01", True), ("2021-02-15", True)],
)
def test_next_quarter_is_offered_in_time_and_opened_by_one_button(
    office, vyazma, monkeypatch, today, is_offered
):
    factories.make_quarter()
    monkeypatch.setattr(timezone, "localdate", lambda: dt.date.fromisoformat(today))
    page = office.get(reverse("quarter_list")).content.decode()
    assert ("Откройте I квартал 2021 года" in page) == is_offered
    if is_offered:
        note = page.partition('class="note note-warning"')[2].partition("</form>")[0]
        data = dict(re.findall(r'name="(\w+)" value="([^"]+)"', note))
        office.post(reverse("quarter_list"), data)
        opened = Quarter.objects.get(year=2021)
        assert (opened.due_date, opened.reports.count()) == (dt.date(2021, 4, 15), 1)


def test_quarter_far_ahead_is_opened_after_a_question(office, vyazma):
    data = {"year": "2072", "number": "1", "due_date": "15.04.2072"}
    page = office.post(reverse("quarter_list"), data).content.decode()
    assert "I квартал 2072 года наступит не скоро" in page
    assert 'type="checkbox" name="is_sure"' in page
    assert Quarter.objects.count() == 0
    office.post(reverse("quarter_list"), data | {"is_sure": "on"})
    assert Quarter.objects.get().reports.count() == 1


def test_next_quarter_is_opened_without_a_question(office):
    calendar = Calendar.of(timezone.localdate()).next
    data = {"year": calendar.year, "number": calendar.number}
    due = calendar.end + dt.timedelta(days=15)
    page = office.get(reverse("quarter_list")).content.decode()
    assert "Все верно, открыть" not in page
    office.post(reverse("quarter_list"), data | {"due_date": f"{due:%d.%m.%Y}"})
    assert Quarter.objects.get().calendar == calendar


def test_empty_quarter_is_deleted_after_a_question(office, vyazma):
    make_report(vyazma)
    url = reverse("quarter_delete", args=["2020-4"])
    assert url in office.get(reverse("quarter_list")).content.decode()
    assert "Отчеты этого квартала пустые" in office.get(url).content.decode()
    page = office.post(url, follow=True).content.decode()
    assert "IV квартал 2020 года удален вместе с пустыми отчетами." in page
    assert (Quarter.objects.count(), Report.objects.count()) == (0, 0)


def test_quarter_with_a_text_in_it_is_not_deleted(office, vyazma, rudnya):
    make_report(vyazma, version=2)
    make_report(rudnya)
    url = reverse("quarter_delete", args=["2020-4"])
    assert url not in office.get(reverse("quarter_list")).content.decode()
    page = office.get(url).content.decode()
    assert "удалить нельзя" in page
    assert "Вяземский район" in page
    assert "Руднянский район" not in page
    assert "Удалить квартал</button>" not in page
    assert "удалить нельзя" in office.post(url, follow=True).content.decode()
    assert Report.objects.count() == 2


def test_due_date_closing_and_reopening(office):
    quarter = factories.make_quarter()
    office.post(reverse("quarter_due_date", args=["2020-4"]), {"due_date": "20.01.2021"})
    url = reverse("quarter_close", args=["2020-4"])
    assert "Все отчеты сданы" in office.get(url).content.decode()
    office.post(url)
    quarter.refresh_from_db()
    assert (quarter.due_date.day, quarter.is_open) == (20, False)
    url = reverse("quarter_reopen", args=["2020-4"])
    assert "Обязательное поле" in office.post(url).content.decode()
    office.post(url, {"reason": "Ошибка в отчете.", "_end": "1"})
    quarter.refresh_from_db()
    assert (quarter.is_open, quarter.reopening_reason) == (True, "Ошибка в отчете.")
    assert "снова: Ошибка в отчете." in office.get(reverse("quarter_list")).content.decode()


def test_opening_a_closed_quarter_says_what_to_do(office, administrator):
    quarter = factories.make_quarter()
    opening.close_quarter(quarter, user=administrator)
    data = {"year": "2020", "number": "4", "due_date": "15.01.2021"}
    assert (
        "Сначала откройте его снова" in office.post(reverse("quarter_list"), data).content.decode()
    )


def test_closing_says_what_would_freeze_as_it_is(office, vyazma, rudnya, reviewer):
    owed = make_report(vyazma)
    waits = make_report(rudnya, status=Status.SUBMITTED, events=1)
    begun = make_report(factories.make_municipality("yartsevo"), status=Status.IN_REVIEW, events=1)
    done = make_report(factories.make_municipality("gagarin"), status=Status.ACCEPTED, events=1)
    spans = (Span(2020, 4, 4), Span(2020, 1, 4))
    issues = [
        issuing.issue(span, user=reviewer, seen=issuing.current(span).fingerprint) for span in spans
    ]
    url = reverse("quarter_close", args=["2020-4"])
    page = office.get(url).content.decode()
    assert "Не сдано отчетов: 1." in page
    assert "Сдано, но не принято отчетов: 2." in page
    for report in (owed, waits, begun):
        assert f'href="{report.get_review_url()}"' in page
    assert f'href="{done.get_review_url()}"' not in page
    assert "устарел" not in page
    corrections.correct_event(done.events.get(), user=reviewer, content="Исправлено")
    page = office.get(url).content.decode()
    for issued in issues:
        assert f'href="{reverse("consolidation_detail", args=[issued.pk])}"' in page


def test_due_date_of_a_closed_quarter_is_refused_at_its_place(office):
    factories.make_quarter(closed_at=factories.MOMENT)
    url = reverse("quarter_due_date", args=["2020-4"])
    page = office.post(url, {"due_date": "20.01.2021"}).content.decode()
    assert "срок сдачи уже не меняется" in page

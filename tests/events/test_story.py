"""«Что происходило с отчетом»."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from reports.events import corrections, editing
from reports.events.story import story_of
from reports.language.quarters import Quarter as Calendar
from reports.language.quarters import format_date
from reports.models import Action, Status
from reports.procedure import extensions, opening, workflow
from tests import factories
from tests.factories import make_event, make_quarter, make_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(vyazma, administrator):
    due = timezone.localdate()
    opening.open_quarter(Calendar(2020, 4), due_date=due, user=administrator)
    report = vyazma.reports.get()
    make_event(report)
    return report


def told(report):
    return [(line.sentence, line.who, line.note) for line in reversed(story_of(report))]


def test_everything_is_told_in_its_order(report, clerk, reviewer, administrator):
    until = timezone.localdate() + dt.timedelta(days=2)
    day = format_date(until)
    asked = extensions.ask_extension(report, until=until, reason="Ждем сведений.", user=clerk)
    extensions.refuse_extension(asked, reason="Документ выпускается раньше.", user=reviewer)
    opening.extend_due_date(report, until=until, reason="Просили по телефону.", user=reviewer)
    workflow.perform(Action.SUBMIT, report, user=clerk)
    workflow.perform(Action.START_REVIEW, report, user=reviewer)
    corrections.correct_event(report.events.get(), user=reviewer, place="г. Смоленск")
    workflow.perform(Action.RETURN, report, user=reviewer, remark="Где?")
    workflow.perform(Action.SUBMIT, report, user=clerk)
    assert told(report) == [
        ("Квартал открыт, отчет можно заполнять.", administrator, ""),
        (f"Отправлена просьба продлить срок до {day}.", clerk, "Ждем сведений."),
        (f"Срок до {day} не продлен.", reviewer, "Документ выпускается раньше."),
        (f"Срок сдачи продлен до {day}.", reviewer, "Просили по телефону."),
        ("Отчет сдан, расписка № 2020-4-01.", clerk, "Мероприятия: 1."),
        ("Проверка начата.", reviewer, ""),
        (
            "Регион исправил графу «место», мероприятие: Международная конференция.",
            reviewer,
            "",
        ),
        ("Отчет возвращен на доработку.", reviewer, "Замечания: 1."),
        ("Отчет сдан, расписка № 2020-4-01/2.", clerk, "Мероприятия: 1."),
    ]


def test_report_from_the_archive_names_nobody(vyazma):
    report = editing.archive_report(make_report(vyazma), [dict(factories.EVENT_VALUES)])
    assert ("Отчет загружен из архива.", None, "") in told(report)


def test_telling_takes_as_many_statements_however_much_happened(
    django_assert_max_num_queries, report, clerk
):
    for _ in range(4):
        workflow.perform(Action.SUBMIT, report, user=clerk)
        workflow.perform(Action.WITHDRAW, report, user=clerk)
    with django_assert_max_num_queries(7):
        story_of(report)


def test_page_tells_it_and_links_lead_there(sign_in, clerk, report):
    client = sign_in(clerk)
    url = reverse("report_story", args=[report.pk])
    assert url in client.get(report.get_absolute_url()).content.decode()
    assert "Квартал открыт, отчет можно заполнять." in client.get(url).content.decode()


def test_all_reports_are_listed_by_years(sign_in, clerk, stranger, vyazma):
    for year, number in ((2019, 4), (2020, 1), (2020, 2)):
        quarter = make_quarter(Calendar(year, number))
        make_report(vyazma, quarter=quarter, status=Status.ACCEPTED, no_events=number == 2)
    page = sign_in(clerk).get(reverse("own_reports"))
    assert [(year, len(rows)) for year, rows in page.context["years"]] == [(2020, 2), (2019, 1)]
    assert "II квартал 2020 года" in page.content.decode()
    assert sign_in(stranger).get(reverse("own_reports")).context["years"] == []


def test_list_of_reports_asks_no_more_for_many(sign_in, clerk, vyazma):
    client = sign_in(clerk)
    counts = []
    for year in (2018, 2019, 2020):
        for number in (1, 2, 3, 4):
            make_report(vyazma, quarter=make_quarter(Calendar(year, number)))
        client.get(reverse("own_reports"))
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("own_reports"))
        counts.append(len(captured))
    assert counts[0] == counts[1] == counts[2]

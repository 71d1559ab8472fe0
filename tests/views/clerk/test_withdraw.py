"""Taking a report back: it asks first, and says what it costs."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from reports.language.quarters import format_date
from reports.models import Action, Quarter, Report, ReportLog, Status
from reports.procedure import workflow
from tests import factories
from tests.factories import make_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(sign_in, clerk):
    return sign_in(clerk)


@pytest.fixture
def report(vyazma, clerk):
    """Handed in today, the last day."""
    quarter = factories.make_quarter(due_date=timezone.localdate())
    return factories.submit(make_report(vyazma, quarter=quarter, events=1), clerk)


def asked(desk, report):
    page = desk.get(reverse("report_withdraw", args=[report.pk])).content.decode()
    return page.split("<main")[1].split("</main>")[0]


def late(report):
    Quarter.objects.update(due_date=report.quarter.due_date - dt.timedelta(days=1))


def test_question_says_that_the_day_is_forgotten_while_there_is_time(desk, report):
    page = asked(desk, report)
    today = format_date(timezone.localdate())
    assert f"Дата сдачи, {today}, забудется" in page
    assert f"сдайте его не позже {today}" in page
    assert "встанет в ее конец" in page


def test_question_says_on_what_terms_the_day_stands_afterwards(desk, report):
    late(report)
    page = asked(desk, report)
    assert "Срок сдачи уже прошел" in page
    assert "сохранится, если не добавлять и не удалять мероприятия" in page


def test_question_says_that_a_resubmission_costs_no_day(desk, report, clerk, reviewer):
    workflow.perform(Action.START_REVIEW, report, user=reviewer)
    workflow.perform(Action.RETURN, report, user=reviewer, remark="Исправьте.")
    workflow.perform(Action.SUBMIT, report, user=clerk)
    page = asked(desk, report)
    assert "снова станет возвращенным на доработку" in page
    assert f"Дата первой сдачи, {format_date(timezone.localdate())}, сохранится." in page
    assert "забудется" not in page


def test_asking_changes_nothing(desk, report):
    version = Report.objects.get().version
    asked(desk, report)
    assert (Report.objects.get().version, ReportLog.objects.count()) == (version, 1)


def test_no_other_button_stands_beside(desk, report):
    """From the report and from its receipt a link leads to the question."""
    address = reverse("report_perform", args=[report.pk, "withdraw"])
    question = reverse("report_withdraw", args=[report.pk])
    for name in ("report_detail", "report_receipt"):
        page = desk.get(reverse(name, args=[report.pk])).content.decode()
        assert address not in page
        assert f'<a href="{question}">Отозвать отчет…</a>' in page
        actions = [part.split("</div>")[0] for part in page.split('<div class="actions')[1:]]
        assert all(question not in part for part in actions)
    page = asked(desk, report)
    assert (page.count("<button"), page.count(address)) == (1, 1)


@pytest.mark.parametrize("status", [s for s in Status if s != Status.SUBMITTED])
def test_question_is_not_asked_where_it_would_be_refused(desk, rudnya, vyazma, status):
    report = make_report(vyazma, status=status, events=1)
    question = reverse("report_withdraw", args=[report.pk])
    assert desk.get(question).url == report.get_absolute_url()
    assert question not in desk.get(report.get_absolute_url()).content.decode()


def test_closed_quarter_asks_nothing(desk, report):
    Quarter.objects.update(closed_at=timezone.now())
    question = reverse("report_withdraw", args=[report.pk])
    assert desk.get(question).url == report.get_absolute_url()
    assert question not in desk.get(report.get_absolute_url()).content.decode()


def test_draft_taken_back_late_is_told_of_its_day(desk, report, clerk):
    late(report)
    workflow.perform(Action.WITHDRAW, report, user=clerk)
    page = desk.get(report.get_absolute_url()).content.decode()
    assert "Отчет отозван после срока." in page


def test_board_calls_a_report_taken_back_late_overdue_and_not_in_time(
    sign_in, reviewer, report, clerk
):
    late(report)
    workflow.perform(Action.WITHDRAW, report, user=clerk)
    page = sign_in(reviewer).get(reverse("quarter_board", args=["2020-4"])).content.decode()
    row = page.split(f'id="report-{report.pk}"')[1].split("</tr>")[0]
    assert ">Просрочен<" in row
    assert "срок прошел 1 день назад" in row
    assert "в срок" not in row
    assert f"{timezone.localdate():%d.%m.%Y}" not in row


def test_region_is_told_that_a_report_was_taken_back(sign_in, reviewer, report, clerk):
    late(report)
    workflow.perform(Action.WITHDRAW, report, user=clerk)
    page = sign_in(reviewer).get(report.get_review_url()).content.decode()
    assert "отозван: его видно как черновик" in page
    assert "внесен из архива" not in page

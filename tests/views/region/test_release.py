"""A review that was begun and is left to somebody else."""

import pytest
from django.urls import reverse

from municipalities.models import Role
from reports.models import Action, Remark, Report, Status
from reports.procedure import workflow
from tests import factories
from tests.factories import make_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(vyazma, clerk, reviewer):
    """Under review by the reviewer."""
    report = factories.submit(make_report(vyazma, events=1), clerk)
    return workflow.perform(Action.START_REVIEW, report, user=reviewer)


@pytest.fixture
def colleague(sign_in):
    return sign_in(factories.make_user(Role.REGION, full_name="Второй сотрудник"))


def release(desk, report, **typed):
    data = {"version": report.version, "_end": "1"} | typed
    return desk.post(
        reverse("report_perform", args=[report.pk, "release"]), data, follow=True
    ).content.decode()


def test_colleague_releases_a_review(colleague, report):
    at = Report.objects.get().submitted_at
    page = release(colleague, report)
    report.refresh_from_db()
    assert (report.status, report.submitted_at) == (Status.SUBMITTED, at)
    assert "Проверка прекращена, отчет снова ждет в очереди" in page
    assert "Проверку вел: Сотрудник региона." in page
    assert "Начать проверку" in page


def test_remarks_written_and_typed_are_kept_and_shown(colleague, report):
    event = report.events.get()
    page = release(colleague, report, **{f"remark_{event.pk}": "Где это было?"})
    assert Remark.objects.get().text == "Где это было?"
    assert "Где это было?" in page
    assert "Записано и еще не отправлено замечаний: 1." in page


def test_clerk_does_not_see_what_was_not_sent(colleague, report, sign_in, clerk):
    release(colleague, report, remark="Где это было?")
    page = sign_in(clerk).get(report.get_absolute_url()).content.decode()
    assert "Где это было?" not in page
    assert "Отозвать отчет" in page


def test_remarks_that_were_not_sent_keep_it_from_acceptance_in_the_queue(colleague, report):
    release(colleague, report, remark="Где это было?")
    version = Report.objects.get().version
    colleague.post(reverse("review_accept"), {"report": f"{report.pk}:{version}", "_end": "1"})
    assert Report.objects.get().status == Status.SUBMITTED


@pytest.mark.parametrize("status", Status)
def test_button_stands_where_a_review_goes_on(colleague, vyazma, status):
    report = make_report(vyazma, status=status, events=1)
    page = colleague.get(report.get_review_url()).content.decode()
    address = reverse("report_perform", args=[report.pk, "release"])
    assert (address in page) == (status == Status.IN_REVIEW)

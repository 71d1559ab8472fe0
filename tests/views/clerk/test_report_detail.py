"""The page of a report, and where a clerk lands."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from reports.language.quarters import Quarter as Calendar
from reports.models import Action, Event, Report, Status
from reports.procedure import remarks, workflow
from tests import factories
from tests.factories import make_event, make_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def following(clerk, report):
    """The report of the next quarter, opened while the first is still due."""
    return make_report(
        clerk.municipality, quarter=factories.make_quarter(report.quarter.calendar.next)
    )


def test_sign_in_lands_on_the_current_report(client, clerk, report):
    data = {"username": "clerk", "password": factories.PASSWORD}
    response = client.post(reverse("login"), data, follow=True)
    assert response.redirect_chain[-1][0] == report.get_absolute_url()


@pytest.mark.parametrize(
    ("day", "status", "expected"),
    [
        (dt.date(2021, 1, 10), Status.DRAFT, "first"),  # due next
        (dt.date(2021, 1, 10), Status.RETURNED, "first"),
        (dt.date(2021, 1, 10), Status.SUBMITTED, "second"),
        (dt.date(2021, 1, 20), Status.DRAFT, "second"),  # with a note on the first, below
        (dt.date(2021, 6, 1), Status.DRAFT, "second"),
    ],
)
def test_current_report_is_the_one_due_next(clerk, report, following, day, status, expected):
    moments = {"submitted_at": factories.MOMENT, "first_submitted_at": factories.MOMENT}
    Report.objects.filter(pk=report.pk).update(status=status, **moments)
    current = Report.objects.for_user(clerk).current(day)
    assert current == (report if expected == "first" else following)


def test_forgotten_report_is_named_on_the_page_of_the_next(desk, report, following):
    page = desk.get(following.get_absolute_url()).content.decode()
    assert "Еще не сдан отчет за IV квартал 2020 года" in page


def test_returned_report_is_not_called_late(desk, report, following):
    """The region's return makes nobody late, and no page says so."""
    Report.objects.filter(pk=report.pk).update(
        status=Status.RETURNED, first_submitted_at=factories.MOMENT
    )
    page = " ".join(desk.get(report.get_absolute_url()).content.decode().split())
    assert "Впервые отчет сдан 12 января 2021 года, в срок" in page
    assert "Сдать до 15 января 2021 года" not in page
    page = desk.get(following.get_absolute_url()).content.decode()
    assert "Возвращен на доработку отчет за IV квартал 2020 года" in page
    assert "Еще не сдан" not in page


def test_closed_quarters_leave_the_latest(clerk, report, following):
    for number, quarter in enumerate((report.quarter, following.quarter)):
        closed = factories.MOMENT + dt.timedelta(days=number)
        type(quarter).objects.filter(pk=quarter.pk).update(closed_at=closed)
    assert Report.objects.for_user(clerk).current(dt.date(2021, 1, 10)) == following


def test_zero_report_before_the_end_of_the_quarter_is_warned_of(desk, clerk, administrator):
    today = timezone.localdate()
    report = make_report(clerk.municipality, quarter=factories.make_quarter(Calendar.of(today)))
    page = desk.get(reverse("report_no_events", args=[report.pk])).content.decode()
    assert "Квартал еще не закончился" in page


def test_empty_event_is_no_event_for_a_zero_report(desk, report, clerk):
    Event.objects.create(report=report)
    desk.post(reverse("report_perform", args=[report.pk, "submit_empty"]), {"version": 1})
    report.refresh_from_db()
    assert (report.status, report.no_events) == (Status.SUBMITTED, True)


def test_empty_event_keeps_no_report_back(desk, report, clerk):
    make_event(report)
    Event.objects.create(report=report)
    desk.post(reverse("report_perform", args=[report.pk, "submit"]), {"version": 1})
    report.refresh_from_db()
    assert report.status == Status.SUBMITTED


def test_deleted_event_opens_the_report_with_the_bin(desk, report):
    event = make_event(report, deleted_at=factories.MOMENT)
    response = desk.get(reverse("event_update", args=[event.pk]))
    assert response.url == f"{report.get_absolute_url()}?deleted={event.pk}"


def test_clerk_without_any_report_is_told_so(desk):
    assert "Отчетов пока нет" in desk.get(reverse("home")).content.decode()


@pytest.mark.parametrize("query", ["deleted=abc", "deleted=999999999999999999999", "deleted=²"])
def test_nonsense_in_the_address_is_not_an_error(desk, report, query):
    assert desk.get(f"{report.get_absolute_url()}?{query}").status_code == 200


def test_returned_report_shows_remarks_with_their_events(desk, reviewer, clerk, report):
    event = make_event(report, name="Форум")
    workflow.perform(Action.SUBMIT, report, user=clerk)
    workflow.perform(Action.START_REVIEW, report, user=reviewer)
    remarks.add_remark(report, event=event, text="Укажите город.", user=reviewer)
    workflow.perform(Action.RETURN, report, user=reviewer)
    page = desk.get(report.get_absolute_url()).content.decode()
    assert "Исправьте 1 замечание и сдайте отчет снова" in " ".join(page.split())
    assert "Укажите город." in desk.get(reverse("event_update", args=[event.pk])).content.decode()
    desk.post(reverse("remark_fix", args=[report.remarks.get().pk]), {"fixed": "1"})
    assert (
        "Замечания отмечены исправленными: сдайте отчет снова"
        in desk.get(report.get_absolute_url()).content.decode()
    )


def test_other_reports_are_the_municipality_s_own(desk, vyazma, rudnya):
    """Those that lie before the clerk, and those that are still owed."""
    report, earlier = make_report(vyazma), factories.make_quarter(Calendar(2020, 3))
    own = make_report(vyazma, quarter=earlier)
    foreign = make_report(rudnya, quarter=earlier)
    response = desk.get(report.get_absolute_url())
    assert list(response.context["waiting"]) == [own]
    assert list(response.context["earlier"]) == [own]
    assert foreign.get_absolute_url() not in response.content.decode()

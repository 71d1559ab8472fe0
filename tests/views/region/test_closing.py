"""A report that is closed without being handed in: who says so, who is told, who counts it."""

import datetime as dt
import io

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from reports.events import corrections, editing
from reports.models import (
    Action,
    Correction,
    DisplayStatus,
    Event,
    LeftOut,
    Quarter,
    Report,
    ReportLog,
    Status,
)
from reports.procedure import opening, workflow
from reports.procedure.guards import Refused
from tests import factories
from tests.factories import EVENT_VALUES, make_report

pytestmark = pytest.mark.django_db

REASON = "Вошло в состав соседнего района."


@pytest.fixture
def desk(sign_in, reviewer):
    return sign_in(reviewer)


@pytest.fixture
def report(vyazma):
    """Overdue, with an event."""
    return make_report(vyazma, events=1)


@pytest.fixture
def closed(report, reviewer):
    return workflow.perform(Action.CLOSE, report, user=reviewer, note=REASON)


def close(desk, report, **data):
    return desk.post(
        reverse("report_close", args=[report.pk]), {"reason": REASON, "_end": "1"} | data
    )


def text_of(response):
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize("status", [s for s in Status if s not in (Status.ACCEPTED, Status.CLOSED)])
def test_region_closes_a_report_and_opens_it_again(desk, reviewer, vyazma, status):
    report = make_report(vyazma, status=status, events=1)
    ReportLog.objects.all().delete()
    assert reverse("report_close", args=[report.pk]) in text_of(desk.get(report.get_review_url()))
    assert close(desk, report).url == report.get_review_url()
    stored = Report.objects.get()
    assert (stored.status, stored.closed_by, stored.closing_reason) == (
        Status.CLOSED,
        reviewer,
        REASON,
    )
    page = text_of(desk.get(report.get_review_url()))
    assert "Закрыт без отчета" in page
    assert f"Сотрудник региона. Причина: {REASON}" in page
    reopen = reverse("report_perform", args=[report.pk, "reopen"])
    assert reopen in page
    desk.post(reopen)
    stored.refresh_from_db()
    assert (stored.status, stored.closed_at, stored.closing_reason) == (status, None, "")
    assert REASON in text_of(desk.get(report.get_review_url()))  # the log keeps it


@pytest.mark.parametrize("reason", ["", "   ", "\u200b"])
def test_reason_is_asked_for(desk, report, reason):
    page = text_of(close(desk, report, reason=reason))
    assert "Не сохранено" in page
    assert Report.objects.get().status == Status.DRAFT


def test_cut_request_closes_nothing(desk, report):
    page = text_of(close(desk, report, _end=""))
    assert (REASON in page, Report.objects.get().status) == (True, Status.DRAFT)


def test_accepted_report_is_not_closed(desk, vyazma):
    report = make_report(vyazma, status=Status.ACCEPTED, events=1)
    address = reverse("report_close", args=[report.pk])
    assert address not in text_of(desk.get(report.get_review_url()))
    assert desk.get(address).url == report.get_review_url()
    page = text_of(close(desk, report))
    assert "сейчас это невозможно" in page
    assert REASON in page  # what was typed stays
    assert Report.objects.get().status == Status.ACCEPTED


def test_clerk_sees_why_and_by_whom_and_changes_nothing(sign_in, clerk, closed):
    client = sign_in(clerk)
    page = text_of(client.get(closed.get_absolute_url()))
    assert "Закрыт без отчета" in page
    assert REASON in page
    assert "Сотрудник региона" in page
    assert "Сдать" not in page.split("<main")[1]
    event = closed.events.get()
    for address in ("event_update", "event_delete", "event_copy"):
        client.post(reverse(address, args=[event.pk]), EVENT_VALUES | {"version": 1, "_end": "1"})
    with pytest.raises(Refused, match=REASON):
        editing.save_event(closed, event=event, user=clerk, name="Другое")
    for action in (Action.SUBMIT, Action.SUBMIT_EMPTY, Action.WITHDRAW):
        with pytest.raises(Refused, match=REASON):
            workflow.perform(action, closed, user=clerk)
    assert Event.objects.get().version == 1


def test_receipt_of_a_closed_report_is_not_offered(sign_in, clerk, vyazma):
    report = make_report(
        vyazma, status=Status.CLOSED, submitted_at=factories.MOMENT, no_events=True
    )
    client = sign_in(clerk)
    page = text_of(client.get(report.get_absolute_url()))
    assert reverse("report_receipt", args=[report.pk]) not in page
    assert "нулевой" not in page
    assert "не проводились" not in page


def test_closed_report_owes_nothing(desk, sign_in, clerk, closed):
    today = timezone.localdate()
    reports = Report.objects.all()
    assert not reports.unsubmitted().exists()
    assert not reports.overdue(today).exists()
    assert not reports.waiting().exists()
    calls = desk.get(reverse("quarter_calls", args=["2020-4"]))
    assert calls.context["debtors"] == []
    other = make_report(
        clerk.municipality, quarter=factories.make_quarter(closed.quarter.calendar.next)
    )
    page = text_of(sign_in(clerk).get(other.get_absolute_url()))
    assert "Еще не сдан отчет" not in page


def test_board_counts_it_apart(desk, rudnya, vyazma):
    quarter = make_report(rudnya, status=Status.ACCEPTED, events=1).quarter
    closed = make_report(
        vyazma,
        quarter=quarter,
        status=Status.CLOSED,
        no_events=True,
        first_submitted_at=factories.MOMENT,
        submitted_at=factories.MOMENT,
        closing_reason=REASON,
    )
    response = desk.get(reverse("quarter_board", args=["2020-4"]), {"state": "closed"})
    assert [report for report, _ in response.context["page"].rows] == [closed]
    counts = {group.state: group.count for group, _ in response.context["groups"]}
    assert counts == {DisplayStatus.ACCEPTED: 1, DisplayStatus.CLOSED: 1}
    assert response.context["attention"] == 0
    page = text_of(response)
    assert ">1 из 1</b>" in page
    row = page.split(f'id="report-{closed.pk}"')[1].split("</tr>")[0]
    assert REASON in row
    assert "в срок" not in row
    assert "12.01.2021" not in row


def test_sheet_says_why_it_is_closed_and_nothing_of_its_time(desk, vyazma):
    make_report(
        vyazma,
        status=Status.CLOSED,
        events=1,
        first_submitted_at=factories.MOMENT + dt.timedelta(days=30),
        closing_reason=REASON,
    )
    response = desk.get(reverse("board_download", args=["2020-4"]))
    (sheet,) = openpyxl.load_workbook(io.BytesIO(response.content))
    heading, row = sheet.iter_rows(min_row=3, values_only=True)
    said = dict(zip(heading, row, strict=True))
    assert said["IV квартал 2020"] == "Закрыт без отчета"
    assert said["Почему закрыт без отчета"] == REASON
    assert not any(
        said.get(name) for name in ("Сдан", "Своевременность", "Опоздание, дней", "Мероприятий")
    )
    response = desk.get(reverse("calls_download", args=["2020-4"]))
    (calls,) = openpyxl.load_workbook(io.BytesIO(response.content))
    assert calls.max_row == 3


def test_administrator_is_told_of_it_apart(sign_in, administrator, rudnya, closed):
    make_report(rudnya, quarter=closed.quarter, status=Status.SUBMITTED)
    client = sign_in(administrator)
    page = text_of(client.get(reverse("quarter_list")))
    assert "1 из 1" in page
    assert "закрыто без отчета: 1" in page
    page = text_of(client.get(reverse("quarter_close", args=["2020-4"])))
    assert "Не сдано" not in page
    assert "Закрыты без отчета: Вяземский район." in page


def test_it_stands_in_no_document_and_is_not_missing(desk, reviewer, rudnya, closed):
    LeftOut.objects.create(event=closed.events.get(), reason="Повтор.", by=reviewer)
    make_report(rudnya, quarter=closed.quarter, status=Status.ACCEPTED, events=1)
    for include in ("accepted", "submitted"):
        response = desk.get(reverse("consolidated", args=["2020-4"]), {"include": include})
        context = response.context
        assert (context["missing"], context["total"]) == ([], 1)
        assert context["without_report"] == [closed]
        assert list(context["left_out"]) == []
        assert len(context["table"].sections) == 1
        assert "Закрыты без отчета" in text_of(response)


def test_clerk_cannot_object_in_a_closed_report(sign_in, clerk, reviewer, closed):
    event = closed.events.get()
    asked = {"asked_at": timezone.now(), "asked_by": clerk, "reason": "Верните."}
    correction = Correction.objects.create(event=event, cell="place", author=reviewer)
    with pytest.raises(Refused, match=REASON):
        corrections.ask_to_undo(correction, reason="Верните.", user=clerk)
    page = text_of(sign_in(clerk).get(closed.get_absolute_url()))
    assert reverse("correction_ask", args=[correction.pk]) not in page
    Correction.objects.update(**asked)
    assert not Correction.objects.waiting().exists()


def test_closed_report_is_given_no_more_time(desk, reviewer, closed):
    until = closed.quarter.due_date + dt.timedelta(days=3)
    with pytest.raises(Refused, match=REASON):
        opening.extend_due_date(closed, until=until, reason="Пожар.", user=reviewer)
    page = text_of(desk.get(reverse("report_extension", args=[closed.pk])))
    assert "Сохранить" not in page


def test_closed_quarter_changes_nothing_of_it(desk, closed):
    Quarter.objects.update(closed_at=timezone.now())
    page = text_of(desk.get(closed.get_review_url()))
    assert reverse("report_perform", args=[closed.pk, "reopen"]) not in page
    assert reverse("report_hand_over", args=[closed.pk]) not in page
    desk.post(reverse("report_perform", args=[closed.pk, "reopen"]))
    assert Report.objects.get().status == Status.CLOSED


def test_only_the_region_opens_it_again(sign_in, clerk, administrator, closed):
    for person in (clerk, administrator):
        response = sign_in(person).post(reverse("report_perform", args=[closed.pk, "reopen"]))
        assert response.status_code == 403
    assert Report.objects.get().status == Status.CLOSED


def test_events_go_to_the_successor_and_both_are_told(desk, sign_in, clerk, stranger, closed):
    successor = make_report(stranger.municipality, quarter=closed.quarter)
    address = reverse("report_hand_over", args=[closed.pk])
    assert address in text_of(desk.get(closed.get_review_url()))
    assert "Руднянский район — заполняется" in text_of(desk.get(address))
    page = text_of(desk.post(address, {"successor": successor.pk, "_end": "1"}, follow=True))
    assert f"Передано 1 мероприятие в отчет: {successor}." in page
    assert address not in page
    assert successor.events.count() == 1
    for person, report in ((clerk, closed), (stranger, successor)):
        page = text_of(sign_in(person).get(report.get_absolute_url()))
        assert "1 мероприятие. <span" in page
    assert f"Передано из отчета «{closed}»" in page


def test_successor_is_of_the_same_quarter_and_being_filled_in(desk, rudnya, closed):
    make_report(rudnya, quarter=closed.quarter, status=Status.SUBMITTED)
    address = reverse("report_hand_over", args=[closed.pk])
    assert "Передать сейчас некуда" in text_of(desk.get(address))
    other = make_report(rudnya, quarter=factories.make_quarter(closed.quarter.calendar.next))
    for choice in (other.pk, closed.pk, "", "x"):
        page = text_of(desk.post(address, {"successor": choice, "_end": "1"}))
        assert "Не передано" in page
    assert closed.events.count() == 1


def test_closed_report_is_not_offered_where_it_cannot_be(desk, vyazma):
    report = make_report(vyazma, status=Status.SUBMITTED, events=1)
    address = reverse("report_hand_over", args=[report.pk])
    assert address not in text_of(desk.get(report.get_review_url()))
    assert desk.get(address).url == report.get_review_url()

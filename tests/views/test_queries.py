"""The number of queries of a page does not grow with its rows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reports.export.build import consolidated_table
from reports.models import Remark, Status
from tests import factories
from tests.factories import make_report

pytestmark = pytest.mark.django_db


def queries(function):
    with CaptureQueriesContext(connection) as captured:
        function()
    return len(captured)


@pytest.fixture
def measured(sign_in, clerk, reviewer):
    """``measured(name, rows)``: the queries of a page with that many rows on it."""

    def measure(name, rows):
        quarter = factories.make_quarter()
        if name in ("quarter_board", "consolidated", "consolidated_download", "quarter_list"):
            for number in range(quarter.reports.count(), rows):
                municipality = factories.make_municipality(f"district-{number}")
                make_report(municipality, quarter=quarter, status=Status.ACCEPTED, events=1)
        else:
            status = Status.IN_REVIEW if name == "report_review" else Status.RETURNED
            quarter.reports.all().update(status=status)
            report = quarter.reports.first() or make_report(clerk.municipality, status=status)
            for number in range(report.events.count(), rows):
                event = factories.make_event(report, name=f"Мероприятие {number}")
                Remark.objects.create(
                    report=report,
                    event=event,
                    text="Где?",
                    author=reviewer,
                    sent_at=factories.MOMENT,
                )
            if status == Status.IN_REVIEW:
                quarter.reports.update(
                    submitted_at=factories.MOMENT, first_submitted_at=factories.MOMENT
                )
        person, args = {
            "quarter_board": (reviewer, ["2020-4"]),
            "consolidated": (reviewer, ["2020-4"]),
            "consolidated_download": (reviewer, ["2020-4", "docx"]),
        }.get(name) or (
            reviewer if name == "report_review" else clerk,
            [quarter.reports.first().pk],
        )
        client = sign_in(person)
        address = reverse(name, args=args)
        client.get(address).getvalue()  # the session is written once
        return queries(lambda: client.get(address).getvalue())

    return measure


@pytest.mark.parametrize(
    "name",
    [
        "report_detail",
        "report_check",
        "report_review",
        "quarter_board",
        "consolidated",
        "consolidated_download",
    ],
)
def test_queries_do_not_grow_with_rows(measured, name):
    assert measured(name, 1) == measured(name, 10) == measured(name, 100)


def test_building_the_table_takes_four_queries(django_assert_num_queries, vyazma):
    report = make_report(vyazma, status=Status.ACCEPTED, events=10)
    with django_assert_num_queries(4):
        consolidated_table(report.quarter.span)


def test_admin_lists_do_not_grow(sign_in, administrator):
    client = sign_in(administrator)
    urls = [
        reverse(f"admin:municipalities_{name}_changelist")
        for name in ("municipality", "municipalityname", "user")
    ]
    counts = []
    for rows in (1, 10):
        for number in range(rows):
            municipality = factories.make_municipality(f"district-{number}")
            if municipality.users.count() == 0:
                factories.make_user(municipality=municipality)
        counts.append([queries(lambda url=url: client.get(url)) for url in urls])
    assert counts[0] == counts[1]

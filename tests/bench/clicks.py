"""From the click to the file: a quarter of so many events in the database, the view's own answer to
the request for a file, and the least that reading can cost."""

import datetime as dt
import itertools
from collections.abc import Callable, Iterator

from reports.export.table import ConsolidatedTable
from reports.language.quarters import Span
from tests.bench.tables import Event as Texts

SLUG = "2020-4"
WITH_EVENTS = 5  # municipalities
# What is printed of an event, read by the driver alone.
PRINTED = """
    SELECT event.name, event.format, event.place, event.period, event.content, event.participants
    FROM reports_event event JOIN reports_report report ON report.id = event.report_id
    ORDER BY report.number, event.position
"""


def fill_quarter(event_count: int, texts: Iterator[Texts]) -> None:
    """All municipalities have handed in; as in the demonstration quarter, five have had events."""
    from municipalities.models import Municipality
    from reports.models import Event, Quarter, Report
    from tests.factories import MOMENT

    Event.objects.all().delete()
    Report.objects.all().delete()
    quarter, _ = Quarter.objects.get_or_create(
        year=2020, number=4, defaults={"due_date": dt.date(2021, 1, 15)}
    )
    dates = dict.fromkeys(("submitted_at", "first_submitted_at", "accepted_at"), MOMENT)
    reports = [
        Report(quarter=quarter, municipality=each, number=number, status="accepted", **dates)
        for number, each in enumerate(Municipality.objects.in_bulk().values(), start=1)
    ]
    Report.objects.bulk_create(reports)
    day = dt.date(2020, 10, 28)
    keys = ("name", "format", "place", "period", "content", "participants")
    Event.objects.bulk_create(
        [
            Event(
                report=reports[number * WITH_EVENTS // event_count],
                position=number,
                period_start=day,
                period_end=day,
                **{key: event[key] for key in keys},
            )
            for number, event in enumerate(itertools.islice(texts, event_count))
        ],
        batch_size=500,
    )


def click(extension: str) -> Callable[[], bytes]:
    """What the view answers to a person of the region who asks for the file."""
    from django.test import RequestFactory

    from municipalities.models import Role, User
    from reports.views.region.documents import consolidated_download

    request = RequestFactory().get("/")
    request.user = User.objects.filter(role=Role.REGION).first() or User.objects.create_user(
        "bench", full_name="Проверяющий", role=Role.REGION
    )
    return lambda: b"".join(consolidated_download(request, SLUG, extension))


def table() -> ConsolidatedTable:
    """What the writers are given."""
    from reports.document.build import consolidated_table

    return consolidated_table(Span.parse_slug(SLUG))


def read() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(PRINTED)
        cursor.fetchall()

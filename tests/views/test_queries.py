"""The number of queries of a page does not grow with its rows, nor that of a change."""

import datetime as dt
import json
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reports.document.build import Selection, consolidated_table
from reports.language.quarters import Quarter as Calendar
from reports.models import Event, Remark, Status
from tests import factories
from tests.factories import EVENT_VALUES, make_event, make_report
from tests.views.clerk.test_pasting import html_of, sent_from

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


@pytest.mark.parametrize(
    "options",
    [{"has_data": True}, {"selection": Selection(country="IT", with_agreements=True)}],
    ids=["data", "selection"],
)
def test_fields_beside_the_printed_ones_take_no_query_a_row(
    django_assert_num_queries, vyazma, options
):
    report = make_report(vyazma, status=Status.ACCEPTED, events=10)
    Event.objects.update(countries=["IT"], agreements="Обмен")
    with django_assert_num_queries(4):
        table = consolidated_table(report.quarter.span, **options)
    assert table.event_count == 10


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
            if not municipality.acting.exists():
                factories.make_user(municipality=municipality)
        counts.append([queries(lambda url=url: client.get(url)) for url in urls])
    assert counts[0] == counts[1]


# Changes. What is new or moved goes to the top, so that every row below it moves.

EARLY = "1 октября 2020 года"
FORM = EVENT_VALUES | {"period": EARLY, "version": 1, "_end": "1"}


def fields(**changes):
    """As a page sends them while somebody writes: the value, and what was there before."""
    fields = {name: {"value": value, "bases": [base]} for name, (value, base) in changes.items()}
    return {"fields": fields, "page": "a", "number": 1}


# change → what it is asked of, the name of its address, what is sent
CHANGES = {
    "button, new": ("report", "event_create", FORM),
    "button, known": ("event", "event_update", FORM),
    "autosave, new": ("report", "event_autosave_new", fields(period=(EARLY, ""))),
    "autosave, text": (
        "event",
        "event_autosave",
        fields(content=("Обсуждение сотрудничества школ", EVENT_VALUES["content"])),
    ),
    "autosave, erased": ("event", "event_autosave", fields(place=("", EVENT_VALUES["place"]))),
    "autosave, period": ("event", "event_autosave", fields(period=(EARLY, EVENT_VALUES["period"]))),
    "delete": ("event", "event_delete", {}),
    "restore": ("deleted", "event_restore", {}),
    "copy": ("event", "event_copy", {}),
    "move": ("event", "event_move", {"up": "1"}),
    "hand in": ("report", "report_perform", {"version": 1}),
}


def long_report(municipality, rows, **overrides):
    """As ``make_report``, in three statements."""
    report = make_report(municipality, **overrides)
    day = dt.date(2020, 10, 28)
    Event.objects.bulk_create(
        Event(report=report, position=n, period_start=day, period_end=day, **EVENT_VALUES)
        for n in range(1, rows + 1)
    )
    return report


@pytest.fixture
def cost_of(sign_in):
    """``cost_of(change, rows)``: the statements of a change in a report with that many events."""

    def measure(change, rows):
        municipality = factories.make_municipality(f"district-{rows}")
        person = factories.make_user(municipality=municipality)
        report = long_report(municipality, rows)
        objects = {
            "report": report,
            "deleted": make_event(report, position=0, deleted_at=factories.MOMENT),
            "event": report.events.get(position=rows),
        }
        client = sign_in(person)
        client.get(report.get_absolute_url()).getvalue()  # the session is written once
        of_what, name, data = CHANGES[change]
        if "fields" in data:
            data = {"data": json.dumps({"person": person.pk, **data})}
            data["content_type"] = "application/json"
        else:
            data = {"data": data}
        args = [objects[of_what].pk, *(["submit"] if name == "report_perform" else [])]
        address = f"{reverse(name, args=args)}?key={uuid.uuid4()}"
        cost = queries(lambda: client.post(address, **data))
        report.refresh_from_db()
        assert report.version == 2, "the change was not taken"
        return cost

    return measure


@pytest.mark.parametrize("change", CHANGES)
def test_change_costs_the_same_in_a_long_report(cost_of, change):
    assert cost_of(change, 2) == cost_of(change, 200)


@pytest.mark.parametrize(
    ("change", "number"),
    [
        ("autosave, text", 15),
        ("autosave, erased", 14),
        ("autosave, period", 16),
        ("autosave, new", 17),
    ],
)
def test_pause_in_the_typing_costs_so_many_statements(cost_of, change, number):
    assert cost_of(change, 40) == number


def test_pause_of_an_officer_costs_no_more_than_one_statement_more(sign_in, reviewer, vyazma):
    """Who enters on behalf of a municipality; that is asked once for the page, and with the lock."""
    event = make_event(make_report(vyazma))
    factories.make_entry(event.report, reviewer)
    client, address = sign_in(reviewer), reverse("event_autosave", args=[event.pk])
    client.get(event.report.get_absolute_url()).getvalue()  # the session is written once
    text = fields(content=("Обсуждение сотрудничества школ", EVENT_VALUES["content"]))
    body = json.dumps({"person": reviewer.pk, **text})
    assert queries(lambda: client.post(address, body, content_type="application/json")) <= 16
    assert event.report.history.count() == 2


def test_pause_that_goes_on_costs_fourteen_statements(sign_in, clerk):
    """Nobody needs to be told again that the writer is there, and one state goes on."""
    client, event = sign_in(clerk), make_event(make_report(clerk.municipality), content="Раз")
    address = reverse("event_autosave", args=[event.pk])

    def save(value, base, number):
        body = {"person": clerk.pk, **fields(content=(value, base)), "number": number}
        client.post(address, json.dumps(body), content_type="application/json")

    save("Раз, два", "Раз", 1)
    assert queries(lambda: save("Раз, два, три", "Раз, два", 2)) == 14
    assert list(event.history.values_list("content", flat=True)) == ["Раз, два, три", "Раз"]


def test_correction_of_the_region_costs_the_same_in_a_long_report(sign_in, reviewer):
    client = sign_in(reviewer)

    def cost(rows):
        municipality = factories.make_municipality(f"district-{rows}")
        report = long_report(municipality, rows, status=Status.IN_REVIEW)
        event = report.events.get(position=rows)
        texts = {name: EVENT_VALUES[name] for name in ("name", "place", "content", "participants")}
        data = {**texts, "period": EARLY, "version": 1, "_end": "1"}
        client.get(report.get_review_url()).getvalue()
        made = queries(lambda: client.post(reverse("event_correct", args=[event.pk]), data))
        assert event.corrections.count() == 1
        return made

    assert cost(2) == cost(200)


def test_pasted_table_costs_the_same_with_many_rows(sign_in, clerk):
    """On SQLite Django sends 999 values in one statement: 38 events with their history."""
    client = sign_in(clerk)

    def cost(rows):
        quarter = factories.make_quarter(Calendar(2021, rows % 3 + 1))
        report = long_report(clerk.municipality, 40, quarter=quarter)
        cells = [
            ["", f"Форум {number}", "Вязьма", "1 января – 31 декабря 2021 года", "Текст", "Глава"]
            for number in range(rows)
        ]
        paste, kept = (
            reverse(name, args=[report.pk]) for name in ("report_paste", "report_paste_keep")
        )
        shown = client.post(paste, {"html": html_of(*cells), "_end": "1"})
        look = queries(lambda: client.post(paste, {"html": html_of(*cells), "_end": "1"}))
        data = sent_from(shown)
        made = queries(lambda: client.post(kept, data))
        assert report.events.count() == 40 + rows
        return look, made

    assert cost(2) == cost(37)

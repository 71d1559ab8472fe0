import datetime as dt
import importlib

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.utils import timezone

from municipalities.models import Municipality, User
from reports.document.build import consolidated_table
from reports.language import quarters
from reports.models import Event, Quarter, Report, ReportLog, Status
from tests import factories

pytestmark = pytest.mark.django_db
migration = importlib.import_module("municipalities.migrations.0002_the_27_municipalities")


@pytest.fixture
def the_27():
    migration.load(apps, None)


def test_the_27_municipalities_come_from_the_file_once(the_27):
    migration.load(apps, None)
    assert Municipality.objects.count() == 27
    vyazma = Municipality.objects.get(slug="vyazemsky")
    assert vyazma.full_name_on(dt.date(2020, 12, 31)) == (
        "Муниципальное образование «Вяземский район» Смоленской области"
    )
    assert vyazma.full_name_on(dt.date(2025, 3, 31)) == (
        "Муниципальное образование «Вяземский муниципальный округ» Смоленской области"
    )
    order = Municipality.objects.values_list("slug", flat=True)
    assert list(order[:3]) == ["smolensk", "desnogorsk", "velizhsky"]


def test_demo_refuses_outside_debug(settings):
    settings.DEBUG = False
    with pytest.raises(CommandError, match="не для рабочего сервера"):
        call_command("demo")
    assert User.objects.count() == 0


def test_demo_shows_every_status_and_the_27_events(the_27, settings, capsys):
    settings.DEBUG = True
    call_command("demo")
    archived = Quarter.objects.get(year=2020, number=4)
    sections = consolidated_table(archived.span).sections
    assert [len(section.rows) for section in sections] == [4, 20, 1, 1, 1]
    assert (archived.is_open, archived.reports.accepted().count()) == (False, 27)
    current = Quarter.objects.current(timezone.localdate())
    statuses = set(current.reports.values_list("status", flat=True))
    assert statuses == set(Status.values)
    printed = capsys.readouterr().out
    assert all(name in printed for name in ("admin", "region", "vyazemsky", "svod-demo"))


@pytest.mark.parametrize(("options", "port"), [({}, 8000), ({"port": 8123}, 8123)])
def test_demo_prints_the_address_that_it_is_told(the_27, settings, capsys, options, port):
    settings.DEBUG = True
    call_command("demo", **options)
    assert capsys.readouterr().out.endswith(f"Откройте http://127.0.0.1:{port}\n")


def test_every_event_of_the_demonstration_year_stands_once(the_27, settings):
    settings.DEBUG = True
    call_command("demo")
    told = Event.objects.filter(report__quarter__year=2020)
    distinct = {
        (event.report.municipality_id, event.same_as_id or event.pk)
        for event in told.select_related("report")
    }
    titles = {}
    for span in [*quarters.Span.of_year(2020), quarters.Span(2020, 4, 4)]:
        table = consolidated_table(span)
        titles[table.title[1].partition("сфере ")[2]] = table.event_count
    assert titles == {
        "в I полугодии 2020 года": 6,
        "во II полугодии 2020 года": 30,
        "в январе – сентябре 2020 года": 8,
        "в 2020 году": len(distinct),
        "в IV квартале 2020 года": 27,
    }
    assert (told.count(), len(distinct)) == (39, 33)
    assert told.distinct_count() == 32  # two municipalities tell of one exhibition


def test_demo_twice_adds_nothing(the_27, settings):
    settings.DEBUG = True
    call_command("demo")
    before = [model.objects.count() for model in (User, Quarter, Report, Event, ReportLog)]
    call_command("demo")
    assert [model.objects.count() for model in (User, Quarter, Report, Event, ReportLog)] == before


def test_demo_leaves_one_log_row_for_every_transition(the_27, settings):
    settings.DEBUG = True
    call_command("demo")
    for report in Report.objects.exclude(status=Status.DRAFT):
        assert report.log.last().to_status == report.status


def test_open_quarter_is_idempotent(capsys):
    factories.make_municipality()
    for appeared in (1, 0):
        call_command("open_quarter", "2021-1", due="2021-04-20")
        assert capsys.readouterr().out == (
            f"I квартал 2021 года: сдать до 20.04.2021, новых отчетов: {appeared}.\n"
        )


@pytest.mark.parametrize(
    ("quarter", "due", "said"),
    [
        ("2021", None, "Квартал «2021» непонятен"),
        ("2021-1", "20.04.2021", "Срок «20.04.2021» непонятен"),
        ("2021-1", "2021-03-31", "позже последнего дня квартала"),
    ],
)
def test_open_quarter_explains_wrong_arguments(quarter, due, said):
    with pytest.raises(CommandError, match=said):
        call_command("open_quarter", quarter, due=due)

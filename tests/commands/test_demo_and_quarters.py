import datetime as dt
import importlib

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.utils import timezone

from municipalities.models import Municipality, User
from reports.export.build import consolidated_table
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
    archived = Quarter.objects.get(year=2020)
    sections = consolidated_table(archived).sections
    assert [len(section.rows) for section in sections] == [4, 20, 1, 1, 1]
    assert (archived.is_open, archived.reports.accepted().count()) == (False, 27)
    current = Quarter.objects.current(timezone.localdate())
    statuses = set(current.reports.values_list("status", flat=True))
    assert statuses == set(Status.values)
    printed = capsys.readouterr().out
    assert all(name in printed for name in ("admin", "region", "vyazemsky", "svod-demo"))


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

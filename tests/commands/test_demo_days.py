"""The demonstration, made on different days: nothing in it is impossible, each thing has its time."""

import datetime as dt
import importlib
from contextlib import contextmanager

import pytest
from django.apps import apps
from django.core.management import CommandError
from django.db import connection
from django.db.models import F
from django.utils import timezone

from municipalities.models import Municipality, Role, User
from reports.document.build import Include
from reports.management.demo.story import Story, Window, clock_at
from reports.models import (
    Event,
    Quarter,
    Remark,
    Report,
    ReportLog,
)
from tests.model import invariants
from tests.model.snapshot import Snapshot

pytestmark = pytest.mark.django_db
municipalities = importlib.import_module("municipalities.migrations.0002_the_27_municipalities")


class Cast:
    """The people of the demonstration, as the invariants of the model ask for them."""

    def __init__(self):
        self.municipalities = list(Municipality.objects.order_by("position"))
        self.clerks = list(User.objects.filter(role=Role.MUNICIPALITY))
        self._homes = {clerk.pk: clerk.municipality for clerk in self.clerks}
        self.reviewers = list(User.objects.filter(role=Role.REGION))
        self.administrator = User.objects.get(role=Role.ADMIN)

    @property
    def everybody(self):
        return [*self.clerks, *self.reviewers, self.administrator]

    def home_of(self, clerk):
        return self._homes[clerk.pk]

    def clerk_of(self, report):
        return next(c for c in self.clerks if self.home_of(c).pk == report.municipality_id)


@pytest.fixture
def the_27():
    municipalities.load(apps, None)


def test_the_27_municipalities_come_from_the_file_once(the_27):
    municipalities.load(apps, None)
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


def test_demo_refuses_outside_debug(settings, demo):
    settings.DEBUG = False
    with pytest.raises(CommandError, match="не для рабочего сервера"):
        demo()
    assert User.objects.count() == 0


@contextmanager
def counted():
    """The number of statements within, as the only item of a list."""
    made = [0]

    def count(execute, *arguments):
        made[0] += 1
        return execute(*arguments)

    with connection.execute_wrapper(count):
        yield made


# A day on which the quarter of October is still present, one in the year in which the districts were
# renamed, the last day of February.
# A transition goes through the procedure by itself, the events of a report together.
MOST_STATEMENTS = 25
DAYS = [(2027, 1, 18), (2025, 6, 10), (2028, 2, 29)]


@pytest.mark.parametrize("day", DAYS, ids=[f"{y}-{m:02}-{d:02}" for y, m, d in DAYS])
def test_all_invariants_hold_and_everything_has_its_time(the_27, debug, demo, day):
    now = timezone.make_aware(dt.datetime(*day, 0, 5))
    with clock_at(now):
        with counted() as statements:
            demo()
        transitions = ReportLog.objects.count()
        assert transitions > 400
        assert statements[0] < MOST_STATEMENTS * transitions
        cast, seen = Cast(), Snapshot()
        invariants.nobody_sees_anothers(seen, cast, set(seen.of_sight()))
        invariants.every_state_has_a_way_out(seen, cast)
        invariants.log_tells_the_status(seen)
        invariants.zero_is_said_by_the_municipality(seen)
        invariants.rows_stand_in_order(seen)
        invariants.remarks_belong(seen)
        quarters = list(Quarter.objects.all())
        invariants.document_equals_rows(seen, cast, quarters)
        invariants.nothing_false_on_paper(seen, Include.ACCEPTED, quarters)
        times_are_true(now)
        invariants.way_out_leads_to_the_document(seen, cast)


def times_are_true(now):
    log = list(ReportLog.objects.order_by("pk").values_list("at", flat=True))
    assert log == sorted(log)
    assert log[-1] < now
    for model in (Quarter, Report, Event, Remark):
        written = list(model.history.order_by("history_id").values_list("history_date", flat=True))
        assert written == sorted(written)
        assert written[-1] < now
    for quarter in Quarter.objects.exclude(year=2020):
        opened = quarter.history.order_by("history_id")[0].history_date
        assert timezone.localdate(opened) < quarter.start
        assert quarter.closed_at is None or timezone.localdate(quarter.closed_at) > quarter.due_date
    told = Event.objects.exclude(report__first_submitted_at=None).filter(
        period_end__gt=F("report__first_submitted_at__date")
    )
    assert list(told) == []  # nobody has reported on what is still to come


def test_steps_are_played_in_the_order_of_time():
    day = dt.date(2026, 11, 26)
    played = []
    story = Story()
    for share in (0.9, 0.1, 0.1, 0.5):
        story.tell(
            Window(day, day).at(share),
            lambda share=share: played.append((share, timezone.now())),
        )
    story.play()
    assert played == [(share, Window(day, day).at(share)) for share in (0.1, 0.1, 0.5, 0.9)]


def test_nobody_works_at_night_on_days_off_and_on_holidays():
    new_year = Window(dt.date(2027, 1, 1), dt.date(2027, 1, 17))
    moments = [new_year.at(share / 100) for share in range(101)]
    assert moments == sorted(moments)
    assert {moment.day for moment in moments} == {11, 12, 13, 14, 15}
    assert {moment.hour for moment in moments} <= set(range(9, 18))

"""A clerk at work."""

import datetime as dt

import pytest
from django.utils import timezone

from reports.language.quarters import Quarter as Calendar
from tests import factories
from tests.factories import make_report


@pytest.fixture
def desk(sign_in, clerk):
    return sign_in(clerk)


@pytest.fixture
def report(vyazma):
    return make_report(vyazma)


@pytest.fixture
def running(vyazma):
    """The report of the quarter in which tomorrow lies, and tomorrow as people write it."""
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    quarter = factories.make_quarter(Calendar.of(tomorrow))
    return make_report(vyazma, quarter=quarter), f"{tomorrow:%d.%m.%Y}"

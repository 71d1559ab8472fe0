"""Reports of one quarter and of a year."""

import datetime as dt

import pytest

from reports.document import settings as document_settings
from reports.language.quarters import Quarter as Calendar
from reports.models import Status
from tests.document.mentions import FESTIVAL, tell
from tests.factories import make_event, make_quarter, make_report


@pytest.fixture
def event(vyazma):
    return make_event(make_report(vyazma, status=Status.ACCEPTED))


@pytest.fixture
def printing_empty(administrator):
    document_settings.change_options(
        {"has_empty_sections": True}, Calendar(2020, 1), user=administrator
    )


@pytest.fixture
def year(vyazma, rudnya):
    """Four quarters; «Проект» goes on through all of them in Вязьма, and Рудня tells it too."""
    events = {}
    for number in range(1, 5):
        quarter = make_quarter(Calendar(2020, number))
        day = dt.date(2020, number * 3 - 2, 10)
        for municipality in (vyazma, rudnya):
            report = make_report(municipality, quarter=quarter, status=Status.ACCEPTED)
            events[municipality.slug, number] = make_event(
                report, name=f"Проект, часть {number}", period_start=day, period_end=day
            )
    return events


@pytest.fixture
def three():
    """Three municipalities tell of one festival, and a fourth of something else."""
    tell("other", "Турнир по самбо")
    return [tell("first"), tell("second", f"Участие в фестивале {FESTIVAL}"), tell("third")]

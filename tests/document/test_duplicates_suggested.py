"""Which events are offered as one."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reports.document import duplicates_suggested
from reports.language.quarters import Quarter as Calendar
from reports.models import HANDED_IN, Status
from tests.document.mentions import FESTIVAL, LONG, decide, groups_of, keys, offered, tell
from tests.factories import make_quarter

pytestmark = pytest.mark.django_db


def test_one_report_that_tells_twice_is_offered():
    one = tell("first")
    again = tell("first", f"Участие в фестивале {FESTIVAL}")
    assert one.report == again.report
    assert offered(one.report.quarter) == {frozenset(keys((one, again)))}


def test_continued_event_is_offered_a_year_back_and_no_further(reviewer):
    period = {"period_start": dt.date(2019, 1, 10), "period_end": dt.date(2021, 5, 30)}
    now = tell("first", **period)
    before = tell("first", calendar=Calendar(2020, 1), **period)
    tell("first", calendar=Calendar(2019, 2), **period)
    assert offered(now.report.quarter) == {frozenset(keys((now, before)))}


def test_only_what_was_handed_in_is_compared():
    one = tell("first")
    tell("second", status=Status.DRAFT)
    assert offered(one.report.quarter) == set()


def test_search_takes_the_same_queries_whatever_the_archive():
    counts = []
    for years in (1, 20):
        for year in range(2020 - years + 1, 2021):
            for number in range(1, 5):
                tell("first", calendar=Calendar(year, number))
                tell("second", calendar=Calendar(year, number))
        quarter = make_quarter()
        with CaptureQueriesContext(connection) as captured:
            duplicates_suggested.suggestions(quarter)
            groups_of(quarter)
        counts.append(len(captured))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("calendar", "is_offered"),
    [
        (Calendar(2020, 3), True),
        (Calendar(2020, 1), True),
        (Calendar(2019, 4), True),  # the fourth before
        (Calendar(2019, 3), False),
        (Calendar(2021, 1), False),  # the next quarter asks itself
    ],
)
def test_four_quarters_before_are_looked_through(calendar, is_offered):
    now, other = tell("first", **LONG), tell("first", calendar=calendar, **LONG)
    pair = {frozenset(keys((now, other)))}
    assert offered(now.report.quarter) == (pair if is_offered else set())


def test_earlier_of_two_stands_first_in_an_offer():
    later = tell("first", calendar=Calendar(2020, 1), **LONG)
    earlier = tell("second", calendar=Calendar(2019, 4), **LONG)
    (offer,) = duplicates_suggested.suggestions(later.report.quarter)
    assert (offer.first, offer.second) == (earlier.pk, later.pk)
    assert duplicates_suggested.side_by_side([offer]) == [(earlier, later)]


@pytest.mark.parametrize("status", Status)
def test_only_reports_that_were_handed_in_are_compared(status):
    one = tell("first", status=Status.ACCEPTED)
    other = tell("second", status=status)
    pair = {frozenset(keys((one, other)))}
    assert offered(one.report.quarter) == (pair if status in HANDED_IN else set())


@pytest.mark.parametrize("here", [{"period_start": None, "period_end": None}, {}])
@pytest.mark.parametrize(
    "before", [{"period_start": None, "period_end": None}, {"period_end": None}]
)
def test_event_of_an_earlier_quarter_is_offered_where_a_day_is_not_known(here, before):
    """It may be of any day, or of the one that is known."""
    earlier = tell("first", calendar=Calendar(2020, 3), **before)
    later = tell("second", **here)
    assert offered(later.report.quarter) == {frozenset((earlier.pk, later.pk))}


def test_above_the_bound_the_page_says_that_there_are_more(three, reviewer, sign_in, monkeypatch):
    monkeypatch.setattr(duplicates_suggested, "MOST_SUGGESTIONS", 2)
    assert len(offered(three[0].report.quarter)) == 2
    page = sign_in(reviewer).get(reverse("duplicates", args=["2020-4"])).content.decode()
    assert "не меньше 2" in page
    for one, other in ((three[0], three[1]), (three[0], three[2])):
        decide(one, other, reviewer)
    assert offered(three[0].report.quarter) == set()

"""What an address points at: ``views/access.py`` by itself. Who may come is ``test_access``."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from municipalities.access import require_role
from municipalities.models import Role
from reports.language.quarters import Span
from reports.views import access
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(rf):
    """``asked(person)`` → a request of theirs."""

    def request_of(person):
        request = rf.get("/")
        request.user = person
        return request

    return request_of


@pytest.fixture
def reports(vyazma, rudnya):
    """Two of Вязьма, one of Рудня, each with two events."""
    earlier = factories.make_quarter(factories.IV_2020.previous)
    return [
        factories.make_report(vyazma, events=2),
        factories.make_report(vyazma, quarter=earlier, events=2),
        factories.make_report(rudnya, events=2),
    ]


def test_a_right_role_passes_and_another_does_not(clerk, reviewer):
    require_role(clerk, Role.REGION, Role.MUNICIPALITY)
    with pytest.raises(PermissionDenied):
        require_role(reviewer, Role.MUNICIPALITY)


def test_clerk_gets_the_very_report_and_event(asked, clerk, reports):
    for report in reports[:2]:
        assert access.clerk_report(asked(clerk), report.pk) == report
        for event in report.events.all():
            assert access.clerk_event(asked(clerk), event.pk) == event


def test_foreign_is_none_and_staff_have_pages_of_their_own(asked, clerk, reviewer, reports):
    foreign = reports[2]
    with pytest.raises(Http404):
        access.clerk_report(asked(clerk), foreign.pk)
    with pytest.raises(Http404):
        access.clerk_event(asked(clerk), foreign.events.first().pk)
    with pytest.raises(PermissionDenied):
        access.clerk_report(asked(reviewer), foreign.pk)
    with pytest.raises(PermissionDenied):
        access.clerk_event(asked(reviewer), foreign.events.first().pk)


def test_staff_get_the_very_report(asked, reviewer, administrator, clerk, reports):
    for report in reports:
        assert access.staff_report(asked(reviewer), report.pk, Role.REGION) == report
        for person in (reviewer, administrator):
            assert access.staff_report(asked(person), report.pk, *access.STAFF) == report
    with pytest.raises(PermissionDenied):
        access.staff_report(asked(administrator), reports[0].pk, Role.REGION)
    with pytest.raises(PermissionDenied):
        access.staff_report(asked(clerk), reports[0].pk, *access.STAFF)
    with pytest.raises(Http404):
        access.staff_report(asked(clerk), reports[2].pk, *access.STAFF)


def test_staff_get_the_very_event_and_one_in_the_bin_when_they_may(asked, reviewer, clerk, reports):
    event, other = reports[0].events.all()
    type(event).objects.filter(pk=event.pk).update(deleted_at=timezone.now())
    assert access.staff_event(asked(reviewer), event.pk) == event
    assert access.staff_event(asked(reviewer), other.pk, is_live=True) == other
    with pytest.raises(Http404):
        access.staff_event(asked(reviewer), event.pk, is_live=True)
    with pytest.raises(PermissionDenied):
        access.staff_event(asked(clerk), other.pk)


def test_a_quarter_is_found_before_anybody_is_turned_away(asked, clerk, reviewer, reports):
    quarter = reports[0].quarter
    assert access.staff_quarter(asked(reviewer), "2020-4", *access.STAFF) == quarter
    with pytest.raises(PermissionDenied):
        access.staff_quarter(asked(clerk), "2020-4", *access.STAFF)
    with pytest.raises(Http404):
        access.staff_quarter(asked(clerk), "2019-4", *access.STAFF)


def test_a_span_is_there_when_a_quarter_of_it_is(reports):
    assert access.span_or_404("2020-4") == Span(2020, 4, 4)
    for slug in ("2019-4", "2020-5", "год"):
        with pytest.raises(Http404):
            access.span_or_404(slug)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("7", 7),
        ("9" * 18, int("9" * 18)),
        ("9" * 19, None),  # no key of a database is so long
        ("", None),
        (None, None),
        ("-1", None),
        ("7a", None),
        ("٧", None),
        ("²", None),
    ],
)
def test_a_number_is_digits_that_a_key_may_have(text, number):
    assert access.number_of(text) == number


def test_a_key_of_a_new_event_is_read_or_none():
    key = uuid.UUID(int=7)
    assert access.uuid_of(str(key)) == key
    assert access.uuid_of("семь") is None

"""Who acts for which municipality, and on which days."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from municipalities.models import Acting, Municipality, Role
from reports.models import Event, Report
from tests import factories

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


def seen_by(person):
    return set(Municipality.objects.for_user(person))


def act(person, municipality, since, until=None):
    return Acting.objects.create(person=person, municipality=municipality, since=since, until=until)


def test_clerk_sees_all_they_act_for(clerk, vyazma, rudnya):
    act(clerk, rudnya, timezone.localdate())
    for municipality in (vyazma, rudnya, factories.make_municipality("other")):
        factories.make_report(municipality, events=1)
    assert seen_by(clerk) == {vyazma, rudnya}
    assert {report.municipality for report in Report.objects.for_user(clerk)} == {vyazma, rudnya}
    assert Event.objects.for_user(clerk).count() == 2


@pytest.mark.parametrize(
    ("since", "until", "sees"),
    [
        (-DAY, None, True),
        (0 * DAY, None, True),
        (DAY, None, False),
        (-DAY, 0 * DAY, True),
        (-2 * DAY, -DAY, False),
        (0 * DAY, 0 * DAY, True),
    ],
)
def test_first_and_last_day_count(clerk, vyazma, since, until, sees):
    today = timezone.localdate()
    clerk.acting.all().delete()
    act(clerk, vyazma, today + since, None if until is None else today + until)
    assert bool(seen_by(clerk)) is sees


def test_clerk_who_acts_for_nobody_sees_nothing(clerk):
    clerk.acting.all().delete()
    assert seen_by(clerk) == set()


@pytest.mark.parametrize("role", [Role.MUNICIPALITY, "chief", ""])
def test_row_alone_opens_nothing_without_the_duty(clerk, vyazma, role):
    clerk.role = role
    assert seen_by(clerk) == ({vyazma} if role == Role.MUNICIPALITY else set())


def test_moved_clerk_acts_from_today_and_the_former_days_stay(clerk, vyazma, rudnya):
    clerk.act_for(rudnya)
    today = timezone.localdate()
    rows = clerk.acting.values_list("municipality", "since", "until")
    assert list(rows) == [
        (vyazma.pk, factories.LONG_AGO, today - DAY),
        (rudnya.pk, today, None),
    ]
    clerk.act_for(vyazma)
    assert seen_by(clerk) == {vyazma}


def test_person_who_is_kept_as_they_are_has_one_row(clerk, vyazma):
    clerk.act_for(vyazma)
    assert clerk.acting.get().until is None


@pytest.mark.parametrize("role", list(Role))
def test_account_is_not_made_for_a_duty_that_does_not_fit(role, vyazma):
    municipality = None if role == Role.MUNICIPALITY else vyazma
    with pytest.raises(ValidationError, match="указывают сотруднику"):
        type(factories.make_user(Role.REGION)).objects.create_user(
            "x", "x", role=role, full_name="Некто", municipality=municipality
        )

"""Who acts for which municipality, and on which days."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
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


@pytest.mark.parametrize("role", list(Role))
def test_days_are_not_written_for_a_duty_that_does_not_fit(role, vyazma):
    """A command that asks nobody goes through the same door."""
    person = factories.make_user(role, vyazma if role == Role.MUNICIPALITY else None)
    with pytest.raises(ValidationError, match="указывают сотруднику"):
        person.act_for(None if role == Role.MUNICIPALITY else vyazma)
    assert Acting.objects.filter(person=person).count() == (role == Role.MUNICIPALITY)


def test_home_of_who_acts_for_several_lists_each(sign_in, clerk, vyazma, rudnya):
    act(clerk, rudnya, timezone.localdate())
    third = factories.make_municipality("third")
    act(clerk, third, timezone.localdate())
    quarter = factories.make_quarter(due_date=timezone.localdate() + DAY)
    reports = [factories.make_report(each, quarter=quarter) for each in (vyazma, rudnya)]
    page = sign_in(clerk).get(reverse("home"))
    assert page.context["rows"] == [
        *((report.municipality, report, None) for report in reports),
        (third, None, None),
    ]
    text = page.content.decode()
    assert all(f'href="{report.get_absolute_url()}"' in text for report in reports)
    assert "Отчета пока нет." in text


def test_home_of_who_acts_for_one_is_the_report(sign_in, clerk, vyazma):
    report = factories.make_report(vyazma)
    assert sign_in(clerk).get(reverse("home")).url == report.get_absolute_url()


def test_pages_of_a_report_are_of_its_municipality_alone(sign_in, clerk, vyazma, rudnya):
    """A colleague of one municipality is told nothing of the other by way of who acts for both."""
    act(clerk, rudnya, timezone.localdate())
    quarter = factories.make_quarter(due_date=timezone.localdate() - DAY)
    report = factories.make_report(vyazma, quarter=quarter)
    factories.make_event(
        factories.make_report(rudnya, quarter=quarter), name="Слет", place="Дом соседей"
    )
    desk = sign_in(clerk)
    chosen = desk.get(reverse("event_choose", args=[report.pk]))
    assert chosen.context["events"] == []
    address = reverse("event_completions", args=[report.pk])
    assert desk.get(address, {"field": "place", "typed": "Дом"}).json() == {"completions": []}
    context = desk.get(report.get_absolute_url()).context
    assert (list(context["waiting"]), list(context["earlier"])) == ([], [])

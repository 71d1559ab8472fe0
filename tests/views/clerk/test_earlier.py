"""New events begun from earlier ones."""

import re

import pytest
from django.urls import reverse

from reports.language.quarters import Quarter as Calendar
from reports.models import Status
from tests import factories
from tests.factories import make_event, make_report

pytestmark = pytest.mark.django_db


def earlier_event(vyazma, **overrides):
    quarter = factories.make_quarter(Calendar(2020, 3))
    values = {"name": "Ярмарка дружбы", "agreements": "О встрече", "participants_total": 40}
    return make_event(make_report(vyazma, quarter=quarter), **values | overrides)


def test_new_event_is_begun_from_an_earlier_one_once(desk, vyazma):
    report, earlier = make_report(vyazma), earlier_event(vyazma)
    page = desk.get(reverse("event_choose", args=[report.pk])).content.decode()
    key = re.search(r'name="creation_key" value="([^"]+)"', page)[1]
    data = {"report": report.pk, "creation_key": key}
    for _ in range(2):
        page = desk.post(reverse("event_copy", args=[earlier.pk]), data, follow=True)
    copy = report.events.get()
    assert page.redirect_chain[-1][0] == reverse("event_update", args=[copy.pk])
    assert (copy.name, copy.content) == (earlier.name, earlier.content)
    assert (copy.period, copy.agreements, copy.participants_total) == ("", "", None)


@pytest.mark.parametrize(
    ("asked", "found"), [("ярмарка", True), ("ДРУЖБЫ вязьма", True), ("бал", False)]
)
def test_earlier_events_are_found_by_words(desk, vyazma, asked, found):
    earlier_event(vyazma)
    url = reverse("event_choose", args=[make_report(vyazma).pk])
    page = desk.get(url, {"q": asked}).content.decode()
    assert ("Ярмарка дружбы" in page) == found


def test_earlier_events_of_others_are_not_offered(desk, vyazma, rudnya):
    earlier_event(rudnya, name="Чужая ярмарка")
    url = reverse("event_choose", args=[make_report(vyazma).pk])
    assert "Чужая ярмарка" not in desk.get(url).content.decode()


def test_nothing_is_copied_into_a_foreign_report(desk, vyazma, rudnya):
    foreign = make_report(rudnya)
    address = reverse("event_copy", args=[earlier_event(vyazma).pk])
    for target in (foreign.pk, "x", ""):
        assert desk.post(address, {"report": target}).status_code == 404
    assert foreign.events.count() == 0


def test_nothing_is_copied_into_a_locked_report(desk, vyazma):
    report = make_report(vyazma, status=Status.SUBMITTED)
    address = reverse("event_copy", args=[earlier_event(vyazma).pk])
    page = desk.post(address, {"report": report.pk}, follow=True).content.decode()
    assert "Отчет сдан и ждет проверки" in page
    assert report.events.count() == 0


def test_locked_report_says_why_nothing_is_begun_in_it(sign_in, clerk, vyazma):
    report = make_report(vyazma, status=Status.SUBMITTED)
    address = reverse("event_choose", args=[report.pk])
    page = sign_in(clerk).get(address, follow=True)
    assert page.redirect_chain == [(report.get_absolute_url(), 302)]
    assert [str(message) for message in page.context["messages"]] == [
        "Отчет сдан и ждет проверки. Чтобы исправить его, отзовите отчет."
    ]

"""More time for one municipality."""

import datetime as dt

import pytest
from django.urls import reverse

from municipalities.models import Role
from reports.models import Report
from reports.procedure import opening
from tests import factories
from tests.factories import make_report
from tests.views.region.desk import page_of, row_of

pytestmark = pytest.mark.django_db


def extend(client, report, **values):
    url = reverse("report_extension", args=[report.pk])
    return client.post(url, {"_end": "1", **values}, follow=True)


@pytest.mark.parametrize("role", [Role.REGION, Role.ADMIN])
def test_due_date_is_extended_for_one(sign_in, vyazma, rudnya, role):
    report = make_report(vyazma)
    other = make_report(rudnya)
    person = factories.make_user(role)
    response = extend(sign_in(person), report, until="20.01.2021", reason="Пожар в архиве.")
    assert response.redirect_chain[-1][0].startswith(reverse("quarter_board", args=["2020-4"]))
    report.refresh_from_db()
    assert (report.extended_until, report.extension_reason) == (
        dt.date(2021, 1, 20),
        "Пожар в архиве.",
    )
    assert report.history.latest().history_user == person
    assert (
        """title="Срок продлен до 20 января 2021 года: Пожар в архиве.">срок до 20.01<"""
        in row_of(page_of(response), report)
    )
    assert Report.objects.get(pk=other.pk).extended_until is None


def test_extension_is_taken_back_with_an_empty_date(desk, reviewer, vyazma):
    report = make_report(vyazma)
    opening.extend_due_date(report, until=dt.date(2021, 1, 20), reason="Пожар.", user=reviewer)
    assert 'value="20.01.2021"' in page_of(desk.get(reverse("report_extension", args=[report.pk])))
    page = page_of(extend(desk, report, until="", reason="Пожар."))
    assert "Срок сдачи снова общий" in page
    report.refresh_from_db()
    assert (report.extended_until, report.extension_reason) == (None, "")


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"until": "15.01.2021", "reason": "Пожар."}, "должен быть позже общего срока"),
        ({"until": "20.01.2021", "reason": " "}, "почему срок сдачи продлен"),
        ({"until": "31 февраля", "reason": "Пожар."}, "Напишите дату так"),
        ({"until": "20.01.2021", "reason": "Долго писал", "_end": "0"}, "не полностью"),
    ],
)
def test_wrong_extension_is_refused_and_stays_on_the_page(desk, vyazma, values, words):
    report = make_report(vyazma)
    page = page_of(extend(desk, report, **values))
    assert words in page
    assert values["until"] in page
    assert values["reason"].strip() in page
    assert Report.objects.get().extended_until is None


def test_extension_in_a_closed_quarter_is_refused_in_words(desk, vyazma, administrator):
    report = make_report(vyazma)
    opening.close_quarter(report.quarter, user=administrator)
    url = reverse("report_extension", args=[report.pk])
    page = page_of(desk.get(url))
    assert "закрыт" in page
    assert 'name="until"' not in page
    page = page_of(extend(desk, report, until="20.01.2021", reason="Долго писал"))
    assert "Открыть его снова может администратор" in page
    assert "Долго писал" in page
    assert Report.objects.get().extended_until is None


@pytest.mark.parametrize("name", ["report_extension", "extension_refuse"])
def test_page_belongs_to_the_section_of_the_quarter(desk, clerk, vyazma, name):
    report = make_report(vyazma)
    asked = report.extension_requests.create(
        until=dt.date(2021, 1, 20), reason="Ждем.", asked_by=clerk
    )
    pk = asked.pk if name == "extension_refuse" else report.pk
    page = page_of(desk.get(reverse(name, args=[pk])))
    assert 'aria-current="page">Квартал</a>' in page

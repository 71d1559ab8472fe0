"""«Попросить продлить срок», on both sides of the desk."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from reports.language.quarters import Quarter as Calendar
from reports.models import ExtensionRequest, Report
from tests.factories import make_quarter, make_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def late(vyazma):
    quarter = make_quarter(Calendar(2020, 4), due_date=timezone.localdate())
    return make_report(vyazma, quarter=quarter)


def test_one_click_of_the_region_answers(sign_in, clerk, reviewer, late):
    client, until = sign_in(clerk), timezone.localdate() + dt.timedelta(days=3)
    url = reverse("report_ask_extension", args=[late.pk])
    assert url in client.get(late.get_absolute_url()).content.decode()
    data = {"until": f"{until:%d.%m.%Y}", "reason": "Ждем сведений.", "_end": "1"}
    page = client.post(url, data, follow=True).content.decode()
    assert "Регион еще не ответил" in page
    assert url not in page
    officer = sign_in(reviewer)
    for address in (reverse("quarter_board", args=["2020-4"]), late.get_review_url()):
        assert "Ждем сведений." in officer.get(address).content.decode()
    settle = reverse("extension_settle", args=[ExtensionRequest.objects.get().pk])
    answer = officer.post(settle, {"grant": "1"}, follow=True).content.decode()
    assert "Срок сдачи продлен" in answer
    assert Report.objects.get().extended_until == until
    assert "Срок продлен" in client.get(late.get_absolute_url()).content.decode()


@pytest.fixture
def asked(clerk, late):
    until = timezone.localdate() + dt.timedelta(days=3)
    return ExtensionRequest.objects.create(report=late, until=until, reason="Ждем.", asked_by=clerk)


def test_refusal_asks_for_a_reason_which_the_clerk_reads(sign_in, clerk, reviewer, late, asked):
    officer = sign_in(reviewer)
    url = reverse("extension_refuse", args=[asked.pk])
    assert url in officer.get(reverse("quarter_board", args=["2020-4"])).content.decode()
    page = officer.post(url, {"reason": " ", "_end": "1"}).content.decode()
    assert "Напишите, почему срок не продлен." in page
    reason = "Документ выпускается раньше."
    answer = officer.post(url, {"reason": reason, "_end": "1"}, follow=True).content.decode()
    assert "Срок сдачи не продлен" in answer
    client = sign_in(clerk)
    home = " ".join(client.get(late.get_absolute_url()).content.decode().split())
    assert f"Почему: {reason}" in home
    assert reason in client.get(reverse("report_story", args=[late.pk])).content.decode()
    again = officer.get(url, follow=True).content.decode()
    assert "На эту просьбу уже ответили" in again


def test_what_was_typed_stays_with_a_refusal(sign_in, clerk, late):
    url = reverse("report_ask_extension", args=[late.pk])
    data = {"until": "01.01.2001", "reason": "Долго писал.", "_end": "1"}
    page = sign_in(clerk).post(url, data).content.decode()
    assert "Укажите день позже нынешнего срока" in page
    assert "Долго писал." in page


def test_cut_answer_of_the_region_decides_nothing(sign_in, reviewer, asked):
    officer = sign_in(reviewer)
    officer.post(reverse("extension_settle", args=[asked.pk]))
    officer.post(reverse("extension_refuse", args=[asked.pk]), {"reason": "Потому"})
    assert ExtensionRequest.objects.get().settled_at is None

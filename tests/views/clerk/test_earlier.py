"""Beginning from an earlier event where nothing can be begun."""

import pytest
from django.urls import reverse

from reports.models import Status
from tests.factories import make_report

pytestmark = pytest.mark.django_db


def test_locked_report_says_why_nothing_is_begun_in_it(sign_in, clerk, vyazma):
    report = make_report(vyazma, status=Status.SUBMITTED)
    address = reverse("event_choose", args=[report.pk])
    page = sign_in(clerk).get(address, follow=True)
    assert page.redirect_chain == [(report.get_absolute_url(), 302)]
    assert [str(message) for message in page.context["messages"]] == [
        "Отчет сдан и ждет проверки. Чтобы исправить его, отзовите отчет."
    ]

"""The history of a row in Django's admin is told in the words of the product."""

import pytest
from django.urls import reverse

from reports.models import Action, Status
from reports.procedure import workflow
from tests import factories

pytestmark = pytest.mark.django_db


def test_history_names_choices_as_people_do(sign_in, administrator, clerk):
    report = factories.make_report(clerk.municipality, status=Status.DRAFT)
    report.save()  # the first state of its history
    workflow.perform(Action.SUBMIT_EMPTY, report, user=clerk)
    address = reverse("admin:reports_report_history", args=[report.pk])
    page = sign_in(administrator).get(address).content.decode()
    assert "Заполняется → Сдан" in page
    assert "нет → да" in page
    assert "submitted" not in page

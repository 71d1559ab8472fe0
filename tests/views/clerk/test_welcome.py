"""What is said to who comes for the first time."""

import pytest
from django.urls import reverse

from reports.events import editing
from tests.factories import EVENT_VALUES, make_report, make_user

pytestmark = pytest.mark.django_db

SAID = "Вы здесь впервые"


def is_said(client, report):
    return SAID in client.get(report.get_absolute_url()).content.decode()


def test_it_is_said_until_it_is_closed(desk, report, rudnya, sign_in):
    other = make_report(rudnya, quarter=report.quarter)
    assert is_said(desk, report)
    desk.post(reverse("report_welcome", args=[report.pk]))
    assert not is_said(desk, report)
    assert is_said(sign_in(make_user(municipality=rudnya)), other)


def test_it_is_said_until_the_first_work(desk, clerk, report):
    event = editing.save_event(report, user=clerk, **EVENT_VALUES)
    assert not is_said(desk, report)
    editing.delete_event(event, user=clerk)
    assert not is_said(desk, report)

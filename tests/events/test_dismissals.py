"""What a person has looked at is not said again."""

import json

import pytest
from django.urls import reverse

from reports.events import dismissals
from reports.models import DismissedFinding, Report, Status
from reports.procedure import findings
from reports.procedure.guards import Refused
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(vyazma):
    report = factories.make_report(vyazma)
    return factories.make_event(report, content="10обучающихся, тел. 8 910 123-45-67", place="№5")


def rules(report):
    return [(one.field, one.finding.rule) for one in findings.said_of(report)]


def test_personal_data_come_first_and_what_is_hidden_not_at_all(event, clerk):
    said = findings.said_of(event.report)
    assert said[0].is_personal
    glued = next(one for one in said if one.finding.rule == "glued_number")
    key = findings.key_of(glued.finding, event.content)
    assert key == "glued_number:10обучающихся,"
    for _ in range(2):
        dismissals.dismiss(event, cell="content", key=key, is_dismissed=True, user=clerk)
    assert DismissedFinding.objects.count() == 1
    assert ("content", "glued_number") not in rules(event.report)
    assert ("place", "number_sign") in rules(event.report)
    dismissals.dismiss(event, cell="content", key=key, is_dismissed=False, user=clerk)
    assert ("content", "glued_number") in rules(event.report)


def test_other_words_are_said_again(event, clerk):
    key = "glued_number:10обучающихся,"
    dismissals.dismiss(event, cell="content", key=key, is_dismissed=True, user=clerk)
    event.content = "11обучающихся"
    event.save()
    assert ("content", "glued_number") in rules(event.report)


def test_locked_report_and_unknown_cell_are_refused(event, clerk):
    words = {"key": "a:b", "is_dismissed": True, "user": clerk}
    with pytest.raises(Refused, match="Такой подсказки нет"):
        dismissals.dismiss(event, cell="number", **words)
    Report.objects.update(
        status=Status.SUBMITTED,
        submitted_at=factories.MOMENT,
        first_submitted_at=factories.MOMENT,
    )
    with pytest.raises(Refused, match="Отчет сдан"):
        dismissals.dismiss(event, cell="place", **words)


def test_page_and_check_page_know_what_is_hidden(sign_in, clerk, event):
    client = sign_in(clerk)
    check = reverse("report_check", args=[event.report_id])
    assert "10обучающихся" in client.get(check).content.decode().partition('id="findings"')[2]
    answer = client.post(
        reverse("event_findings", args=[event.report_id]),
        json.dumps({"person": clerk.pk, "texts": {"content": event.content}, "format": ""}),
        content_type="application/json",
    ).json()
    (key,) = [one["key"] for one in answer["findings"]["content"] if one["rule"] == "glued_number"]
    body = {"person": clerk.pk, "cell": "content", "key": key, "is_dismissed": True}
    url = reverse("event_dismiss", args=[event.pk])
    sent = client.post(url, json.dumps(body), content_type="application/json")
    assert sent.json() == {"state": "kept"}
    state = client.get(reverse("event_update", args=[event.pk])).context["state"]
    assert state["dismissed"] == [["content", key]]
    hints = (
        client.get(check).content.decode().partition('id="findings"')[2].partition("</section>")[0]
    )
    assert "10обучающихся" not in hints


def test_page_of_another_person_hides_nothing(sign_in, clerk, event):
    body = {"person": 0, "cell": "content", "key": "a:b", "is_dismissed": True}
    url = reverse("event_dismiss", args=[event.pk])
    sent = sign_in(clerk).post(url, json.dumps(body), content_type="application/json")
    assert (sent.status_code, DismissedFinding.objects.count()) == (409, 0)

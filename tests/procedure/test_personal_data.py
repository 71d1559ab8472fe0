"""What looks like personal data is handed in only by who has seen it."""

import pytest

from reports.events import dismissals
from reports.models import Action, Status
from reports.procedure import findings, workflow
from reports.procedure.guards import Refused
from tests import factories

pytestmark = pytest.mark.django_db

PHONE = "Глава района, тел. 8 910 123-45-67"


@pytest.fixture
def report(vyazma):
    report = factories.make_report(vyazma)
    factories.make_event(report, participants=PHONE)
    return report


def hand_in(report, clerk, **options):
    return workflow.perform(Action.SUBMIT, report, user=clerk, **options)


def test_it_is_refused_with_its_words_until_it_is_meant(report, clerk):
    with pytest.raises(Refused, match=r"похоже на персональные данные.*8 910 123-45-67") as refusal:
        hand_in(report, clerk, is_personal_data_meant=False)
    assert refusal.value.code == "personal_data"
    report.refresh_from_db()
    assert report.status == Status.DRAFT
    assert hand_in(report, clerk, is_personal_data_meant=True).status == Status.SUBMITTED


def test_who_looks_at_no_page_is_not_asked(report, clerk):
    assert hand_in(report, clerk).status == Status.SUBMITTED


def test_who_hid_the_hint_is_asked_all_the_same(report, clerk):
    """To hide a hint under its field is not to say that it may be printed."""
    (said,) = [one for one in findings.said_of(report) if one.is_personal]
    cell, key = said.hint
    dismissals.dismiss(said.event, cell=cell, key=key, is_dismissed=True, user=clerk)
    assert [one for one in findings.said_of(report) if one.is_personal] == [said]
    with pytest.raises(Refused, match="похоже на персональные данные"):
        hand_in(report, clerk, is_personal_data_meant=False)
    assert hand_in(report, clerk, is_personal_data_meant=True).status == Status.SUBMITTED


def test_other_hints_never_keep_a_report_back(vyazma, clerk):
    report = factories.make_report(vyazma)
    factories.make_event(report, place="школа №5")
    assert findings.said_of(report)
    assert hand_in(report, clerk, is_personal_data_meant=False).status == Status.SUBMITTED

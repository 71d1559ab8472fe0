"""A clerk's objection to a correction waits on the board, in the queue and before an issue alike."""

import pytest
from django.urls import reverse

from reports.document import issuing
from reports.events import corrections
from reports.language.quarters import Span
from reports.models import Event, Status
from reports.procedure import opening
from tests import factories
from tests.factories import make_event, make_report

pytestmark = pytest.mark.django_db
SPAN = Span(2020, 4, 4)


@pytest.fixture
def objection(vyazma, clerk, reviewer):
    report = make_report(vyazma, status=Status.ACCEPTED, events=1)
    event = make_event(report, name="Фестиваль")
    (made,) = corrections.correct_event(event, user=reviewer, place="г. Рудня")
    return corrections.ask_to_undo(made, reason="Было верно.", user=clerk)


@pytest.fixture
def told(sign_in, reviewer):
    """How many objections each of the three pages tells of."""

    def count():
        seen = {"seen": issuing.current(SPAN).fingerprint}
        pages = [
            (reverse("quarter_board", args=["2020-4"]), {}),
            (reverse("review_queue"), {}),
            (reverse("consolidated_issue", args=["2020-4"]), seen),
        ]
        client = sign_in(reviewer)
        return [len(client.get(address, query).context["asked"].rows) for address, query in pages]

    return count


def test_objection_waits_wherever_it_is_told(objection, told):
    assert told() == [1, 1, 1]


def test_objection_to_a_deleted_event_waits_nowhere(objection, told):
    Event.objects.filter(pk=objection.event_id).update(deleted_at=factories.MOMENT)
    assert told() == [0, 0, 0]


def test_objection_in_a_closed_quarter_waits_nowhere_until_it_is_open_again(
    objection, told, administrator
):
    quarter = objection.event.report.quarter
    opening.close_quarter(quarter, user=administrator)
    assert told() == [0, 0, 0]
    opening.reopen_quarter(quarter, reason="Ошибка.", user=administrator)
    assert told() == [1, 1, 1]


@pytest.mark.parametrize("undo", [True, False])
def test_answered_objection_waits_nowhere(objection, told, reviewer, undo):
    assert corrections.settle(objection, undo=undo, user=reviewer).settled_by == reviewer
    assert told() == [0, 0, 0]

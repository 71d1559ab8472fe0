"""The lock that every verb begins with."""

import uuid

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from reports.events import editing
from reports.procedure import guards
from tests.factories import make_event, make_report

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("lock", ["locked", "locked_for_editing", "event by its key"])
def test_lock_holds_its_own_row_and_never_the_quarter(vyazma, clerk, lock):
    """On PostgreSQL every table that a locking statement joins is locked along, and all
    municipalities of a quarter would save one after another."""
    report, key = make_report(vyazma), uuid.uuid4()
    make_event(report, creation_key=key)
    take = {
        "locked": lambda: guards.locked(report),
        "locked_for_editing": lambda: guards.locked_for_editing(report, clerk),
        "event by its key": lambda: editing.locked_events(report).filter(creation_key=key).first(),
    }[lock]
    with transaction.atomic(), CaptureQueriesContext(connection) as captured:
        assert take() is not None
    locking = next(query["sql"] for query in captured if query["sql"].startswith("SELECT"))
    assert " JOIN " not in locking

"""The desk of the regional officer, and a quarter that is still being collected."""

import datetime as dt

import pytest
from django.utils import timezone

from tests import factories


@pytest.fixture
def desk(sign_in, reviewer):
    return sign_in(reviewer)


@pytest.fixture
def coming():
    """A quarter whose due date is still ahead."""
    return factories.make_quarter(due_date=timezone.localdate() + dt.timedelta(days=10))

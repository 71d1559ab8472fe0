"""A verb that fails on its way has done nothing."""

import itertools
from collections.abc import Callable

from django.db import transaction

from tests.model.faults import Lost, failing_statement
from tests.model.snapshot import Snapshot


def assert_whole(verb: Callable[[], object]) -> None:
    """``verb`` is said again and again: the database fails in its first statement, in its second
    and so on, until it has so few that it is done."""
    before = Snapshot()
    for number in itertools.count(1):
        try:
            with failing_statement(number, for_good=False):
                verb()
        except Lost:
            transaction.set_rollback(False)  # what the verb has not taken back itself is looked at
            assert Snapshot().is_same_as(before), f"half done when statement {number} failed"
        else:
            return

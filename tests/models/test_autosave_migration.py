"""The page and the number of an autosave were words of the reason of its history row."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

BEFORE, AFTER = "0008_duplicates_renamed", "0009_page_and_number_of_autosaves"
# reason before → page, number and reason after
KEPT = {
    "autosave a1 7": ("a1", 7, None),
    "autosave  0": ("", 0, None),  # from a page without a name
    "autosave": ("", None, "autosave"),
    "autosave a 7 и еще": ("", None, "autosave a 7 и еще"),
    None: ("", None, None),
}


@pytest.fixture
def migrate(transactional_db):
    """``migrate(name)`` → the models of reports as they were then; in the end all is as before."""
    newest = MigrationExecutor(connection).loader.graph.leaf_nodes()

    def to(name):
        return MigrationExecutor(connection).migrate([("reports", name)]).apps

    yield to
    MigrationExecutor(connection).migrate(newest)


def add_states(models, name):
    """One of every reason, in the order of ``KEPT``."""
    number = {"number": 1} if name == "HistoricalReport" else {}
    for key, reason in enumerate(KEPT, start=1):
        models.get_model("reports", name).objects.create(
            id=key,
            history_date=timezone.now(),
            history_type="~",
            history_change_reason=reason,
            **number,
        )


@pytest.mark.parametrize("name", ["HistoricalEvent", "HistoricalReport"])
def test_reasons_become_fields_and_back_again(migrate, name):
    add_states(migrate(BEFORE), name)
    states = migrate(AFTER).get_model("reports", name).objects.order_by("id")
    fields = ("autosave_page", "autosave_number", "history_change_reason")
    assert list(states.values_list(*fields)) == list(KEPT.values())
    states = migrate(BEFORE).get_model("reports", name).objects.order_by("id")
    assert list(states.values_list("history_change_reason", flat=True)) == list(KEPT)

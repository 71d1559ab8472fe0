"""Migrations that change rows, on rows as old installations have them."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


@pytest.fixture
def migrate(transactional_db):
    """``migrate("0002_…")`` → the models as they were then; in the end all is as before."""
    executor = MigrationExecutor(connection)
    newest = [node for node in executor.loader.graph.leaf_nodes() if node[0] == "municipalities"]

    def to(name):
        executor = MigrationExecutor(connection)
        return executor.migrate([("municipalities", name)]).apps

    yield to
    MigrationExecutor(connection).migrate(newest)


def test_municipalities_in_one_place_are_parted_in_their_order(migrate):
    old = migrate("0002_the_27_municipalities").get_model("municipalities", "Municipality")
    for slug, position in (("a", 1), ("b", 2), ("d", 2), ("c", 2), ("e", 3), ("f", 9)):
        old.objects.create(slug=slug, position=position)
    new = migrate("0004_position_once").get_model("municipalities", "Municipality")
    assert list(new.objects.order_by("position").values_list("slug", "position")) == [
        *(("a", 1), ("b", 2), ("c", 3), ("d", 4), ("e", 5), ("f", 9))
    ]
    migrate("0002_the_27_municipalities")
    new.objects.all().delete()

"""Migrations that change rows, on rows as old installations have them."""

import datetime as dt

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone


@pytest.fixture
def migrate(transactional_db):
    """``migrate("0002_…")`` → the models as they were then; in the end all is as before."""
    executor = MigrationExecutor(connection)
    newest = [
        node
        for node in executor.loader.graph.leaf_nodes()
        if node[0] in ("municipalities", "reports")
    ]

    def to(name, app="municipalities"):
        return MigrationExecutor(connection).migrate([(app, name)]).apps

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


def test_clerks_keep_their_municipality_both_ways(migrate):
    old = migrate("0005_wrong_tries_and_sessions")
    vyazma = old.get_model("municipalities", "Municipality").objects.create(
        slug="elsewhere", position=99
    )
    User = old.get_model("municipalities", "User")
    clerk = User.objects.create(username="clerk", role="municipality", municipality=vyazma)
    User.objects.create(username="reviewer", role="region")
    new = migrate("0008_accounts_without_municipality")
    (row,) = new.get_model("municipalities", "Acting").objects.all()
    assert (row.person_id, row.municipality_id, row.until) == (clerk.pk, vyazma.pk, None)
    assert row.since == timezone.localdate(clerk.date_joined)
    migrate("0005_wrong_tries_and_sessions")
    rows = User.objects.order_by("username").values_list("username", "municipality__slug")
    assert list(rows) == [("clerk", "elsewhere"), ("reviewer", None)]
    User.objects.all().delete()
    vyazma.delete()


def test_extension_refused_before_says_that_nobody_wrote_why(migrate):
    old = migrate("0017_ready_remarks", "reports")
    moment = dt.datetime(2021, 1, 11, tzinfo=dt.UTC)
    quarter = old.get_model("reports", "Quarter").objects.create(
        year=2020, number=4, due_date=moment.date()
    )
    clerk = old.get_model("municipalities", "User").objects.create(username="a", role="region")
    for number, settled in enumerate(({}, {"is_granted": True}, {"is_granted": False})):
        municipality = old.get_model("municipalities", "Municipality").objects.create(
            slug=f"m{number}", position=90 + number
        )
        report = old.get_model("reports", "Report").objects.create(
            quarter=quarter, municipality=municipality, number=number, status="draft"
        )
        if settled:
            settled |= {"settled_at": moment, "settled_by": clerk}
        old.get_model("reports", "ExtensionRequest").objects.create(
            report=report, until=moment.date(), reason="Ждем.", asked_by=clerk, **settled
        )
    new = migrate("0018_why_an_extension_is_refused", "reports")
    told = new.get_model("reports", "ExtensionRequest").objects.order_by("pk")
    assert list(told.values_list("refusal", flat=True)) == [
        *("", "", "Причина не записана: раньше ее не спрашивали.")
    ]
    before = migrate("0017_ready_remarks", "reports")
    for name in ("ExtensionRequest", "Report", "Quarter"):
        before.get_model("reports", name).objects.all().delete()
    for name in ("Municipality", "User"):
        before.get_model("municipalities", name).objects.all().delete()


def test_report_accepted_before_it_was_handed_in_is_mended(migrate):
    old = migrate("0011_dates_people_and_reasons", "reports")
    early, late = (dt.datetime(2021, 1, day, tzinfo=dt.UTC) for day in (11, 12))
    quarter = old.get_model("reports", "Quarter").objects.create(
        year=2020, number=4, due_date=late.date()
    )
    reports = old.get_model("reports", "Report").objects
    for number, (submitted, accepted) in enumerate(((late, early), (early, late), (None, early))):
        municipality = old.get_model("municipalities", "Municipality").objects.create(
            slug=f"m{number}", position=90 + number
        )
        reports.create(
            quarter=quarter,
            municipality=municipality,
            number=number,
            status="accepted",
            submitted_at=submitted,
            first_submitted_at=submitted,
            accepted_at=accepted,
        )
    new = migrate("0012_accepted_after_submitted", "reports").get_model("reports", "Report")
    dates = new.objects.order_by("number").values_list("submitted_at", "accepted_at")
    assert list(dates) == [(late, late), (early, late), (None, early)]
    migrate("0011_dates_people_and_reasons", "reports")
    for name in ("Report", "Quarter"):
        new._meta.apps.get_model("reports", name).objects.all().delete()
    new._meta.apps.get_model("municipalities", "Municipality").objects.all().delete()

"""Who sees which rows: everything that is somebody's, for every kind of person."""

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction

from municipalities.models import Municipality, Role, User
from reports.models import (
    Correction,
    EntryOnBehalf,
    Event,
    ExtensionRequest,
    Ground,
    KeptFile,
    Remark,
    Report,
    Status,
)
from tests.factories import MOMENT, make_event, make_report, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows(vyazma, rudnya, reviewer):
    """Model → what there is of it: a row of Вязьма, and one of Рудня."""
    found = {model: [] for model in MODELS} | {Municipality: [vyazma, rudnya]}
    for municipality in (vyazma, rudnya):
        report = make_report(municipality, status=Status.RETURNED)
        event = make_event(report)
        remark = Remark.objects.create(
            report=report, event=event, text="Где?", author=reviewer, sent_at=MOMENT
        )
        correction = Correction.objects.create(event=event, cell="place", author=reviewer)
        asked = ExtensionRequest.objects.create(
            report=report, until=MOMENT.date(), reason="Ждем.", asked_by=reviewer
        )
        entry = EntryOnBehalf.objects.create(
            report=report,
            officer=reviewer,
            ground=Ground.PHONE,
            sender="Глава",
            received_on=MOMENT.date(),
        )
        kept = KeptFile.objects.create(
            report=report, title="Программа", link="https://gov.ru/", added_by=reviewer
        )
        for row in (report, event, remark, correction, asked, entry, kept):
            found[type(row)].append(row)
    return found


MODELS = (
    *(Municipality, Report, Event, Remark, Correction, ExtensionRequest),
    *(EntryOnBehalf, KeptFile),
)


def test_everything_that_asks_for_a_person_is_tried():
    asking = {
        model
        for label in ("municipalities", "reports")
        for model in apps.get_app_config(label).get_models()
        if hasattr(model._default_manager, "for_user")
    }
    assert asking == set(MODELS)


@pytest.mark.parametrize("model", MODELS)
def test_clerk_sees_what_is_the_municipality_s_own(rows, clerk, stranger, model):
    own, foreign = rows[model]
    assert list(model.objects.for_user(clerk)) == [own]
    assert list(model.objects.for_user(stranger)) == [foreign]


@pytest.mark.parametrize("role", [Role.REGION, Role.ADMIN])
@pytest.mark.parametrize("model", MODELS)
def test_staff_see_everything(rows, role, model):
    assert set(model.objects.for_user(make_user(role))) == set(rows[model])


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("model", MODELS)
def test_who_has_left_sees_nothing(rows, vyazma, role, model):
    municipality = vyazma if role == Role.MUNICIPALITY else None
    person = make_user(role, municipality, is_active=False)
    assert not model.objects.for_user(person).exists()


@pytest.mark.parametrize("model", MODELS)
def test_who_has_not_signed_in_sees_nothing(rows, model):
    assert not model.objects.for_user(AnonymousUser()).exists()


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("role", ["chief", ""])
def test_no_role_is_no_sight(rows, clerk, model, role):
    """It cannot be stored; if it could, it would open nothing."""
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=clerk.pk).update(role=role)
    clerk.role = role
    assert not model.objects.for_user(clerk).exists()


@pytest.mark.parametrize("model", MODELS)
def test_who_acts_for_nobody_sees_nothing(rows, clerk, model):
    assert model.objects.for_user(clerk).exists()
    clerk.acting.all().delete()
    assert not model.objects.for_user(clerk).exists()


def test_clerk_sees_only_remarks_that_were_sent(rows, clerk, reviewer, administrator):
    report = rows[Report][0]
    kept_back = Remark.objects.create(report=report, text="Кто?", author=reviewer)
    assert kept_back not in Remark.objects.for_user(clerk)
    for person in (reviewer, administrator):
        assert kept_back in Remark.objects.for_user(person)

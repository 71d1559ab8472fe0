"""Offers, groups and one wording on the screen."""

import pytest
from django.urls import reverse

from reports.models import Correction, Event, Report, SamenessVerdict, Status
from tests.test_sameness import FESTIVAL, tell, versions

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(sign_in, reviewer):
    return sign_in(reviewer)


@pytest.fixture
def pair():
    return [tell("first"), tell("second", place="Районный дом культуры")]


def board(client):
    return client.get(reverse("sameness", args=["2020-4"])).content.decode()


def decide(client, pair, verdict="same", **changes):
    data = {"other": pair[1].pk, "verdict": verdict, "quarter": "2020-4"} | changes
    return client.post(reverse("event_decide", args=[pair[0].pk]), data, follow=True)


def test_offer_is_confirmed_and_becomes_a_group(desk, pair):
    page = board(desk)
    assert "Похоже, одно мероприятие" in page
    assert "<mark>" in page
    page = decide(desk, pair).content.decode()
    assert "Признаны одним мероприятием" in page
    assert "2 мероприятия, из них разных 1" in page
    assert "Похоже, одно мероприятие" not in page
    desk.post(reverse("event_separate", args=[pair[1].pk]), {"quarter": "2020-4"})
    assert "Признаны одним" not in board(desk)


def test_offer_is_rejected_for_good(desk, pair):
    decide(desk, pair, "other")
    assert "Похоже, одно мероприятие" not in board(desk)
    assert not SamenessVerdict.objects.get().is_same


@pytest.mark.parametrize("changes", [{"verdict": ""}, {"other": ""}, {"other": "1" * 30}])
def test_cut_request_decides_nothing(desk, pair, changes):
    assert decide(desk, pair, **changes).status_code == 200
    assert not SamenessVerdict.objects.exists()


def test_administrator_reads_only(sign_in, administrator, pair):
    client = sign_in(administrator)
    assert "Разные" not in board(client)
    assert decide(client, pair).status_code == 403


def wording(client, event, **data):
    return client.post(reverse("event_wording", args=[event.pk]), {"_end": "1"} | data)


def test_one_wording_is_shown_before_it_is_written(desk, pair):
    decide(desk, pair)
    url = reverse("event_wording", args=[pair[0].pk])
    assert "Районный дом культуры" in desk.get(url).content.decode()
    chosen = {"place": "Районный дом культуры", "own_name": "Фестиваль «Мост»"}
    shown = wording(desk, pair[0], **chosen).content.decode()
    assert "Что изменится" in shown
    assert Event.objects.get(pk=pair[0].pk).place == "г. Вязьма"
    seen = {f"version_{pk}": version for pk, version in versions(pair).items()}
    response = wording(desk, pair[0], confirm="1", **chosen, **seen)
    assert response.status_code == 302
    assert {(e.name, e.place) for e in Event.objects.all()} == {
        ("Фестиваль «Мост»", "Районный дом культуры")
    }
    assert Correction.objects.count() == 3


def test_stale_preview_writes_nothing_and_keeps_the_words(desk, pair):
    decide(desk, pair)
    response = wording(desk, pair[0], confirm="1", own_name="Мой вариант").content.decode()
    assert "Группа изменилась" in response
    assert "Мой вариант" in response
    assert not Correction.objects.exists()


def test_obstacle_is_said_in_words(desk, pair):
    decide(desk, pair)
    Report.objects.filter(pk=pair[1].report_id).update(status=Status.RETURNED, accepted_at=None)
    page = wording(desk, pair[0], own_name="Фестиваль").content.decode()
    assert "Не изменится. Состояние отчета — «На доработке»" in page


def test_cut_request_writes_nothing(desk, pair):
    response = desk.post(
        reverse("event_wording", args=[pair[0].pk]), {"own_name": "Фестиваль", "confirm": "1"}
    )
    assert "передана не до конца" in response.content.decode()
    assert set(Event.objects.values_list("name", flat=True)) == {FESTIVAL}

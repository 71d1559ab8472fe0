"""Offers, groups and one wording on the screen."""

import html
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reports.language.quarters import Quarter as Calendar
from reports.models import Correction, DuplicateVerdict, Event, Report, Status
from tests.document.mentions import FESTIVAL, tell

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(sign_in, reviewer):
    return sign_in(reviewer)


@pytest.fixture
def pair():
    return [tell("first"), tell("second", place="Районный дом культуры")]


def board(client):
    return client.get(reverse("duplicates", args=["2020-4"])).content.decode()


def decide(client, pair, verdict="same", **changes):
    data = {"other": pair[1].pk, "verdict": verdict, "quarter": "2020-4"} | changes
    return client.post(reverse("event_decide", args=[pair[0].pk]), data, follow=True)


def test_offer_is_confirmed_and_becomes_a_group(desk, pair):
    page = board(desk)
    assert "Похоже, одно мероприятие" in page
    assert "<mark>" in page
    page = decide(desk, pair).content.decode()
    assert "Признаны одним мероприятием" in page
    assert "2 мероприятия. Разных мероприятий 1." in page
    assert "Похоже, одно мероприятие" not in page
    desk.post(reverse("event_separate", args=[pair[1].pk]), {"quarter": "2020-4"})
    assert "Признаны одним" not in board(desk)


def test_offer_is_rejected_for_good(desk, pair):
    decide(desk, pair, "other")
    assert "Похоже, одно мероприятие" not in board(desk)
    assert not DuplicateVerdict.objects.get().is_same


@pytest.mark.parametrize("changes", [{"verdict": ""}, {"other": ""}, {"other": "1" * 30}])
def test_cut_request_decides_nothing(desk, pair, changes):
    assert decide(desk, pair, **changes).status_code == 200
    assert not DuplicateVerdict.objects.exists()


def test_administrator_reads_only(sign_in, administrator, pair):
    client = sign_in(administrator)
    assert "Разные" not in board(client)
    assert decide(client, pair).status_code == 403


def test_rejection_within_a_group_is_refused_in_words(desk, pair):
    decide(desk, pair)
    assert "уже признаны одним" in decide(desk, pair, "other").content.decode()
    assert DuplicateVerdict.objects.get().is_same


def test_group_is_opened_by_its_event_of_this_quarter(desk, pair):
    """Not by its root: the way back would lead to the root's quarter."""
    earlier = tell("third", calendar=Calendar(2020, 3))
    decide(desk, (pair[0], earlier))
    page = board(desk)
    assert reverse("event_wording", args=[pair[0].pk]) in page
    assert reverse("event_wording", args=[earlier.pk]) not in page


def test_queries_do_not_grow_with_offers_and_groups(desk):
    counts = []
    for names in (["Мост"], ["Радуга", "Лира", "Дружба", "Родник", "Журавли", "Подкова"]):
        for name in names:
            told = [tell(slug, f"Фестиваль «{name}»") for slug in ("first", "second", "third")]
            decide(desk, told)
        assert board(desk).count('class="offer"') == board(desk).count('class="row-change"')
        with CaptureQueriesContext(connection) as captured:
            board(desk)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def wording(client, event, **data):
    return client.post(reverse("event_wording", args=[event.pk]), {"_end": "1"} | data)


def chosen_by(page, cell, label):
    """The value of the radio button that stands before ``label``."""
    buttons = re.findall(rf'<input type="radio"[^>]*name="{cell}"[^>]*>\s*<label[^>]*>[^<]*', page)
    told = {html.unescape(button.rpartition(">")[2]).strip(): button for button in buttons}
    return html.unescape(re.search(r'value="([^"]*)"', told[label])[1])


def hidden(page):
    """What the preview brings along with the last button."""
    brought = r'<input type="hidden" name="(shown|version_\d+)" value="([^"]*)"'
    return dict(re.findall(brought, page))


def test_one_wording_is_shown_before_it_is_written(desk, pair):
    decide(desk, pair)
    url = reverse("event_wording", args=[pair[0].pk])
    page = desk.get(url).content.decode()
    place = chosen_by(page, "place", "Районный дом культуры")
    chosen = {"place": place, "own_name": "Фестиваль «Мост»"}
    shown = wording(desk, pair[0], **chosen).content.decode()
    assert "Что изменится" in shown
    assert Event.objects.get(pk=pair[0].pk).place == "г. Вязьма"
    response = wording(desk, pair[0], confirm="1", **chosen, **hidden(shown))
    assert response.status_code == 302
    assert {(e.name, e.place) for e in Event.objects.all()} == {
        ("Фестиваль «Мост»", "Районный дом культуры")
    }
    assert Correction.objects.count() == 3


def test_stale_preview_writes_nothing_and_keeps_the_words(desk, pair):
    decide(desk, pair)
    shown = hidden(wording(desk, pair[0], own_name="Мой вариант").content.decode())
    Event.objects.filter(pk=pair[1].pk).update(name="Фестиваль «Мост»", version=2)
    page = wording(desk, pair[0], confirm="1", own_name="Мой вариант", **shown).content.decode()
    assert "изменились после показа" in page
    assert "Мой вариант</textarea>" in page
    assert not Correction.objects.exists()
    response = wording(desk, pair[0], confirm="1", own_name="Мой вариант", **hidden(page))
    assert response.status_code == 302
    assert Correction.objects.count() == 2


def test_only_what_was_shown_is_written(desk, pair):
    """Another choice and Enter, instead of the button that shows it first."""
    decide(desk, pair)
    shown = hidden(wording(desk, pair[0], own_name="Показано").content.decode())
    page = wording(desk, pair[0], confirm="1", own_name="Не показано", **shown).content.decode()
    assert "изменились после показа" in page
    assert not Correction.objects.exists()


def test_event_that_left_the_group_since_is_not_written(desk, pair):
    decide(desk, pair)
    shown = hidden(wording(desk, pair[0], own_name="Показано").content.decode())
    desk.post(reverse("event_separate", args=[pair[1].pk]), {"quarter": "2020-4"})
    page = wording(desk, pair[0], confirm="1", own_name="Показано", **shown).content.decode()
    assert "изменились после показа" in page
    assert not Correction.objects.exists()


def test_wording_of_several_lines_is_chosen(desk):
    told = [tell("first", place="Дом культуры\nг. Вязьма"), tell("second")]
    decide(desk, told)
    page = desk.get(reverse("event_wording", args=[told[0].pk])).content.decode()
    place = chosen_by(page, "place", "Дом культуры\nг. Вязьма")
    sent = place.replace("\n", "\r\n")  # as a browser does
    shown = wording(desk, told[0], place=sent).content.decode()
    wording(desk, told[0], confirm="1", place=sent, **hidden(shown))
    assert {event.place for event in Event.objects.all()} == {"Дом культуры\nг. Вязьма"}


def test_nothing_to_change_is_said(desk, pair):
    decide(desk, pair)
    shown = hidden(wording(desk, pair[0], own_name=FESTIVAL).content.decode())
    page = wording(desk, pair[0], confirm="1", own_name=FESTIVAL, **shown).content.decode()
    assert "Изменений нет: тексты уже такие" in page


def test_preview_without_changes_has_nothing_to_confirm(desk, pair):
    decide(desk, pair)
    assert 'name="confirm"' not in wording(desk, pair[0], own_name=FESTIVAL).content.decode()
    assert 'name="confirm"' in wording(desk, pair[0], own_name="Форум").content.decode()


def test_separation_is_said(desk, pair):
    decide(desk, pair)
    response = desk.post(reverse("event_separate", args=[pair[0].pk]), follow=True)
    assert "теперь это отдельное мероприятие" in response.content.decode()


def test_nothing_chosen_is_said(desk, pair):
    decide(desk, pair)
    assert "хотя бы один вариант" in wording(desk, pair[0]).content.decode()


def test_online_mark_is_not_taken_into_a_name(desk, pair):
    decide(desk, pair)
    page = wording(desk, pair[0], own_name="Фестиваль (онлайн-формат)").content.decode()
    assert "печатает сама программа" in page
    assert "Что изменится" not in page


def test_obstacle_is_said_in_words(desk, pair):
    decide(desk, pair)
    Report.objects.filter(pk=pair[1].report_id).update(status=Status.RETURNED, accepted_at=None)
    page = wording(desk, pair[0], own_name="Фестиваль").content.decode()
    assert "Не изменится. Регион исправляет отчет, когда проверка начата" in page
    assert "«На доработке»: сейчас текст у муниципального образования." in page


def test_cut_request_writes_nothing(desk, pair):
    response = desk.post(
        reverse("event_wording", args=[pair[0].pk]), {"own_name": "Фестиваль", "confirm": "1"}
    )
    assert "отправилась не полностью" in response.content.decode()
    assert set(Event.objects.values_list("name", flat=True)) == {FESTIVAL}

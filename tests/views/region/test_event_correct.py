"""The form in which the region corrects a text, and the way there and back."""

from urllib.parse import quote

import pytest
from django.urls import reverse

from reports.events import corrections
from reports.models import Cell, Event, Report, Status
from tests import factories
from tests.factories import make_event, make_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(vyazma):
    return make_report(vyazma, status=Status.IN_REVIEW, events=3)


@pytest.fixture
def event(vyazma):
    return make_event(make_report(vyazma, status=Status.ACCEPTED), name="Форум «Мост»")


def text(response):
    return response.content.decode()


def correct(desk, event, **texts):
    values = {name: getattr(event, name) for name in ("name", "place", "period", "content")}
    data = {**values, "participants": event.participants, "version": event.version, "_end": "1"}
    return desk.post(reverse("event_correct", args=[event.pk]), data | texts, follow=True)


def test_text_is_corrected_in_sight_of_the_municipality(desk, report, reviewer):
    event = report.events.first()
    assert (
        "Муниципальное образование увидит"
        in desk.get(reverse("event_correct", args=[event.pk])).content.decode()
    )
    page = correct(desk, event, place="г. Рудня").content.decode()
    assert "Текст исправлен" in page
    made = event.corrections.get()
    assert (made.cell, made.old_text, made.new_text, made.author) == (
        "place",
        "г. Вязьма",
        "г. Рудня",
        reviewer,
    )


def test_nothing_corrected_is_said(desk, report):
    event = report.events.first()
    assert "исправлять было нечего" in correct(desk, event).content.decode()
    assert not event.corrections.exists()


def test_second_reviewer_sees_both_texts_and_decides(desk, report, administrator):
    event = report.events.first()
    other = factories.make_user("region")
    corrections.correct_event(event, user=other, place="г. Рудня")
    page = correct(desk, event, place="г. Ельня").content.decode()
    assert "Что сохранено сейчас" in page
    assert "г. Рудня" in page
    assert "г. Ельня" in page
    assert Event.objects.get(pk=event.pk).place == "г. Рудня"
    event.refresh_from_db()
    assert f'name="version" value="{event.version}"' in page
    correct(desk, event, place="г. Ельня")
    assert Event.objects.get(pk=event.pk).place == "г. Ельня"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"place": ""}, "Укажите место проведения."),
        ({"period": "31 ноября 2020"}, "31 ноября"),
        ({"name": "Форум (онлайн-формат)"}, "печатает сама программа"),
        ({"_end": "0"}, "не полностью"),
        ({"version": ""}, "не полностью"),
    ],
)
def test_refused_correction_keeps_what_was_typed(desk, report, changes, said):
    event = report.events.first()
    page = correct(desk, event, **{"content": "Долго писал"} | changes).content.decode()
    assert said in page
    assert "Долго писал" in page
    assert not event.corrections.exists()


@pytest.mark.parametrize("mark", ["(онлайн)", "в онлайн-формате"])
def test_correction_of_an_online_event_takes_no_second_mark(desk, report, mark):
    event = report.events.first()
    Event.objects.filter(pk=event.pk).update(format="online")
    correct(desk, event, name=f"Форум {mark}")
    event.refresh_from_db()
    assert (event.name, event.printed_name) == ("Форум", "Форум\n(онлайн-формат)")


def test_mark_of_old_does_not_keep_other_texts_from_correction(desk, report):
    event = report.events.first()
    Event.objects.filter(pk=event.pk).update(name="Форум (онлайн)", format="mixed")
    correct(desk, event, name="Форум (онлайн)", place="г. Ельня")
    event.refresh_from_db()
    assert (event.name, event.place) == ("Форум (онлайн)", "г. Ельня")


def test_correction_too_late_keeps_what_was_typed(desk, report):
    event = report.events.first()
    Report.objects.update(status=Status.RETURNED)
    page = correct(desk, event, content="Долго писал").content.decode()
    assert "Регион исправляет отчет, когда" in page
    assert "Долго писал" in page


@pytest.mark.parametrize(
    ("status", "said"),
    [(Status.SUBMITTED, "проверка не начата"), (Status.RETURNED, "сейчас текст у")],
)
def test_page_of_a_text_in_the_hands_of_the_clerk_leads_back(desk, vyazma, status, said):
    stamps = {"submitted_at": factories.MOMENT, "first_submitted_at": factories.MOMENT}
    report = make_report(vyazma, status=status, events=1, **stamps)
    url = reverse("event_correct", args=[report.events.get().pk])
    response = desk.get(url, follow=True)
    assert response.redirect_chain[0][0] == report.get_review_url()
    assert said in response.content.decode()


def test_deleted_event_is_not_corrected(desk, report):
    event = make_event(report, deleted_at=factories.MOMENT)
    response = desk.get(reverse("event_correct", args=[event.pk]), follow=True)
    assert "Это мероприятие удалено" in response.content.decode()
    page = correct(desk, event, content="Долго писал").content.decode()
    assert "Это мероприятие удалено" in page
    assert "Долго писал" in page


def test_correction_comes_back_to_where_it_was_begun(desk, event):
    rows = reverse("consolidated_rows", args=["2020-4"])
    back = f"{rows}#event-{event.pk}"
    correct = f"{reverse('event_correct', args=[event.pk])}?next={quote(rows)}%23event-{event.pk}"
    assert correct in text(desk.get(rows))
    form = text(desk.get(correct))
    assert form.count(f'href="{back}"') == 2  # the way back, and «Оставить как есть»
    values = {cell: getattr(event, cell) for cell in Cell.values} | {"content": "Исправлено"}
    sent = values | {"version": event.version, "_end": "1"}
    response = desk.post(correct, sent, follow=True)
    assert response.redirect_chain == [(back, 302)]
    assert f'id="event-{event.pk}"' in text(response)
    assert text(response).count("Текст исправлен.") == 2  # at the head, and at the row


@pytest.mark.parametrize(
    "foreign", ["https://example.org/", "//example.org", "javascript:1", "event.html"]
)
def test_correction_goes_to_no_foreign_page(desk, event, foreign):
    page = text(desk.get(reverse("event_correct", args=[event.pk]), {"next": foreign}))
    assert foreign not in page
    assert f'href="{event.report.get_review_url()}#event-{event.pk}"' in page


def test_hints_lead_to_mending_and_back(desk, event):
    Event.objects.filter(pk=event.pk).update(content="Встреча с делегацией - без итогов")
    shown = text(desk.get(reverse("consolidated", args=["2020-4"]), {"texts": "1"}))
    here = quote(f"{reverse('consolidated', args=['2020-4'])}?texts=1")
    assert f"{reverse('event_correct', args=[event.pk])}?next={here}" in shown
